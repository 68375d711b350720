"""Labels as HTML pages print them: bold, as terms of a list, as headings, or on a line of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.pages.split import split_page
from flows.sources.html.page import build_html_page
from flows.sources.page import PageRef, RawPage

TURNS = [
    ("Ada Stone", "The oldest cinema in the state closes its doors tonight. Who will come, and what will you show?"),
    ("Greg Malloy", "Everybody who ever had a first kiss in here. I counted four hundred of them at the door."),
    ("Ada Stone", "And they all fit into your cinema?"),
    ("Greg Malloy", "They brought their own chairs, and I let them stay until the milk came."),
]
FORMS = {
    "bold": "<p><strong>{}:</strong> {}</p>",
    "colon outside": "<p><b>{}</b>: {}</p>",
    "terms": "<dl><dt>{}</dt><dd>{}</dd></dl>",
    "headings": "<h4>{}</h4><p>{}</p>",
    "lines": "<p><b>{}</b><br>{}</p>",
    "paragraphs": "<p><em>{}:</em></p><p>{}</p>",
    "time codes": "<p><span>0:12</span> <b>{}:</b> {}</p>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_forms_of_labels(form: str) -> None:
    body = "".join(form.format(label, text) for label, text in TURNS)
    html = f"<html><body><main><h1>The last film</h1><p>It was a long night.</p>{body}</main></body></html>"
    ref = PageRef("0" * 16, Path("page.html"), "page.html", "html")
    split = split_page(build_html_page(RawPage(ref, html.encode(), "0" * 64, "html")))
    assert split.kind == "transcript"
    assert [(p.label, p.text) for p in split.paragraphs if p.turn is not None] == TURNS


def test_a_heading_below_the_last_turn_leaves_it() -> None:
    talk = "".join(f"<p><b>{label}:</b> {text}</p>" for label, text in TURNS)
    html = f"<main>{talk}<h2>What happens next</h2><p>The house will be a bank, according to its new owner.</p></main>"
    ref = PageRef("0" * 16, Path("page.html"), "page.html", "html")
    split = split_page(build_html_page(RawPage(ref, html.encode(), "0" * 64, "html")))
    assert [(p.kind, p.turn) for p in split.paragraphs][-3:] == [("turn", 3), ("subheading", None), ("body", None)]
