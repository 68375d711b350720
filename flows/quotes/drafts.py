"""Puts attributions and quotation marks together: what is said and by which cue, before speakers are known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from flows.language.marks import MarkedSpan
from flows.language.reading import Attribution, Span
from flows.quotes.clauses import clause_of
from flows.quotes.cues import reports_speech
from flows.quotes.layout import Layout
from flows.quotes.loose_marks import goes_on_with, stands_alone
from flows.quotes.words import load_words

_OUTER: Final = " \t\n,;:–—-"
_THAT: Final = re.compile(r"(?:(?:so far|again|later|now|then|also|recently|repeatedly|earlier)\s)?that(?:,)?\s+", re.I)
# "GRENOBLE, France (Reuters) — ", "Ely (AP) - " before the first words of a story.
_DATELINE: Final = re.compile(
    r"(?:[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w.'’ -]{1,30}){0,2}(?: \([^()]{2,40}\))?"
    r"|[A-Z][\w .'’,-]{1,40} \([A-Z][^()]{1,40}\)) ?(?:[—–]|--?) ?(?=[\w\"“])"
)
# Phrases up to the next punctuation.
_PHRASES: Final = re.compile(
    r" (?:at|by|for|from|in|of|with)\b[^,.;:!?—–()\"“”]{1,80}(?=[,.;:!?—–()]|$)"
    r"|, [a-z]+(?: [a-z]+){0,2},? and [a-z][^,.;:!?—–()\"“”]{1,80}(?=[,.;:!?—–()]|$)"
)
# Around a clause that ends a sentence: ", as Roe said."
_LEAD_OF_CLAUSE: Final = re.compile(r",\s+(?:as\s+)?$")
MAX_LEAD_CHARS: Final = 10
# What may stand between the cue and the end of the sentence: when, where or in what somebody said so.
_LAST_CLAUSE: Final = re.compile(
    r"(?: (?:on|in|at|late|early|earlier|last|this|during|after|before|as|while|when)\b[^;:“”\"]{0,80}?)?[\s,.;]*$"
)
# Between a cue and a verb in what it reports stand a subject and "is", and no mark that parts clauses.
MAX_TORN_CHARS: Final = 60
_BREAK: Final = re.compile(r"[,;:“”\"()—–]")
# So many words in marks are somebody's, whatever the cue; fewer may be a scare quote or a name.
MIN_MARKED_WORDS: Final = 3
# "said yes" is an answer; without marks, fewer words say nothing.
MIN_REPORTED_WORDS: Final = 2
# A content that holds this share of a pair's words holds the pair; with less it ends at the mark.
MIN_SHARE_OF_PAIR: Final = 0.5


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote without its speaker. attribution: None for words in marks that have no cue of their own."""

    segments: tuple[Span, ...]
    attribution: Attribution | None
    rule: str


def draft_quotes(layout: Layout) -> list[Draft]:
    """Return the quotes of a document in the order of the text: what is attributed, then what only marks show."""
    drafts = [draft for found in layout.attributions for draft in _attributed(layout, found)]
    drafts = _without_nested(drafts, len(layout.texts))
    drafts = sorted(_with_marks_left(layout, drafts), key=lambda draft: (draft.segments[0], draft.segments[-1].end))
    return [draft for draft in drafts if _is_told(layout, draft)]


# Attributed words


def _attributed(layout: Layout, attribution: Attribution) -> Iterator[Draft]:
    if not attribution.contents:
        yield from _before_clause(layout, attribution)
        yield from _torn(layout, attribution)
    for contents in _runs(layout, attribution):
        segments = [
            segment
            for content in contents
            if (whole := _whole(layout, content, attribution)) is not None
            for segment in _segments(layout, whole)
        ]
        if segments:
            yield Draft(tuple(_disjoint(segments)), attribution, _rule(attribution))


def _before_clause(layout: Layout, attribution: Attribution) -> Iterator[Draft]:
    """Yield the sentence whose last words are ", Roe said": whatever it holds, it is what Roe said."""
    cue, source, clause = attribution.cue, attribution.source, clause_of(attribution)
    if cue is None or source is None or clause is None or not layout.is_one_sentence(cue, source):
        return
    ordinal, text = clause.ordinal, layout.texts[clause.ordinal]
    start, end = layout.sentence_start(ordinal, clause.start), layout.sentence_end(ordinal, cue.start)
    is_last = _LAST_CLAUSE.match(text, clause.end, end)
    lead = _LEAD_OF_CLAUSE.search(text, max(start, clause.start - MAX_LEAD_CHARS), clause.start)
    content = _clean(layout, Span(ordinal, start, lead.start())) if is_last and lead else None
    if content is not None:
        yield Draft((content,), attribution, "cue_behind")


