"""Who relays what was said: "…, according to Tass", "told the Herald"."""

from __future__ import annotations

import re
from typing import Final

from flows.language.reading import Attribution, Span
from flows.quotes.layout import Layout
from flows.quotes.speakers import resolve_source
from flows.quotes.stage import Stage
from flows.quotes.words import load_words

_TELLING: Final = frozenset({"tell", "tells", "told", "telling"})
MAX_GAP_CHARS: Final = 40
_BLANK: Final = re.compile(r"^\s*(?:the\s)?\s*$", re.I)
# Behind the one who was told: an interview is given to who publishes it.
_INTERVIEW: Final = re.compile(r"^.{0,20}\binterview\b")


def find_relays(stage: Stage, layout: Layout, attribution: Attribution) -> tuple[str, ...]:
    """Return the names of who relays a quote, nearest first."""
    names = [*_told(stage, layout, attribution), *_according_to(stage, layout, attribution)]
    return tuple(dict.fromkeys(names))


def _told(stage: Stage, layout: Layout, attribution: Attribution) -> list[str]:
    """The publisher that somebody told something."""
    cue = attribution.cue
    if layout.text_of(cue).lower() not in _TELLING:
        return []
    text = layout.texts[cue.ordinal]
    for mention in stage.mentions_in(Span(cue.ordinal, cue.end, cue.end + MAX_GAP_CHARS)):
        entity = stage.entities.get(mention.entity_id)
        if mention.span.start < cue.end or not _BLANK.match(text[cue.end : mention.span.start]):
            continue
        if entity is None or entity.type not in {"ORG", "WORK"}:
            return []
        is_publisher = bool({word.lower() for word in entity.name.split()} & load_words().publisher_words)
        return [entity.name] if is_publisher or _INTERVIEW.match(text[mention.span.end :][:MAX_GAP_CHARS]) else []
    return []


def _according_to(stage: Stage, layout: Layout, attribution: Attribution) -> list[str]:
    """The source of an "according to" that stands beside the cue."""
    cue = attribution.cue
    start, end = layout.sentence_start(cue.ordinal, cue.start), layout.sentence_end(cue.ordinal, cue.start)
    names = []
    for other in layout.cues_in(cue.ordinal, start, end):
        if other.rule == "relay" and other.source is not None:
            first, last = sorted((cue, other.cue))
            if layout.cues_in(cue.ordinal, first.end, last.start):
                continue
            name = resolve_source(stage, other.source, other.head).name
            if name is not None:
                names.append(name)
    return names
