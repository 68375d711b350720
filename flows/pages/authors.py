"""Who wrote a page: people's names out of bylines, and out of what structured data has in their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from flows.pages.dates import MONTH
from flows.pages.lexicon import words
from flows.pages.names import is_person_name, leading_name
from flows.pages.signs import BYLINE_START, wire_agencies

_NAME_SEPARATOR: Final = re.compile(r"\s*(,|;|\||•|·|/|–|—| - |\band\b|&)\s*")
_JOINS: Final = frozenset({"and", "&", ""})
# "Anna Roe for the Valley Post", "Ben Poe in Lenn", "Cara Doe (editor)", "Dan Low Apr. 4".
_BEHIND_NAME: Final = re.compile(
    rf"\s+(?:for|in|at|of|from|with|via)\s.*|\s*[(\[].*|\s+{MONTH}\s+\d.*|\s+\d{{1,2}}\s+{MONTH}\b.*", re.IGNORECASE
)
# Who helped is no author: "Dan Low contributed reporting from Ostra."
_CONTRIBUTED: Final = re.compile(r"\bcontributed\b", re.IGNORECASE)
# Where a dump lost the space between a name and what follows: "Anna RoePolitics Editor".
_SEAM: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CONTACT: Final = re.compile(r"\S*@\S+|https?://\S+")
# A shorter name of an organisation may be the start of a person's.
_MIN_ORGANISATION_CHARS: Final = 8
# Names in scripts without capitals have no form by which to know them: short, and letters only.
_MAX_CASELESS_CHARS: Final = 20


def byline_names(text: str) -> list[str]:
    """Return the people whom a byline names, in order: "By Anna Roe and Ben Poe, Staff Writers"."""
    start = BYLINE_START.match(text)
    if start is not None:
        return _listed(text[start.end() :])
    return [] if _CONTRIBUTED.search(text) is not None else _listed(text)[:1]


def choose_authors(
    places: Iterable[Sequence[str]], organisations: Iterable[str], byline: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the people whom the first place names that names any.

    places: of each place the texts that stand for authors, the most trusted place first.
    organisations: names that are no person's, whatever they look like.
    byline: the people whom the byline above the body names. Where it has these people and more, it is those:
        structured data often has room for one.

    A name in capitals is given as another place spells it, where one does.
    """
    no_people = {squash(name) for name in organisations} - {""}
    named = [_named(texts, no_people) for texts in places]
    spelled = {name.casefold(): name for names in named for name in names if not name.isupper()}
    first = next(filter(None, named), [])
    folded = {name.casefold() for name in first}
    whole = byline if folded and folded < {name.casefold() for name in byline} else first
    unique = {name.casefold(): spelled.get(name.casefold(), name) for name in whole}
    return tuple(unique.values())


def squash(name: str) -> str:
    """Return the letters and digits of a name in lower case: what its spellings have in common."""
    return "".join(char for char in name.casefold() if char.isalnum())


def agency_in(text: str) -> str | None:
    """Return the agency whose story a byline or an author's place says it is: "Reuters", "By Anna Roe, Reuters".

    None for "Anna Roe and AP": that is the site's own story.
    """
    start = BYLINE_START.match(text)
    parts = ["", *_NAME_SEPARATOR.split(text[start.end() :] if start else text)]
    agency = None
    for join, part in zip(parts[::2], parts[1::2], strict=True):
        named = wire_agencies().get(part.strip())
        if join.casefold() in _JOINS and join and (named is None) != (agency is None):
            return None
        agency = agency or named
    return agency


def _named(texts: Sequence[str], no_people: set[str]) -> list[str]:
    names = [name for text in texts for name in _people_in(text)]
    return [name for name in names if not _is_organisation(squash(name), no_people) and name not in wire_agencies()]


def _is_organisation(squashed: str, no_people: set[str]) -> bool:
    """Return whether a name is an organisation's or starts with one: "Valley Post Reporters"."""
    return squashed in no_people or any(
        len(name) >= _MIN_ORGANISATION_CHARS and squashed.startswith(name) for name in no_people
    )


def _people_in(text: str) -> list[str]:
    bare = _CONTACT.sub(" ", text).strip()
    start = BYLINE_START.match(bare)
    parts = bare.split(", ")
    if len(parts) == 2 and not any(" " in part for part in parts) and is_person_name(f"{parts[1]} {parts[0]}"):
        return [f"{parts[1]} {parts[0]}"]  # "Roe, Anna", as libraries write it
    return _listed(bare[start.end() :] if start else bare)


def _listed(text: str) -> list[str]:
    """Return the people that a list of names begins with.

    It ends at what is no name. Behind a comma stand offices and papers, which can begin like a name ("Lenn Bureau
    Chief"); so only there where a name may begin its part, at the start and behind "and", what follows it is cut off.
    """
    parts = ["", *_NAME_SEPARATOR.split(_unglued(text))]
    names: list[str] = []
    for join, part in zip(parts[::2], parts[1::2], strict=True):
        bare = _BEHIND_NAME.sub("", part).strip(" .") if part else ""
        name = next((form for form in (part, bare) if is_person_name(form) or _is_caseless_name(form)), None)
        if name is None and join.casefold() in _JOINS:
            name = leading_name(bare)
        if name is not None:
            names.append(_once(name))
        elif names:
            break
    return names


def _unglued(text: str) -> str:
    """Return the text with a space where a word that is in no name is stuck to one that is."""
    seams = [seam.start() for seam in _SEAM.finditer(text)]
    for seam in reversed(seams):
        word = _WORD.match(text, seam)
        if word is not None and word[0].casefold() in words("not_in_names"):
            text = f"{text[:seam]} {text[seam:]}"
    return text


def _once(name: str) -> str:
    """Return a name that is printed twice (under a portrait, and as the byline) once."""
    parts = name.split()
    half = len(parts) // 2
    return " ".join(parts[:half]) if half > 1 and parts[:half] == parts[half:] else name


def _is_caseless_name(text: str) -> bool:
    letters = text.replace(" ", "").replace("·", "")
    return (
        1 < len(letters) <= _MAX_CASELESS_CHARS
        and letters.isalpha()
        and not any(c.upper() != c.lower() for c in letters)
    )
