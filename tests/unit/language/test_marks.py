from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.language.marks import pair_marks


def inner(*paragraphs):
    return [
        [paragraphs[n][m.inner.start : m.inner.end] for m in marked] for n, marked in enumerate(pair_marks(paragraphs))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"One," she said. "Two."', ["One,", "Two."], id="straight"),
        pytest.param("“One,” she said. “Two.”", ["One,", "Two."], id="curly"),
        pytest.param("«One», she said.", ["One"], id="guillemets"),
        pytest.param("``One,'' she said.", ["One,"], id="doubled single"),
        pytest.param("“He told me ‘go’ and I went,” she said.", ["He told me ‘go’ and I went,"], id="single inside"),
        pytest.param('“He told me "go" and I went,” she said.', ['He told me "go" and I went,'], id="straight inside"),
        pytest.param("'It is late,' she said.", ["It is late,"], id="single as outer"),
        pytest.param("‘It’s late,’ she said. ‘We’re off.’", ["It’s late,", "We’re off."], id="single and apostrophes"),
        pytest.param("The workers' boats weren't ready in the '90s.", [], id="apostrophes only"),
        pytest.param('A 6" pipe and a 12" pipe burst.', [], id="inches"),
        pytest.param('He said it was "late.', [], id="never closed, in a clause"),
        pytest.param('She said: "It is late.', ["It is late."], id="never closed, behind a colon"),
        pytest.param('It is late," she said.', [], id="never opened"),
        pytest.param('A lone " mark, then "two of them."', ["two of them."], id="odd number"),
        pytest.param('""', [], id="nothing inside"),
        pytest.param("", [], id="nothing at all"),
    ],
)
def test_pairs(text, expected):
    assert inner(text) == [expected]


def test_a_quotation_runs_over_paragraphs():
    first, second, third = pair_marks(['"It began well.', '"Then it rained.', '"We went home," she said.'])
    assert [marked.runs_on for marked in (*first, *second, *third)] == [True, True, False]
    assert [marked.goes_on for marked in (*first, *second, *third)] == [False, True, True]


def test_a_running_quotation_ends_where_nobody_takes_it_up():
    [first], second = pair_marks(['"It began well.', "Then it rained."])
    assert (first.runs_on, second) == (False, ())


@given(st.lists(st.text(alphabet="aA .,:'\"“”‘’«»`1s\n(", max_size=60), max_size=4))
def test_marks_never_cost_a_document(paragraphs):
    for text, marked in zip(paragraphs, pair_marks(paragraphs), strict=True):
        position = 0
        for pair in marked:
            assert position <= pair.start <= pair.inner.start < pair.inner.end <= pair.end <= len(text)
            assert text[pair.inner.start : pair.inner.end].strip()
            position = pair.end
