"""One decision per name and document: its type, and whom or what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final

from flows.entities import lexicon
from flows.entities.cluster import Form, Meaning, Person, cluster_people
from flows.entities.evidence import PLACES, Evidence, best_of
from flows.entities.labels import Address, Label, addressed_labels
from flows.entities.names import fold, parse_person
from flows.entities.short_forms import acronyms_of
from flows.entities.things import Thing, cluster_things, related

# What speaks for the type of a longer name speaks for its short forms too. All that is said of a full name counts for
# its surname; the name of a firm or a lake says less of the place or founder that it starts with.
KNOWN_FIRST_NAME_WEIGHT: Final = 2.0
THING_SHARE: Final = 0.6
# A single name that nobody bears in full, where a firm's name starts with it, is the firm rather than a person.
LONE_PERSON_SHARE: Final = 0.35
# So many votes make a person of a listed place whose name somebody in the document bears.
MIN_PERSON_BESIDE_PLACE: Final = 0.5
# A surname that the reader took so often for a place, and was sure of it, is also one.
MIN_SURE_PLACES: Final = 2


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the names of a document mean, by folded name. A few names are both: a person and a place.

    mostly_places: those of them that are rather a place where nothing around them says which.
    """

    people: Mapping[str, Meaning]
    things: Mapping[str, Thing]
    mostly_places: Set[str] = frozenset()


def decide(evidence: Mapping[str, Evidence], labels: Sequence[Label], addresses: Sequence[Address]) -> Decisions:
    """Decide on every name of a document, with what labels and forms of address tell of the speakers."""
    own = {key: found for key, one in evidence.items() if (found := one.best) is not None}
    own |= dict.fromkeys(_people_by_surname(evidence, own), "PERSON")
    own |= dict.fromkeys(_spelled_out(evidence, own), "ORG")
    first_look = cluster_people(_forms((key for key in own if own[key] == "PERSON"), evidence), {})
    given_first_names = addressed_labels(labels, addresses, _first_names(labels, first_look))
    short = _short_forms(first_look.values(), evidence)
    acronyms = {key for key in own if own[key] == "PERSON" and evidence[key].is_acronym and key not in short}
    types = own | dict.fromkeys(acronyms, "ORG") | dict(_pooled(evidence, own, short))
    types = {key: kind for key, kind in types.items() if evidence[key].known is not None or not _is_family(key, short)}
    people = {key for key, entity_type in types.items() if entity_type == "PERSON"}
    people |= {fold(name) for name in given_first_names.values()} & evidence.keys()
    meanings = cluster_people(_forms(people, evidence), given_first_names)
    both = {key for key in people if _is_place_too(evidence[key])}
    things = {
        key: entity_type if key not in both else _place_type(evidence[key])
        for key, entity_type in types.items()
        if key in both or (key not in people and entity_type != "PERSON")
    }
    mostly_places = {key for key in both if own.get(key) in PLACES}
    return Decisions(meanings, cluster_things(things, evidence), mostly_places)


def _people_by_surname(evidence: Mapping[str, Evidence], types: Mapping[str, str]) -> Iterator[str]:
    """Yield full names that were taken for organisations or places, where their surnames alone speak for people."""
    for key, entity_type in types.items():
        name = parse_person(evidence[key].printed) if entity_type in {"ORG", *PLACES} else None
        short = evidence.get(fold(name.surname)) if name is not None and name.is_full else None
        if short is not None and short.known is None and evidence[key].known is None:
            pooled = {kind: evidence[key].scores[kind] + short.scores[kind] for kind in ("PERSON", entity_type)}
            if pooled["PERSON"] >= pooled[entity_type]:
                yield key


def _spelled_out(evidence: Mapping[str, Evidence], types: Mapping[str, str]) -> Iterator[str]:
    """Yield names that were taken for people or places, but are what an acronym of the document stands for."""
    organisations = {key for key, entity_type in types.items() if entity_type == "ORG" and evidence[key].is_acronym}
    taken_for = {"PERSON", *PLACES}
    for key, entity_type in types.items() if organisations else ():
        if entity_type in taken_for and not organisations.isdisjoint(acronyms_of(evidence[key].printed)):
            yield key


def _pooled(
    evidence: Mapping[str, Evidence], own: Mapping[str, str], short_of_people: Mapping[str, float]
) -> Iterator[tuple[str, str]]:
    """Yield short forms with the type that they and the longer names together speak for."""
    of_things = related(own, evidence)
    for key in short_of_people.keys() | of_things.keys():
        one = evidence.get(key)
        if one is None:
            continue
        if one.known is not None:
            # The list stands for the place; somebody who bears its name is met beside it.
            if key in short_of_people and one.scores["PERSON"] >= MIN_PERSON_BESIDE_PLACE:
                yield key, "PERSON"
            continue
        pooled = dict(one.scores)
        pooled["PERSON"] += short_of_people.get(key, 0.0)
        if key in of_things and key not in short_of_people and not one.n_titles:
            pooled["PERSON"] *= LONE_PERSON_SHARE
        for entity_type, share in of_things.get(key, {}).items():
            pooled[entity_type] += THING_SHARE * share * max(1, one.n_votes)
        yield key, best_of(pooled)


def _forms(keys: Iterable[str], evidence: Mapping[str, Evidence]) -> dict[str, Form]:
    return {
        key: Form(evidence[key].printed, evidence[key].forms.total(), evidence[key].first_at) for key in sorted(keys)
    }


def _is_family(key: str, surnames: Mapping[str, float]) -> bool:
    """Whether a name is the plural of a surname of the document: "the Roes" are no person."""
    return (
        key not in surnames
        and (key.removesuffix("s") in surnames or key.removesuffix("es") in surnames)
        and key[-1] == "s"
    )


def _first_names(labels: Sequence[Label], meanings: Mapping[str, Meaning]) -> dict[str, str | None]:
    """Return the first names of the speakers, by folded label name; None where the page does not tell it."""
    found: dict[str, str | None] = {}
    for label in labels:
        meaning = meanings.get(fold(label.name))
        forms = meaning.people[0].forms if meaning is not None else []
        found[fold(label.name)] = next((form.first for form in forms), None)
    return found


def _short_forms(meanings: Iterable[Meaning], evidence: Mapping[str, Evidence]) -> dict[str, float]:
    """Return surnames and unique first names of those who are named in full, with what their names say for a person."""
    people: dict[int, Person] = {id(person): person for meaning in meanings for person in meaning.people}
    firsts = Counter(first for person in people.values() for first in person.first_names)
    found: dict[str, float] = {}
    for person in people.values():
        if not person.forms:
            continue
        weight = evidence[fold(person.name)].scores["PERSON"]
        weight += KNOWN_FIRST_NAME_WEIGHT * any(first in lexicon.first_names() for first in person.first_names)
        for short in set().union(*person.short_forms, (first for first in person.first_names if firsts[first] == 1)):
            found[short] = max(found.get(short, 0.0), weight)
    return found


def _is_place_too(evidence: Evidence) -> bool:
    """Whether a person's name is a place's as well: a listed one, or one that the reader saw several times."""
    if evidence.known is not None:
        return evidence.known.type in PLACES
    return evidence.n_sure_places >= MIN_SURE_PLACES


def _place_type(evidence: Evidence) -> str:
    return max(sorted(PLACES), key=evidence.share)
