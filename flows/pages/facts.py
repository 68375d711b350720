"""What the page says of itself: title, site, publisher, authors, times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from flows.pages.dates import StatedTime, stated_times
from flows.pages.document import Facts
from flows.pages.drop import Verdict
from flows.pages.lines import Line
from flows.pages.names import is_person_name, leading_name
from flows.pages.signs import BYLINE_START, is_name_line, wire_agencies

T = TypeVar("T")

# The owner behind "© 2024", "Copyright 2020", "Copyright": capitalised words up to a full stop or a clause.
_OWNER: Final = re.compile(
    r"(?:copyright\s*(?:©|\(c\))?|©|\(c\))\s*(?:copyright\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d|present))?,?\s*)?(?:by\s+)?"
    r"(?P<owner>[^\W\d_][^.,;|·•:()\n]{1,60}(?:\.(?:com|org|net|co)\b[^.,;|·•:()\n]{0,20})?)",
    re.IGNORECASE,
)
_PROVIDED_BY: Final = re.compile(
    r"\b(?:provided|produced|distributed) by (?P<owner>(?:the )?[A-Z][^.,;|·•:()\n]{1,60})"
)
_OWNER_TAIL: Final = re.compile(
    r"[\s,]+(?:all rights reserved.*|inc|llc|ltd|limited|to see more.*|and contributors)$|\s+-.*$", re.IGNORECASE
)
_DATELINE: Final = re.compile(r"^[A-Z][\w .,'’-]{1,60}\((?P<agency>[A-Z][\w ]{1,30})\)\s*[-–—:]")
# The page's own notice stands in its head or foot; one this near the body's end belongs to the article.
_MAX_LINES_BELOW_BODY: Final = 2
_NAME_SEPARATOR: Final = re.compile(r"\s*(?:,|;|\||•|·|/|–|—| - |\band\b|&)\s*")
# Below the title and above the body, or under the body: where bylines stand. In menus and teasers they are others'.
_MAX_LINES_FROM_BODY: Final = 25


def read_facts(lines: Sequence[Line], verdict: Verdict) -> Facts:
    """Return what the page says of itself."""
    owners = _owners(lines, verdict)
    publisher = owners.of_article or _agency(lines, verdict)
    published, updated = _times(lines, verdict)
    return Facts(
        title=None if verdict.title is None else lines[verdict.title].text,
        site=owners.of_page,
        publisher=publisher,
        authors=_authors(lines, verdict),
        published_at_utc=published.at_utc if published else None,
        published_precision=published.precision if published else None,
        published_from="text" if published else None,
        updated_at_utc=updated.at_utc if updated else None,
    )


class _Owners:
    """Whom the copyright notices name: of_article beside the body, of_page in the page's head or foot."""

    def __init__(self, of_article: str | None, of_page: str | None) -> None:
        self.of_article = of_article
        self.of_page = of_page


def _owners(lines: Sequence[Line], verdict: Verdict) -> _Owners:
    near: list[str] = []
    far: list[str] = []
    n_below = 0
    for index, (line, reason) in enumerate(zip(lines, verdict.reasons, strict=True)):
        if reason == "copyright":
            owner = _owner(line.text)
            is_near = verdict.extent.first <= index and n_below <= _MAX_LINES_BELOW_BODY
            if owner is not None:
                (near if is_near else far).append(owner)
        n_below += index >= verdict.extent.last
    return _Owners(_first(near), _first(far))


def _owner(text: str) -> str | None:
    match = _PROVIDED_BY.search(text) or _OWNER.search(text)
    if match is None:
        return None
    owner = match["owner"].strip()
    previous = None
    while previous != owner:
        previous, owner = owner, _OWNER_TAIL.sub("", owner).strip(" ,-–—")
    return owner if owner[:1].isupper() or "." in owner else None


def _agency(lines: Sequence[Line], verdict: Verdict) -> str | None:
    """Return the agency that a dateline or a byline names."""
    for line, reason in zip(lines, verdict.reasons, strict=True):
        if reason is None:
            match = _DATELINE.match(line.text[:120])
            return wire_agencies().get(match["agency"]) if match else None
        if reason == "byline":
            start = BYLINE_START.match(line.text)
            agency = wire_agencies().get(line.text[start.end() :].strip() if start else line.text)
            if agency is not None:
                return agency
    return None


def _authors(lines: Sequence[Line], verdict: Verdict) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for index, (line, reason) in enumerate(zip(lines, verdict.reasons, strict=True)):
        if reason == "byline" and _is_beside_body(index, verdict):
            names.update(dict.fromkeys(byline_names(line.text)))
        elif reason == "author_bio":
            name = leading_name(line.text)
            if name is not None:
                names[name.removesuffix("'s").removesuffix("’s")] = None
        elif reason is not None and is_name_line(line) and _is_byline_by_place(index, verdict):
            names[line.text] = None
    return tuple(names)


def _is_byline_by_place(index: int, verdict: Verdict) -> bool:
    """Return whether a date stands beside the line: then a lone name above the body is its author's."""
    beside = verdict.reasons[max(0, index - 1) : index + 2]
    return index < verdict.extent.first and _is_beside_body(index, verdict) and "timestamp" in beside


def _is_beside_body(index: int, verdict: Verdict) -> bool:
    return verdict.extent.first - _MAX_LINES_FROM_BODY <= index < verdict.extent.last + _MAX_LINES_BELOW_BODY


def byline_names(text: str) -> list[str]:
    """Return the people whom a byline names, in order: "By Anna Roe and Ben Poe, Staff Writers"."""
    start = BYLINE_START.match(text)
    if start is None:
        name = leading_name(text)
        return [name] if name is not None else []
    names: list[str] = []
    for part in _NAME_SEPARATOR.split(text[start.end() :]):
        name = part if is_person_name(part) else leading_name(part)
        if name is None:
            break
        names.append(name)
    return names


def _times(lines: Sequence[Line], verdict: Verdict) -> tuple[StatedTime | None, StatedTime | None]:
    """Return (published, updated) as the timestamps and bylines beside the body state them."""
    stated = [
        time
        for index, (line, reason) in enumerate(zip(lines, verdict.reasons, strict=True))
        if reason in {"timestamp", "byline", "update_note"} and _is_beside_body(index, verdict)
        for time in stated_times(line.text)
    ]
    return _first(time for time in stated if not time.is_update), _first(time for time in stated if time.is_update)


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
