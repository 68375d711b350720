"""Who relays what was said: "…, according to Tass", "told the Herald"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.language.reading import Attribution, Span
from flows.quotes.speakers import resolve_source
from flows.quotes.stage import Stage
from flows.quotes.words import load_words

_TELLING: Final = frozenset({"tell", "tells", "told", "telling"})
MAX_GAP_CHARS: Final = 40
_BLANK: Final = re.compile(r"^\s*(?:the\s)?\s*$", re.I)
# Behind the one who was told: an interview is given to who publishes it.
_INTERVIEW: Final = re.compile(r"^.{0,20}\binterview\b")
# Before him: "in an interview with the weekly Herald", where small letters say what he is.
_INTERVIEW_WITH: Final = re.compile(
    r"\b[Ii]n (?:an?|the|his|her|their) (?:[a-z-]+ )?interview (?:with|for|to|on) (?:the )?(?:[a-z]+ )?$"
)
MAX_INTERVIEW_CHARS: Final = 60
# How far around a cue one looks: a page without full stops is one sentence.
MAX_SENTENCE_CHARS: Final = 400
PUBLISHING: Final = frozenset({"ORG", "WORK"})


def find_relays(stage: Stage, attribution: Attribution) -> tuple[str, ...]:
    """Return the names of who relays a quote, nearest first."""
    named = (resolve_source(stage, relay).name for relay in attribution.relays)
    known = [*_told(stage, attribution), *(name for name in named if name is not None)]
    return tuple(dict.fromkeys([*known, *_interviewed(stage, attribution)]))


def _interviewed(stage: Stage, attribution: Attribution) -> Iterator[str]:
    """Yield who published the interview in which somebody said so, as the sentence of the cue has it."""
    cue = attribution.cue
    if cue is None:
        return
    text = stage.layout.texts[cue.ordinal]
    start = max(stage.layout.sentence_start(cue.ordinal, cue.start), cue.start - MAX_SENTENCE_CHARS)
    end = min(stage.layout.sentence_end(cue.ordinal, cue.start), cue.end + MAX_SENTENCE_CHARS)
    if "interview" not in text[start:end]:
        return
    for mention in stage.mentions_in(Span(cue.ordinal, start, end)):
        entity = stage.entities.get(mention.entity_id)
        if entity is None or entity.type not in PUBLISHING or stage.layout.is_marked(mention.span):
            continue
        if _INTERVIEW_WITH.search(text, max(start, mention.span.start - MAX_INTERVIEW_CHARS), mention.span.start):
            yield entity.name


def _told(stage: Stage, attribution: Attribution) -> list[str]:
    """The publisher that somebody told something."""
    cue = attribution.cue
    if cue is None or stage.layout.text_of(cue).lower() not in _TELLING:
        return []
    text = stage.layout.texts[cue.ordinal]
    for mention in stage.mentions_in(Span(cue.ordinal, cue.end, cue.end + MAX_GAP_CHARS)):
        entity = stage.entities.get(mention.entity_id)
        if mention.span.start < cue.end or not _BLANK.match(text[cue.end : mention.span.start]):
            continue
        if entity is None or entity.type not in PUBLISHING:
            return []
        is_publisher = bool({word.lower() for word in entity.name.split()} & load_words().publisher_words)
        return [entity.name] if is_publisher or _INTERVIEW.match(text[mention.span.end :][:MAX_GAP_CHARS]) else []
    return []