def _torn(layout: Layout, attribution: Attribution) -> Iterator[Draft]:
    """Yield what follows a cue whose content the reader gave to a verb in it: "says the port is | confident that …"."""
    cue = attribution.cue
    if cue is None or attribution.source is None or not reports_speech(layout.text_of(cue)):
        return
    reach = Span(cue.ordinal, cue.end + MAX_TORN_CHARS + 1, 0)
    inner = next((other for other in layout.cues_between(cue, reach) if other in layout.headless), None)
    if inner is None or not layout.is_one_sentence(cue, inner):
        return
    last = layout.headless[inner]
    if inner < last and layout.is_one_sentence(inner, last):
        content = _whole(layout, Span(cue.ordinal, cue.end, last.end), attribution)
        content = _clean(layout, content) if content is not None else None
        if content is not None and not _BREAK.search(layout.texts[cue.ordinal], cue.end, inner.start):
            yield Draft((content,), attribution, "cue_before")


def _whole(layout: Layout, content: Span, attribution: Attribution) -> Span | None:
    content = _to_end_of_phrase(layout, _whole_pairs(layout, content), attribution)
    content = _to_start_of_sentence(layout, content, attribution)
    return _without_other_parts(content, attribution)


def _runs(layout: Layout, attribution: Attribution) -> list[list[Span]]:
    """Cut the contents of a cue into those that are one quote each.

    One quote are words that the cue cuts in two in its sentence, and words in marks of one paragraph or of paragraphs
    in a row. Other contents of the same cue are quotes of their own.
    """
    runs: list[list[Span]] = []
    for content in attribution.contents:
        if runs and _are_one(layout, runs[-1][-1], content, attribution.cue):
            runs[-1].append(content)
        else:
            runs.append([content])
    return runs


def _are_one(layout: Layout, one: Span, next_one: Span, cue: Span | None) -> bool:
    if layout.has_marks(one) and layout.has_marks(next_one):
        if one.ordinal != next_one.ordinal:
            return layout.ends_paragraph(one) and layout.starts_paragraph_after(one, next_one)
        return all(other == cue for other in layout.cues_between(one, next_one))
    return cue is not None and one < cue < next_one and layout.is_one_sentence(one, next_one)


def _rule(attribution: Attribution) -> str:
    """Say where the cue stands to the words."""
    cue, contents = attribution.cue, attribution.contents
    if cue is None:
        return "no_cue"
    if cue < contents[0]:
        return "cue_before"
    return "cue_behind" if contents[-1] < cue else "cue_between"


def _whole_pairs(layout: Layout, content: Span) -> Span:
    """Return a content that cuts no pair of marks: a pair is in it, or not."""
    start, end = content.start, content.end
    for pair in layout.pairs_in(content):
        n_inside = min(end, pair.inner.end) - max(start, pair.inner.start)
        is_within = pair.start <= start and end <= pair.end
        if is_within or n_inside >= MIN_SHARE_OF_PAIR * (pair.inner.end - pair.inner.start):
            start, end = min(start, pair.start), max(end, pair.end)
        elif start < pair.start:
            end = pair.start
        else:
            start = pair.end
    return replace(content, start=start, end=end)


def _to_end_of_phrase(layout: Layout, content: Span, attribution: Attribution) -> Span:
    """Return a content with the phrases that follow it, where it ends right before a preposition.

    The reader now and then stops too soon: "said he had met the mayor | at the hall".
    """
    cue = attribution.cue
    if cue is None or not cue < content or not layout.is_one_sentence(cue, content):
        return content
    phrase = _PHRASES.match(layout.texts[content.ordinal], content.end)
    if phrase is None or layout.has_parts_in(replace(content, start=content.end, end=phrase.end())):
        return content
    return replace(content, end=phrase.end())


def _to_start_of_sentence(layout: Layout, content: Span, attribution: Attribution) -> Span:
    """Return words in marks that go on with the writer's sentence with that sentence, if ", Roe said" ends it.

    'The port shut, "leaving nobody at work," Roe said': all of it is what Roe said.
    """
    cue, source, text = attribution.cue, attribution.source, layout.texts[content.ordinal]
    start = layout.sentence_start(content.ordinal, content.start)
    pairs = layout.pairs_in(content)
    if cue is None or source is None or not pairs or pairs[0].start != content.start or start == content.start:
        return content
    ends = min(cue, source).start >= content.end and layout.is_one_sentence(content, cue)
    if (
        not ends
        or not text[pairs[0].inner.start].islower()
        or layout.has_parts_in(replace(content, start=start, end=content.start))
    ):
        return content
    return replace(content, start=start)


