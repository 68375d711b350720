from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from flows.sources.html.head import read_head, read_json_ld
from flows.sources.page import Head

ARTICLE = {"@type": "NewsArticle", "headline": "Old bridge to close"}


def head_of(markup: str) -> Head:
    return read_head(html.document_fromstring(markup))


def test_title_language_and_address() -> None:
    head = head_of(
        "<html lang='en-GB'><head><title> Old bridge\n to close </title><title>Other</title>"
        "<link rel='alternate canonical' href='https://example.org/bridge'></head><body><p>x</p></body></html>"
    )
    assert (head.title, head.language, head.canonical) == (
        "Old bridge to close",
        "en-GB",
        "https://example.org/bridge",
    )


def test_the_title_of_a_drawing_is_not_the_page_s() -> None:
    assert head_of("<body><svg><title>Logo</title></svg><p>x</p></body>").title is None


def test_meta_by_name_property_and_itemprop_in_order() -> None:
    head = head_of(
        "<head><meta property='og:title' content='A'><meta name='Author' content='Anna Roe'>"
        "<meta itemprop='datePublished headline' content='B'><meta name='empty' content=' '><meta content='C'></head>"
    )
    assert head.meta == (("og:title", "A"), ("author", "Anna Roe"), ("datepublished", "B"), ("headline", "B"))


def test_times_and_microdata_of_visible_elements() -> None:
    head = head_of(
        "<body><time datetime='2021-05-04'>4 May</time><time>5 May</time>"
        "<span itemprop='datePublished' content='2021-05-03'>x</span>"
        "<abbr itemprop='dateModified' title='2021-05-05'>y</abbr><span title='tip'>z</span></body>"
    )
    assert head.times == ("2021-05-04",)
    assert head.meta == (("datepublished", "2021-05-03"), ("datemodified", "2021-05-05"))


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(json.dumps(ARTICLE), id="object"),
        pytest.param(json.dumps([ARTICLE]), id="list"),
        pytest.param(json.dumps({"@context": "https://schema.org", "@graph": [ARTICLE]}), id="graph"),
        pytest.param('{"@type": "NewsArticle", "headline": "Old bridge to close",}', id="trailing comma"),
        pytest.param("<!-- " + json.dumps(ARTICLE) + " -->", id="comment"),
        pytest.param("//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>", id="cdata"),
        pytest.param(json.dumps(ARTICLE) + ";", id="semicolon"),
    ],
)
def test_json_ld_in_all_its_forms(script: str) -> None:
    assert read_json_ld([script]) == (ARTICLE,)


def test_line_breaks_in_strings_and_several_objects() -> None:
    script = '{"@type": "Article", "headline": "Old\nbridge"} {"@type": "WebSite"}'
    assert [found["@type"] for found in read_json_ld([script])] == ["Article", "WebSite"]


def test_the_main_entity_stands_beside_its_page() -> None:
    found = read_json_ld([json.dumps({"@type": "WebPage", "mainEntity": ARTICLE})])
    assert [item["@type"] for item in found] == ["WebPage", "NewsArticle"]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("", id="empty"),
        pytest.param("{not json", id="broken"),
        pytest.param("[" * 10_000 + "]" * 10_000, id="nested lists"),
        pytest.param('{"@graph":' * 10_000 + "1" + "}" * 10_000, id="nested graphs"),
        pytest.param('"' + "x" * 2_000_000 + '"', id="huge"),
        pytest.param('{"a": ' + "\t" * 500_000 + "x", id="blanks"),
        pytest.param("1" * 10_000, id="a long number"),
    ],
)
def test_what_is_no_json_ld_is_left_out(script: str) -> None:
    assert read_json_ld([script, json.dumps(ARTICLE)]) == (ARTICLE,)


def test_everything_is_bounded() -> None:
    head = head_of(
        "<head>"
        + "<meta name='a' content='b'>" * 2_000
        + f"<meta name='x' content='{'y' * 50_000}'>"
        + "<time datetime='2021-05-04'></time>" * 2_000
        + f"<script type='application/ld+json'>{json.dumps([ARTICLE] * 5_000)}</script>"
    )
    assert len(head.meta) <= 500
    assert len(head.times) <= 100
    assert len(head.json_ld) <= 500
    assert all(len(value) <= 2_000 for _, value in head.meta)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_any_script_and_any_attribute(script: str, name: str, value: str) -> None:
    tree = html.document_fromstring("<html><head><title>t</title><meta><script></script></head><body>x</body></html>")
    for element in tree.iter("meta", "script"):
        for attribute, text in (("itemprop", name), ("content", value)):
            try:
                element.set(attribute, text)
            except ValueError:  # what lxml does not take it does not hand out
                return
    read_head(tree)
    read_json_ld([script])
