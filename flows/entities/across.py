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
from flows.entities.corrections import Correction
from flows.entities.names import PersonName, fold, parse_person, surname_key
from flows.entities.partition import Partition
from flows.entities.short_forms import ACRONYM
from schemas.tables import TABLES

# Views apply rows from this score on; lower ones are kept for people to look at.
APPLY_FROM_SCORE: Final = 0.7

# The scores are ranks of the rules by how often they were wrong on names known to the authors, not probabilities.
SPELLING_SCORE: Final = 0.98  # nothing differs but accents, hyphens, full stops, apostrophes
PARTICLE_SCORE: Final = 0.95  # "Ana Roe" and "Ana al-Roe"
MIDDLE_NAME_SCORE: Final = 0.9  # "Ana B. Roe" and "Ana Roe"
INITIAL_SCORE: Final = 0.75  # "A. Roe" and "Ana Roe"
ACRONYM_SCORE: Final = 0.8  # "OHA", which other documents use for one organisation only
ONLY_SURNAME_SCORE: Final = 0.75  # "Roe" and "Ana Roe", the one Roe of the warehouse
BLOCKED_SCORE: Final = 0.1  # a rule that a correction forbids
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


def propose_same_as(names: pl.DataFrame, corrections: Sequence[Correction] = ()) -> pl.DataFrame:
    """Return the rows of `same_as` that follow from names, and from what a user corrects.

    names: entity_id, name, type, n_documents (in how many documents it stands), aliases (what documents call it), one
    row per entity. A name is compared with names of the same surname only, so the time grows with the number of names.
    corrections: those whose names are in `names`; they go before every rule.
    """
    rows = sorted(names.select("entity_id", "name", "type", "n_documents").iter_rows())
    pairs = [*_same_spelling((entity_id, name, kind) for entity_id, name, kind, _ in rows)]
    pairs.extend(_acronyms(names.filter(pl.col("type") == "ORG").select("entity_id", "name", "aliases").iter_rows()))
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
    return TABLES["same_as"].frame(_rows(_best(pairs), corrections))


def _same_spelling(names: Iterable[tuple[str, str, str]]) -> Iterator[_Pair]:
    """Join names of one type that fold to the same text."""
    blocks: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for entity_id, name, kind in names:
        if key := fold(name):
            blocks[kind, key].append((entity_id, name))
    for (first_id, first_name), *others in blocks.values():
        for entity_id, name in others:
            yield _Pair(first_id, entity_id, SPELLING_SCORE, f"spellings of one name: {first_name}, {name}")


def _acronyms(organisations: Iterable[tuple[str, str, Sequence[str]]]) -> Iterator[_Pair]:
    """Join an acronym that stands alone with the one organisation that is called so where it is named in full."""
    alone: list[tuple[str, str]] = []
    bearers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity_id, name, aliases in organisations:
        if ACRONYM.fullmatch(name):
            alone.append((entity_id, name))
        else:
            for alias in {_letters(alias) for alias in aliases if ACRONYM.fullmatch(alias)}:
                bearers[alias].append((entity_id, name))
    for entity_id, name in alone:
        meant = bearers.get(_letters(name), ())
        for other_id, other in meant if len(meant) <= MAX_UNSURE_PAIRS else ():
            score = ACRONYM_SCORE if len(meant) == 1 else UNSURE_SCORE
            yield _Pair(entity_id, other_id, score, f"acronym in other documents: {name}, {other}")


def _letters(acronym: str) -> str:
    return acronym.replace(".", "")


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


def _best(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Return one pair for each two names, the smaller id first, with the best of its reasons."""
    best: dict[tuple[str, str], _Pair] = {}
    for pair in pairs:
        key = min(pair.one, pair.other), max(pair.one, pair.other)
        if key[0] != key[1] and (key not in best or (pair.score, best[key].why) > (best[key].score, pair.why)):
            best[key] = _Pair(*key, pair.score, pair.why)
    return list(best.values())


def _rows(pairs: Iterable[_Pair], corrections: Sequence[Correction]) -> Iterator[dict[str, object]]:
    """Yield the user's rows, and those of the rules that don't go against them.

    What a user keeps apart is not joined by way of a third name either: of the rules that would, the surest are
    applied first, and the first that would bring the two together is not.
    """
    everywhere = [one for one in corrections if not one.doc_id]
    partition = Partition()
    for one in everywhere:
        if one.is_merge:
            partition.join(one.entity_id, one.other_id)
    for one in everywhere:
        if not one.is_merge:
            partition.keep_apart(one.entity_id, one.other_id)
    spoken_for = {frozenset((one.entity_id, one.other_id)) for one in everywhere}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other)):
        if frozenset((pair.one, pair.other)) in spoken_for:
            continue
        score, why = pair.score, pair.why
        if score >= APPLY_FROM_SCORE and not partition.may_join(pair.one, pair.other):
            score, why = BLOCKED_SCORE, f"{why}; not applied, since it would join what a correction keeps apart"
        elif score >= APPLY_FROM_SCORE:
            partition.join(pair.one, pair.other)
        yield _row(pair.one, pair.other, score, why, "rule")
    written = set()
    for one in corrections:
        first, second = one.entity_id, one.other_id
        if one.doc_id and not one.is_merge:
            second = first
        elif not one.doc_id:
            first, second = sorted((first, second))
        if (first, second, one.doc_id) not in written:
            written.add((first, second, one.doc_id))
            what = "merged" if one.is_merge else "kept apart"
            yield _row(first, second, float(one.is_merge), f"{what}: {one.named}: {one.why}", "user", one.doc_id)


def _row(from_id: str, to_id: str, score: float, why: str, by: str, doc_id: str = "") -> dict[str, object]:
    return {"from_id": from_id, "to_id": to_id, "score": score, "why": why, "by": by, "doc_id": doc_id}
