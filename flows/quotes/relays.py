"""Who relays what was said: "…, according to Tass", "told the Herald"."""

from __future__ import annotations

import re
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


def find_relays(stage: Stage, attribution: Attribution) -> tuple[str, ...]:
    """Return the names of who relays a quote, nearest first."""
    named = (resolve_source(stage, relay).name for relay in attribution.relays)
    return tuple(dict.fromkeys([*_told(stage, attribution), *(name for name in named if name is not None)]))


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
        if entity is None or entity.type not in {"ORG", "WORK"}:
            return []
        is_publisher = bool({word.lower() for word in entity.name.split()} & load_words().publisher_words)
        return [entity.name] if is_publisher or _INTERVIEW.match(text[mention.span.end :][:MAX_GAP_CHARS]) else []
    return []
