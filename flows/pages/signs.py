"""What a single line says it is by its form: a byline, a timestamp, a picture's credit, a copyright line.

Like wording.py this looks at one line alone; where the line stands is judged in drop.py.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from flows.pages.lexicon import table, words
from flows.pages.lines import Line
from flows.pages.names import is_person_name
from flows.pages.wording import wording_reason

# Bylines, credits and timestamps are short; a longer line with the same words is prose.
_MAX_BYLINE_CHARS: Final = 160
_MAX_CONTRIBUTORS_CHARS: Final = 400
_MAX_TIMESTAMP_CHARS: Final = 120
_MAX_CREDIT_CHARS: Final = 100
_MAX_CUE_CHARS: Final = 160
_MAX_CAPTION_CHARS: Final = 600
_MAX_MENU_PART_CHARS: Final = 30
_MIN_MENU_PARTS: Final = 3
# Counters of shares and comments; a number of more digits may be a figure of a table.
_MAX_COUNTER_DIGITS: Final = 5
# "By the river" opens a sentence; a byline has few words or no full stop.
_MAX_BYLINE_WORDS: Final = 8
_MAX_OFFICE_WORDS: Final = 8

BYLINE_START: Final = re.compile(
    r"^(?:(?:written|words|story|report|reported|reporting|posted|text|analysis|opinion|photos? and story)\s+)?"
    r"by\b\s*:?\s*",
    re.IGNORECASE,
)
_CONTRIBUTED: Final = re.compile(
    r"\bcontributed (?:reporting|to (?:this|the) (?:report|reporting|story|article|piece))\b", re.IGNORECASE
)
_REPORTING_BY: Final = re.compile(r"\(?(?:(?:additional )?reporting|writing|editing) by [A-Z]", re.IGNORECASE)
_COPYRIGHT_START: Final = re.compile(r"^(?:copyright\b(?=.{0,3}(?:©|\(c\)|\d{4}|by\b))|©|\(c\)\s*\d{4})", re.IGNORECASE)
# "© Anna Roe Boats in the harbour": a mark without a year opens a picture's credit.
_COPYRIGHT_WITH_YEAR: Final = re.compile(r"(?:copyright|©|\(c\)).{0,25}?\b(?:19|20)\d\d\b", re.IGNORECASE)
_UPDATE_START: Final = re.compile(
    r"^(?:(?:last |article )?updated?\b(?=\s*(?::|at\b|on\b|\d|[A-Z][a-z]{2}))|corrections?\s*(?:\(|:|–|—)"
    r"|clarification\s*:|editor[’']?s[’']? note\b|ed\. note)",
    re.IGNORECASE,
)
_CAPTION_START: Final = re.compile(
    r"^(?:(?:caption|photo|picture|image|pictured|graphic|video|watch|above|listen)\s*[:|]\s"
    r"|file\s*(?:photo)?\s*[-–—:]\s|in this (?:[a-z]+ ){0,3}(?:photo|image|frame|file|picture)\b)",
    re.IGNORECASE,
)
_CAPTION_END: Final = re.compile(
    r"\((?:image|photo|picture|credit|file|pic|source|courtesy|ap\b|afp|getty|reuters|epa|supplied)[^()]{0,80}\)\.?$"
    r"|(?:photo|image|picture|credit)s?(?: credit)?\s*[:©]\s*[^.]{2,60}$|[/|] ?getty images\)?$",
    re.IGNORECASE,
)
# One of these stands in all of them.
_CAPTION_END_MARK: Final = re.compile("[(:©/|]")
# Where a caption's credit can begin, counted from its end.
_CAPTION_END_CHARS: Final = 120
_CUE: Final = re.compile(r"^(?:\([^()]{2,150}\)|\[[^\[\]]{2,150}\])\.?$")
_DATE_LIKE: Final = re.compile(
    r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}|\b\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m|$)"
    r"|\b(?:19|20)\d\d\b|\b\d{1,2}:\d{2}\b",
    re.IGNORECASE,
)
# What makes it a date, and not only a time of day: "9:30 a.m." heads an entry of a live report.
_DAY_LIKE: Final = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2}|\b(?:19|20)\d\d\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)",
    re.IGNORECASE,
)
# Beside a whole date a word or two may be left that the list does not know: "Tuesday Edition, May 4, 2021".
_MAX_OTHER_DATE_WORDS: Final = 2
_MIN_DATE_WORDS: Final = 4
# "0:00 / 4:12": where a player stands.
_PLAYER_CLOCK: Final = re.compile(r"^[\d:/\s|–-]+$")
_MENU_MARK: Final = re.compile(r"\s[·|•>»/]\s")


def line_sign(line: Line) -> str | None:
    """Return the drop reason that the line alone gives, None where it may be body."""
    text = line.text
    if not line.tokens or _is_counter(text):
        return "navigation"
    if len(text) > _MAX_CAPTION_CHARS:
        return wording_reason(line)
    if _is_cue(line):
        return "sound_cue"
    if _COPYRIGHT_START.match(text) is not None:
        return "caption" if text.startswith("©") and not _COPYRIGHT_WITH_YEAR.match(text) else "copyright"
    if _is_update_note(text):
        return "update_note"
    if is_timestamp(line):
        return "timestamp"
    if is_byline(line):
        return "byline"
    if _is_credit(line):
        return "credit"
    if _CAPTION_START.match(text) is not None or _ends_as_caption(text[-_CAPTION_END_CHARS:]):
        return "caption"
    return wording_reason(line) or ("navigation" if _is_menu(line) else None)


def is_timestamp(line: Line) -> bool:
    """Return whether the line holds a date of publication and nothing else of weight."""
    if len(line.text) > _MAX_TIMESTAMP_CHARS or _DATE_LIKE.search(line.text) is None:
        return False
    if _DAY_LIKE.search(line.text) is None and words("publication_words").isdisjoint(line.tokens):
        return False
    n_other = sum(not token[0].isdigit() and token not in words("date_words") for token in line.tokens)
    if n_other == 0:
        return True
    n_dated = len(line.tokens) - n_other
    return n_other <= _MAX_OTHER_DATE_WORDS and n_dated >= _MIN_DATE_WORDS and not line.ends_sentence


def is_byline(line: Line) -> bool:
    """Return whether the line says who wrote the page: "By Anna Roe", "Anna Roe, Staff Writer"."""
    text = line.text
    if len(text) <= _MAX_CONTRIBUTORS_CHARS and (_REPORTING_BY.match(text) or _thanks_contributors(line)):
        return True
    if len(text) > _MAX_BYLINE_CHARS:
        return False
    start = BYLINE_START.match(text)
    if start is not None:
        is_sentence = line.ends_sentence and len(line.tokens) > _MAX_BYLINE_WORDS
        is_alone = start.end() == len(text)  # the name stands on the next line
        return is_alone or (text[start.end()].isupper() and not is_sentence)
    name = line.leading_name
    return name is not None and not line.ends_sentence and _is_office(text[len(name) :])


def _thanks_contributors(line: Line) -> bool:
    return "contributed" in line.tokens and _CONTRIBUTED.search(line.text) is not None


def is_name_line(line: Line) -> bool:
    """Return whether the line is a person's name and nothing else."""
    return is_person_name(line.text)


