"""Which cues report speech: a reviewed list beside the reader, which takes some other verbs for cues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from flows.lexicons import read_table

_WORD: Final = re.compile(r"[^\W\d_]+")
_CONSONANT_Y: Final = re.compile(r"[^aeiou]y$")
_SIBILANT: Final = re.compile(r"(s|sh|ch|x|z)$")


def reports_speech(cue: str) -> bool:
    """Whether a word of a cue is one of saying, writing, asking, ordering, promising, denying or judging."""
    lower = cue.lower()
    words, phrases = _lists()
    return lower in phrases or not words.isdisjoint(_WORD.findall(lower))


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    data = read_table("quotes", "cues")
    verbs = {verb for entries in data["verbs"].values() for verb in entries.split()}
    nouns = {noun for entries in data["nouns"].values() for noun in entries.split()}
    words = {form for verb in verbs for form in data["forms"].get(verb, "").split() or regular_forms(verb)}
    words.update(nouns, map(_add_s, nouns), data["others"]["words"].split())
    return frozenset(words), frozenset(data["others"]["phrases"])


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
