"""The reviewed word lists of this room, read from `lexicons/` once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows.entities.entity import Gender
from flows.lexicons import read_entries, read_table


@dataclass(frozen=True, slots=True)
class Titles:
    """Words before or after a person's name, in lower case and without a full stop.

    address: forms of address, never a role. before: all words that may stand before a name, address included.
    postnominals: honours and offices behind a name. gender: of the person, where a title says it.
    """

    address: frozenset[str]
    before: frozenset[str]
    postnominals: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    gender: dict[str, Gender]


@dataclass(frozen=True, slots=True)
class Roles:
    """Words of which a role is made, in lower case.

    heads: its last noun. modifiers: what may stand before it. skipped: what is left out. objects: what it may be of.
    """

    heads: frozenset[str]
    modifiers: frozenset[str]
    skipped: frozenset[str]
    objects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Words of a name that say what is named, in lower case: "university", "airport", "river"."""

    by_last_word: dict[str, str]
    by_first_word: dict[str, str]
    organisation_words: frozenset[str]


def entries(name: str) -> tuple[str, ...]:
    """Return the entries of a list, one a line."""
    return read_entries("entities", name)


@cache
def words(name: str) -> frozenset[str]:
    """Return all words of a plain list."""
    return frozenset(word for line in entries(name) for word in line.split())


@cache
def titles() -> Titles:
    """Return the titles, forms of address, suffixes and particles of `titles.toml`."""
    data = read_table("entities", "titles")
    address, before = data["address"], data["before"]
    gender = {word.lower(): Gender.FEMALE for word in (*address["female"], *before["female"])}
    gender |= {word.lower(): Gender.MALE for word in (*address["male"], *before["male"])}
    forms = frozenset(word.lower() for group in address.values() for word in group)
    return Titles(
        address=forms,
        before=forms | {word.lower() for word in before["words"]},
        postnominals=frozenset(data["postnominal"]["words"]),
        suffixes=frozenset(word.lower() for word in data["suffix"]["words"]),
        particles=frozenset(data["particle"]["words"]),
        gender=gender,
    )


@cache
def roles() -> Roles:
    """Return the words of `roles.toml`."""
    data = read_table("entities", "roles")
    parts = ("heads", "modifiers", "skipped", "objects")
    return Roles(*(frozenset(word.lower() for word in data[part]) for part in parts))


@cache
def first_names() -> dict[str, Gender]:
    """Return first names in lower case with the gender they are mostly given to; UNKNOWN for either."""
    found: dict[str, Gender] = {}
    gender = Gender.UNKNOWN
    for line in entries("first_names"):
        if line.startswith("["):
            gender = {"[female]": Gender.FEMALE, "[male]": Gender.MALE}.get(line, Gender.UNKNOWN)
            continue
        for name in line.lower().split():
            found[name] = gender if found.get(name, gender) is gender else Gender.UNKNOWN
    return found


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Return for each short form of a first name the full names that it may stand for."""
    found: dict[str, set[str]] = {}
    for line in entries("nicknames"):
        full, _, short_forms = line.partition(":")
        for short in short_forms.split():
            found.setdefault(short, set()).add(full)
    return {short: frozenset(full) for short, full in found.items()}


@cache
def kinds() -> Kinds:
    """Return the words of `kinds.toml`."""
    data = read_table("entities", "kinds")
    return Kinds(
        by_last_word={word: kind for kind, group in data["last_word"].items() for word in group},
        by_first_word={word: kind for kind, group in data["first_word"].items() for word in group},
        organisation_words=frozenset(data["any_word"]["ORG"]),
    )


@cache
def no_person_words() -> frozenset[str]:
    """Return words in lower case that start a sentence or a headline but no person's name."""
    return words("no_person_words")
