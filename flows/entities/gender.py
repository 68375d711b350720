"""What titles and first names say of a person's gender; for pronouns only, and UNKNOWN where they disagree."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from flows.entities import lexicon
from flows.entities.entity import Gender
from flows.entities.names import fold, parse_person


def gender_of_title(word: str | None) -> Gender:
    """Return what a title says: "mrs" is FEMALE, "senator" says nothing."""
    return lexicon.titles().gender.get(word or "", Gender.UNKNOWN)


@lru_cache(maxsize=65_536)
def gender_of_name(name: str) -> Gender:
    """Return what the first name of a full name says; UNKNOWN for a lone name, which may be a surname."""
    parsed = parse_person(name)
    if parsed is None or parsed.first is None:
        return Gender.UNKNOWN
    given = (parsed.first, *parsed.middle[:1]) if len(fold(parsed.first)) == 1 else (parsed.first,)
    return agreed(lexicon.first_names().get(fold(word), Gender.UNKNOWN) for word in given)


def agreed(genders: Iterable[Gender]) -> Gender:
    """Return the gender that all which say something agree on."""
    said = set(genders) - {Gender.UNKNOWN}
    return said.pop() if len(said) == 1 else Gender.UNKNOWN


def may_be(one: Gender, other: Gender) -> bool:
    """Whether what is known of two doesn't rule out that they are one person."""
    return one is other or Gender.UNKNOWN in (one, other)
