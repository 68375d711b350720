"""The two seed pages come out as people marked them: every paragraph, every turn, every dropped line."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from flows.pages.document import SplitPage
from flows.pages.split import split_page
from flows.sources.find import find_pages
from flows.sources.read import read_page

GOLDEN = Path(__file__).parent
SEEDS = GOLDEN.parents[1] / "seeds"


@pytest.fixture(params=["article", "transcript"])
def golden(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads((GOLDEN / f"{request.param}.json").read_text(encoding="utf-8"))


@pytest.fixture
def split(golden: dict[str, Any]) -> SplitPage:
    (found,) = find_pages([str(SEEDS / golden["page"])])
    return split_page(read_page(found.ref))


def test_facts(golden: dict[str, Any], split: SplitPage) -> None:
    facts = split.facts
    assert golden["facts"] == {
        "kind": split.kind,
        "title": facts.title,
        "site": facts.site,
        "publisher": facts.publisher,
        "authors": list(facts.authors),
        "updated_at_utc": facts.updated_at_utc,
        "published_at_utc": facts.published_at_utc,
    }


def test_paragraphs(golden: dict[str, Any], split: SplitPage) -> None:
    rows = [{"kind": p.kind, "turn": p.turn, "label": p.label, "text": p.text} for p in split.paragraphs]
    assert rows == golden["paragraphs"]


def test_dropped(golden: dict[str, Any], split: SplitPage) -> None:
    by_reason = defaultdict(list)
    for span in split.dropped:
        by_reason[span.reason].append(span.text)
    assert dict(by_reason) == golden["dropped"]
