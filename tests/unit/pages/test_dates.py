from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.dates import read_time, stated_times

NOW = datetime(2022, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected", "precision"),
    [
        ("May 4, 2021", "2021-05-04T00:00:00", "day"),
        ("4 May 2021", "2021-05-04T00:00:00", "day"),
        ("Tuesday, Sept. 4th, 2021", "2021-09-04T00:00:00", "day"),
        ("2021-05-04", "2021-05-04T00:00:00", "day"),
        ("2021-05-04T17:45:10Z", "2021-05-04T17:45:10", "second"),
        ("2021-05-04T17:45:10+02:00", "2021-05-04T15:45:10", "second"),
        ("May 4, 2021 at 5:45 p.m. ET", "2021-05-04T21:45:00", "minute"),
        ("January 4, 2021 5:45 PM ET", "2021-01-04T22:45:00", "minute"),
        ("11:26 pm EST, Tuesday, May 4, 2021", "2021-05-05T04:26:00", "minute"),
        ("4 May 2021 12.05 GMT", "2021-05-04T12:05:00", "minute"),
        ("May 4, 2021 5:45 pm", "2021-05-04T00:00:00", "day"),
        ("May 4, 2021 5:45 pm IST", "2021-05-04T00:00:00", "day"),
        ("May 4, 2021 25:45 GMT", "2021-05-04T00:00:00", "day"),
        ("4 May 2021 17:45, UK", "2021-05-04T16:45:00", "minute"),
        ("May 4, 2021 5:45pm (AEST)", "2021-05-04T07:45:00", "minute"),
        ("18/11/2021", "2021-11-18T00:00:00", "day"),
        ("11/18/2021 17:45 GMT", "2021-11-18T17:45:00", "minute"),
        ("5.5.2021", "2021-05-05T00:00:00", "day"),
    ],
)
def test_full_dates(text: str, expected: str, precision: str) -> None:
    (time,) = stated_times(text, latest=NOW)
    assert time.at_utc == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert time.precision == precision
    assert not time.is_update


@pytest.mark.parametrize(
    "text",
    [
        "04/05/2021",
        "18/13/2021",
        "1/18/11/2021",
        "May 4",
        "May 2021",
        "5:45 p.m.",
        "February 30, 2021",
        "May 4, 1987",
        "May 4, 2023",
        "Maybe 4, 2021",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert stated_times(text, latest=NOW) == []


def test_published_and_updated_on_one_line() -> None:
    published, updated = stated_times("Published May 4, 2021 • Last updated May 5, 2021", latest=NOW)
    assert (published.is_update, updated.is_update) == (False, True)


@pytest.mark.parametrize(
    ("value", "expected", "precision"),
    [
        ("2021-05-04T17:45:10Z", "2021-05-04T17:45:10", "second"),
        ("2021-05-04T17:45:10.123456+02:00", "2021-05-04T15:45:10", "second"),
        ("2021-05-04 17:45:10+0200", "2021-05-04T15:45:10", "second"),
        ("2021-05-04T17:45+0000", "2021-05-04T17:45:00", "minute"),
        ("2021/05/04 17:45 +02", "2021-05-04T15:45:00", "minute"),
        ("2021-05-04T17:45:10+02:00[Europe/Berlin]", "2021-05-04T15:45:10", "second"),
        ("Tue, 04 May 2021 17:45:10 GMT", "2021-05-04T17:45:10", "second"),
        ("Tue May 04 2021 17:45:10 GMT+0200 (CEST)", "2021-05-04T15:45:10", "second"),
        ("May 4, 2021, 05:45 PM EDT", "2021-05-04T21:45:00", "minute"),
        ("1620150310", "2021-05-04T17:45:10", "second"),
        ("1620150310000", "2021-05-04T17:45:10", "second"),
        ("20210504", "2021-05-04T00:00:00", "day"),
        ("2021-05-04", "2021-05-04T00:00:00", "day"),
        ("2021-05-04 17:45:10", "2021-05-04T00:00:00", "day"),
        ("May 4, 2021 17:45", "2021-05-04T00:00:00", "day"),
        ("2021-05-04T00:00:00+08:00", "2021-05-04T00:00:00", "day"),
    ],
)
def test_machine_readable_times(value: str, expected: str, precision: str) -> None:
    time = read_time(value, NOW)
    assert time is not None
    assert time.at_utc == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert time.precision == precision


@pytest.mark.parametrize(
    "value",
    [
        *["", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2023-05-04T00:00:00Z", "1987-05-04", "2021-13-04"],
        *["04/05/2021", "17:45", "yesterday", "999999999999", "2021", "None", "2021-05"],
    ],
)
def test_what_states_no_time(value: str) -> None:
    assert read_time(value, NOW) is None


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60) | st.from_regex(r"[0-9TZ:+. /-]{4,30}", fullmatch=True))
def test_any_text_is_read_as_a_time_of_our_days_or_not_at_all(value: str) -> None:
    for time in [read_time(value, NOW), *stated_times(value, NOW)]:
        assert time is None or (time.at_utc.year >= 1990 and time.at_utc <= NOW and time.at_utc.tzinfo is UTC)
