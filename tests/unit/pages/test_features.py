"""The numbers that the body model reads: one finite value per line and feature, and what the less plain ones mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.drop import count_copies, sign_of
from flows.pages.features import FeatureTable, own_columns, with_context
from flows.pages.lines import Line, read_lines

PROSE = "The council voted on Monday to close the old bridge over the river Lenn for two years."
MORE_PROSE = "Drivers will be sent over the new bridge, which adds twelve minutes to the way into town."


def table_of(*texts: str) -> FeatureTable:
    lines = [Line(0, len(text), text) for text in texts]
    return with_context(own_columns(lines, [sign_of(line) for line in lines], count_copies(lines)))


def column(table: FeatureTable, name: str) -> list[float]:
    return table.values[:, table.names.index(name)].tolist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("ends_sentence", [0, 1, 1, 0], id="end mark"),
        pytest.param("ends_sentence+1", [1, 1, 0, -1], id="neighbour below"),
        pytest.param("ends_sentence-1", [-1, 0, 1, 1], id="neighbour above"),
        pytest.param("ends_sentence_before_3", [0, 0, 0.5, 2 / 3], id="mean above"),
        pytest.param("sign_signup", [0, 0, 0, 1], id="sign"),
        pytest.param("is_prose", [0, 1, 1, 0], id="prose"),
        pytest.param("in_run", [0, 1, 1, 0], id="run of prose"),
        pytest.param("since_prose", [np.log1p(60), 0, 0, np.log1p(1)], id="distance"),
        pytest.param("place", [0, 0.25, 0.5, 0.75], id="place"),
    ],
)
def test_columns(name: str, expected: list[float]) -> None:
    table = table_of("Old bridge to close", PROSE, MORE_PROSE, "Subscribe")
    assert column(table, name) == pytest.approx(expected)


def test_words_that_come_back_on_the_page() -> None:
    table = table_of("Bridge council", PROSE, MORE_PROSE, "Ten recipes for autumn")
    assert column(table, "shared_after")[0] == 1
    assert column(table, "shared_before")[3] == 0
    assert column(table, "shared_before")[2] > 0


def test_copies_count_for_long_lines_only() -> None:
    lines = [Line(0, len(text), text) for text in ("Yes.", PROSE, "Yes.", PROSE)]
    assert count_copies(lines) == [1, 2, 1, 2]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400))
def test_every_value_is_a_finite_number(text: str) -> None:
    lines = read_lines(text)
    if lines:
        table = with_context(own_columns(lines, [sign_of(line) for line in lines], count_copies(lines)))
        assert table.values.shape == (len(lines), len(table.names))
        assert np.isfinite(table.values).all()
