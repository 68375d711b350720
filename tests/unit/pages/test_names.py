from __future__ import annotations

import pytest

from flows.pages.names import is_person_name, leading_name


@pytest.mark.parametrize(
    "text", ["Anna Roe", "ANNA ROE", "J. R. Roe", "Anna O'Neil-Roe", "Eva van der Berg", "Ben Poe Jr.", "Zoë Müller"]
)
def test_names(text: str) -> None:
    assert is_person_name(text)


@pytest.mark.parametrize(
    "text",
    ["Roe", "anna roe", "Lenn Post", "Staff Writer", "The Bridge", "Anna Roe is", "May 2021", "", "A B C D E F G"],
)
def test_other_things(text: str) -> None:
    assert not is_person_name(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna Roe covers courts.", "Anna Roe"),
        ("Anna Roe, a writer, lives here.", "Anna Roe"),
        ("The mayor lives here.", None),
        ("", None),
    ],
)
def test_leading_name(text: str, name: str | None) -> None:
    assert leading_name(text) == name
