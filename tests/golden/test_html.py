"""Whole HTML pages of many makes, our own: every block comes out as body of its kind, or dropped for its reason.

Beside each page stands what it must come to, a line per paragraph and dropped span in the page's order:
`body: Text …`, `caption: Text …`; a turn's label stands before its text in brackets.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.pages.document import SplitPage
from flows.pages.split import split_page
from flows.sources.html.page import build_html_page
from flows.sources.page import PageRef, RawPage

FOLDER = Path(__file__).parent / "html"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))


def split_file(name: str) -> SplitPage:
    path = FOLDER / f"{name}.html"
    content = path.read_bytes()
    ref = PageRef("0" * 16, path, path.name, "html")
    return split_page(build_html_page(RawPage(ref, content, hashlib.sha256(content).hexdigest(), media="html")))


def written(split: SplitPage) -> list[str]:
    rows = [(p.page_start, f"{p.kind}: {f'[{p.label}] ' if p.label else ''}{p.text}") for p in split.paragraphs]
    rows += [(span.page_start, f"{span.reason}: {span.text}") for span in split.dropped if span.reason != "label_mark"]
    return [row for _, row in sorted(rows)]


@pytest.mark.parametrize("name", NAMES)
def test_every_block_is_body_or_dropped_for_its_reason(name: str) -> None:
    expected = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert written(split_file(name)) == expected


def test_every_page_has_its_expected_rows() -> None:
    assert NAMES
    assert sorted(path.stem for path in FOLDER.glob("*.txt")) == NAMES
