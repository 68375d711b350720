from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.pages.dates import stated_times
from flows.pages.published import Times, choose_times, latest_time
from flows.pages.structured import Structured

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fetched", "latest"),
    [
        pytest.param("2021-05-04T10:00:00Z", datetime(2021, 5, 5, 10, tzinfo=UTC), id="to the second"),
        pytest.param("2021-05-04", datetime(2021, 5, 6, tzinfo=UTC), id="to the day"),
        pytest.param("2031-05-04", datetime(2026, 1, 2, tzinfo=UTC), id="in the future"),
        pytest.param("lately", datetime(2026, 1, 2, tzinfo=UTC), id="no date"),
        pytest.param("", datetime(2026, 1, 2, tzinfo=UTC), id="not known"),
    ],
)
def test_the_latest_time_of_a_page(fetched: str, latest: datetime) -> None:
    assert latest_time({"fetched": fetched}, NOW) == latest


def test_with_the_time_of_fetching_the_day_of_reading_does_not_matter() -> None:
    record = {"fetched": "2021-05-04T10:00:00Z"}
    assert latest_time(record, NOW) == latest_time(record) == latest_time(record, datetime(2030, 1, 1, tzinfo=UTC))


def times_of(text: str, url: str | None = None, **stated: tuple[str, ...]) -> Times:
    return choose_times(Structured(**stated), {}, url, stated_times(text, NOW), (), NOW)


def test_no_source_at_all() -> None:
    assert times_of("") == Times()


@pytest.mark.parametrize(
    ("text", "json_published", "day", "source"),
    [
        pytest.param("", "2021-05-09", "2019-01-02", "url", id="restamped"),
        pytest.param("May 9, 2021", "2021-05-09", "2021-05-09", "json_ld", id="what a reader sees bears it out"),
        pytest.param("May 9, 2021 and January 2, 2019", "2021-05-09", "2019-01-02", "url", id="both are seen"),
        pytest.param("", "2018-05-09", "2018-05-09", "json_ld", id="an address of a later day"),
    ],
)
def test_an_address_of_another_day(text: str, json_published: str, day: str, source: str) -> None:
    times = times_of(text, "https://lennpost.com/2019/01/02/bridge", json_published=(json_published,))
    assert times.published is not None
    assert (times.published.local_day.isoformat(), times.published_from) == (day, source)


def test_what_a_reader_sees_as_updated_on_the_same_day_is_believed() -> None:
    times = times_of("May 4, 2021. Updated May 4, 2021")
    assert times.updated is not None
    assert times_of("May 4, 2021", json_updated=("2021-05-04",)).updated is None


def test_an_exact_time_of_the_same_update_is_preferred() -> None:
    times = times_of("May 4, 2021", json_updated=("2021-05-06",), meta_updated=("2021-05-06T10:00:00Z",))
    assert times.updated is not None
    assert times.updated.at_utc == datetime(2021, 5, 6, 10, tzinfo=UTC)
