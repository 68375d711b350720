"""Puts attributions and quotation marks together: which words belong to which cue, before speakers are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from flows.language.reading import Attribution, Span
from flows.quotes.layout import Layout
from flows.quotes.marks import MarkedSpan
from flows.quotes.words import load_words

# Cues that report words. What somebody believes or shows is reported speech only where words stand in marks.
SPEECH_CLASSES: Final = frozenset({"saying", "writing", "asking", "ordering", "promising", "denying", "judging"})
# Between a closing mark and the source or cue that follows it: '" then said', '", the mayor said'.
_GAP_AFTER: Final = re.compile(r"^[\s,;.\-—–…)\]]*(?:(?:[a-z]+ly|then|later|also|once|and|as|so) ?){0,2}$")
_GAP_WORDS: Final = re.compile(r"^[\s,;\-—–…)]*$")
_LEADING_BLANK: Final = re.compile(r"^[\s(\[\-—–•*…]*$")
# Words that titles leave in lower case.
_SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with"}
)
_OUTER: Final = " \t\n,;:–—-"
# A quotation that nobody claims is taken as a quote only if it is a sentence: a capital, an end, and this many words.
# Shorter ones are slogans, signs and titles.
MIN_CARRIED_WORDS: Final = 4
# Fewer marked words, embedded in a sentence, are a scare quote, a nickname or a title unless a cue's clause holds them.
MIN_EMBEDDED_WORDS: Final = 3
# "said yes" is an answer, "said" alone a slip of the parse; without marks, fewer words say nothing.
MIN_REPORTED_WORDS: Final = 2
# How far before a colon or comma the cue may stand: "told a crowd of supporters in the capital on Monday night: ".
MAX_LEAD_CHARS: Final = 220
_SENTENCE_MARK_END: Final = (".", "!", "?", "…", ",", "—", "-", "–")


@dataclass(frozen=True)
class Draft:
    """A quote without its speaker.

    attribution: None for words in marks that have no cue of their own.
    follows: the draft number whose speaker goes on speaking, for such words.
    """

    segments: tuple[Span, ...]
    attribution: Attribution | None
    rule: str
    reasons: tuple[str, ...] = ()


@dataclass
class _Assigned:
    """The marked spans that a cue claims, and those that nobody does, while a document is walked through."""

    by_cue: dict[Span, list[MarkedSpan]] = field(default_factory=dict)
    carried: list[list[MarkedSpan]] = field(default_factory=list)


def draft_quotes(layout: Layout) -> list[Draft]:
    """Return the quotes of a document in the order of the text."""
    assigned = _assign_marks(layout)
    drafts = list(_direct(layout, assigned))
    blocks = _blocks(layout, assigned)
    for ordinal in range(len(layout.texts)):
        for attribution in layout.attributions[ordinal]:
            if attribution.cue in assigned.by_cue or attribution.rule == "relay":
                continue
            draft = _reported(layout, attribution, blocks[ordinal])
            if draft is not None:
                drafts.append(draft)
    drafts.sort(key=lambda draft: (draft.segments[0], draft.segments[-1].end))
    return _without_nested(drafts)


# Words in marks: who claims them


def _assign_marks(layout: Layout) -> _Assigned:
    assigned = _Assigned()
    last_owner: Attribution | None = None
    last_list: list[MarkedSpan] | None = None
    for ordinal in range(len(layout.texts)):
        previous: MarkedSpan | None = None
        for pair in layout.marked[ordinal]:
            owner = _cue_after(layout, pair) or _cue_before(layout, pair, assigned)
            if owner is not None:
                last_list = assigned.by_cue.setdefault(owner.cue, [])
                last_list.append(pair)
                last_owner = owner
            elif last_list is not None and _continues(layout, pair, previous, last_owner, last_list):
                last_list.append(pair)
            elif _stands_alone(layout, pair):
                last_list = [pair]
                last_owner = None
                assigned.carried.append(last_list)
            previous = pair
    return assigned


def _clause_span(layout: Layout, attribution: Attribution) -> Span:
    """Return the span of source and cue; of the cue alone where they stand apart, with another cue between them."""
    source, cue = attribution.source, attribution.cue
    if source is None or source.ordinal != cue.ordinal:
        return cue
    start, end = min(source.start, cue.start), max(source.end, cue.end)
    others = (other.cue for other in layout.attributions[cue.ordinal] if other.cue != cue)
    marks = (pair.start for pair in layout.marked[cue.ordinal])
    is_apart = any(start <= other.start < end for other in others) or any(start <= mark < end for mark in marks)
    return cue if is_apart else Span(cue.ordinal, start, end)


def _cue_after(layout: Layout, pair: MarkedSpan) -> Attribution | None:
    """Return the cue right behind a marked span: '"…," Smith said', '"…?" asked the mayor'."""
    ordinal, text = pair.inner.ordinal, layout.texts[pair.inner.ordinal]
    if not _opens_sentence(layout, pair):
        return None
    for attribution in layout.attributions[ordinal]:
        left = _clause_span(layout, attribution).start
        if left < pair.end or attribution.rule == "relay":
            continue
        gap = text[pair.end : left]
        if len(gap) > 40 or not _GAP_AFTER.match(gap):
            return None
        last = text[pair.inner.end - 1]
        if last == "," or gap.lstrip().startswith(",") or text[left : left + 1].islower():
            return attribution
        says_more = any(content.start >= attribution.cue.end for content in attribution.contents)
        if last in "?!…—-–" and not says_more:
            return attribution
        return attribution if not says_more and not _speaks_next(layout, attribution) else None
    return None


def _speaks_next(layout: Layout, attribution: Attribution) -> bool:
    """Whether the cue introduces marked words behind it: then those are its own."""
    ordinal = attribution.cue.ordinal
    end = layout.sentence_end(ordinal, attribution.cue.start)
    return any(attribution.cue.end <= pair.start < end for pair in layout.marked[ordinal])


def _opens_sentence(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether nothing of the writer's own stands before a marked span in its sentence."""
    ordinal = pair.inner.ordinal
    start = layout.sentence_start(ordinal, pair.start)
    ends = [other.end for other in layout.marked[ordinal] if start < other.end <= pair.start]
    lead = layout.texts[ordinal][max([start, *ends]) : pair.start]
    return bool(_LEADING_BLANK.match(lead)) or lead.endswith("(")


