"""Names that are known beforehand: countries, places, organisations and groups, from reviewed lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from flows.entities import lexicon
from flows.entities.trie import Trie


@dataclass(frozen=True, slots=True)
class Known:
    """A name of a reviewed list. kind: what the list holds, for `why` and for how far it is believed."""

    name: str
    type: str
    kind: str


# Datelines stand in capitals ("CAIRO, May 3"). Shorter words in capitals are rather acronyms.
MIN_CHARS_IN_CAPITALS: Final = 4


@cache
def gazetteer() -> Trie[Known]:
    """Return all known names by the forms they are printed in.

    A form that stands in two lists ("Georgia") means what the first says: countries, places, organisations, groups.
    """
    trie: Trie[Known] = Trie()
    for form, known in known_forms():
        printed = [form]
        if len(form) >= MIN_CHARS_IN_CAPITALS and known.type != "NORP":
            printed.append(form.upper())
        for name in printed:
            if trie.get(name) is None:
                trie.insert(name, known)
    return trie


def known_forms() -> Iterator[tuple[str, Known]]:
    """Yield every printed form with what it is known as, list by list."""
    yield from _countries()
    yield from _places()
    yield from _organisations()
    yield from _groups()


@lru_cache(maxsize=65_536)
def look_up(form: str) -> Known | None:
    """Return what a printed form is known as."""
    return gazetteer().get(form)


def _countries() -> Iterator[tuple[str, Known]]:
    for line in lexicon.entries("countries"):
        name, others, demonyms = (part.strip() for part in line.split("|"))
        for form in (name, *_listed(others)):
            yield form, Known(name, "GPE", "country")
        for form in _listed(demonyms):
            yield form, Known(form, "NORP", "nationality")


def _places() -> Iterator[tuple[str, Known]]:
    entity_type = "GPE"
    for line in lexicon.entries("places"):
        if line.startswith("["):
            entity_type = line[1 : line.index("]")]
            continue
        name, others = (part.strip() for part in line.split("|"))
        for form in (name, *_listed(others)):
            yield form, Known(name, entity_type, "place")


def _organisations() -> Iterator[tuple[str, Known]]:
    for line in lexicon.entries("organisations"):
        if not line.startswith("["):
            name, others = (part.strip() for part in line.split("|"))
            for form in (name, *_listed(others)):
                yield form, Known(name, "ORG", "organisation")


def _groups() -> Iterator[tuple[str, Known]]:
    for line in lexicon.entries("groups"):
        yield line, Known(line, "NORP", "group")


def _listed(forms: str) -> list[str]:
    return [form.strip() for form in forms.split(";") if form.strip()]
