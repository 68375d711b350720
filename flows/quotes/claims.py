"""Which words in marks belong to which cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.language.marks import MarkedSpan
from flows.language.reading import SPEECH_CLASSES, Attribution, Span
from flows.quotes.layout import Layout

# Between a closing mark and the source or cue that follows it: '" then said', '", the mayor said'.
_GAP_AFTER: Final = re.compile(r"^[\s,;.\-—–…)\]]*(?:(?:[a-z]+ly|then|later|also|once|and|as|so) ?){0,2}$")
MAX_GAP_CHARS: Final = 40
_GAP_WORDS: Final = re.compile(r"^[\s,;\-—–…)]*$")
_LEADING_BLANK: Final = re.compile(r"^[\s(\[\-—–•*…]*$")
_CONTINUING: Final = (",", ":", "—", "–", "-", "and", "but", "that")
# Words that titles leave in lower case.
_SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with"}
)
# Words in marks that nobody claims are taken as a quote only if they are a sentence: a capital, an end, and this many
# words. Shorter ones are slogans, signs and titles.
MIN_CARRIED_WORDS: Final = 4
# How far before its words a cue may stand: "told a crowd of supporters in the capital on Monday night: ".
MAX_LEAD_CHARS: Final = 220
# How far behind its words a cue may stand: its source, with titles and clauses, comes between.
MAX_SOURCE_CHARS: Final = 400


@dataclass
class Claims:
    """Marked spans by the cue that claims them, and statements in marks that no cue claims."""

    by_cue: dict[Span, list[MarkedSpan]] = field(default_factory=dict)
    unclaimed: list[list[MarkedSpan]] = field(default_factory=list)


def claim_marks(layout: Layout) -> Claims:
    """Walk through a document's marked spans and find who claims each.

    A cue right behind comes first, then one that introduces the words, then the cue of the words before, if these
    go on with them. What is left is a statement of its own, or belongs to a clause.
    """
    claims = Claims()
    owner: Attribution | None = None
    current: list[MarkedSpan] | None = None
    for ordinal in range(len(layout.texts)):
        previous: MarkedSpan | None = None
        for pair in layout.marked[ordinal]:
            found = _cue_behind(layout, pair) or _cue_before(layout, pair, claims)
            if found is not None:
                owner = found
                current = claims.by_cue.setdefault(found.cue, [])
                current.append(pair)
            elif current is not None and _continues(layout, pair, previous, owner, current):
                current.append(pair)
            elif _stands_alone(layout, pair):
                owner, current = None, [pair]
                claims.unclaimed.append(current)
            previous = pair
    return claims


def clause_span(layout: Layout, attribution: Attribution) -> Span:
    """Return the span of source and cue; of the cue alone where another cue or a mark stands between them."""
    source, cue = attribution.source, attribution.cue
    if source is None or source.ordinal != cue.ordinal:
        return cue
    start, end = min(source.start, cue.start), max(source.end, cue.end)
    is_apart = any(other.cue != cue for other in layout.cues_in(cue.ordinal, start, end)) or any(
        start <= pair.start for pair in layout.pairs_in(cue.ordinal, start, end)
    )
    return cue if is_apart else Span(cue.ordinal, start, end)


def looks_like_title(words: Sequence[str]) -> bool:
    """Whether words are written as titles are: capitals but for small words, and no end of a sentence."""
    if len(words) < 2 or words[-1].endswith((".", "?", "!")):
        return False
    return all(not word[0].islower() or word in _SMALL_WORDS for word in words) and words[-1][0].isupper()


def _cue_behind(layout: Layout, pair: MarkedSpan) -> Attribution | None:
    """Return the cue right behind a marked span: '"…," Smith said', '"…?" asked the mayor'."""
    ordinal, text = pair.inner.ordinal, layout.texts[pair.inner.ordinal]
    if not _opens_sentence(layout, pair):
        return None
    for attribution in layout.cues_in(ordinal, pair.end, pair.end + MAX_SOURCE_CHARS):
        left = clause_span(layout, attribution).start
        if left < pair.end or attribution.rule == "relay":
            continue
        gap = text[pair.end : left]
        if len(gap) > MAX_GAP_CHARS or not _GAP_AFTER.match(gap):
            return None
        last = text[pair.inner.end - 1]
        if last == "," or gap.lstrip().startswith(",") or text[left : left + 1].islower():
            return attribution
        if any(content.start >= attribution.cue.end for content in attribution.contents):
            return None
        return attribution if last in "?!…—-–" or not _speaks_next(layout, attribution) else None
    return None


def _speaks_next(layout: Layout, attribution: Attribution) -> bool:
    """Whether the cue introduces marked words behind it: then those are its own."""
    cue = attribution.cue
    end = layout.sentence_end(cue.ordinal, cue.start)
    return any(cue.end <= pair.start for pair in layout.pairs_in(cue.ordinal, cue.end, end))


def _opens_sentence(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether nothing of the writer's own stands before a marked span in its sentence."""
    ordinal = pair.inner.ordinal
    start = layout.sentence_start(ordinal, pair.start)
    before = layout.pair_before(pair)
    lead = layout.texts[ordinal][max(start, before.end if before is not None else 0) : pair.start]
    return bool(_LEADING_BLANK.match(lead)) or lead.endswith("(")


