"""An HTML page as it is handed on, and that no bytes make it fail in another way than it says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.html.page import build_html_page
from flows.sources.page import Page, PageRef, RawPage
from schemas.errors import PageError


def build(content: bytes | str, url: str | None = None) -> Page:
    raw = content if isinstance(content, bytes) else content.encode()
    ref = PageRef("0" * 16, Path("page.html"), "page.html", "html")
    return build_html_page(RawPage(ref, raw, hashlib.sha256(raw).hexdigest(), media="html", url=url))


def test_source_text_and_address() -> None:
    page = build('<link rel=canonical href="https://news.example/a"><title>T</title><p>Caf&eacute;.</p>')
    assert page.source.startswith("<link")
    assert page.text == "Café."
    assert page.head.title == "T"
    assert page.url == "https://news.example/a"


def test_the_address_it_was_fetched_from_goes_first() -> None:
    page = build('<link rel=canonical href="https://news.example/a"><p>x</p>', url="https://news.example/b")
    assert page.url == "https://news.example/b"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("<html><body></body></html>", "empty", id="no text"),
        pytest.param("<!-- only a comment -->", "empty", id="only a comment"),
        pytest.param("<script>x()</script>", "empty", id="only a script"),
        pytest.param("<p>\u200b&nbsp;</p>", "empty", id="nothing to see"),
        pytest.param("<div>" * 10_000 + "deep", "too_deep", id="nested ten thousand deep"),
        pytest.param("x<br>" * 60_000, "too_large", id="sixty thousand lines"),
        pytest.param("<p>" * 300_000, "too_large", id="elements without end"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "binary", id="a picture"),
    ],
)
def test_pages_that_are_none(content: bytes | str, code: str) -> None:
    with pytest.raises(PageError) as caught:
        build(content)
    assert (caught.value.stage, caught.value.reason.split(":")[0]) == ("read", code)


def test_nothing_is_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret words")
    page = build(f'<!DOCTYPE html [<!ENTITY file SYSTEM "{secret.as_uri()}">]><p>Words &file;</p>')
    assert "secret words" not in page.text


def test_nul_characters_are_no_text() -> None:
    assert build("<p>one\0two</p>".encode("utf-16")).text == "onetwo"


_TAGS = ("p", "div", "b", "a href=x", "br", "table", "td", "li", "pre", "script", "nav class=menu", "h1", "span hidden")
_SOUP = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag.split()[0]}>" for tag in _TAGS]),
        st.sampled_from(["<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#0;", "&#xD800;", "&", "<", ">", "<p", '"']),
        st.text(max_size=12),
    ),
    max_size=40,
).map("".join)


def _holds(build_it: Callable[[], Page]) -> None:
    try:
        page = build_it()
    except PageError:
        return
    assert page.text.strip()
    covered = "\n".join(page.text[block.start : block.end] for block in page.blocks)
    assert covered == page.text


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes(content: bytes) -> None:
    _holds(lambda: build(content))


@settings(max_examples=100, deadline=None)
@given(_SOUP)
def test_arbitrary_tag_soup(markup: str) -> None:
    _holds(lambda: build(markup.encode("utf-8", "surrogatepass")))
