"""Which entities of the whole warehouse are one: rows of `same_as`, proposed by rules on names.

Nothing is rewritten: views apply the rows whose score is high enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from flows.entities import lexicon
from flows.entities.names import PersonName, fold, parse_person, surname_key
from schemas.tables import TABLES

# Views apply rows from this score on; lower ones are kept for people to look at.
APPLY_FROM_SCORE: Final = 0.7

# The scores are ranks of the rules by how often they were wrong on names known to the authors, not probabilities.
SPELLING_SCORE: Final = 0.98  # nothing differs but accents, hyphens, full stops, apostrophes
PARTICLE_SCORE: Final = 0.95  # "Ana Roe" and "Ana al-Roe"
MIDDLE_NAME_SCORE: Final = 0.9  # "Ana B. Roe" and "Ana Roe"
INITIAL_SCORE: Final = 0.75  # "A. Roe" and "Ana Roe"
ONLY_SURNAME_SCORE: Final = 0.75  # "Roe" and "Ana Roe", the one Roe of the warehouse
UNSURE_SCORE: Final = 0.4  # the same, but there are others, or the full name stands in one document only

# A surname that stands alone is believed to be the only bearer's once the full name is established.
MIN_DOCUMENTS_OF_FULL_NAME: Final = 2
# With more bearers than this an unsure pair says nothing to a person who looks at it.
MAX_UNSURE_PAIRS: Final = 5

_Class = tuple[tuple[str, ...], str]  # middle initials, suffix


@dataclass(frozen=True, slots=True)
class _Entry:
    """A person's name in the warehouse."""

    entity_id: str
    name: str
    n_documents: int
    parsed: PersonName

    @property
    def first(self) -> str:
        return fold(self.parsed.first or "")

    @property
    def kind(self) -> _Class:
        return tuple(fold(word)[:1] for word in self.parsed.middle), fold(self.parsed.suffix)


@dataclass(frozen=True, slots=True)
class _Pair:
    one: str
    other: str
    score: float
    why: str


