"""Roles and titles beside a person's name, with the span each was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.entities import lexicon
from flows.entities.names import bare, word_before

_WINDOW_CHARS: Final = 110
_WORD: Final = re.compile(r"[^\s,;:()\"“”]+")
# "the company's chief executive": what stands before the role proper.
_POSSESSOR_OR_ARTICLE: Final = re.compile(
    r"(?:.*['’]s?|the|an?|his|her|their|its|our|then|former|current)$", re.IGNORECASE
)
_ROLE_ENDS: Final = re.compile(r"[,.;:()]| who | and | which |[–—]")
_AFTER: Final = re.compile(r", (?=[\w])")
_ABBREVIATION: Final = re.compile(r"(?:[A-Z]\.)+|(?:St|Mt|Ft|Ste|Co|Corp|Inc)\.")
_MAX_WORDS_BEFORE_HEAD: Final = 6
_MAX_WORDS_OF_OBJECT: Final = 5
_MAX_ROLE_CHARS: Final = 90
_JOINS_OBJECT: Final = frozenset({"of", "for", "at", "to", "in"})
_STARTS_OBJECT: Final = frozenset({"the", "a", "an", "his", "her", "their", "its"})
# Words of titles that are no role by themselves: "First", "Staff".
_ADVERBS: Final = frozenset({"also", "currently", "formerly", "himself", "herself", "now", "of", "once", "and"})
_NOT_ALONE: Final = frozenset(
    {
        "acting",
        "deputy",
        "first",
        "former",
        "general",
        "major",
        "prime",
        "private",
        "rear",
        "saint",
        "staff",
        "vice",
        "chief",
    }
)

_ARTICLES: Final = frozenset({"the", "a", "an"})

Span = tuple[int, int]


def role_before(text: str, start: int) -> Span | None:
    """Return the role that stands before the name that starts at `start`: "Foreign Minister Ana Roe".

    Without the country or employer before it. With a comma between them ("the bank's chairwoman, Ana Roe,") only
    if the name is closed by one too.
    """
    floor = max(0, start - _WINDOW_CHARS)
    if text[start - 1 : start] != " ":
        return None
    # "with Roe", as before most names: no need to look at more words.
    last = word_before(text, start)
    if last.isalpha() and last.islower() and not _is_head(last) and last not in lexicon.roles().objects:
        return None
    # A window that cuts a word in two loses that word.
    words = [match.span() for match in _WORD.finditer(text, floor, start)]
    if floor and words and words[0][0] == floor:
        words.pop(0)
    if not words or text[words[-1][1] : start].strip(" ") not in {"", ","}:
        return None
    if _ends_sentence(text[slice(*words[-1])]):
        return None
    if text[words[-1][1] : start].strip() == "," and text[slice(*words[-1])][:1].isupper():
        return None
    return _role_of_head(text, words) or _role_with_object(text, words)


def _role_of_head(text: str, words: list[Span]) -> Span | None:
    """Return the role whose noun is the last word: "deputy prime minister"."""
    if not _is_head(text[slice(*words[-1])]):
        return None
    first = _first_of_role(text, words, len(words) - 1)
    start, end = words[first][0], words[-1][1]
    only = bare(text[start:end])
    is_owned = first > 0 and text[slice(*words[first - 1])].lower() in _STARTS_OBJECT
    if only == "deputy" and is_owned:
        return start, end
    if not is_owned and _is_compound(text, words, first):
        start = words[first - 1][0]
    return None if only in _NOT_ALONE or only in lexicon.titles().address else (_past_prefix(text, start), end)


def _is_compound(text: str, words: list[Span], first: int) -> bool:
    """Whether one more word between an article and the role belongs to it: "the taxi driver"."""
    if first < 2 or text[words[first - 1][1] : words[first][0]] != " ":
        return False
    word, article = (text[slice(*words[index])] for index in (first - 1, first - 2))
    is_noun = word.isalpha() and word.islower() and word not in lexicon.roles().skipped
    return is_noun and text[words[first][0]].islower() and article.lower() in _ARTICLES


def _role_with_object(text: str, words: list[Span]) -> Span | None:
    """Return the role whose noun has an object: "Secretary of State"."""
    for index in range(len(words) - 2, max(0, len(words) - 2 - _MAX_WORDS_OF_OBJECT), -1):
        if text[slice(*words[index])] != "of":
            continue
        objects = [text[slice(*span)] for span in words[index + 1 :]]
        # "a former chairman of Mr. Roe's council": the name is what he chairs.
        if bare(objects[-1]) in lexicon.titles().address:
            return None
        is_named = objects[-1][:1].isupper() and all(
            word[:1].isupper() or word in {"the", "and", "of"} for word in objects
        )
        is_named |= len(objects) == 1 and objects[0] in lexicon.roles().objects
        if (
            is_named
            and index
            and _is_head(text[slice(*words[index - 1])])
            and "," not in text[words[index][0] : words[-1][1]]
        ):
            first = _first_of_role(text, words, index - 1)
            return _past_prefix(text, words[first][0]), words[-1][1]
        return None
    return None


def _ends_sentence(word: str) -> bool:
    """Whether a full stop after the word is no abbreviation's: "Sen.", "W." and "Mr." end no sentence."""
    is_abbreviation = len(word) <= 2 or _ABBREVIATION.fullmatch(word) is not None
    is_abbreviation |= word[:1].isupper() and bare(word) in lexicon.titles().before
    return word.endswith(".") and not is_abbreviation