@cache
def wire_agencies() -> dict[str, str]:
    """Return the agencies' names by what datelines and bylines print."""
    return dict(table("agencies")["wire"])


def _is_counter(text: str) -> bool:
    if len(text) > _MAX_MENU_PART_CHARS:
        return False
    return (text.isdigit() and len(text) <= _MAX_COUNTER_DIGITS) or (
        ":" in text and _PLAYER_CLOCK.match(text) is not None
    )


def _is_update_note(text: str) -> bool:
    if _UPDATE_START.match(text) is None:
        return False
    return len(text) <= _MAX_TIMESTAMP_CHARS or not text.casefold().startswith("update")


def _is_office(rest: str) -> bool:
    """Return whether what follows a name says that it is a journalist's: "Political Correspondent", ", Staff"."""
    found = re.findall(r"\w+", rest.casefold())
    if not found or len(found) > _MAX_OFFICE_WORDS:
        return False
    if found[-1] in words("offices") and words("office_words").issuperset(found):
        return True
    return rest.lstrip().startswith(",") and not words("offices").isdisjoint(found)


def _is_cue(line: Line) -> bool:
    return (
        len(line.text) <= _MAX_CUE_CHARS
        and _CUE.match(line.text) is not None
        and (line.is_upper or not words("sound_words").isdisjoint(line.tokens[:3]))
    )


def _is_credit(line: Line) -> bool:
    if len(line.text) > _MAX_CREDIT_CHARS or line.ends_sentence or line.has_quotation:
        return False
    picture = table("agencies")["picture"]
    if _picture_words().isdisjoint(line.tokens):
        return False
    if not any(f" {phrase} " in line.folded for phrase in picture["phrases"]):
        return False
    return (
        len(line.tokens) <= 4 or any(mark in line.text for mark in "/:©|(") or line.tokens[0] in picture["first_words"]
    )


@cache
def _picture_words() -> frozenset[str]:
    """Return the first words of the phrases of picture credits."""
    return frozenset(phrase.split()[0] for phrase in table("agencies")["picture"]["phrases"])


def _ends_as_caption(tail: str) -> bool:
    return _CAPTION_END_MARK.search(tail) is not None and _CAPTION_END.search(tail) is not None


def _is_menu(line: Line) -> bool:
    if line.ends_sentence:
        return False
    parts = _MENU_MARK.split(line.text)
    return len(parts) >= _MIN_MENU_PARTS and max(map(len, parts)) <= _MAX_MENU_PART_CHARS
