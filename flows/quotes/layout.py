"""A document as the rules of this room look at it: texts, sentence starts, marked spans and attributions in place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from flows.language.marks import MarkedSpan, pair_marks
from flows.language.reading import Attribution, Reading, Span
from flows.language.sentences import sentence_starts
from flows.quotes.clauses import settle_clauses

_WORD: Final = re.compile(r"\w")
_START: Final = attrgetter("start")
_END: Final = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Layout:
    """By ordinal and in order, and the attributions but for those whose cue stands inside marks.

    cues: theirs. parts: their cues, sources and contents. headless: the last content of those without a source, by cue.

    Look-ups go by bisection: a paragraph may hold a whole book.
    """

    texts: Sequence[str]
    sentence_starts: Sequence[Sequence[int]]
    marked: Sequence[Sequence[MarkedSpan]]
    attributions: Sequence[Attribution]
    cues: Sequence[Span]
    parts: Sequence[Span]
    headless: Mapping[Span, Span]

    def text_of(self, span: Span) -> str:
        return self.texts[span.ordinal][span.start : span.end]

    def sentence_start(self, ordinal: int, offset: int) -> int:
        """Return where the sentence at this offset starts."""
        starts = self.sentence_starts[ordinal]
        return starts[max(bisect_right(starts, offset) - 1, 0)]

    def sentence_end(self, ordinal: int, offset: int) -> int:
        """Return where the sentence after the one at this offset starts, or the paragraph's end."""
        starts = self.sentence_starts[ordinal]
        number = bisect_right(starts, offset)
        return starts[number] if number < len(starts) else len(self.texts[ordinal])

    def is_one_sentence(self, one: Span, other: Span) -> bool:
        """Whether two spans stand in one sentence, or end and start in it."""
        first, last = sorted((one, other))
        return first.ordinal == last.ordinal and last.start < self.sentence_end(first.ordinal, max(first.end - 1, 0))

    def ends_paragraph(self, span: Span) -> bool:
        """Whether no word stands behind a span in its paragraph."""
        return not _WORD.search(self.texts[span.ordinal], span.end)

    def starts_paragraph_after(self, one: Span, other: Span) -> bool:
        """Whether a span starts the paragraph after that of another."""
        return one.ordinal + 1 == other.ordinal and not _WORD.search(self.texts[other.ordinal], 0, other.start)

    def cues_between(self, one: Span, other: Span) -> Sequence[Span]:
        """Return the cues between two spans."""
        first = bisect_left(self.cues, one)
        return self.cues[first : bisect_left(self.cues, other, lo=first)]

    def has_parts_in(self, span: Span) -> bool:
        """Whether a cue, a source or a content starts in a span."""
        number = bisect_left(self.parts, replace(span, end=0))
        return number < len(self.parts) and self.parts[number] < replace(span, start=span.end, end=0)

    def pairs_in(self, span: Span) -> Sequence[MarkedSpan]:
        """Return the marked spans that overlap a span."""
        return _overlapping(self.marked[span.ordinal], span)

    def is_marked(self, span: Span) -> bool:
        """Whether a span stands inside a pair of marks."""
        return any(pair.inner.holds(span) for pair in self.pairs_in(span))

    def has_marks(self, span: Span) -> bool:
        """Whether words in marks stand in a span, or it stands in them."""
        return any(span.overlaps(pair.inner) for pair in self.pairs_in(span))


def lay_out(texts: Sequence[str], reading: Reading) -> Layout:
    """Put everything in its place. Spans of the reading must be spans of the texts."""
    marked = pair_marks(texts)

    def is_marked(cue: Span) -> bool:
        return any(pair.inner.holds(cue) for pair in _overlapping(marked[cue.ordinal], cue))

    told = [found for found in reading.attributions if found.cue is None or not is_marked(found.cue)]
    told = settle_clauses(texts, told)
    cues = sorted(found.cue for found in told if found.cue is not None)
    sources = (found.source for found in told if found.source is not None)
    parts = sorted([*cues, *sources, *(content for found in told for content in found.contents)])
    headless = {one.cue: one.contents[-1] for one in told if one.cue and one.contents and one.source is None}
    return Layout(texts, [sentence_starts(text) for text in texts], marked, told, cues, parts, headless)


def _overlapping(pairs: Sequence[MarkedSpan], span: Span) -> Sequence[MarkedSpan]:
    if not pairs:
        return pairs
    first = bisect_right(pairs, span.start, key=_END)
    return pairs[first : bisect_left(pairs, span.end, lo=first, key=_START)]
