"""What the reader's network sees of a document: word pieces with their features, in windows.

The tokenizer is uncased and knows nothing of quotations; so beside each piece stands how its word is written, how it
stands to quotation marks, and whether a paragraph starts with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from flows.language.marks import MarkedSpan, pair_marks

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A window takes whole paragraphs up to this many pieces, after up to so many of what stands before them. Attention
# costs the square of a window; two long paragraphs fit, which links need.
WINDOW_PIECES: Final = 192
CONTEXT_PIECES: Final = 24
# How a word is written.
LOWER, TITLE, UPPER, MIXED, DIGIT, OTHER = range(6)
N_CASES: Final = 6
# How a piece stands to pairs of quotation marks.
OUTSIDE, OPENING, INSIDE, CLOSING = range(4)
N_MARKS: Final = 4
# Scripts with capitals (Latin, Greek, Cyrillic, …) end before this code point; other letters count as small.
_MAX_CASED: Final = 0x3000


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a batch of documents in order, as arrays of one length.

    ids: in the tokenizer's vocabulary. paragraphs: the number of their paragraph in the batch. starts, ends: offsets in
    it. firsts: whether a word starts with the piece. cases, marks: the features of their words. openers: whether a
    paragraph starts with the piece.
    """

    ids: Ints
    paragraphs: Ints
    starts: Ints
    ends: Ints
    firsts: Flags
    cases: Ints
    marks: Ints
    openers: Flags

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """The pieces from `start` to `end` (excluded); those before `own` are context, and belong to an earlier window."""

    start: int
    own: int
    end: int


def to_pieces(documents: Sequence[Sequence[str]], tokenizer: Tokenizer) -> Pieces:
    """Cut the paragraphs of documents into pieces. What is no Unicode text (lone surrogates) is read as "?"."""
    texts = [text.encode("utf-8", "replace").decode("utf-8") for document in documents for text in document]
    marked = [pairs for document in documents for pairs in pair_marks(document)]
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    counts = [len(encoding.ids) for encoding in encodings]
    ids = _flat([encoding.ids for encoding in encodings])
    offsets = _flat([encoding.offsets for encoding in encodings]).reshape(-1, 2)
    words = _flat([encoding.word_ids for encoding in encodings])
    paragraphs = np.repeat(np.arange(len(texts)), counts)
    openers = np.concatenate(([True], np.diff(paragraphs) != 0))[: len(ids)]
    firsts = np.concatenate(([True], np.diff(words) != 0))[: len(ids)] | openers
    # Characters of the batch, paragraph after paragraph.
    begins = np.cumsum([0, *(len(text) for text in texts)])
    at = begins[paragraphs]
    codes = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
    starts, ends = offsets[:, 0], offsets[:, 1]
    cases = _cases(codes, starts + at, ends + at, firsts)
    marks = _mark_states(len(codes), begins, marked)[starts + at]
    return Pieces(ids, paragraphs, starts, ends, firsts, cases, marks, openers)


def _flat(lists: Sequence[Sequence[Any]]) -> Ints:
    return np.array(list(chain.from_iterable(lists)), dtype=np.int64)


def cut_windows(
    pieces: Pieces, n_paragraphs: Sequence[int], max_pieces: int = WINDOW_PIECES, context: int = CONTEXT_PIECES
) -> list[list[Window]]:
    """Cut each document of a batch into windows of whole paragraphs; what is too long for one is cut between words.

    n_paragraphs: of each document. Every piece is `own` in one window only, and no window holds two documents.
    """
    edges = np.searchsorted(pieces.paragraphs, np.concatenate(([0], np.cumsum(n_paragraphs)))).tolist()
    openers = np.flatnonzero(pieces.openers)
    cut = []
    for first, end in pairwise(edges):
        ends = [*openers[(openers > first) & (openers < end)].tolist(), end] if first < end else []
        cut.append(list(_windows(pieces, first, ends, max_pieces, context)))
    return cut


def _windows(pieces: Pieces, first: int, ends: Sequence[int], max_pieces: int, context: int) -> Iterator[Window]:
    """Yield the windows of a document that starts at `first`; `ends` are where its paragraphs end."""
    start = own = filled = first
    for end in ends:
        if end - start > max_pieces and filled > own:
            yield Window(start, own, filled)
            own = filled
            start = _context_start(pieces, first, own, context)
        while end - start > max_pieces:
            cut = _word_start(pieces, start + max_pieces)
            yield Window(start, own, cut)
            own = cut
            start = _context_start(pieces, first, own, context)
        filled = end
    if filled > own:
        yield Window(start, own, filled)


def _context_start(pieces: Pieces, first: int, own: int, context: int) -> int:
    """Return where the context before a window starts: with a whole word of the same document."""
    start = max(own - context, first)
    while not pieces.firsts[start]:
        start += 1
    return start


def _word_start(pieces: Pieces, limit: int) -> int:
    """Return the last start of a word up to the limit, if one is near; a word is not cut unless it is no word."""
    for cut in range(limit, limit - 50, -1):
        if pieces.firsts[cut]:
            return cut
    return limit


def _case_table() -> NDArray[np.uint8]:
    chars = [chr(code) for code in range(_MAX_CASED)]
    return np.array(
        [1 if c.isupper() else 2 if c.isdigit() else 3 if c.isalpha() else 0 for c in chars], dtype=np.uint8
    )


_CASE_OF_CHAR: Final = _case_table()


def _cases(codes: NDArray[np.uint32], starts: Ints, ends: Ints, firsts: Flags) -> Ints:
    """Return for each piece how its word is written. starts, ends: in the characters of the batch."""
    chars = np.where(codes < _MAX_CASED, _CASE_OF_CHAR[np.minimum(codes, _MAX_CASED - 1)], np.uint8(3))
    word_of_piece = np.cumsum(firsts) - 1
    begins = starts[firsts]
    stops = ends[np.append(np.flatnonzero(firsts)[1:] - 1, len(firsts) - 1)] if len(firsts) else ends
    n_upper = _count(chars == 1, begins, stops)
    n_letters = n_upper + _count(chars == 3, begins, stops)
    first = chars[begins]
    cases = np.full(len(begins), MIXED, dtype=np.int64)
    cases[(n_upper == 1) & (first == 1)] = TITLE
    cases[(n_upper == n_letters) & (n_upper > 1)] = UPPER
    cases[n_upper == 0] = LOWER
    cases[n_letters == 0] = OTHER
    cases[first == 2] = DIGIT
    of_pieces: Ints = cases[word_of_piece]
    return of_pieces


def _count(flags: Flags, begins: Ints, stops: Ints) -> Ints:
    sums: Ints = np.concatenate(([0], np.cumsum(flags)))
    counts: Ints = sums[stops] - sums[begins]
    return counts


def _mark_states(n_chars: int, begins: Ints, marked: Sequence[Sequence[MarkedSpan]]) -> Ints:
    """Return for each character of the batch how it stands to the pairs of marks of its paragraph."""
    states = np.full(n_chars, OUTSIDE, dtype=np.int64)
    for at, pairs in zip(begins.tolist(), marked, strict=False):
        for pair in pairs:
            states[at + pair.start : at + pair.end] = INSIDE
            states[at + pair.start : at + pair.inner.start] = OPENING
            states[at + pair.inner.end : at + pair.end] = CLOSING
    return states
