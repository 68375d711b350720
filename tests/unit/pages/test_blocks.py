"""Lines of an HTML page: every character in one of them, whatever the page."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.blocks import blocks_of_lines, lines_of_blocks, paragraph_kind_of_tag
from flows.sources.html.page import build_html_page
from flows.sources.page import Page, PageRef, RawPage
from schemas.errors import PageError
from schemas.normalise import normalise


def build(markup: str) -> Page:
    raw = markup.encode("utf-8", "surrogatepass")
    ref = PageRef("0" * 16, Path("page.html"), "page.html", "html")
    return build_html_page(RawPage(ref, raw, hashlib.sha256(raw).hexdigest(), media="html"))


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        pytest.param("<h1>A</h1><p>B c.</p>", ["A", "B c."], id="a block is a line"),
        pytest.param("<p>One<br>two</p>", ["One", "two"], id="a break ends a line"),
        pytest.param("<pre>First\n\nSecond</pre>", ["First", "Second"], id="preformatted text has lines"),
        pytest.param("<p>soft\u00adly</p>", ["softly"], id="normalised"),
    ],
)
def test_lines_of_blocks(markup: str, lines: list[str]) -> None:
    page = build(markup)
    found = lines_of_blocks(page)
    assert [line.text for line in found] == lines
    assert all(
        block.start <= line.start and line.end <= block.end
        for line, block in zip(found, blocks_of_lines(page, found), strict=True)
    )


@pytest.mark.parametrize(("tag", "kind"), [("h2", "subheading"), ("li", "list_item"), ("p", None), ("div", None)])
def test_paragraph_kind_of_tag(tag: str, kind: str | None) -> None:
    assert paragraph_kind_of_tag(tag) == kind


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "pre", "div", "b", "li"]), st.text(max_size=20)), max_size=12))
def test_every_character_stands_in_one_line(parts: list[tuple[str, str]]) -> None:
    try:
        page = build("".join(f"<{tag}>{text}" for tag, text in parts))
    except PageError:
        return
    lines = lines_of_blocks(page)
    assert all(line.text and line.text == normalise(page.text[line.start : line.end]) for line in lines)
    ends = [0, *(line.end for line in lines)]
    starts = [*(line.start for line in lines), len(page.text)]
    assert all(end <= start and not normalise(page.text[end:start]) for end, start in zip(ends, starts, strict=True))
