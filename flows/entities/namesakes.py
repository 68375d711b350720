"""Whom a name means that several people of a document bear: what titles, relations and first names tell of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.entities import lexicon
from flows.entities.cluster import Meaning, Person
from flows.entities.entity import Gender
from flows.entities.evidence import title_before
from flows.entities.gender import agreed, gender_of_name, gender_of_title, may_be
from flows.entities.names import bare
from flows.entities.occurrences import Occurrence
from flows.entities.passages import Passage
from flows.entities.roles import role_before

_WINDOW_CHARS: Final = 40
_FEMALE: Final = "wife|widow|mother|daughter|sister|aunt|niece|grandmother|granddaughter|stepmother|girlfriend|fiancée"
_MALE: Final = "husband|widower|father|son|brother|uncle|nephew|grandfather|grandson|stepfather|boyfriend|fiancé"
# "his wife, Ana Roe", "their sons Jan"; "Ana Roe, his wife".
_RELATION_BEFORE: Final = re.compile(rf"\b(?:(?P<female>{_FEMALE})|(?P<male>{_MALE}))s?,? $")
_RELATION_AFTER: Final = re.compile(rf", (?:his|her|their) (?:\w+ )?(?:(?P<female>{_FEMALE})|(?P<male>{_MALE}))\b")


@dataclass(slots=True)
class Profile:
    """What a document says of a person beside the full name: words of titles, and genders."""

    titles: set[str] = field(default_factory=set)
    genders: list[Gender] = field(default_factory=list)


def profiles_of(
    passages: Sequence[Passage], occurrences: Iterable[Occurrence], people: Mapping[str, Meaning]
) -> dict[str, Profile]:
    """Return what stands beside the full names of people, by person's name."""
    found: dict[str, Profile] = {}
    for occurrence in occurrences:
        meaning = people.get(occurrence.key)
        if meaning is None or " " not in occurrence.key or len(meaning.people) > 1:
            continue
        text = passages[occurrence.passage].text
        profile = found.setdefault(meaning.people[0].name, Profile())
        if span := role_before(text, occurrence.start):
            profile.titles.update(bare(word) for word in text[slice(*span)].split())
        before = text[max(0, occurrence.start - _WINDOW_CHARS) : occurrence.start]
        profile.genders.append(gender_of_title(title_before(text, occurrence.start)))
        relation = _RELATION_BEFORE.search(before) or _RELATION_AFTER.match(text, occurrence.end)
        if relation:
            profile.genders.append(Gender.FEMALE if relation["female"] else Gender.MALE)
    return found


def choose(
    meaning: Meaning, title: str | None, seen: Sequence[Person], profiles: Mapping[str, Profile]
) -> tuple[Person | None, str]:
    """Choose among those who share the name; None where it is unclear, or where the title speaks of somebody else.

    seen: people named unmistakably before in the same passage. profiles: what is said of each, by person's name.
    """
    gender = gender_of_title(title)
    genders = {person.name: _gender(person, profiles) for person in meaning.people}
    fitting = [person for person in meaning.people if may_be(genders[person.name], gender)]
    if not fitting:
        return None, "the form of address is another person's"
    if len(meaning.people) == 1:
        return fitting[0], meaning.why
    if gender is not Gender.UNKNOWN:
        fitting = [person for person in fitting if genders[person.name] is gender] or fitting
    if title is not None and title not in lexicon.titles().address:
        fitting = [person for person in fitting if person.name in profiles and title in profiles[person.name].titles]
    if len(fitting) == 1:
        return fitting[0], f"surname of {fitting[0].name}, by title"
    near = [person for person in seen if person in fitting]
    if near:
        return near[-1], f"surname of {near[-1].name}, named before in the paragraph"
    if fitting:
        return fitting[0], f"surname of {fitting[0].name}, introduced first"
    return None, "shared surname, and a title that none of the full names has"


def _gender(person: Person, profiles: Mapping[str, Profile]) -> Gender:
    """Return what is said beside the name, before what the first name says."""
    profile = profiles.get(person.name)
    said = agreed(profile.genders) if profile is not None else Gender.UNKNOWN
    return said if said is not Gender.UNKNOWN else gender_of_name(person.name)
