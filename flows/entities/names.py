"""A person's name, taken apart: titles, first and middle names, surname with its particles, suffix."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows.entities import lexicon

# Longer than any word: a page without spaces is one.
MAX_WORD_CHARS: Final = 110
_WORD: Final = re.compile(r"\S+")
_HYPHENS: Final = re.compile(r"[-‐‑–]")
_APOSTROPHES: Final = re.compile(r"[’‘ʼ`´]")
_NOT_NAME: Final = re.compile(r"[^\w\s'.-]|[\d_]")
# A nickname between first name and surname: 'Ana "Nan" Roe'.
NICKNAME: Final = re.compile(r" (?:“[^“”\"]{1,30}”|\"[^“”\"]{1,30}\"|\([^()]{1,30}\))(?= \w)")
_ROMAN: Final = re.compile(r"[IVX]+")
# The letters after these keep their capital when a surname in capitals is written as usual: "MCCARTHY", "O'BRIEN".
_INNER_CAPITAL: Final = re.compile(r"\b(Mc|O'|D')(\w)")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name without titles. first: None where only a surname (or only one name) stands."""

    first: str | None
    middle: tuple[str, ...]
    particles: tuple[str, ...]
    last: str
    suffix: str

    @property
    def is_full(self) -> bool:
        return self.first is not None

    @property
    def surname(self) -> str:
        """The surname with its particles: "de Roe"."""
        return " ".join((*self.particles, self.last))


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return a name without case, accents, full stops, apostrophes and hyphens: what makes two spellings one."""
    text = _APOSTROPHES.sub("'", _HYPHENS.sub(" ", text)).replace(".", " ").replace("'", "")
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(plain.casefold().split())


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """Return a word in lower case without the full stop, comma or apostrophes at its ends."""
    return word.strip(".,'’").lower()


def word_before(text: str, start: int) -> str:
    """Return the word that one space parts from the name at `start`; nothing where no space stands there."""
    if text[start - 1 : start] != " ":
        return ""
    return text[max(0, start - MAX_WORD_CHARS) : start - 1].rpartition(" ")[2]


@lru_cache(maxsize=65_536)
def parse_person(text: str) -> PersonName | None:
    """Take a name without titles apart; None where it can't be a person's name.

    "Omar al-Roe": the hyphened particle belongs to the surname. "Ana Beatrix Roe Jr.": a suffix. A name in
    capitals is taken apart like any other.
    """
    words = NICKNAME.sub("", text).replace(",", " ").split()
    titles = lexicon.titles()
    suffix: list[str] = []
    while len(words) > 1 and bare(words[-1]) in titles.suffixes:
        suffix.insert(0, words.pop())
    if not words or _NOT_NAME.search("".join(words).replace("’", "'")) or not any(map(str.isalpha, words[-1])):
        return None
    if len(words) == 1:
        return PersonName(None, (), (), words[0], " ".join(suffix))
    start = len(words) - 1
    while start > 0 and words[start - 1] in titles.particles:
        start -= 1
    first, middle = (words[0], tuple(words[1:start])) if start else (None, ())
    return PersonName(first, middle, tuple(words[start:-1]), words[-1], " ".join(suffix))


def is_ruler(name: PersonName) -> bool:
    """Whether a name is one of a king or pope: "Ana IV"."""
    return name.first is None and bool(_ROMAN.fullmatch(name.suffix))


def surname_key(name: PersonName) -> str:
    """Return what spellings of one surname share: no particles, accents, case or hyphens ("al-Roe": "roe")."""
    words = fold(name.last).split()
    while len(words) > 1 and words[0] in lexicon.titles().particles:
        words.pop(0)
    return " ".join(words)


def may_be_one(one: PersonName, other: PersonName) -> bool:
    """Whether two full names may be forms of one: same surname, and first names that fit.

    They fit where they are equal, or one is the other's initial or short form ("Ken" and "Kenneth").

    Middle names must not contradict: "Ana B. Roe" and "Ana Roe" may be one, "Ana B. Roe" and
    "Ana C. D. Roe" are not.
    """
    if one.first is None or other.first is None or surname_key(one) != surname_key(other):
        return False
    if one.suffix and other.suffix and fold(one.suffix) != fold(other.suffix):
        return False
    return (_agree(one.first, other.first) or _is_nickname(one.first, other.first)) and _middles_agree(
        one.middle, other.middle
    )


def _agree(one: str, other: str) -> bool:
    a, b = fold(one), fold(other)
    return a == b or (min(len(a), len(b)) == 1 and a[:1] == b[:1])


def _is_nickname(one: str, other: str) -> bool:
    a, b = fold(one), fold(other)
    nicknames = lexicon.nicknames()
    return b in nicknames.get(a, ()) or a in nicknames.get(b, ())


def _middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    return len(one) == len(other) and all(map(_agree, one, other))


def titles_end(text: str, start: int, end: int) -> int:
    """Return where the name proper starts in `text[start:end]`, after titles such as "Sen." or "Secretary of State".

    A title that is also a first name stays before a single word ("Dean Roe", "Earl Poe").
    """
    titles, first_names, roles = lexicon.titles(), lexicon.first_names(), lexicon.roles()
    words = [(match.start(), match.end(), bare(match.group())) for match in _WORD.finditer(text, start, end)]
    index = 0
    while index < len(words) - 1:
        word = words[index][2].removeprefix("then-").removeprefix("ex-")
        known = word in titles.before or word in roles.heads
        if not known or (word in first_names and index == len(words) - 2):
            break
        index += 1
    return words[index][0] if words else start


def mixed_case(name: str) -> str:
    """Write a name that stands in capitals as usual: "SEAN O'BRIEN-MCCALL" becomes "Sean O'Brien-McCall"."""
    if not name.isupper():
        return name
    words = [
        word.lower() if index and word.lower() in lexicon.titles().particles else _capitalised(word)
        for index, word in enumerate(name.split())
    ]
    return " ".join(words)


def _capitalised(word: str) -> str:
    if "." in word.rstrip(".") or len(word.strip(".")) == 1:
        return word
    joined = "-".join(part.capitalize() for part in word.split("-"))
    return _INNER_CAPITAL.sub(lambda match: match[1] + match[2].upper(), joined.replace("’", "'"))


def is_person_like(name: str) -> bool:
    """Whether a byline's author may be a person: a full name without words such as "News" or "Staff"."""
    parsed = parse_person(name)
    if parsed is None or parsed.first is None:
        return False
    words = {bare(word) for word in name.split()}
    kinds, labels = lexicon.kinds(), lexicon.words("label_words")
    return not words & (kinds.organisation_words | labels) and bare(parsed.last) not in kinds.by_last_word
