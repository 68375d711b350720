"""Puts attributions and quotation marks together: what is said and by which cue, before speakers are known."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from flows.language.marks import MarkedSpan
from flows.language.reading import SPEECH_CLASSES, Attribution, Span
from flows.quotes.claims import MAX_SOURCE_CHARS, Claims, claim_marks, clause_span, looks_like_title
from flows.quotes.layout import Layout
from flows.quotes.words import load_words

_OUTER: Final = " \t\n,;:–—-"
# Fewer marked words in a sentence are a scare quote, a nickname or a title, unless a cue's clause holds them.
MIN_EMBEDDED_WORDS: Final = 3
# "said yes" is an answer, "said" alone a slip of the parse; without marks, fewer words say nothing.
MIN_REPORTED_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote without its speaker. attribution: None for words in marks that have no cue of their own."""

    segments: tuple[Span, ...]
    attribution: Attribution | None
    rule: str


def draft_quotes(layout: Layout) -> list[Draft]:
    """Return the quotes of a document in the order of the text."""
    claims = claim_marks(layout)
    blocks = _blocks(layout, claims)
    drafts = list(_direct(layout, claims))
    for attributions in layout.attributions:
        for attribution in attributions:
            if attribution.cue not in claims.by_cue and attribution.rule != "relay":
                draft = _reported(layout, attribution, blocks)
                if draft is not None:
                    drafts.append(draft)
    drafts.sort(key=lambda draft: (draft.segments[0], draft.segments[-1].end))
    return _without_nested(drafts, len(layout.texts))


def _direct(layout: Layout, claims: Claims) -> Iterator[Draft]:
    """Words in marks that a cue claims, or that stand alone."""
    for attributions in layout.attributions:
        for attribution in attributions:
            pairs = claims.by_cue.get(attribution.cue)
            if pairs:
                rule = "marks_before_cue" if pairs[0].end <= attribution.cue.start else "cue_before_marks"
                yield Draft(tuple(_trimmed(layout, pair.inner) for pair in pairs), attribution, rule)
    for pairs in claims.unclaimed:
        yield Draft(tuple(_trimmed(layout, pair.inner) for pair in pairs), None, "marks_alone")


def _trimmed(layout: Layout, span: Span) -> Span:
    """Return the span without white space at its ends."""
    text = layout.text_of(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(span.ordinal, start, start + len(text.strip()))


# Reported clauses, with or without marks in them


@dataclass(frozen=True, slots=True)
class _Blocks:
    """What no reported clause may reach into: marks that a cue claims, and the clauses of those cues, by ordinal."""

    marks: frozenset[Span]
    clauses: Sequence[Sequence[Span]]

    def in_way(self, layout: Layout, content: Span) -> list[Span]:
        """Return the blocks that a content overlaps, in order."""
        clauses = self.clauses[content.ordinal]
        first = bisect_left(clauses, content.start - MAX_SOURCE_CHARS, key=lambda span: span.start)
        last = bisect_left(clauses, content.end, lo=first, key=lambda span: span.start)
        pairs = layout.pairs_in(content.ordinal, content.start, content.end)
        marks = [pair.outer for pair in pairs if pair.outer in self.marks]
        return sorted([*marks, *(clause for clause in clauses[first:last] if clause.overlaps(content))])


def _blocks(layout: Layout, claims: Claims) -> _Blocks:
    claimed = [*claims.by_cue.values(), *claims.unclaimed]
    clauses = [
        sorted(clause_span(layout, attribution) for attribution in attributions if attribution.cue in claims.by_cue)
        for attributions in layout.attributions
    ]
    return _Blocks(frozenset(pair.outer for pairs in claimed for pair in pairs), clauses)


def _reported(layout: Layout, attribution: Attribution, blocks: _Blocks) -> Draft | None:
    widened = (_widened(layout, content, attribution, blocks) for content in attribution.contents)
    segments = _disjoint([segment for segment in widened if segment is not None])
    if not segments:
        pair = _embedded_pair(layout, attribution, blocks)
        return Draft((_trimmed(layout, pair.inner),), attribution, "marks_in_clause") if pair is not None else None
    if not any(layout.pairs_in(segment.ordinal, segment.start, segment.end) for segment in segments):
        n_words = sum(len(layout.text_of(segment).split()) for segment in segments)
        if attribution.cue_class not in SPEECH_CLASSES or n_words < MIN_REPORTED_WORDS:
            return None
        if attribution.head is not None and layout.text_of(attribution.head).lower() in load_words().instruments:
            return None
    return Draft(tuple(segments), attribution, attribution.rule)


def _widened(layout: Layout, content: Span, attribution: Attribution, blocks: _Blocks) -> Span | None:
    """Return the content with each pair of marks it cuts into, or ends right before, held whole.

    Words that a directly marked quote claims are cut off, with what is beyond them.
    """
    ordinal, text, cue = content.ordinal, layout.texts[content.ordinal], attribution.cue
    start, end = content.start, content.end
    for block in blocks.in_way(layout, content):
        if start < block.end and block.start < end:
            start, end = (block.end, end) if block.start <= cue.start else (start, block.start)
    if start >= end:
        return None
    for pair in layout.pairs_in(ordinal, start, end + 2):
        is_next = end <= pair.start and not text[end : pair.start].strip() and pair.start > cue.end
        is_cut_into = pair.start < end and start < pair.end
        if (is_next or is_cut_into) and pair.outer not in blocks.marks and not pair.outer.overlaps(cue):
            start, end = min(start, pair.start), max(end, pair.end)
    if attribution.source is not None and attribution.source.ordinal == ordinal:
        start, end = _clear_of(start, end, attribution.source)
    if cue.ordinal == ordinal:
        start, end = _clear_of(start, end, cue)
    return _clean(layout, Span(ordinal, start, end)) if start < end else None


def _clear_of(start: int, end: int, other: Span) -> tuple[int, int]:
    """Cut off the side that reaches into the other span."""
    if other.end <= start or end <= other.start:
        return start, end
    return (other.end, end) if other.start - start < end - other.end else (start, other.start)


def _clean(layout: Layout, span: Span) -> Span | None:
    """Return the span without white space, loose punctuation and outer marks; None where no word is left."""
    text = layout.texts[span.ordinal]
    start, end = span.start, span.end
    for pair in layout.pairs_in(span.ordinal, start, end):
        if pair.start <= start and end <= pair.end:
            return _trimmed(layout, pair.inner)
    while start < end and (text[start] in _OUTER or (text[start] in "([" and not _is_balanced(text[start:end]))):
        start += 1
    while end > start and (text[end - 1] in _OUTER or (text[end - 1] in ")]" and not _is_balanced(text[start:end]))):
        end -= 1
    if end - start > 1 and text[end - 1] == "." and _ends_sentence(layout, span.ordinal, end):
        end -= 1
    return Span(span.ordinal, start, end) if any(char.isalnum() for char in text[start:end]) else None


def _ends_sentence(layout: Layout, ordinal: int, end: int) -> bool:
    """Whether the full stop before `end` closes the sentence and no abbreviation."""
    text = layout.texts[ordinal]
    word = text[max(end - 40, 0) : end].rsplit(maxsplit=1)[-1]
    at_end = not text[end : end + 2].strip() or layout.sentence_start(ordinal, min(end + 1, len(text))) >= end
    return at_end and "." not in word[:-1]


def _is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def _disjoint(segments: Sequence[Span]) -> list[Span]:
    kept: list[Span] = []
    for segment in sorted(segments):
        if kept and kept[-1].overlaps(segment):
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, segment.end))
        else:
            kept.append(segment)
    return kept


