from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.address import registrable_host, same_address, url_day, url_section

LATEST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.lennpost.example.com/news/bridge", "example.com"),
        ("https://news.lennpost.co.uk/x", "lennpost.co.uk"),
        ("http://lennpost.com:8080/", "lennpost.com"),
        ("https://lenn.blogspot.com/2021/05/bridge.html", "lenn.blogspot.com"),
        ("https://192.0.2.7/x", "192.0.2.7"),
        ("https://localhost/x", "localhost"),
        ("/news/bridge", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_registrable_host(url: str | None, host: str | None) -> None:
    assert registrable_host(url) == host


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2021/05/04/bridge-to-close/", "2021-05-04"),
        ("/news/2021-05-04-bridge", "2021-05-04"),
        ("/stories/2021/may/04/bridge/", "2021-05-04"),
        ("/2021/5/4/bridge", "2021-05-04"),
        ("/local/20210504-216478/", "2021-05-04"),
        ("/bridge-to-close-20210504", "2021-05-04"),
        ("/2021/05/bridge-to-close", None),
        ("/2021/13/04/bridge", None),
        ("/2031/05/04/bridge", None),
        ("/1954/05/04/bridge", None),
        ("/article-1202105041", None),
        ("/opening-bell-11-18-19", None),
        ("", None),
    ],
)
def test_the_date_in_a_path(path: str, day: str | None) -> None:
    stated = url_day(f"https://lennpost.com{path}", LATEST)
    assert (None if stated is None else stated.local_day.isoformat()) == day
    assert stated is None or stated.precision == "day"


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/politics/bridge", "Politics"),
        ("/real-estate/2021/bridge", "Real estate"),
        ("/news/politics/bridge", None),
        ("/politics", None),
        ("/lenn/bridge", None),
    ],
)
def test_the_section_in_a_path(path: str, section: str | None) -> None:
    assert url_section(f"https://lennpost.com{path}") == section


def test_same_address() -> None:
    assert same_address("https://www.lennpost.com/bridge/?a=b", "http://lennpost.com/bridge")
    assert not same_address("https://lennpost.com/bridge", "https://lennpost.com/tunnel")


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.text(st.characters(codec=None), max_size=60))
def test_any_text_is_read_as_an_address(one: str, other: str) -> None:
    for url in (one, f"https://{one}/{other}"):
        registrable_host(url)
        url_day(url, LATEST)
        url_section(url)
        same_address(url, other)