def _cue_before(layout: Layout, pair: MarkedSpan, assigned: _Assigned) -> Attribution | None:
    """Return the cue that introduces a marked span: 'Smith said: "…"', 'told reporters on Monday, "…"'."""
    ordinal, text = pair.inner.ordinal, layout.texts[pair.inner.ordinal]
    found: Attribution | None = None
    for attribution in layout.attributions[ordinal]:
        if attribution.cue.end > pair.start:
            break
        if attribution.rule not in {"relay", "noun"} and not _is_reported_itself(layout, attribution, pair):
            found = attribution
    if found is None:
        return None
    lead = text[found.cue.end : pair.start].rstrip()
    if len(lead) > MAX_LEAD_CHARS or layout.has_boundary(ordinal, found.cue.end, pair.start):
        return None
    if any(found.cue.end <= other.start and other.end <= pair.start for other in layout.marked[ordinal]):
        return None
    if lead.endswith(":"):
        return found
    if any(found.cue.end <= content.start < pair.start for content in found.contents):
        return None
    if lead in {"", "that"} or pair.start < _clause_span(layout, found).end:
        is_clause = _goes_on_unmarked(layout, pair) and found.contents
        is_speech = found.cue_class in SPEECH_CLASSES and not _looks_like_title(layout, pair)
        return found if is_speech and not is_clause else None
    if lead.endswith(","):
        first = text[pair.inner.start]
        return found if first.isupper() or found.cue in assigned.by_cue else None
    return None


