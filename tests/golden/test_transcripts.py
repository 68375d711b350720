"""Whole pages in the house styles of radio, television, briefings, courts, parliaments and magazines, and pages that
only look like transcripts: every paragraph with its turn and label, and everything between that isn't said.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from flows.pages.document import SplitPage
from flows.pages.split import split_page
from flows.sources.page import Page

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(path.with_suffix("").name for path in FOLDER.glob("*.json"))
LOOKALIKES = sorted(path.stem for path in FOLDER.glob("not_*.txt"))


def split_file(name: str) -> SplitPage:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return split_page(Page(sha256[:16], f"{name}.txt", "text", None, None, sha256, text, text))


@pytest.fixture(params=TRANSCRIPTS)
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def expected(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def test_kind_and_paragraphs(name: str, expected: dict[str, Any]) -> None:
    split = split_file(name)
    assert split.kind == expected["kind"]
    assert [[p.kind, p.turn, p.label, p.text] for p in split.paragraphs] == expected["paragraphs"]


def test_what_is_not_said(name: str, expected: dict[str, Any]) -> None:
    dropped = [[span.reason, span.text] for span in split_file(name).dropped]
    assert [span for span in dropped if span[0] in {"sound_cue", "time_code"}] == expected["not_said"]
    assert [text for reason, text in dropped if reason == "label_mark"] == expected["marks"]


@pytest.mark.parametrize("lookalike", LOOKALIKES)
def test_pages_that_only_look_like_transcripts_have_no_turns(lookalike: str) -> None:
    split = split_file(lookalike)
    assert split.kind == "article"
    assert all((p.turn, p.label) == (None, None) for p in split.paragraphs)


def test_every_page_is_tested() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == {*TRANSCRIPTS, *LOOKALIKES}
