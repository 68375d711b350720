"""Dates of publication, in a line of text or a machine-readable value, where they can be read in only one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NUMBER: Final = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
# The name of a month, as a regular expression to be used in lower case.
MONTH: Final = r"(?:" + "|".join([*_MONTHS, "sept", *(name[:3] for name in _MONTHS)]) + r")\.?"
_MONTH: Final = MONTH.replace("(?:", "(?P<month>", 1)
_DATE_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?P<year>\d{4})-(?P<month_number>\d{2})-(?P<day>\d{2})(?!\d)",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b",
        r"(?<![\d/.])(?P<one>\d{1,2})(?P<mark>[/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})(?![\d/])",
    )
)
_TIME: Final = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?:,\s*)?(?P<zone>Z\b|(?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}\b|\(?[A-Z]{2,4}\b)?",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"([+-])(\d{1,2}):?(\d{2})?$")
# Names of zones that mean one offset in English-language news. CST, IST and BST each mean several; "ET", "UK" and the
# like follow daylight saving time.
_ZONES: Final[dict[str, tzinfo]] = {
    "z": UTC,
    "utc": UTC,
    "gmt": UTC,
    "est": timezone(timedelta(hours=-5)),
    "edt": timezone(timedelta(hours=-4)),
    "pst": timezone(timedelta(hours=-8)),
    "pdt": timezone(timedelta(hours=-7)),
    "cdt": timezone(timedelta(hours=-5)),
    "mdt": timezone(timedelta(hours=-6)),
    "cet": timezone(timedelta(hours=1)),
    "cest": timezone(timedelta(hours=2)),
    "sast": timezone(timedelta(hours=2)),
    "hkt": timezone(timedelta(hours=8)),
    "sgt": timezone(timedelta(hours=8)),
    "jst": timezone(timedelta(hours=9)),
    "kst": timezone(timedelta(hours=9)),
    "aest": timezone(timedelta(hours=10)),
    "aedt": timezone(timedelta(hours=11)),
    "nzst": timezone(timedelta(hours=12)),
    "nzdt": timezone(timedelta(hours=13)),
}
_ZONE_REGIONS: Final = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "uk": "Europe/London",
}
_ISO: Final = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.]?)(?P<month>\d{2})(?P=mark)(?P<day>\d{2})"
    r"(?:[T ]+(?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\[.*\])?)?",
    re.IGNORECASE | re.ASCII,
)
# Its parser makes something of nearly any text, so the form is asked for first: "Tue, 04 May 2021 17:45:10 GMT".
_RFC2822: Final = re.compile(r"(?:[a-z]{3},?\s+)?\d{1,2}\s+[a-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}", re.IGNORECASE | re.ASCII)
# Digits of an epoch, and how many of its units are a second: seconds and milliseconds. Of 1990 to 2001 the epoch has
# nine and twelve digits; so have many ids.
_EPOCH_UNITS: Final = {10: 1, 13: 1000}
# Longer values are prose.
_MAX_VALUE_CHARS: Final = 100
# The first news pages of the web are of the early nineties.
_FIRST_YEAR: Final = 1990
_UPDATED: Final = re.compile(r"\b(?:last\s+)?(?:updated|modified)\b", re.IGNORECASE)
# What is behind a date and still belongs to it: "April 12, 2017 at 5:45 PM ET".
_N_CHARS_AROUND: Final = 30


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time that a page states. precision: a value of `vocabulary.DATE_PRECISIONS`.

    local_day: the date as it is printed, in whatever zone; of it a reader would say "published on".
    start: where it stands in the text that it was read from.
    """

    at_utc: datetime
    precision: str
    local_day: date
    is_update: bool = False
    start: int = 0


def stated_times(text: str, latest: datetime) -> list[StatedTime]:
    """Return the full dates in the text, in order; those before 1990 or after `latest` are left out.

    A time of day counts only with a zone that means one offset; else the precision is the day, at midnight UTC:
    without the zone it could be half a day off, and on another date.
    """
    found: dict[int, StatedTime] = {}
    for form in _DATE_FORMS:
        for match in form.finditer(text):
            stated = _read(text, match)
            if stated is not None and _is_plausible(stated, latest):
                found.setdefault(match.start(), stated)
    return [found[start] for start in sorted(found)]


def read_time(value: str, latest: datetime) -> StatedTime | None:
    """Return the time that a machine-readable value states, in ISO 8601, RFC 2822, as an epoch or as a plain date.

    None where it can be read in several ways ("04/05/2021"), lies before 1990 or after `latest`. Without a zone, and
    at midnight sharp (what systems write that store a date as a time), the precision is the day.
    """
    text = value.strip()[:_MAX_VALUE_CHARS]
    stated = _read_iso(text) or _read_epoch(text) or _read_rfc2822(text)
    if stated is not None:
        return stated if _is_plausible(stated, latest) else None
    return next(iter(stated_times(text, latest)), None)


def _is_plausible(stated: StatedTime, latest: datetime) -> bool:
    return stated.at_utc.year >= _FIRST_YEAR and stated.at_utc <= latest


def _read_iso(text: str) -> StatedTime | None:
    """Read ISO 8601 and the usual departures from it: slashes in the date, a space before the zone."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    clock, zone = match["clock"], match["zone"]
    if clock is None or zone is None:
        return _day_only(day)
    try:
        at = datetime.fromisoformat(f"{day.isoformat()}T{clock}{zone}")
    except ValueError:
        return _day_only(day)
    return _at(at, "second" if clock.count(":") > 1 else "minute")


def _read_epoch(text: str) -> StatedTime | None:
    if not text.isascii() or not text.isdigit() or len(text) not in _EPOCH_UNITS:
        return None
    return _at(datetime.fromtimestamp(int(text) // _EPOCH_UNITS[len(text)], UTC), "second")


def _read_rfc2822(text: str) -> StatedTime | None:
    if _RFC2822.match(text) is None:
        return None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):  # IndexError: odd strings that its parser trips over
        return None
    return _day_only(at.date()) if at.tzinfo is None else _at(at, "second")


def _at(at: datetime, precision: str) -> StatedTime:
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        return _day_only(at.date())
    try:
        return StatedTime(at.astimezone(UTC).replace(microsecond=0), precision, at.date())
    except OverflowError:  # the first and the last day that a datetime can hold
        return _day_only(at.date())


def _day_only(day: date) -> StatedTime:
    return StatedTime(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", day)


def _read(text: str, match: re.Match[str]) -> StatedTime | None:
    groups = match.groupdict()
    month = groups.get("month")
    if "one" in groups:
        day_number, number = _day_and_month(int(groups["one"]), int(groups["other"]))
    else:
        day_number = int(groups["day"])
        number = _MONTH_NUMBER[month.casefold()] if month else int(groups["month_number"])
    is_update = _UPDATED.search(text, max(0, match.start() - _N_CHARS_AROUND), match.start()) is not None
    try:
        day = datetime(int(groups["year"]), number, day_number, tzinfo=UTC)
    except ValueError:
        return None
    clock = _clock_beside(text, match)
    if clock is None:
        return StatedTime(day, "day", day.date(), is_update, match.start())
    precise, precision = _at_clock(day, clock)
    return StatedTime(precise, precision, day.date(), is_update, match.start())


def _day_and_month(one: int, other: int) -> tuple[int, int]:
    """Return (day, month) of "18/11" and "11/18"; (0, 0) where it may be either: half of the world writes each."""
    if one == other or one > 12:
        return one, other
    return (other, one) if other > 12 else (0, 0)


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
    key = name.casefold().removeprefix("(")
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
