"""The corpus itself: what its README promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.corpus.annotated import AnnotatedPage, read_corpus
from training.corpus.check import find_errors
from training.corpus.originality import shared_runs
from training.corpus.report import report

FOLDER = Path(__file__).parents[3] / "corpus" / "pages"
MIN_PAGES, MIN_ARTICLES, MIN_TRANSCRIPTS = 300, 250, 50
SHARED_WORDS, MAX_PAGES_THAT_SHARE = 8, 3


@pytest.fixture(scope="module")
def corpus() -> list[AnnotatedPage]:
    return read_corpus(FOLDER)


def test_every_page_keeps_to_the_guidelines(corpus: list[AnnotatedPage]) -> None:
    assert [f"{page.page_id}:{line}: {reason}" for page in corpus for line, reason in find_errors(page)] == []


def test_there_are_enough_pages_of_each_kind(corpus: list[AnnotatedPage]) -> None:
    kinds = [page.kind for page in corpus]
    assert len(corpus) >= MIN_PAGES
    assert kinds.count("article") >= MIN_ARTICLES
    assert kinds.count("transcript") >= MIN_TRANSCRIPTS


def test_a_tenth_is_held_out(corpus: list[AnnotatedPage]) -> None:
    held_out = sum(page.split == "held_out" for page in corpus)
    assert 0.08 <= held_out / len(corpus) <= 0.12


def test_pages_share_no_stock_phrases(corpus: list[AnnotatedPage]) -> None:
    shared = shared_runs(corpus, SHARED_WORDS)
    assert {run: ids for run, ids in shared.items() if len(ids) > MAX_PAGES_THAT_SHARE} == {}


def test_the_readme_says_what_is_in_it(corpus: list[AnnotatedPage]) -> None:
    assert report(corpus) in (FOLDER.parent / "README.md").read_text(encoding="utf-8")