def propose_same_as(names: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `same_as` that follow from names alone.

    names: entity_id, name, type, n_documents (in how many documents it stands), one row per entity. A name is
    compared with names of the same surname only, so the time grows with the number of names.
    """
    rows = sorted(zip(names["entity_id"], names["name"], names["type"], names["n_documents"], strict=True))
    pairs = [*_same_spelling((entity_id, name, kind) for entity_id, name, kind, _ in rows)]
    entries = [
        _Entry(entity_id, name, n_documents, parsed)
        for entity_id, name, kind, n_documents in rows
        if kind == "PERSON" and (parsed := parse_person(name)) is not None
    ]
    by_surname: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        if key := surname_key(entry.parsed):
            by_surname[key].append(entry)
    for bearers in by_surname.values():
        pairs.extend(_among_bearers(bearers))
    return _table(pairs)


def _same_spelling(names: Iterable[tuple[str, str, str]]) -> Iterator[_Pair]:
    """Join names of one type that fold to the same text."""
    blocks: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for entity_id, name, kind in names:
        if key := fold(name):
            blocks[kind, key].append((entity_id, name))
    for (first_id, first_name), *others in blocks.values():
        for entity_id, name in others:
            yield _Pair(first_id, entity_id, SPELLING_SCORE, f"spellings of one name: {first_name}, {name}")


def _among_bearers(bearers: Sequence[_Entry]) -> Iterator[_Pair]:
    """Join the names of one surname."""
    by_first: dict[str, list[_Entry]] = defaultdict(list)
    for entry in bearers:
        by_first[entry.first].append(entry)
    alone = by_first.pop("", [])
    for namesakes in by_first.values():
        yield from _among_namesakes(namesakes)
    yield from _initials(by_first)
    people = [_fullest(namesakes) for namesakes in by_first.values()]
    full = [person for person in people if len(person.first) > 1] or people
    is_one = len(full) == 1 and len({entry.kind for entry in by_first[full[0].first]} - {((), "")}) <= 1
    for entry in alone if len(full) <= MAX_UNSURE_PAIRS else ():
        for person in full:
            is_sure = is_one and person.n_documents >= MIN_DOCUMENTS_OF_FULL_NAME and not _is_first_name(entry)
            why = "the one full name with this surname" if is_one else "one of several with this surname"
            yield _pair(entry, person, ONLY_SURNAME_SCORE if is_sure else UNSURE_SCORE, why)


def _is_first_name(entry: _Entry) -> bool:
    """Whether a lone name is rather a first name: "Laura" is not Tova Laura."""
    return fold(entry.name) in lexicon.first_names()


def _among_namesakes(namesakes: Sequence[_Entry]) -> Iterator[_Pair]:
    """Join names with the same first name and surname whose middle names and suffixes don't contradict."""
    classes: dict[_Class, list[_Entry]] = defaultdict(list)
    for entry in namesakes:
        classes[entry.kind].append(entry)
    for kind, members in classes.items():
        leader = _fullest(members)
        for entry in members:
            if entry is not leader and fold(entry.name) != fold(leader.name) and _middles_agree(entry, leader):
                yield _pair(entry, leader, PARTICLE_SCORE, "spellings of one name")
        fuller = [other for other in classes if other != kind and _fits(kind, other)]
        for other in fuller if len(fuller) <= MAX_UNSURE_PAIRS else ():
            score = MIDDLE_NAME_SCORE if len(fuller) == 1 else UNSURE_SCORE
            yield _pair(leader, _fullest(classes[other]), score, "with and without middle name or suffix")


def _fits(kind: _Class, fuller: _Class) -> bool:
    """Whether a name says less than another of the same first name and surname, and nothing against it."""
    (middle, suffix), (fuller_middle, fuller_suffix) = kind, fuller
    return middle in ((), fuller_middle) and suffix in ("", fuller_suffix)


def _middles_agree(one: _Entry, other: _Entry) -> bool:
    """Whether middle names with the same initials are not two different names."""
    return all(
        fold(a) == fold(b) or min(len(fold(a)), len(fold(b))) == 1
        for a, b in zip(one.parsed.middle, other.parsed.middle, strict=True)
    )


def _initials(by_first: Mapping[str, Sequence[_Entry]]) -> Iterator[_Pair]:
    """Join "A. Roe" with "Ana Roe" where no other first name with that initial bears the surname."""
    by_initial: dict[str, list[str]] = defaultdict(list)
    for first in by_first:
        if len(first) > 1:
            by_initial[first[0]].append(first)
    for first, entries in by_first.items():
        if len(first) == 1 and len(by_initial[first]) == 1:
            person = _fullest(by_first[by_initial[first][0]])
            for entry in entries:
                if not entry.parsed.middle or entry.kind == person.kind:
                    yield _pair(entry, person, INITIAL_SCORE, "initial of the first name")


def _fullest(entries: Sequence[_Entry]) -> _Entry:
    """Return the name of the most documents, then the longest: the one that others are joined with."""
    return min(entries, key=lambda entry: (-entry.n_documents, -len(entry.name), entry.entity_id))


def _pair(one: _Entry, other: _Entry, score: float, why: str) -> _Pair:
    return _Pair(one.entity_id, other.entity_id, score, f"{why}: {one.name}, {other.name}")


def _table(pairs: Iterable[_Pair]) -> pl.DataFrame:
    """Return one row for each pair, the smaller id first, with the best of its reasons."""
    best: dict[tuple[str, str], _Pair] = {}
    for pair in pairs:
        key = min(pair.one, pair.other), max(pair.one, pair.other)
        if key[0] != key[1] and (key not in best or (pair.score, best[key].why) > (best[key].score, pair.why)):
            best[key] = pair
    return TABLES["same_as"].frame(
        {"from_id": key[0], "to_id": key[1], "score": pair.score, "why": pair.why, "by": "rule", "doc_id": ""}
        for key, pair in best.items()
    )
