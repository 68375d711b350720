"""When a page was published and updated: one answer out of what its sources state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from flows.pages.address import url_day
from flows.pages.dates import StatedTime, read_time
from flows.pages.structured import Structured

# A page fetched before midnight somewhere may bear tomorrow's date.
_SLACK: Final = timedelta(days=1)
# An address has the day in the zone of the site's editors, and of the draft, not of the minute it went out.
_MAX_DAYS_FROM_URL: Final = timedelta(days=2)
# A day and a time of the day before or after it may be the same moment in two zones.
_MAX_DAYS_BETWEEN_ZONES: Final = timedelta(days=1)
# Systems write a time of change with every page; one within the minute is that of publication.
_MIN_UPDATE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """published_from: a value of `vocabulary.DATE_SOURCES`; None where published is."""

    published: StatedTime | None = None
    published_from: str | None = None
    updated: StatedTime | None = None


def latest_time(record: Mapping[str, str], now: datetime | None = None) -> datetime:
    """Return the time after which a date lies in the future.

    The day after the page was fetched, where the dump or archive says when that was: so the same page gives the same
    facts on any day. Else the day after `now`, the clock's time if it is None: then only a page with a date that was
    in the future when it was first read can give other facts later.
    """
    clock = (now or datetime.now(UTC)) + _SLACK
    fetched = read_time(record.get("fetched", ""), clock)
    if fetched is None:
        return clock
    end = fetched.at_utc + (_SLACK if fetched.precision == "day" else timedelta())
    return min(clock, end + _SLACK)


def choose_times(
    structured: Structured,
    record: Mapping[str, str],
    url: str | None,
    visible: Sequence[StatedTime],
    elements: Sequence[str],
    latest: datetime,
) -> Times:
    """Return the times of a page.

    visible: the times beside headline, byline and body, in the page's order.
    elements: the values of its time elements. Many are those of teasers, so they count only where they all name the
        same day.
    """
    stated = [time for time in visible if not time.is_update]
    candidates = [
        *_read_all("json_ld", structured.json_published, latest),
        *_read_all("meta", structured.meta_published, latest),
        *_read_all("record", [record.get("published", "")], latest),
        *((source, time) for source, time in [("url", url_day(url, latest))] if time is not None),
        *(("text", time) for time in stated),
        *_of_one_day(_read_all("text", elements, latest)),
    ]
    source, published = _exact(_most_trusted(candidates))
    updates = [
        *_read_all("json_ld", structured.json_updated, latest),
        *_read_all("meta", structured.meta_updated, latest),
        *(("text", time) for time in visible if time.is_update),
    ]
    later = [(where, time) for where, time in updates if _is_update(time, published, is_visible=where == "text")]
    return Times(published, source, _exact(later)[1])


def _read_all(source: str, values: Sequence[str], latest: datetime) -> list[tuple[str, StatedTime]]:
    return [(source, time) for value in values for time in [read_time(value, latest)] if time is not None]


def _of_one_day(candidates: Sequence[tuple[str, StatedTime]]) -> Sequence[tuple[str, StatedTime]]:
    return candidates if len({time.local_day for _, time in candidates}) == 1 else []


def _most_trusted(candidates: Sequence[tuple[str, StatedTime]]) -> Sequence[tuple[str, StatedTime]]:
    """Return the candidates with the one to believe in front.

    That is the first, unless the address names an earlier day than structured data: sites that move to another system
    restamp old pages and keep their addresses. What a reader sees can bear the later time out.
    """
    in_url = next((candidate for candidate in candidates if candidate[0] == "url"), None)
    if in_url is None or in_url[1].local_day > candidates[0][1].local_day or _is_near(candidates[0][1], in_url[1]):
        return candidates
    seen = [time for source, time in candidates if source == "text"]
    if any(_is_near(time, candidates[0][1]) for time in seen) and not any(_is_near(time, in_url[1]) for time in seen):
        return candidates
    return [in_url, *candidates]


def _exact(candidates: Sequence[tuple[str, StatedTime]]) -> tuple[str | None, StatedTime | None]:
    """Return the first candidate; where it names only the day, the first that knows the time of that day."""
    if not candidates:
        return None, None
    source, first = candidates[0]
    if first.precision != "day":
        return source, first
    exact = (
        (source, time)
        for source, time in candidates
        if time.precision != "day" and abs(time.local_day - first.local_day) <= _MAX_DAYS_BETWEEN_ZONES
    )
    return next(exact, (source, first))


def _is_near(one: StatedTime, other: StatedTime) -> bool:
    return abs(one.local_day - other.local_day) <= _MAX_DAYS_FROM_URL


def _is_update(updated: StatedTime, published: StatedTime | None, *, is_visible: bool) -> bool:
    """Return whether the time is later than that of publication; to the day where one of them names only the day.

    Of the same day only a line that a reader sees ("Updated May 4") is believed.
    """
    if published is None:
        return True
    if "day" in {updated.precision, published.precision}:
        days = (updated.local_day - published.local_day).days
        return days > 0 or (days == 0 and is_visible)
    return updated.at_utc - published.at_utc >= _MIN_UPDATE
