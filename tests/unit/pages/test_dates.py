from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.pages.dates import stated_times

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
    ],
)
def test_full_dates(text: str, expected: str, precision: str) -> None:
    (time,) = stated_times(text, now=NOW)
    assert time.at_utc == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert time.precision == precision
    assert not time.is_update


@pytest.mark.parametrize(
    "text",
    [
        "04/05/2021",
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
    assert stated_times(text, now=NOW) == []


def test_published_and_updated_on_one_line() -> None:
    published, updated = stated_times("Published May 4, 2021 • Last updated May 5, 2021", now=NOW)
    assert (published.is_update, updated.is_update) == (False, True)
