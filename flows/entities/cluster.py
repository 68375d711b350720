"""Which names of one document are one person: full names, their fuller forms, and their short forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.entities import lexicon
from flows.entities.names import NICKNAME, PersonName, fold, is_ruler, may_be_one, parse_person, surname_key

# No page names so many people of one surname; a list or a register does, and tells nothing of who is meant.
MAX_BEARERS: Final = 50


@dataclass(frozen=True, slots=True)
class Form:
    """A name of a person as a document prints it. first_at: where it stands first, for order only."""

    printed: str
    n: int
    first_at: int


@dataclass(slots=True)
class Person:
    """One person of a document: the forms of the full name, or a lone short name."""

    name: str
    first_at: int
    forms: list[PersonName] = field(default_factory=list)

    @property
    def first_names(self) -> set[str]:
        """First names and nicknames, folded: 'Ana "Nan" Roe' goes by "Nan" as well."""
        nicknames = {fold(nickname.strip(" \"“”‘’'()")) for nickname in NICKNAME.findall(self.name)}
        return {fold(form.first) for form in self.forms if form.first} | nicknames

    @property
    def short_forms(self) -> tuple[set[str], ...]:
        """What may stand for the surname, folded, the surest first.

        The surname; every run of words at the end of the name ("Poe Roe", and "Poe" of "Roe-Poe"); and a word in the
        middle, which is the surname where two are borne ("Quint" of "Ana Quint Roe").
        """
        surnames, runs, middles = set(), set(), set()
        for form in self.forms:
            surnames |= {fold(form.surname), fold(form.last), surname_key(form)}
            words = fold(" ".join((*form.middle, form.surname))).split()
            runs |= {" ".join(words[start:]) for start in range(len(words))}
            middles |= {word for word in map(fold, form.middle) if len(word) > 1 and word not in lexicon.first_names()}
        return surnames, runs - surnames, middles - runs - surnames


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom a form of a name means: one person, or one of several with the same surname. why: how that is known."""

    people: tuple[Person, ...]
    why: str


def cluster_people(forms: Mapping[str, Form], given_first_names: Mapping[str, str]) -> dict[str, Meaning]:
    """Return whom each form means. Forms are keyed by their folded text.

    given_first_names: first names of people that the page calls by surname only, by folded surname; it never
    prints their full name ("Thank you, Ana." to the label ROE).
    """
    parsed = {key: parse_person(form.printed) for key, form in forms.items()}
    full = {key: name for key, name in parsed.items() if name is not None and (name.is_full or is_ruler(name))}
    # "Van Roe" and "Poe Roe" are full names, but not beside "Ana van Roe" and "Ana Poe Roe".
    surnames = {fold(name.surname) for name in full.values() if name.particles} | {
        fold(f"{name.middle[-1]} {name.surname}")
        for name in full.values()
        if name.middle and fold(name.middle[-1]) not in lexicon.first_names()
    }
    full = {key: name for key, name in full.items() if key not in surnames}
    meanings = _full_names(forms, full)
    people = list({id(meaning.people[0]): meaning.people[0] for meaning in meanings.values()}.values())
    by_surname = _by_short_form(people)
    by_first_name: dict[str, list[Person]] = {}
    for person in people:
        for first in person.first_names:
            by_first_name.setdefault(first, []).append(person)
    for key in sorted(forms.keys() - meanings.keys(), key=lambda one: (forms[one].first_at, one)):
        form = forms[key]
        if len(by_surname.get(key, ())) > MAX_BEARERS:
            meanings[key] = Meaning((Person(form.printed, form.first_at),), "a surname of too many")
        elif key in by_surname:
            found = tuple(sorted(by_surname[key], key=lambda person: person.first_at))
            meanings[key] = Meaning(found, f"surname of {found[0].name}" if len(found) == 1 else "shared surname")
        elif len(by_first_name.get(key, ())) == 1:
            person = by_first_name[key][0]
            meanings[key] = Meaning((person,), f"first name of {person.name}")
        elif key in given_first_names:
            person = Person(f"{given_first_names[key]} {form.printed}", form.first_at)
            meanings[key] = Meaning((person,), f"label: addressed as {given_first_names[key]}")
        else:
            meanings[key] = Meaning((Person(form.printed, form.first_at),), "only this name")
    for surname, first in given_first_names.items():
        if surname in meanings and fold(first) not in by_first_name:
            person = meanings[surname].people[0]
            meanings[fold(first)] = Meaning((person,), f"first name of {person.name}, by address")
    return meanings


def _by_short_form(people: Sequence[Person]) -> dict[str, list[Person]]:
    """Return those who may be called by each short form; who bears it as a whole surname goes before others."""
    found: dict[str, list[Person]] = {}
    for tier in zip(*(person.short_forms for person in people), strict=True):
        bearers: dict[str, list[Person]] = {}
        for person, shorts in zip(people, tier, strict=True):
            for short in shorts:
                bearers.setdefault(short, []).append(person)
        found = bearers | found
    return found


def _full_names(forms: Mapping[str, Form], full: Mapping[str, PersonName]) -> dict[str, Meaning]:
    """Join the forms of one full name: "John F. Roe" and "John Roe", unless they fit several people."""
    blocks: dict[str, list[str]] = {}
    for key, name in full.items():
        blocks.setdefault(surname_key(name), []).append(key)
    meanings: dict[str, Meaning] = {}
    for keys in blocks.values():
        people: list[Person] = []
        are_compared = len(keys) <= MAX_BEARERS
        for key in sorted(keys, key=lambda one: (*_fullness(full[one], forms[one]), one)):
            compared = people if are_compared else []
            fitting = [person for person in compared if all(may_be_one(form, full[key]) for form in person.forms)]
            if len(fitting) == 1:
                person = fitting[0]
                person.first_at = min(person.first_at, forms[key].first_at)
                why = "full name" if person.name == forms[key].printed else f"form of {person.name}"
            else:
                person, why = Person(forms[key].printed, forms[key].first_at), "full name"
                people.append(person)
            person.forms.append(full[key])
            meanings[key] = Meaning((person,), why)
    return meanings


def _fullness(name: PersonName, form: Form) -> tuple[int, int, int, int]:
    """Order forms from the fullest: no initial for a first name, most words, most frequent, earliest."""
    is_initial = len(fold(name.first or "")) == 1
    return int(is_initial), -len(form.printed.split()), -form.n, form.first_at
