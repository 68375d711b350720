"""Which names of one document are one organisation, place or other thing, and under which name it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flows.entities.evidence import Evidence
from flows.entities.names import fold
from flows.entities.short_forms import short_forms_of, without_legal_form

# An acronym that fits is hardly ever another name's.
ACRONYM_WEIGHT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Thing:
    """What a name means that is no person: type, canonical name, and how that is known."""

    type: str
    name: str
    why: str


def cluster_things(types: Mapping[str, str], evidence: Mapping[str, Evidence]) -> dict[str, Thing]:
    """Return what each name means. types: of the names that are no person's, by folded name.

    A short form joins the one longer name that it may stand for; where two different ones could be meant, it stays
    alone. What the lists know goes by their name.
    """
    long_forms = _long_forms(types, evidence)
    things: dict[str, Thing] = {}
    # Longer names first, so that a short form of a short form ends up under the longest.
    for key in sorted(types, key=lambda one: (-len(one), one)):
        known = evidence[key].known
        if known is not None:
            things[key] = Thing(known.type, known.name, f"gazetteer: {known.kind}")
            continue
        meant = {things[long].name: things[long] for long in long_forms.get(key, ()) if long in things}
        if len(meant) == 1:
            (thing,) = meant.values()
            things[key] = Thing(thing.type, thing.name, f"short form of {thing.name}")
        else:
            things[key] = Thing(types[key], evidence[key].printed, "votes of all occurrences")
    return things


def _long_forms(types: Mapping[str, str], evidence: Mapping[str, Evidence]) -> dict[str, set[str]]:
    """Return for each name the longer ones of its type that it may stand for."""
    found: dict[str, set[str]] = {}
    for key, entity_type in types.items():
        for short in short_forms_of(evidence[key].printed, entity_type):
            if short != key and len(short) < len(key) and short in types and _is_one_kind(types[short], entity_type):
                found.setdefault(short, set()).add(key)
    of_stem: dict[str, list[str]] = {}
    for key in sorted((key for key in types if types[key] == "ORG"), key=lambda one: (-len(one), one)):
        of_stem.setdefault(fold(without_legal_form(evidence[key].printed)), []).append(key)
    for longest, *others in of_stem.values():
        for key in others:
            found[key] = {longest}
    return found


def _is_one_kind(one: str, other: str) -> bool:
    return one == other or {one, other} == {"LOC", "FAC"}


def related(types: Mapping[str, str], evidence: Mapping[str, Evidence]) -> dict[str, dict[str, float]]:
    """Return for each name what its longer forms say of its type: the best share of votes for each type.

    types: what each name is by itself.
    """
    found: dict[str, dict[str, float]] = {}
    for key, best in types.items():
        if best == "PERSON":
            continue
        share = min(1.0, evidence[key].share(best))
        for short in short_forms_of(evidence[key].printed, best):
            if short != key and short in evidence:
                weight = share * (ACRONYM_WEIGHT if evidence[short].is_acronym else 1.0)
                of_type = found.setdefault(short, {})
                of_type[best] = max(of_type.get(best, 0.0), weight)
    return found
