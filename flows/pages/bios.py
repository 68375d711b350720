"""Lines about an author: "Anna Roe covers courts for the Valley Post"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from flows.pages.lexicon import words
from flows.pages.lines import Line

_MAX_BIO_CHARS: Final = 600
_MAX_CONTACT_CHARS: Final = 250

# What may stand between a name and its verb: an age, an office, set off by commas.
_APPOSITION: Final = r"^(?:,[^.;:\"“”]{1,100},)?\s+(?:(?:now|currently|also)\s+)?"
_IS_SOMETHING: Final = re.compile(_APPOSITION + r"is (?:an? |the |co-|director |executive |professor )")
# "Sen. Roe is the first to …" is news; bios print the plain name.
_TITLE_IN_NAME: Final = re.compile(r"\b[A-Z][a-z]+\.(?!$)")
_FOLLOW: Final = re.compile(r"^\(?(?:you can )?(?:follow|contact|e-?mail|reach|tweet)\b", re.IGNORECASE)
_HANDLE: Final = re.compile(r"(?<!\w)@\w{3,}|\b[\w.+-]{1,64}@[\w-]{1,64}\.\w")
_ON_NETWORK: Final = re.compile(r"\bon (?:Twitter|X|Instagram|Facebook|LinkedIn|Bluesky|Threads)\b")


def has_bio_form(line: Line) -> bool:
    """Return whether the line is a bio: a name and a journalist's trade, or a name and where to reach it."""
    text = line.text[:_MAX_BIO_CHARS]
    is_short = len(line.text) <= _MAX_CONTACT_CHARS
    if _FOLLOW.match(text) is not None:
        return is_short and (_HANDLE.search(text) is not None or _ON_NETWORK.search(text) is not None)
    name = _plain_name(line)
    if name is None:
        return False
    rest = text[len(name) :]
    if _trade_form().match(rest) is not None:
        return True
    return is_short and not line.has_quotation and _HANDLE.search(rest) is not None


def introduced_person(line: Line) -> str | None:
    """Return of whom the line says what he or she is: a bio, if the page has not spoken of that person before."""
    name = _plain_name(line)
    return name if name is not None and _IS_SOMETHING.match(line.text[len(name) :]) is not None else None


def _plain_name(line: Line) -> str | None:
    name = line.leading_name
    return None if name is None or _TITLE_IN_NAME.search(name) is not None else name


@cache
def _trade_form() -> re.Pattern[str]:
    trades = "|".join(sorted(words("trades")))
    return re.compile(
        _APPOSITION
        + rf"(?:is (?:[^.\"“”]{{0,100}}? )?(?:{trades})\b"
        + r"|covers\b|reports (?:on|for|from)\b|writes (?:about|for|on|the)\b|hosts\b|edits\b"
        + r"|has (?:been with|worked (?:for|at)|covered|written for|reported (?:for|on))\b"
        + r"|can be (?:reached|found|followed|heard|seen)\b|joined [A-Z][^.]{0,60}\b(?:19|20)\d\d\b)"
    )
