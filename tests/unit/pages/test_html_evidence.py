"""What the elements of a page say about its lines: numbers for the body model, reasons for what is dropped."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.blocks import lines_of_blocks
from flows.pages.html_evidence import html_evidence
from flows.pages.html_reasons import html_reasons
from flows.sources.html.page import build_html_page
from flows.sources.page import Page, PageRef, RawPage
from schemas.errors import PageError

PROSE = "The council of the town met on Monday evening and voted for the new road along the river."
PAGE = f"""
<nav><a href=a>Home</a></nav>
<div class="comments-open">
  <article><h1>New road</h1><div class="copy"><p>{PROSE}</p><h2>Costs</h2><p>{PROSE} Again.</p></div></article>
  <div class="comments"><p>{PROSE} I was there myself and I saw nobody who was for it.</p></div>
</div>
<div class="related"><p><a href=b>Why the old road along the river is under water again</a></p></div>
"""


def build(markup: str) -> Page:
    raw = markup.encode("utf-8", "surrogatepass")
    ref = PageRef("0" * 16, Path("page.html"), "page.html", "html")
    return build_html_page(RawPage(ref, raw, hashlib.sha256(raw).hexdigest(), media="html"))


def lines_with(name: str, value: float) -> list[str]:
    page = build(PAGE)
    lines = lines_of_blocks(page)
    column = html_evidence(page, lines)[name].tolist()
    return [line.text.removeprefix(PROSE).strip() for line, found in zip(lines, column, strict=True) if found == value]


def test_the_articles_element_is_found_beside_comments() -> None:
    assert lines_with("in_core", 1.0) == ["", "Costs", "Again."]


def test_a_name_says_nothing_of_an_element_that_holds_the_article() -> None:
    assert lines_with("hint_comment", 1.0) == ["I was there myself and I saw nobody who was for it."]


def test_a_heading_over_prose() -> None:
    assert lines_with("heads_prose", 1.0) == ["Costs"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        pytest.param("<figure><img><figcaption>The road in May</figcaption></figure>", "caption", id="figcaption"),
        pytest.param("<nav><ul><li><a href=x>Sport</a></ul></nav>", "navigation", id="nav"),
        pytest.param("<div id=comments><div><p>I never liked it.</p></div></div>", "comment", id="comments"),
        pytest.param("<div class=related-stories><p>Old road closed for years</p></div>", "teaser", id="related"),
        pytest.param("<div class=newsletter><p>Every morning in your inbox</p></div>", "signup", id="newsletter"),
        pytest.param("<span>by</span><div class=byline>Ida Marlow</div>", "byline", id="byline"),
        pytest.param("<div class=post-date>3 May</div>", "timestamp", id="date with figures"),
        pytest.param("<div class=post-date>Weather</div>", None, id="date without figures"),
        pytest.param("<p><a href=x>Why the old road is under water once again</a></p>", "teaser", id="a long link"),
        pytest.param("<p><a href=x>Contact</a></p>", "navigation", id="a short link"),
        pytest.param("<table><tr><td>Barley<td>182</table>", "other", id="a table of figures"),
        pytest.param("<p>Words with nothing around.</p>", None, id="nothing known"),
    ],
)
def test_reasons(markup: str, reason: str | None) -> None:
    page = build(f"<article>{f'<p>{PROSE}</p>' * 4}</article>{markup}")
    assert html_reasons(page, lines_of_blocks(page))[-1] == reason


def test_a_line_that_the_pages_title_holds_is_the_headline() -> None:
    page = build(
        f"<title>Road along the river to be built | The Lowmere Herald</title><b>Road along the river to be "
        f"built</b><p>{PROSE}</p><div>The Lowmere Herald</div>"
    )
    assert html_reasons(page, lines_of_blocks(page)) == ["headline", None, None]


_TAGS = ("p", "div class=comment", "article", "h1", "li", "ul", "table", "td", "nav", "aside", "pre", "br", "a href=x")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_TAGS), st.sampled_from(["", PROSE, "Short", "\u200b"])), max_size=30))
def test_every_page_has_a_finite_value_for_every_line(parts: list[tuple[str, str]]) -> None:
    try:
        page = build("".join(f"<{tag}>{text}" for tag, text in parts))
    except PageError:
        return
    lines = lines_of_blocks(page)
    columns = html_evidence(page, lines)
    assert all(len(values) == len(lines) and np.isfinite(values).all() for values in columns.values())
    assert len(html_reasons(page, lines)) == len(lines)
