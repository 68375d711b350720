"""Pages of the corpus as what the network learns from: windows of pieces with labels and links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from tokenizers import Tokenizer

from flows.language.labels import CUE_KINDS, LINKS, NAME_TYPES, OUTSIDE, SPAN_KINDS, begin
from flows.language.windows import Ints, Pieces, Window, cut_windows, to_pieces
from training.corpus.annotated import Mark
from training.corpus.text import LabelledText

# Losses leave out what has this label: pieces inside of words, and links whose other end is not in the window.
IGNORED: Final = -100
# A link to nothing.
NONE: Final = -1


@dataclass(frozen=True, slots=True)
class Example:
    """A window with what is to be found in it.

    columns: ids, cases, marks, openers of its pieces. spans, names, kinds: labels of its pieces. links: for each pair
    of `LINKS`, (from, to) positions in the window; to is NONE where there is nothing to point to.
    """

    columns: Ints
    spans: Ints
    names: Ints
    kinds: Ints
    links: tuple[tuple[tuple[int, int], ...], ...] = field(default=())

    def __len__(self) -> int:
        return self.columns.shape[1]


def examples_of(text: LabelledText, tokenizer: Tokenizer) -> Iterator[Example]:
    """Yield the windows of a text."""
    pieces = to_pieces([text.paragraphs], tokenizer)
    spans, names, kinds = _labels(pieces, text.marks)
    links = _links(pieces, text.marks)
    columns = np.stack([pieces.ids, pieces.cases, pieces.marks, pieces.openers.astype(np.int64)])
    for window in cut_windows(pieces, [len(text.paragraphs)])[0]:
        part = slice(window.start, window.end)
        yield Example(
            columns[:, part], spans[part], names[part], kinds[part], tuple(_in_window(pairs, window) for pairs in links)
        )


def _labels(pieces: Pieces, marks: Sequence[Mark]) -> tuple[Ints, Ints, Ints]:
    empty = np.where(pieces.firsts, OUTSIDE, IGNORED)
    spans, names = empty.copy(), empty.copy()
    kinds = np.full(len(pieces), IGNORED, dtype=np.int64)
    for mark in sorted(marks, key=lambda mark: mark.end - mark.start):
        places = words_of(pieces, mark)
        if not len(places):
            continue
        if mark.tag in SPAN_KINDS:
            label, column = begin(SPAN_KINDS.index(mark.tag)), spans
        elif mark.tag == "name":
            label, column = begin(NAME_TYPES.index(mark.value)), names
        else:
            continue
        column[places[0]], column[places[1:]] = label, label + 1
        if mark.tag == "cue":
            kinds[places[0]] = CUE_KINDS.index(mark.value)
    return spans, names, kinds


def words_of(pieces: Pieces, mark: Mark) -> Ints:
    """Return where the words of a mark start."""
    inside = (pieces.paragraphs == mark.block) & (pieces.starts >= mark.start) & (pieces.starts < mark.end)
    return np.flatnonzero(inside & pieces.firsts)


def _links(pieces: Pieces, marks: Sequence[Mark]) -> list[list[tuple[int, int]]]:
    """Return for each kind of link the pairs of pieces that it joins."""
    place = {mark: int(places[0]) for mark in marks if len(places := words_of(pieces, mark))}
    by_number = {
        (mark.tag, number): place[mark] for mark in marks if mark in place for number in mark.ids if mark.tag != "ref"
    }
    return [
        [
            (place[mark], by_number.get((target, number), NONE))
            for mark in marks
            if mark.tag == origin and mark in place
            for number in mark.ids
        ]
        for origin, target in LINKS
    ]


def _in_window(pairs: Sequence[tuple[int, int]], window: Window) -> tuple[tuple[int, int], ...]:
    found = []
    for origin, target in pairs:
        if not window.start <= origin < window.end:
            continue
        if target == NONE:
            found.append((origin - window.start, NONE))
        elif window.start <= target < window.end:
            found.append((origin - window.start, target - window.start))
    return tuple(found)
