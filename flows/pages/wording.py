"""What a line's wording says it is: a player control, an advert, a sign-up box, a comment form.

Looks lines up in lexicons/wording.toml; knows nothing about where a line stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from flows.pages.lexicon import table
from flows.pages.lines import QUOTATION_MARKS, Line

# Longer lines are prose, whatever words they start with: the longest cookie and copyright notices that stand on one
# line have about this many characters.
_MAX_WORDING_CHARS: Final = 700
# "Read more" starts a link, but also a sentence. Above this length a sentence that only starts so is prose.
_MAX_START_CHARS: Final = 240
# "More from the north", as a heading; a sentence that starts so is longer.
_MAX_TAIL_HEADING_CHARS: Final = 60
_END: Final = "end"
_NUMBER: Final = re.compile(r"\b\d[\d.,]*\b")
_TOKEN: Final = re.compile(r"#|[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True)
class _Phrases:
    """Phrases with their reasons, found by one of their words."""

    whole: Mapping[str, str]
    by_first_word: Mapping[str, tuple[tuple[str, str], ...]]
    inside_by_first_word: Mapping[str, tuple[tuple[str, str], ...]]


def wording_reason(line: Line) -> str | None:
    """Return the drop reason that the line's wording gives, None where it gives none."""
    if len(line.text) > _MAX_WORDING_CHARS:
        return None
    return _look_up(line, _phrases())


def opens_tail(line: Line) -> bool:
    """Return whether the line is a heading of what follows an article: related stories, comments, most read."""
    return len(line.text) <= _MAX_TAIL_HEADING_CHARS and _look_up(line, _tail_phrases()) is not None


def _look_up(line: Line, phrases: _Phrases) -> str | None:
    tokens = line.tokens
    if not tokens:
        return None
    folded = line.folded
    if any(map(str.isdigit, tokens)):
        folded = _NUMBER.sub("#", folded)
    reason = phrases.whole.get(folded.strip())
    if reason is not None:
        return reason
    if len(line.text) <= _MAX_START_CHARS and line.text[0] not in QUOTATION_MARKS:
        for phrase, reason in phrases.by_first_word.get(folded.split(" ", 2)[1], ()):
            if folded.startswith(phrase):
                return reason
    if line.has_quotation or phrases.inside_by_first_word.keys().isdisjoint(tokens):
        return None
    for token in tokens:
        for phrase, reason in phrases.inside_by_first_word.get(token, ()):
            if phrase in folded:
                return reason
    return None


@cache
def _phrases() -> _Phrases:
    return _compile({reason: entries for reason, entries in table("wording").items() if reason != _END})


@cache
def _tail_phrases() -> _Phrases:
    return _compile({_END: table("wording")[_END]})


def _compile(lexicon: Mapping[str, Mapping[str, Iterable[str]]]) -> _Phrases:
    whole: dict[str, str] = {}
    starts: dict[str, list[tuple[str, str]]] = {}
    inside: dict[str, list[tuple[str, str]]] = {}
    for reason, entries in lexicon.items():
        for phrase in entries.get("is", ()):
            whole.setdefault(_fold(phrase).strip(), reason)
        for phrase in entries.get("starts", ()):
            _add(starts, _fold(phrase), reason)
        for phrase in entries.get("contains", ()):
            _add(inside, _fold(phrase), reason)
    return _Phrases(
        whole,
        {word: tuple(found) for word, found in starts.items()},
        {word: tuple(found) for word, found in inside.items()},
    )


def _add(index: dict[str, list[tuple[str, str]]], folded: str, reason: str) -> None:
    index.setdefault(folded.split(maxsplit=1)[0], []).append((folded, reason))


def _fold(phrase: str) -> str:
    return f" {' '.join(_TOKEN.findall(phrase.casefold()))} "