def is_role_noun(word: str) -> bool:
    """Whether a noun in small letters is one that a role ends in: "spokeswoman"."""
    return word in lexicon.roles().heads


def _is_head(word: str) -> bool:
    lower = bare(word).removeprefix("then-").removeprefix("ex-")
    titles = lexicon.titles()
    is_title = word[:1].isupper() and lower in titles.before and lower not in titles.address
    return is_title or lower in lexicon.roles().heads


def _first_of_role(text: str, words: list[Span], head: int) -> int:
    """Return the index of the first word that belongs to the role; a comma ends it."""
    roles = lexicon.roles()
    first = head
    while first > 0 and text[words[first - 1][1] : words[first][0]] == " ":
        if _ends_sentence(text[slice(*words[first - 1])]):
            break
        word = bare(text[slice(*words[first - 1])])
        if word in roles.skipped or not (word in roles.modifiers or _is_head(text[slice(*words[first - 1])])):
            break
        first -= 1
    return first


def _past_prefix(text: str, start: int) -> int:
    """Step over "then-" and "ex-": the role is the one that was held."""
    for prefix in ("then-", "ex-"):
        if text[start : start + len(prefix)].lower() == prefix:
            return start + len(prefix)
    return start


def role_after(text: str, end: int) -> Span | None:
    """Return the role that a comma sets after the name that ends at `end`: "Ana Roe, the bank's chairwoman, said"."""
    comma = _AFTER.match(text, end)
    if comma is None:
        return None
    start = comma.end()
    stop = _end_of_apposition(text, start)
    if stop is None:
        return None
    words = [match.span() for match in _WORD.finditer(text, start, stop)]
    head = next(
        (
            index
            for index, span in enumerate(words[: _MAX_WORDS_BEFORE_HEAD + 1])
            if _ends_role(text, words, index, span)
        ),
        None,
    )
    if head is None:
        return None
    first = 0
    for index in range(head):
        if _POSSESSOR_OR_ARTICLE.fullmatch(text[slice(*words[index])]):
            first = index + 1
    # "Roe, lost his partner": what stands before "his" is no possessor, so this is a clause.
    if not all(_may_precede(text[slice(*span)]) for span in words[: max(0, first - 1)]):
        return None
    # Without an article or a possessor only the role itself: "Roe, deputy mayor of Ely,".
    if first == 0 and _first_of_role(text, words, head) > 0:
        return None
    return words[first][0], words[-1][1]


def _may_precede(word: str) -> bool:
    """Whether a word may stand before the article or possessor of a role: "now the mayor", "New Ely's mayor"."""
    roles = lexicon.roles()
    lower = bare(word)
    is_before = lower in roles.skipped or lower in roles.modifiers or lower in _ADVERBS
    return word[:1].isupper() or is_before or _POSSESSOR_OR_ARTICLE.fullmatch(word) is not None


def _end_of_apposition(text: str, start: int) -> int | None:
    """Return where the words after the comma end; "and" between two capitals belongs to a name."""
    for match in _ROLE_ENDS.finditer(text, start, start + _MAX_ROLE_CHARS):
        is_inside_name = match.group() == " and " and text[match.end() : match.end() + 1].isupper()
        before = text[start : match.start()].rpartition(" ")[2]
        if is_inside_name and before[:1].isupper():
            continue
        if match.group() == "." and not _ends_sentence(f"{before}."):
            continue
        return match.start()
    return None


def _ends_role(text: str, words: list[Span], index: int, span: Span) -> bool:
    """Whether the word is the role's noun: nothing follows, or an object does."""
    if not _is_head(text[slice(*span)]):
        return False
    if index == len(words) - 1:
        return True
    if text[slice(*words[index + 1])] not in _JOINS_OBJECT or index + 2 >= len(words):
        return False
    # "a senator to help": a verb, and no object.
    following = text[slice(*words[index + 2])]
    return text[slice(*words[index + 1])] != "to" or following[:1].isupper() or following in _STARTS_OBJECT


def roles_beside(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the spans of the roles right before and after the name `text[start:end]`."""
    for span in (role_before(text, start), role_after(text, end)):
        if span is not None:
            yield span
