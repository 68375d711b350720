from __future__ import annotations

import pytest

from flows.sources.columns import choose_columns, read_row
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions

C4 = {"text": "Words.", "timestamp": "2019-04-25T12:57:54Z", "url": "https://gazette.example/a"}
FINEWEB = {
    "text": "Words.",
    "id": "<urn:uuid:1>",
    "dump": "CC-MAIN-2019-18",
    "url": "https://gazette.example/a",
    "date": "2019-04-25T12:57:54Z",
    "file_path": "s3://bucket/x.warc.gz",
    "language": "en",
    "language_score": 0.9,
}
CC_NEWS = {
    "title": "Bridge",
    "text": "Words.",
    "domain": "gazette.example",
    "date": "2019-04-25 00:00:00",
    "description": "It opens.",
    "url": "https://gazette.example/a",
    "image_url": "",
}
NEWS_PLEASE = {
    "authors": ["Anna Roe", "Ben Poe"],
    "date_download": "2019-04-26",
    "date_modify": None,
    "date_publish": "2019-04-25 10:00:00",
    "maintext": "Words.",
    "source_domain": "gazette.example",
    "title": "Bridge",
    "url": "https://gazette.example/a",
    "filename": "x.json",
}
URL = "https://gazette.example/a"
TIME = "2019-04-25T12:57:54Z"


def page_of(row, options=None, limits=None):
    return read_row(row, choose_columns(tuple(row), options or SourceOptions()), limits or Limits())


@pytest.mark.parametrize(
    ("row", "record"),
    [
        pytest.param(C4, {"fetched": TIME}, id="C4"),
        pytest.param(FINEWEB, {"fetched": TIME, "language": "en"}, id="FineWeb"),
        pytest.param(
            CC_NEWS, {"published": "2019-04-25 00:00:00", "title": "Bridge", "site": "gazette.example"}, id="CC-News"
        ),
        pytest.param(
            NEWS_PLEASE,
            {
                "published": "2019-04-25 10:00:00",
                "fetched": "2019-04-26",
                "title": "Bridge",
                "site": "gazette.example",
                "authors": "Anna Roe; Ben Poe",
            },
            id="news-please",
        ),
    ],
)
def test_columns_of_well_known_dumps(row, record) -> None:
    page = page_of(row)
    assert (page.media, page.content, page.url) == ("text", b"Words.", URL)
    assert page.record == record


@pytest.mark.parametrize(
    ("row", "options", "media", "content"),
    [
        pytest.param({"text": "T", "html": "<p>H"}, {}, "html", b"<p>H", id="html first"),
        pytest.param({"text": "T", "html": None}, {}, "text", b"T", id="text where html is missing"),
        pytest.param({"text": "T", "html": "<p>H"}, {"text_column": "text"}, "text", b"T", id="text by name"),
        pytest.param({"a": "T", "b": "<p>H"}, {"text_column": "a", "html_column": "b"}, "html", b"<p>H", id="both"),
        pytest.param({"a": "T", "b": ""}, {"text_column": "a", "html_column": "b"}, "text", b"T", id="both, one empty"),
        pytest.param({"b": "H"}, {"html_column": "b"}, "html", b"H", id="html by name"),
        pytest.param({"text": "<html><p>H"}, {}, "html", b"<html><p>H", id="html in a text column"),
        pytest.param({"Raw-HTML": b"caf\xe9"}, {}, "html", b"caf\xe9", id="bytes, other spelling"),
        pytest.param({"content": "C", "text": "T"}, {}, "text", b"T", id="the first of several"),
    ],
)
def test_which_column_is_the_page(row, options, media, content) -> None:
    page = page_of(row, SourceOptions(**options))
    assert (page.media, page.content) == (media, content)


@pytest.mark.parametrize(
    ("row", "options", "record"),
    [
        ({"date": "d"}, {}, {"published": "d"}),
        ({"date": "d", "dump": "x"}, {}, {"fetched": "d"}),
        ({"date": "d", "date_publish": "p"}, {}, {"published": "p"}),
        ({"timestamp": "t", "crawl_date": "c"}, {}, {"fetched": "c"}),
        ({"timestamp": "t"}, {"date_column": "timestamp"}, {"published": "t"}),
        ({"day": "d", "date": "e"}, {"date_column": "day"}, {"published": "d"}),
        (
            {"published": 1556197074, "timestamp": 1556197074.5},
            {},
            {"published": "1556197074", "fetched": "1556197074"},
        ),
        ({"date": float("nan"), "lang": True}, {}, {}),
        ({"author": {"name": "Anna Roe"}}, {}, {"authors": "Anna Roe"}),
        ({"authors": [{"name": "Anna Roe"}, "Ben Poe", None]}, {}, {"authors": "Anna Roe; Ben Poe"}),
        ({"title": "x" * 5_000}, {}, {"title": "x" * 2_000}),
        ({"title": b"Caf\xc3\xa9", "section": "  "}, {}, {"title": "Café"}),
    ],
)
def test_facts_of_the_record(row, options, record) -> None:
    assert page_of({"text": "T", **row}, SourceOptions(**options)).record == record


@pytest.mark.parametrize(
    ("row", "options", "url"),
    [
        ({"url": "https://gazette.example/a"}, {}, URL),
        ({"link": " https://gazette.example/a "}, {}, URL),
        ({"WARC-Target-URI": "https://gazette.example/a"}, {}, URL),
        ({"source": "https://gazette.example/a", "date": "2021-03-04"}, {}, URL),
        ({"source": "The Gazette"}, {}, None),
        ({"url": "https://gazette.example/" + "a" * 9_000}, {}, None),
        ({"url": "gazette.example/a"}, {}, None),
        ({"url": None}, {}, None),
        ({"url": "x", "address": "https://gazette.example/a"}, {"url_column": "address"}, URL),
        ({"url": "https://gazette.example/a"}, {"url_column": "address"}, None),
    ],
)
def test_addresses(row, options, url) -> None:
    assert page_of({"text": "T", **row}, SourceOptions(**options)).url == url


def test_a_named_column_that_is_not_there_is_no_page() -> None:
    assert not choose_columns(("text",), SourceOptions(text_column="words")).has_page
