"""How names are shortened: by which shorter names a document may call what it names in full.

What counts was read off our own corpus: an organisation goes by its acronym, by its first words ("Quist" for "Quist
Freight"), by its kind ("the Association") and by its last words; a place hardly ever by a part of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from flows.entities import lexicon
from flows.entities.evidence import PLACES
from flows.entities.gazetteer import look_up
from flows.entities.names import fold

_LEGAL_FORM: Final = re.compile(r",? (?:Inc|Corp|Corporation|Co|Company|Ltd|Limited|LLC|LLP|PLC|plc|AG|GmbH|S\.A)\.?$")
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SMALL_WORDS: Final = frozenset(
    {
        "of",
        "the",
        "and",
        "for",
        "in",
        "on",
        "at",
        "to",
        "with",
        "de",
        "du",
        "des",
        "la",
        "el",
        "del",
        "da",
        "a",
        "an",
        "y",
        "und",
        "et",
    }
)
# A country before the name proper is left out of some acronyms: "U.S. Food and Drug Administration", FDA.
_COUNTRY_BEFORE: Final = re.compile(r"(?:U\.? ?S\.?|U\.? ?K\.?|United States|British|American|Federal|National|Royal) ")
_UNIT_OF: Final = re.compile(
    r"(?:City|Town|Village|Borough|State|Commonwealth|Republic|Kingdom|Province|County|Island|Isle|District) of "
    r"(?:the )?"
)
MIN_ACRONYM_CHARS: Final = 2
MAX_ACRONYM_CHARS: Final = 8
ACRONYM: Final = re.compile(r"(?:[A-Z]\.?){2,8}s?")


@lru_cache(maxsize=65_536)
def short_forms_of(name: str, entity_type: str) -> tuple[str, ...]:
    """Return, folded, the forms that may stand for a name that is no person's, each once."""
    return tuple(dict.fromkeys(_short_forms(name, entity_type)))


def _short_forms(name: str, entity_type: str) -> Iterator[str]:
    if entity_type in {"ORG", "EVENT", "WORK"}:
        yield from acronyms_of(name)
    if entity_type == "ORG":
        yield from _of_organisation(name)
    elif entity_type in PLACES:
        yield from _of_place(name, entity_type)


def without_legal_form(name: str) -> str:
    """Return the name without "Inc." and the like."""
    return _LEGAL_FORM.sub("", name)


def acronyms_of(name: str) -> Iterator[str]:
    """Yield, folded, the acronyms of a name: of all its words or the large ones, with or without a country before."""
    without = _COUNTRY_BEFORE.sub("", name, count=1) if _COUNTRY_BEFORE.match(name) else name
    for text in {name, without}:
        words = _WORD.findall(text.replace(".", ""))
        large = [word for word in words if word.lower() not in _SMALL_WORDS]
        for some in (words, large):
            letters = "".join(word if word.isupper() and len(word) < 4 else word[0] for word in some)  # "HM Revenue"
            if len(some) > 1 and MIN_ACRONYM_CHARS <= len(letters) <= MAX_ACRONYM_CHARS:
                yield letters.lower()


def _of_organisation(name: str) -> Iterator[str]:
    words = name.split()
    if len(words) < 2:
        return
    yield fold(without_legal_form(name))
    for end in range(1, len(words)):
        head = " ".join(words[:end])
        if words[end - 1].lower() not in _SMALL_WORDS and not _is_too_general(head, words[end]):
            yield fold(head)
            yield fold(_POSSESSIVE.sub("", head))
    for start in range(1, len(words)):
        # What stands behind a small word or a comma is another name: "University of Ostervik Ely", "College, Ely".
        if words[start - 1].lower() in _SMALL_WORDS or words[start - 1].endswith(","):
            break
        # One word of a listed name is too little: "House" is rarely the White House.
        if words[start].lower() not in _SMALL_WORDS and (start < len(words) - 1 or not look_up(name)):
            yield fold(" ".join(words[start:]))
    kinds = lexicon.kinds().by_last_word
    yield from (fold(word) for word in words if kinds.get(fold(word)) == "ORG" and not look_up(name))


def _is_too_general(head: str, following: str) -> bool:
    """Whether the first words of a name name something else: a country, a people, the House of a "House Committee"."""
    known = look_up(head)
    is_kind = fold(head) in lexicon.kinds().by_last_word and following.lower() not in _SMALL_WORDS
    return is_kind or (known is not None and known.type in {"NORP", "GPE", "LOC"})


def _of_place(name: str, entity_type: str) -> Iterator[str]:
    kinds = lexicon.kinds()
    words = name.split()
    if unit := _UNIT_OF.match(name):
        yield fold(name[unit.end() :])
    if len(words) < 2 or entity_type == "GPE":
        return
    if fold(words[-1]) in kinds.by_last_word:
        yield fold(" ".join(words[:-1]))
    if fold(words[0]) in kinds.by_first_word:
        yield fold(" ".join(words[1:]))
