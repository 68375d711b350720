"""What the reader's network sees of a document: word pieces with their features, in windows.

The tokenizer is uncased and knows nothing of quotations; so beside each piece stands how its word is written, how it
stands to quotation marks, and whether a paragraph starts with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from flows.language.marks import MarkedSpan, pair_marks

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# A window takes whole paragraphs up to this many pieces, after up to so many of what stands before them. Attention
# costs the square of a window; two long paragraphs fit, which links need.
WINDOW_PIECES: Final = 224
CONTEXT_PIECES: Final = 48
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
    """The word pieces of a document in order, as arrays of one length.

    ids: in the tokenizer's vocabulary. ordinals: of their paragraphs. starts, ends: offsets in them. firsts: whether a
    word starts with the piece. cases, marks: the features of their words. openers: whether a paragraph starts with it.
    """

    ids: Ints
    ordinals: Ints
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


def to_pieces(paragraphs: Sequence[str], tokenizer: Tokenizer) -> Pieces:
    """Cut the paragraphs of a document into pieces. What is no Unicode text (lone surrogates) is read as "?"."""
    texts = [paragraph.encode("utf-8", "replace").decode("utf-8") for paragraph in paragraphs]
    encodings = tokenizer.encode_batch(texts, add_special_tokens=False)
    parts = []
    for ordinal, (text, encoding, marked) in enumerate(zip(texts, encodings, pair_marks(texts), strict=True)):
        if not encoding.ids:
            continue
        offsets = np.array(encoding.offsets, dtype=np.int64)
        words = np.array(encoding.word_ids, dtype=np.int64)
        firsts = np.concatenate(([True], words[1:] != words[:-1]))
        starts, ends = offsets[:, 0], offsets[:, 1]
        parts.append(
            Pieces(
                np.array(encoding.ids, dtype=np.int64),
                np.full(len(words), ordinal, dtype=np.int64),
                starts,
                ends,
                firsts,
                _cases(text, starts, ends, firsts),
                _mark_states(text, marked)[starts],
                np.arange(len(words)) == 0,
            )
        )
    if not parts:
        none, no = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
        return Pieces(none, none, none, none, no, none, none, no)
    return Pieces(*(np.concatenate([getattr(part, name) for part in parts]) for name in Pieces.__slots__))


def cut_windows(pieces: Pieces, max_pieces: int = WINDOW_PIECES, context: int = CONTEXT_PIECES) -> Iterator[Window]:
    """Cut a document into windows of whole paragraphs; a paragraph too long for one is cut between words.

    Every piece is `own` in one window only.
    """
    ends = [*np.flatnonzero(pieces.openers).tolist()[1:], len(pieces)] if len(pieces) else []
    own = start = 0
    filled = 0
    for end in ends:
        if end - start > max_pieces and filled > own:
            yield Window(start, own, filled)
            own = filled
            start = _context_start(pieces, own, context)
        while end - start > max_pieces:
            cut = _word_start(pieces, start + max_pieces)
            yield Window(start, own, cut)
            own = cut
            start = _context_start(pieces, own, context)
        filled = end
    if filled > own:
        yield Window(start, own, filled)


def _context_start(pieces: Pieces, own: int, context: int) -> int:
    """Return where the context before a window starts: with a whole word."""
    start = max(own - context, 0)
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
    return np.array([1 if c.isupper() else 2 if c.isdigit() else 3 if c.isalpha() else 0 for c in chars], dtype=np.uint8)


_CASE_OF_CHAR: Final = _case_table()


def _cases(text: str, starts: Ints, ends: Ints, firsts: Flags) -> Ints:
    """Return for each piece how its word is written."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    chars = np.where(codes < _MAX_CASED, _CASE_OF_CHAR[np.minimum(codes, _MAX_CASED - 1)], np.uint8(3))
    word_of_piece = np.cumsum(firsts) - 1
    begins = starts[firsts]
    stops = ends[np.concatenate((np.flatnonzero(firsts)[1:] - 1, [len(firsts) - 1]))]
    n_upper = _count(chars == 1, begins, stops)
    n_letters = n_upper + _count(chars == 3, begins, stops)
    first = chars[np.minimum(begins, len(chars) - 1)]
    cases = np.full(len(begins), MIXED, dtype=np.int64)
    cases[(n_upper == 1) & (first == 1)] = TITLE
    cases[(n_upper == n_letters) & (n_upper > 1)] = UPPER
    cases[n_upper == 0] = LOWER
    cases[n_letters == 0] = OTHER
    cases[first == 2] = DIGIT
    return cases[word_of_piece]


def _count(flags: Flags, begins: Ints, stops: Ints) -> Ints:
    sums = np.concatenate(([0], np.cumsum(flags)))
    return sums[stops] - sums[begins]


def _mark_states(text: str, marked: Sequence[MarkedSpan]) -> Ints:
    """Return for each character how it stands to the pairs of marks."""
    states = np.full(len(text), OUTSIDE, dtype=np.int64)
    for pair in marked:
        states[pair.start : pair.end] = INSIDE
        states[pair.start : pair.inner.start] = OPENING
        states[pair.inner.end : pair.end] = CLOSING
    return states