def _cue_before(layout: Layout, pair: MarkedSpan, claims: Claims) -> Attribution | None:
    """Return the cue that introduces a marked span: 'Smith said: "…"', 'told reporters on Monday, "…"'."""
    ordinal, text = pair.inner.ordinal, layout.texts[pair.inner.ordinal]
    found = _last_cue(layout, pair)
    if found is None:
        return None
    lead = text[found.cue.end : pair.start].rstrip()
    before = layout.pair_before(pair)
    if layout.n_boundaries(ordinal, found.cue.end, pair.start) or (before and found.cue.end <= before.start):
        return None
    if lead.endswith(":"):
        return found
    if any(found.cue.end <= content.start < pair.start for content in found.contents):
        return None
    if lead in {"", "that"} or pair.start < clause_span(layout, found).end:
        is_clause = _goes_on_unmarked(layout, pair) and found.contents
        is_speech = found.cue_class in SPEECH_CLASSES and not looks_like_title(layout.text_of(pair.inner).split())
        return found if is_speech and not is_clause else None
    if lead.endswith(","):
        return found if text[pair.inner.start].isupper() or found.cue in claims.by_cue else None
    return None


def _last_cue(layout: Layout, pair: MarkedSpan) -> Attribution | None:
    """Return the last cue before a marked span that may introduce it."""
    ordinal = pair.inner.ordinal
    near = layout.cues_in(ordinal, max(pair.start - MAX_LEAD_CHARS, 0), pair.start)
    for attribution in reversed(near):
        is_whole = attribution.cue.end <= pair.start and attribution.rule not in {"relay", "noun"}
        if is_whole and not _is_reported_itself(layout, attribution, pair):
            return attribution
    return None


def _goes_on_unmarked(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether the sentence goes on with the writer's words behind a marked span: 'said “it hurts” every time'."""
    behind = layout.texts[pair.inner.ordinal][pair.end : pair.end + MAX_GAP_CHARS].lstrip()
    return behind[:1].islower() and layout.text_of(pair.inner)[-1:].isalnum()


def _is_reported_itself(layout: Layout, attribution: Attribution, pair: MarkedSpan) -> bool:
    """Whether a cue stands in the words of another that go on to the marked span: "said she saw a “mess”"."""
    cue = attribution.cue
    return any(
        other.cue.end <= cue.start
        and other.cue_class in SPEECH_CLASSES
        and any(content.holds(cue) and pair.start <= content.end + 1 for content in other.contents)
        for other in layout.cues_in(cue.ordinal, max(cue.start - MAX_SOURCE_CHARS, 0), cue.start)
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
    if _GAP_WORDS.match(text[previous.end : pair.start]):
        return True
    if owner is None or owner.cue.ordinal != ordinal or not previous.end <= owner.cue.start < pair.start:
        return False
    if any(other.rule != "relay" for other in layout.cues_in(ordinal, owner.cue.end, pair.start)):
        return False
    rest = text[owner.cue.end : pair.start].strip()
    n_boundaries = layout.n_boundaries(ordinal, owner.cue.end, pair.start)
    if layout.sentence_start(ordinal, pair.start) == pair.start:
        return n_boundaries == 1
    return n_boundaries == 0 and (not rest or rest.endswith(_CONTINUING))


def _stands_alone(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether marked words without a cue are a statement, not a title, a slogan or a scare quote."""
    words = layout.text_of(pair.inner).split()
    if len(words) < MIN_CARRIED_WORDS or not _opens_sentence(layout, pair):
        return False
    if not words[0][:1].isupper() or not words[-1].endswith((".", "!", "?", "…", "—")):
        return False
    return any(word[:1].islower() for word in words[1:])
