"""One decision per name and document: its type, and whom or what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from flows.entities.cluster import Form, Meaning, Person, cluster_people
from flows.entities.evidence import Evidence, decide_type
from flows.entities.labels import Address, Label, addressed_labels
from flows.entities.names import fold, parse_person
from flows.entities.organisations import names_of_organisations

PLACES = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class Thing:
    """What a name means that is no person: type, canonical name, and how that is known."""

    type: str
    name: str
    why: str


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
    types = {key: found for key, one in evidence.items() if (found := decide_type(one)) is not None}
    types |= dict.fromkeys(_people_by_pooled_evidence(evidence, types), "PERSON")
    people = {key for key, entity_type in types.items() if entity_type == "PERSON"}
    meanings = cluster_people(_forms(people, evidence), {})
    given_first_names = addressed_labels(labels, addresses, _first_names(labels, meanings))
    short = _short_forms(meanings.values())
    for key, one in evidence.items():
        if key in short and key not in people and (one.known is None or one.n_person_like or one.scores["PERSON"] >= 1):
            people.add(key)
    people -= {key for key in people if _is_family(key, short)}
    people |= {fold(name) for name in given_first_names.values()} & evidence.keys()
    meanings = cluster_people(_forms(people, evidence), given_first_names)
    both = {key for key in people if (known := evidence[key].known) is not None and known.type in PLACES}
    things = {
        key for key, entity_type in types.items() if key in both or (key not in people and entity_type != "PERSON")
    }
    mostly_places = {key for key in both if types.get(key) in PLACES}
    return Decisions(meanings, _things(things, types, evidence), mostly_places)


def _people_by_pooled_evidence(evidence: Mapping[str, Evidence], types: Mapping[str, str]) -> Iterator[str]:
    """Yield full names that were taken for organisations or places, where their surnames alone speak for people."""
    for key, entity_type in types.items():
        name = parse_person(evidence[key].printed)
        short = evidence.get(fold(name.surname)) if name is not None and name.is_full else None
        if entity_type in {"ORG", "GPE"} and short is not None and short.known is None and evidence[key].known is None:
            pooled = {kind: evidence[key].scores[kind] + short.scores[kind] for kind in ("PERSON", entity_type)}
            if pooled["PERSON"] >= pooled[entity_type]:
                yield key


def _forms(keys: Iterable[str], evidence: Mapping[str, Evidence]) -> dict[str, Form]:
    return {
        key: Form(evidence[key].printed, evidence[key].forms.total(), evidence[key].first_at) for key in sorted(keys)
    }


def _is_family(key: str, surnames: Set[str]) -> bool:
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


def _short_forms(meanings: Iterable[Meaning]) -> set[str]:
    """Return surnames and unique first names of the people that a document names in full."""
    people: dict[int, Person] = {id(person): person for meaning in meanings for person in meaning.people}
    surnames = {short for person in people.values() for short in person.short_forms}
    firsts = Counter(first for person in people.values() for first in person.first_names)
    return surnames | {first for first, n in firsts.items() if n == 1}


def _things(keys: Iterable[str], types: Mapping[str, str], evidence: Mapping[str, Evidence]) -> dict[str, Thing]:
    things: dict[str, Thing] = {}
    organisations = set()
    for key in keys:
        known, entity_type = evidence[key].known, types[key]
        if known is not None:
            things[key] = Thing(known.type, known.name, f"gazetteer: {known.kind}")
        elif entity_type == "ORG":
            organisations.add(key)
        elif entity_type != "PERSON":
            things[key] = Thing(entity_type, evidence[key].printed, "votes of all occurrences")
    organisations |= {key for key, thing in things.items() if thing.type == "ORG"}
    for key, (name, why) in names_of_organisations(organisations, evidence).items():
        things[key] = Thing("ORG", name, why)
    return things
