"""Coverage: every non-blank character stands once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.evidence import Coverage, coverage, marks_are_balanced


@pytest.mark.parametrize(
    ("spans", "n_uncovered", "n_covered_twice"),
    [
        pytest.param([(0, 4), (5, 9)], 0, 0, id="all but the blank"),
        pytest.param([(0, 9)], 0, 0, id="one span over a blank"),
        pytest.param([(5, 9), (0, 4)], 0, 0, id="in any order"),
        pytest.param([(0, 4)], 4, 0, id="the end is missing"),
        pytest.param([(5, 9)], 4, 0, id="the start is missing"),
        pytest.param([], 8, 0, id="nothing"),
        pytest.param([(0, 6), (3, 9)], 0, 2, id="an overlap"),
        pytest.param([(0, 9), (5, 7)], 0, 2, id="a span inside another"),
        pytest.param([(0, 4), (4, 5), (5, 9)], 0, 0, id="a span of blanks"),
    ],
)
def test_coverage(spans, n_uncovered, n_covered_twice) -> None:
    assert coverage("abcd efgh", spans) == Coverage(n_uncovered, n_covered_twice)


def test_characters_that_the_normalisation_removes_may_stand_anywhere() -> None:
    assert coverage("ab\u200b\x00 \ufeff cd", [(0, 2), (7, 9)]) == Coverage(0, 0)


@given(st.text(alphabet="ab \n", max_size=40), st.data())
def test_each_cut_of_a_text_covers_it_once(text, data) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = list(zip([0, *cuts], [*cuts, len(text)], strict=True))
    assert coverage(text, spans) == Coverage(0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"Yes," she said. "No."', True, id="straight pairs"),
        pytest.param("“Yes,” she said.", True, id="a curly pair"),
        pytest.param("It's 5 o'clock.", True, id="apostrophes don't count"),
        pytest.param('"Yes, she said.', False, id="a straight mark is missing"),
        pytest.param("“Yes, she said.", False, id="a curly mark is missing"),
    ],
)
def test_marks_are_balanced(text, expected) -> None:
    assert marks_are_balanced(text) is expected