def _without_other_parts(content: Span, attribution: Attribution) -> Span | None:
    """Cut off the side of a content that reaches into the cue or the source; None where nothing is left."""
    for other in (attribution.cue, attribution.source):
        if other is not None and content.overlaps(other):
            is_behind = other.start - content.start < content.end - other.end
            content = replace(content, start=other.end) if is_behind else replace(content, end=other.start)
    return content if content.start < content.end else None


def _segments(layout: Layout, content: Span) -> Iterator[Span]:
    """Yield a content without what is around its words; one segment per pair where it is nothing but pairs of marks."""
    pairs = layout.pairs_in(content)
    text = layout.texts[content.ordinal]
    edges = [content.start, *(edge for pair in pairs for edge in (pair.start, pair.end)), content.end]
    between = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    lead = _THAT.sub("", between[0].lstrip(_OUTER), count=1)
    if pairs and not any(char.isalnum() for gap in (lead, *between[1:]) for char in gap):
        yield from (_trimmed(layout, pair.inner) for pair in pairs)
    elif (clean := _clean(layout, content)) is not None:
        yield clean


def _trimmed(layout: Layout, span: Span) -> Span:
    """Return the span without white space at its ends."""
    text = layout.text_of(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(span.ordinal, start, start + len(text.strip()))


def _clean(layout: Layout, span: Span) -> Span | None:
    """Return the span without white space, loose punctuation and "that"; None where no word is left."""
    text = layout.texts[span.ordinal]
    start, end = span.start, span.end
    if start == 0 and (dateline := _DATELINE.match(text, 0, end)):
        start = dateline.end()
    while start < end and (text[start] in _OUTER or (text[start] in "([" and not _is_balanced(text[start:end]))):
        start += 1
    while end > start and (text[end - 1] in _OUTER or (text[end - 1] in ")]" and not _is_balanced(text[start:end]))):
        end -= 1
    if that := _THAT.match(text, start, end):
        start = that.end()
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


def _is_told(layout: Layout, draft: Draft) -> bool:
    """Whether a draft is a quote: words in marks, or words of somebody's speech, in the sentence of their cue.

    Without marks, what is only thought or shown is none, nor what nobody is named for ("allegations of fraud").
    """
    found, segments = draft.attribution, draft.segments
    if found is None or max(_n_marked_words(layout, segment) for segment in segments) >= MIN_MARKED_WORDS:
        return True
    if found.cue is None or not reports_speech(layout.text_of(found.cue)):
        return False
    if any(layout.has_marks(segment) for segment in segments):
        return True
    n_words = sum(len(layout.text_of(segment).split()) for segment in segments)
    is_near = any(layout.is_one_sentence(segment, found.cue) for segment in segments)
    return found.source is not None and n_words >= MIN_REPORTED_WORDS and is_near and _can_say(layout, found.source)


def _can_say(layout: Layout, source: Span) -> bool:
    """Whether a source is no law or treaty, which asks without anybody saying so."""
    words = layout.text_of(source).lower().removesuffix(" that").removesuffix(" which").split()
    return not words or words[-1] not in load_words().instruments


def _n_marked_words(layout: Layout, segment: Span) -> int:
    """Return how many words the longest pair of marks in or around a segment holds."""
    return max((len(layout.text_of(pair.inner).split()) for pair in layout.pairs_in(segment)), default=0)


# Marks that no attribution has


def _with_marks_left(layout: Layout, drafts: Sequence[Draft]) -> list[Draft]:
    """Give the marked words that are in no draft to the one that they go on with, or make them drafts of their own."""
    found = list(drafts)
    owner_of = {
        pair.inner: number
        for number, draft in enumerate(found)
        for segment in draft.segments
        for pair in layout.pairs_in(segment)
    }
    added: dict[int, list[Span]] = defaultdict(list)
    before: MarkedSpan | None = None
    for pairs in layout.marked:
        for pair in pairs:
            owner = owner_of.get(pair.inner)
            if owner is None and before is not None and goes_on_with(layout, pair, before):
                owner = owner_of.get(before.inner)
                if owner is not None:
                    added[owner].append(_trimmed(layout, pair.inner))
            if owner is None and stands_alone(layout, pair):
                owner = len(found)
                found.append(Draft((_trimmed(layout, pair.inner),), None, "marks_alone"))
            if owner is not None:
                owner_of[pair.inner] = owner
            before = pair
    for number, segments in added.items():
        found[number] = replace(found[number], segments=tuple(sorted((*found[number].segments, *segments))))
    return found


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
    cue = draft.attribution.cue if draft.attribution is not None else None
    if cue is not None and any(other != number for other in covers[cue.ordinal].holders(cue)):
        return True
    held_by = [set(covers[segment.ordinal].holders(segment)) - {number} for segment in draft.segments]
    return any(drafts[other].segments != draft.segments for other in set.intersection(*held_by))
