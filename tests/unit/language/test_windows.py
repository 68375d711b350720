from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from flows.language.windows import (
    CLOSING,
    DIGIT,
    INSIDE,
    LOWER,
    MIXED,
    OPENING,
    OTHER,
    OUTSIDE,
    TITLE,
    UPPER,
    cut_windows,
    to_pieces,
)

VOCABULARY = ["[UNK]", "ann", "##a", "said", "no", "nato", "mc", "##roe", "12", ",", ".", '"', "“", "”", "’", "s"]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    words = {word: number for number, word in enumerate(VOCABULARY)}
    tokenizer = Tokenizer(WordPiece(words, unk_token="[UNK]"))  # type: ignore[call-arg]
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return tokenizer


def test_pieces_know_their_words_case_and_marks(tokenizer: Tokenizer) -> None:
    pieces = to_pieces([["Anna said “no”.", "NATO, McRoe 12"]], tokenizer)
    assert [VOCABULARY[number] for number in pieces.ids.tolist()] == [
        "ann", "##a", "said", "“", "no", "”", ".", "nato", ",", "mc", "##roe", "12",
    ]  # fmt: skip
    assert pieces.firsts.tolist() == [True, False, *[True] * 8, False, True]
    assert pieces.cases.tolist() == [
        TITLE, TITLE, LOWER, OTHER, LOWER, OTHER, OTHER, UPPER, OTHER, MIXED, MIXED, DIGIT,
    ]  # fmt: skip
    assert pieces.marks.tolist() == [
        OUTSIDE, OUTSIDE, OUTSIDE, OPENING, INSIDE, CLOSING, *[OUTSIDE] * 6,
    ]  # fmt: skip
    assert pieces.paragraphs.tolist() == [0] * 7 + [1] * 5
    assert pieces.openers.tolist() == [True, *[False] * 6, True, *[False] * 4]
    assert [(start, end) for start, end in zip(pieces.starts[7:].tolist(), pieces.ends[7:].tolist(), strict=True)] == [
        (0, 4), (4, 5), (6, 8), (8, 11), (12, 14),
    ]  # fmt: skip


def test_marks_are_paired_within_a_document(tokenizer: Tokenizer) -> None:
    alone = [to_pieces([[text]], tokenizer).marks.tolist() for text in ("“no", "said”")]
    together = to_pieces([["“no"], ["said”"]], tokenizer).marks.tolist()
    assert together == alone[0] + alone[1]


@pytest.mark.parametrize("documents", [[], [[]], [[""], ["", " "]]], ids=["none", "empty", "blank"])
def test_nothing_to_read_has_no_windows(tokenizer: Tokenizer, documents: list[list[str]]) -> None:
    pieces = to_pieces(documents, tokenizer)
    assert len(pieces) == 0
    assert cut_windows(pieces, [len(document) for document in documents]) == [[] for _ in documents]


_TEXTS = st.text(alphabet="Anna no.,“”’ \u00e9\ud800\U0001f600", max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_TEXTS, max_size=5), max_size=4), st.integers(60, 90), st.integers(0, 20))
def test_every_piece_is_owned_once_and_in_its_document(
    tokenizer: Tokenizer, documents: list[list[str]], max_pieces: int, context: int
) -> None:
    pieces = to_pieces(documents, tokenizer)
    cut = cut_windows(pieces, [len(document) for document in documents], max_pieces, context)
    owned = [piece for windows in cut for window in windows for piece in range(window.own, window.end)]
    assert owned == list(range(len(pieces)))
    first_paragraph = 0
    for document, windows in zip(documents, cut, strict=True):
        for window in windows:
            assert window.end - window.start <= max_pieces
            held = pieces.paragraphs[window.start : window.end]
            assert first_paragraph <= held.min() <= held.max() < first_paragraph + len(document)
        first_paragraph += len(document)
