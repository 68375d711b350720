from __future__ import annotations

import pytest

from flows.quotes.layout import sentence_starts


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("It rains. It pours.", ["It rains. ", "It pours."], id="full stop"),
        pytest.param('"It rains." She left.', ['"It rains." ', "She left."], id="closing mark"),
        pytest.param('"Does it rain?" she asked.', ['"Does it rain?" she asked.'], id="goes on in lower case"),
        pytest.param("Sen. Ada Quill met J. Vey.", ["Sen. Ada Quill met J. Vey."], id="abbreviations"),
        pytest.param("", [""], id="empty"),
    ],
)
def test_sentence_starts(text, sentences):
    starts = sentence_starts(text, set())
    assert [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)] == sentences


def test_after_an_acronym_the_reader_decides():
    text = "He left the U.S. Nobody knew."
    assert sentence_starts(text, set()) == [0]
    assert sentence_starts(text, {0, 17}) == [0, 17]