def _embedded_pair(layout: Layout, attribution: Attribution, blocks: _Blocks) -> MarkedSpan | None:
    """Return the next marked span behind a cue in its sentence: 'described the plan as "a mess of pipes"'."""
    ordinal, cue = attribution.cue.ordinal, attribution.cue
    end = layout.sentence_end(ordinal, cue.end)
    pair = next((pair for pair in layout.pairs_in(ordinal, cue.end, end) if pair.start >= cue.end), None)
    if pair is None or pair.outer in blocks.marks:
        return None
    words = layout.text_of(pair.inner).split()
    if len(words) < MIN_EMBEDDED_WORDS or looks_like_title(words):
        return None
    lead = layout.texts[ordinal][cue.end : pair.start]
    return None if layout.cues_in(ordinal, cue.end, pair.start) or "so-called" in lead else pair


# Quotes inside others


@dataclass
class _Cover:
    """The segments of all drafts in one paragraph, to be asked which drafts hold a span."""

    segments: list[tuple[int, int, int]]  # start, end, number of the draft; by start
    reach: list[int]  # the furthest end of a segment up to each

    def holders(self, span: Span) -> Iterator[int]:
        number = bisect_right(self.segments, (span.start, 1 << 62, 0))
        while number > 0 and self.reach[number - 1] >= span.end:
            number -= 1
            if self.segments[number][1] >= span.end:
                yield self.segments[number][2]


def _without_nested(drafts: Sequence[Draft], n_paragraphs: int) -> list[Draft]:
    """Drop what stands inside another quote, being part of its words, and all but the first of equal segments."""
    by_ordinal: list[list[tuple[int, int, int]]] = [[] for _ in range(n_paragraphs)]
    for number, draft in enumerate(drafts):
        for segment in draft.segments:
            by_ordinal[segment.ordinal].append((segment.start, segment.end, number))
    covers = []
    for segments in by_ordinal:
        segments.sort()
        covers.append(_Cover(segments, list(accumulate((end for _, end, _ in segments), max))))
    kept = [draft for number, draft in enumerate(drafts) if not _is_nested(drafts, number, covers)]
    return list({draft.segments: draft for draft in reversed(kept)}.values())[::-1]


def _is_nested(drafts: Sequence[Draft], number: int, covers: Sequence[_Cover]) -> bool:
    """Whether another quote's words hold a quote's cue, or all of its segments."""
    draft = drafts[number]
    if draft.attribution is not None:
        cue = draft.attribution.cue
        if any(other != number for other in covers[cue.ordinal].holders(cue)):
            return True
    held_by = [set(covers[segment.ordinal].holders(segment)) - {number} for segment in draft.segments]
    return any(drafts[other].segments != draft.segments for other in set.intersection(*held_by))
