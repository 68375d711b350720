"""Where the body begins and ends."""

from __future__ import annotations

import pytest

from flows.pages.extent import Extent, find_extent, likeliest_extent, line_weights, reports_speech
from flows.pages.lines import Line, read_lines

PROSE = "The council voted on Monday to close the old bridge over the river Lenn for two years of repairs."


def lines_of(texts: list[str]) -> list[Line]:
    return read_lines("\n".join(texts))


@pytest.mark.parametrize(
    ("odds", "expected"),
    [
        pytest.param([-3, -3, 2, 2, 2, -3], Extent(2, 5), id="one run"),
        pytest.param([2, -3, -3, 2, 2, -3], Extent(0, 5), id="a few links inside do not part it"),
        pytest.param([1, *[-3] * 20, 2, 2, 2], Extent(21, 24), id="a long menu does"),
        pytest.param([-3, -3], Extent(0, 0), id="nothing likely"),
    ],
)
def test_likeliest_extent(odds: list[float], expected: Extent) -> None:
    lines = lines_of([PROSE] * len(odds))
    assert likeliest_extent(lines, odds, [value > 0 for value in odds]) == expected


def test_a_conversation_ends_at_the_heading_of_what_follows() -> None:
    lines = lines_of([*[PROSE] * 6, "Most read", PROSE, "Comments", PROSE])
    weights = line_weights(lines, [None] * len(lines), [1] * len(lines))
    assert find_extent(lines, weights) == Extent(0, 6)


def test_nothing_speaks_for_body() -> None:
    lines = lines_of(["Menu", "Home"])
    assert find_extent(lines, line_weights(lines, ["navigation", "navigation"], [1, 1])) is None


@pytest.mark.parametrize(("text", "expected"), [("“No,” she said.", True), ("She shook her head.", False)])
def test_reports_speech(text: str, expected: bool) -> None:
    assert reports_speech(lines_of([text])[0]) is expected
