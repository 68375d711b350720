"""A page's text as lines: one paragraph each, hard-wrapped text joined again, no character lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.lines import read_lines
from schemas.normalise import normalise

WRAPPED = """The town council voted on Monday to close the old bridge over the
river for two years of repairs, and nobody in the hall was surprised
by that, since the steel is older than most of its members, and they
knew it.

Drivers will be sent over the new road, which adds twelve minutes to
the way into the city, and shops on the river bank fear for their
trade as they did when the market was moved to the other end of the
valley.
"""


def texts_of(page_text: str) -> list[str]:
    return [line.text for line in read_lines(page_text)]


@pytest.mark.parametrize(
    ("page_text", "texts"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\n", [], id="blank"),
        pytest.param("One.\nTwo.\r\nThree.\u2028Four.", ["One.", "Two.", "Three.", "Four."], id="ends of lines"),
        pytest.param("  One  word \n", ["One word"], id="white space"),
        pytest.param(
            "It is over. Copyright 2021 Lenn Radio.", ["It is over.", "Copyright 2021 Lenn Radio."], id="notice"
        ),
    ],
)
def test_lines(page_text: str, texts: list[str]) -> None:
    assert texts_of(page_text) == texts


def test_hard_wrapped_text_is_joined_by_paragraph() -> None:
    first, second = WRAPPED.strip().split("\n\n")
    assert texts_of(WRAPPED) == [first.replace("\n", " "), second.replace("\n", " ")]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Cara Doe covers rivers.", "Cara Doe"), ("The river is high.", None), ("Lenn", None)],
)
def test_leading_name(text: str, name: str | None) -> None:
    assert read_lines(text)[0].leading_name == name


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_every_visible_character_stands_in_one_line(page_text: str) -> None:
    lines = read_lines(page_text)
    outside = page_text
    for line in reversed(lines):
        assert line.text == normalise(page_text[line.start : line.end])
        outside = outside[: line.start] + "\n" + outside[line.end :]
    assert normalise(outside).strip() == "" or not lines
