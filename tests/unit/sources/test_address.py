from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.address import doc_id_of, normalise_url, record_doc_id, web_address


@pytest.mark.parametrize(
    ("url", "same_as"),
    [
        ("HTTPS://Gazette.Example/A", "https://gazette.example/A"),
        ("https://gazette.example:443/a", "https://gazette.example/a"),
        ("http://gazette.example:80", "http://gazette.example/"),
        ("https://gazette.example/a#top", "https://gazette.example/a"),
        ("https://gazette.example:8443/a?b=1&a=2#x", "https://gazette.example:8443/a?b=1&a=2"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
        ("https://Anna@gazette.example/a", "https://Anna@gazette.example/a"),
        ("http://[broken/a#b", "http://[broken/a"),
        ("http://gazette.example:port/a#b", "http://gazette.example:port/a"),
    ],
)
def test_spellings_of_an_address_are_one(url: str, same_as: str) -> None:
    assert normalise_url(url) == same_as
    assert normalise_url(same_as) == same_as
    assert record_doc_id("any.warc", "0", url) == doc_id_of(same_as)


@pytest.mark.parametrize(
    "other",
    [
        "http://gazette.example/a",
        "https://www.gazette.example/a",
        "https://gazette.example/a?",
        "https://gazette.example/A",
    ],
)
def test_what_may_be_another_page_is_another_address(other: str) -> None:
    same = normalise_url(other) == normalise_url("https://gazette.example/a")
    assert same == other.endswith("?")


def test_a_record_without_an_address_is_told_by_its_place() -> None:
    ids = {
        record_doc_id("a.jsonl", "1"),
        record_doc_id("a.jsonl", "2"),
        record_doc_id("b.jsonl", "1"),
        doc_id_of("a.jsonl"),
    }
    assert len(ids) == 4


def test_unicode_forms_of_a_name_are_one_address() -> None:
    assert doc_id_of("Caf\u00e9.txt") == doc_id_of("Cafe\u0301.txt")


@given(st.text(max_size=60))
def test_any_text_has_an_id(text: str) -> None:
    assert len(record_doc_id(text, text, f"http://{text}")) == 16
    known = web_address(f"https://{text}")
    assert known is None or known.encode("utf-8")
