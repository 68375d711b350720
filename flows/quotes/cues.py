"""Which cues report speech: a reviewed list beside the reader, which takes some other verbs for cues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from flows.lexicons import read_table

_WORD: Final = re.compile(r"[^\W\d_]+")
_CONSONANT_Y: Final = re.compile(r"[^aeiou]y$")
_SIBILANT: Final = re.compile(r"(s|sh|ch|x|z)$")


def reports_speech(cue: str) -> bool:
    """Whether a word of a cue is one of saying, writing, asking, ordering, promising, denying or judging."""
    return class_of(cue) is not None and cue.lower() not in _topics()


@lru_cache(maxsize=65_536)
def class_of(cue: str) -> str | None:
    """Return the class of the first word of a cue that is in the list: "saying", "denying" …; None where none is."""
    lower = cue.lower()
    classes = _classes()
    if lower in classes:
        return classes[lower]
    return next((classes[word] for word in _WORD.findall(lower) if word in classes), None)


@cache
def _topics() -> frozenset[str]:
    """Return the cues that name a topic or who is spoken to, and nothing that is said."""
    return frozenset(read_table("quotes", "cues")["others"]["topics"])


@cache
def _classes() -> dict[str, str]:
    """Return the class of each word and phrase that reports speech."""
    data = read_table("quotes", "cues")
    found = dict.fromkeys([*data["others"]["words"].split(), *data["others"]["phrases"]], "saying")
    for name, entries in data["nouns"].items():
        for noun in entries.split():
            found |= dict.fromkeys((noun, _add_s(noun)), name)
    for name, entries in data["verbs"].items():
        for verb in entries.split():
            found |= dict.fromkeys(data["forms"].get(verb, "").split() or regular_forms(verb), name)
    return found


def regular_forms(base: str) -> Iterator[str]:
    """Yield the forms of a regular verb: base, third person, past, present participle."""
    stem = base.removesuffix("e")
    yield base
    yield _add_s(base)
    yield f"{base[:-1]}ied" if _CONSONANT_Y.search(base) else f"{stem}ed"
    yield f"{base if base.endswith('ee') else stem}ing"


def _add_s(base: str) -> str:
    if _CONSONANT_Y.search(base):
        return f"{base[:-1]}ies"
    return f"{base}es" if _SIBILANT.search(base) else f"{base}s"
