"""Full dates of publication in a line of text, where they can be read in only one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NUMBER: Final = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
_MONTH: Final = r"(?P<month>" + "|".join([*_MONTHS, "sept", *(name[:3] for name in _MONTHS)]) + r")\.?"
_DATE_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>\d{4})-(?P<month_number>\d{2})-(?P<day>\d{2})(?!\d)",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b",
    )
)
_TIME: Final = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>Z\b|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}\b|E[SD]?T\b|P[SD]?T\b)?",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
# Names of zones that mean one offset in English-language news. CST, IST and BST each mean several; "ET" and "PT"
# follow daylight saving time.
_ZONES: Final[dict[str, tzinfo]] = {
    "z": UTC,
    "utc": UTC,
    "gmt": UTC,
    "est": timezone(timedelta(hours=-5)),
    "edt": timezone(timedelta(hours=-4)),
    "pst": timezone(timedelta(hours=-8)),
    "pdt": timezone(timedelta(hours=-7)),
}
_ZONE_REGIONS: Final = {"et": "America/New_York", "pt": "America/Los_Angeles"}
# The first news pages of the web are of the early nineties.
_FIRST_YEAR: Final = 1990
_UPDATED: Final = re.compile(r"\b(?:last\s+)?(?:updated|modified)\b", re.IGNORECASE)
# What is behind a date and still belongs to it: "April 12, 2017 at 5:45 PM ET".
_N_CHARS_AROUND: Final = 30


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time that a line states. precision: a value of `vocabulary.DATE_PRECISIONS`."""

    at_utc: datetime
    precision: str
    is_update: bool
    start: int


def stated_times(text: str, now: datetime | None = None) -> list[StatedTime]:
    """Return the full dates in the text, in order; those before 1990 or in the future are left out.

    A time of day counts only with a zone that means one offset; else the precision is the day, at midnight UTC.
    """
    latest = (now or datetime.now(UTC)) + timedelta(days=1)
    found: dict[int, StatedTime] = {}
    for form in _DATE_FORMS:
        for match in form.finditer(text):
            stated = _read(text, match)
            if stated is not None and stated.at_utc.year >= _FIRST_YEAR and stated.at_utc <= latest:
                found.setdefault(match.start(), stated)
    return [found[start] for start in sorted(found)]


def _read(text: str, match: re.Match[str]) -> StatedTime | None:
    groups = match.groupdict()
    month = groups.get("month")
    number = _MONTH_NUMBER[month.casefold()] if month else int(groups["month_number"])
    is_update = _UPDATED.search(text, max(0, match.start() - _N_CHARS_AROUND), match.start()) is not None
    try:
        day = datetime(int(groups["year"]), number, int(groups["day"]), tzinfo=UTC)
    except ValueError:
        return None
    clock = _clock_beside(text, match)
    if clock is None:
        return StatedTime(day, "day", is_update, match.start())
    precise, precision = _at_clock(day, clock)
    return StatedTime(precise, precision, is_update, match.start())


def _clock_beside(text: str, match: re.Match[str]) -> re.Match[str] | None:
    """Return the time of day after the date, else the one before it."""
    after = _TIME.search(text, match.end(), match.end() + _N_CHARS_AROUND)
    if after is not None:
        return after
    before = list(_TIME.finditer(text, max(0, match.start() - _N_CHARS_AROUND), match.start()))
    return before[-1] if before else None


def _at_clock(day: datetime, clock: re.Match[str]) -> tuple[datetime, str]:
    zone = _zone(clock["zone"])
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    half = (clock["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            return day, "day"
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if zone is None or hour > 23:
        return day, "day"
    try:
        local = day.replace(hour=hour, minute=minute, second=second, tzinfo=zone)
        return local.astimezone(UTC), "second" if clock["second"] else "minute"
    except OverflowError:
        return day, "day"


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    key = name.casefold()
    offset = _OFFSET.search(key)
    if offset is not None:
        delta = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(delta if offset[1] == "+" else -delta) if delta < timedelta(hours=15) else None
    if key in _ZONE_REGIONS:
        return _region(_ZONE_REGIONS[key])
    return _ZONES.get(key)


def _region(name: str) -> tzinfo | None:
    """Return the zone; None on a machine without a time-zone database, where the day is all that can be said."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return None
