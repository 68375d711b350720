from __future__ import annotations

import pytest

from flows.language.sentences import sentence_starts


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
    starts = sentence_starts(text)
    assert [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)] == sentences


def test_after_an_acronym_a_starting_word_decides():
    assert sentence_starts("He left the U.S. It was late.") == [0, 17]
    assert sentence_starts("He left the U.S. Senate.") == [0]