def _looks_like_title(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether marked words are written as titles are: capitals but for small words, and no end of a sentence."""
    words = layout.text_of(pair.inner).split()
    if len(words) < 2 or words[-1].endswith((".", "?", "!")):
        return False
    return all(not word[0].islower() or word in _SMALL_WORDS for word in words) and words[-1][0].isupper()


def _goes_on_unmarked(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether the sentence goes on with the writer's words behind a marked span: 'said “it hurts” every time'."""
    behind = layout.texts[pair.inner.ordinal][pair.end :].lstrip()
    return behind[:1].islower() and layout.text_of(pair.inner)[-1:].isalnum()


def _is_reported_itself(layout: Layout, attribution: Attribution, pair: MarkedSpan) -> bool:
    """Whether a cue stands in the words of another that go on to the marked span: "said she saw a “mess”"."""
    return any(
        other.cue.end <= attribution.cue.start
        and other.cue_class in SPEECH_CLASSES
        and any(content.holds(attribution.cue) and pair.start <= content.end + 1 for content in other.contents)
        for other in layout.attributions[attribution.cue.ordinal]
    )


def _continues(
    layout: Layout,
    pair: MarkedSpan,
    previous: MarkedSpan | None,
    owner: Attribution | None,
    claimed: Sequence[MarkedSpan],
) -> bool:
    """Whether a marked span goes on with what the last quote said, without a cue of its own."""
    if previous is None:
        return pair.goes_on and claimed[-1].runs_on
    if claimed[-1] is not previous:
        return False
    ordinal, text = pair.inner.ordinal, layout.texts[pair.inner.ordinal]
    between = text[previous.end : pair.start]
    if _GAP_WORDS.match(between):
        return True
    if owner is None or not previous.end <= owner.cue.start < pair.start:
        return False
    others = (other.cue for other in layout.attributions[ordinal] if other.rule != "relay")
    if any(owner.cue.end <= other.start < pair.start for other in others):
        return False
    rest = text[owner.cue.end : pair.start].strip()
    at_sentence_start = layout.sentence_start(ordinal, pair.start) == pair.start
    n_boundaries = sum(owner.cue.end < start <= pair.start for start in layout.sentence_starts[ordinal])
    if at_sentence_start:
        return n_boundaries == 1
    return n_boundaries == 0 and (rest.endswith((",", ":", "—", "–", "-", "and", "but", "that")) or not rest)


def _stands_alone(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether marked words without a cue are a statement, not a title, a slogan or a scare quote."""
    words = layout.text_of(pair.inner).split()
    if len(words) < MIN_CARRIED_WORDS or not _opens_sentence(layout, pair):
        return False
    if not words[0][:1].isupper() or not words[-1].endswith((".", "!", "?", "…", "—")):
        return False
    return any(word[:1].islower() for word in words[1:])


def _direct(layout: Layout, assigned: _Assigned) -> Iterator[Draft]:
    for ordinal in range(len(layout.texts)):
        for attribution in layout.attributions[ordinal]:
            pairs = assigned.by_cue.get(attribution.cue)
            if pairs:
                rule = "marks_before_cue" if pairs[0].end <= attribution.cue.start else "cue_before_marks"
                yield Draft(tuple(_trimmed(layout, pair.inner) for pair in pairs), attribution, rule)
    for pairs in assigned.carried:
        yield Draft(tuple(_trimmed(layout, pair.inner) for pair in pairs), None, "marks_alone")


def _trimmed(layout: Layout, span: Span) -> Span:
    """Return the span without white space at its ends."""
    text = layout.text_of(span)
    start = span.start + len(text) - len(text.lstrip())
    return Span(span.ordinal, start, start + len(text.strip()))


# Reported clauses, with or without marks in them


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of a paragraph that belongs to a directly marked quote: its marks, or its source and cue."""

    span: Span
    is_cue: bool


def _blocks(layout: Layout, assigned: _Assigned) -> list[list[_Block]]:
    """Return, by ordinal, what no reported clause may reach into."""
    blocks: list[list[_Block]] = [[] for _ in layout.texts]
    for pairs in [*assigned.by_cue.values(), *assigned.carried]:
        for pair in pairs:
            blocks[pair.inner.ordinal].append(_Block(pair.outer, is_cue=False))
    for ordinal in range(len(layout.texts)):
        for attribution in layout.attributions[ordinal]:
            if attribution.cue in assigned.by_cue:
                blocks[ordinal].append(_Block(_clause_span(layout, attribution), is_cue=True))
    return blocks


def _reported(layout: Layout, attribution: Attribution, blocks: Sequence[_Block]) -> Draft | None:
    widened = (_widened(layout, content, attribution, blocks) for content in attribution.contents)
    segments = _disjoint([segment for segment in widened if segment is not None])
    if not segments:
        pair = _embedded_pair(layout, attribution, blocks)
        return Draft((_trimmed(layout, pair.inner),), attribution, "marks_in_clause") if pair is not None else None
    has_marks = any(segment.overlaps(pair.inner) for segment in segments for pair in layout.marked[segment.ordinal])
    if not has_marks:
        n_words = sum(len(layout.text_of(segment).split()) for segment in segments)
        if attribution.cue_class not in SPEECH_CLASSES or n_words < MIN_REPORTED_WORDS:
            return None
        if attribution.head is not None and layout.text_of(attribution.head).lower() in load_words().instruments:
            return None
    return Draft(tuple(segments), attribution, attribution.rule)


def _widened(layout: Layout, content: Span, attribution: Attribution, blocks: Sequence[_Block]) -> Span | None:
    """Return the content with each pair of marks it cuts into, or ends right before, held whole.

    Words that a directly marked quote claims are cut off, with what is beyond them.
    """
    text = layout.texts[content.ordinal]
    start, end = content.start, content.end
    for block in blocks:
        if block.span.end <= start or end <= block.span.start:
            continue
        if block.span.start <= attribution.cue.start:
            start = max(start, block.span.end)
        else:
            end = min(end, block.span.start)
    claimed = {block.span for block in blocks}
    for pair in layout.marked[content.ordinal]:
        is_next = end <= pair.start and not text[end : pair.start].strip() and pair.start > attribution.cue.end
        if pair.outer in claimed or pair.outer.overlaps(attribution.cue):
            continue
        if is_next or not (pair.end <= start or end <= pair.start):
            start, end = min(start, pair.start), max(end, pair.end)
    if attribution.source is not None and attribution.source.ordinal == content.ordinal:
        start, end = _clear_of(start, end, attribution.source)
    start, end = _clear_of(start, end, attribution.cue)
    return _clean(layout, Span(content.ordinal, start, end)) if start < end else None


def _clear_of(start: int, end: int, other: Span) -> tuple[int, int]:
    """Cut off the side that reaches into the other span."""
    if other.end <= start or end <= other.start:
        return start, end
    return (other.end, end) if other.start - start < end - other.end else (start, other.start)


def _clean(layout: Layout, span: Span) -> Span | None:
    """Return the span without white space, loose punctuation and outer marks; None where no word is left."""
    text = layout.texts[span.ordinal]
    start, end = span.start, span.end
    for pair in layout.marked[span.ordinal]:
        if pair.start <= start and end <= pair.end:
            return _trimmed(layout, pair.inner) if layout.text_of(pair.inner).strip() else None
    while start < end and (text[start] in _OUTER or (text[start] in "([" and not _is_balanced(text[start:end]))):
        start += 1
    while end > start and (text[end - 1] in _OUTER or (text[end - 1] in ")]" and not _is_balanced(text[start:end]))):
        end -= 1
    if end > start and text[end - 1] == "." and end - 1 > start and layout.sentence_end(span.ordinal, end - 1) >= end:
        end -= _ends_sentence(layout, span.ordinal, end)
    if not any(char.isalnum() for char in text[start:end]):
        return None
    return Span(span.ordinal, start, end)


def _ends_sentence(layout: Layout, ordinal: int, end: int) -> int:
    """Return 1 where the full stop before `end` closes the sentence and no abbreviation."""
    text = layout.texts[ordinal]
    word = text[:end].rsplit(maxsplit=1)[-1]
    at_end = not text[end:].strip() or layout.sentence_start(ordinal, min(end + 1, len(text))) >= end
    return int(at_end and "." not in word[:-1])


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


def _embedded_pair(layout: Layout, attribution: Attribution, blocks: Sequence[_Block]) -> MarkedSpan | None:
    """Return the next marked span behind a cue in its sentence: 'described the plan as "a mess"'."""
    ordinal, text = attribution.cue.ordinal, layout.texts[attribution.cue.ordinal]
    end = layout.sentence_end(ordinal, attribution.cue.end)
    claimed = {block.span for block in blocks}
    for pair in layout.marked[ordinal]:
        if pair.start < attribution.cue.end:
            continue
        if pair.start >= end or pair.outer in claimed:
            return None
        if len(layout.text_of(pair.inner).split()) < MIN_EMBEDDED_WORDS or _looks_like_title(layout, pair):
            return None
        others = [
            other
            for other in layout.attributions[ordinal]
            if other is not attribution and attribution.cue.end <= other.cue.start < pair.start
        ]
        if others or "so-called" in text[attribution.cue.end : pair.start]:
            return None
        return pair
    return None


def _without_nested(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop what stands inside another quote, being part of its words, and all but the first of equal segments."""
    kept = [draft for draft in drafts if not any(other is not draft and _is_inside(draft, other) for other in drafts)]
    return list({draft.segments: draft for draft in reversed(kept)}.values())[::-1]


def _is_inside(draft: Draft, other: Draft) -> bool:
    cue = draft.attribution.cue if draft.attribution is not None else None
    if cue is not None and any(segment.holds(cue) for segment in other.segments):
        return True
    held = all(any(outer.holds(segment) for outer in other.segments) for segment in draft.segments)
    return held and draft.segments != other.segments
