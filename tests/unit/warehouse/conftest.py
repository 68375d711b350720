"""Tiny, whole batches: invented documents with rows in every table that fulfil every run check."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from schemas.tables import DOCUMENT_TABLES, TABLES, Tables
from warehouse import staging
from warehouse.parquet import n_rows
from warehouse.store import Change, Snapshot, Warehouse, commit, lock, read

VERSION = "0.0.0+test"
SPEAKER = "Mira Okafor"


def make_id(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def document_rows(name: str, words: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of one article: a headline that is dropped, a paragraph with a quote, a speaker."""
    doc_id, speaker_id = make_id("doc", name), make_id("PERSON", SPEAKER)
    body = f"“{words},” said {SPEAKER}."
    text = f"Harbour news\n\n{body}\n"
    start = text.index(body)
    name_start = body.index(SPEAKER)
    cue_start = body.index("said")
    return {
        "pages": [
            {
                "doc_id": doc_id,
                "source_uri": f"{name}.txt",
                "source_format": "text",
                "source_record": None,
                "url": None,
                "content_sha256": hashlib.sha256(text.encode()).hexdigest(),
                "source": text,
                "text": text,
            }
        ],
        "documents": [
            {
                "doc_id": doc_id,
                "kind": "article",
                "title": f"Harbour news {name}",
                "site": None,
                "publisher": "The Lantern",
                "authors": ["Ada Finch"],
                "section": None,
                "published_at_utc": datetime(2024, 1, 1 + len(name) % 28, tzinfo=UTC),
                "published_precision": "day",
                "published_from": "text",
                "updated_at_utc": None,
                "language": "en",
                "n_words": len(body.split()),
                "syndication_id": make_id("text", words),
                "pipeline_version": VERSION,
                "run_id": "",
            }
        ],
        "paragraphs": [
            {
                "doc_id": doc_id,
                "ordinal": 0,
                "kind": "body",
                "text": body,
                "page_start": start,
                "page_end": start + len(body),
                "turn": None,
                "label": None,
                "label_start": None,
                "label_end": None,
                "speaker_id": None,
            }
        ],
        "dropped": [{"doc_id": doc_id, "page_start": 0, "page_end": 12, "text": "Harbour news", "reason": "headline"}],
        "quotes": [
            {
                "quote_id": make_id("quote", name, words),
                "doc_id": doc_id,
                "kind": "direct",
                "text": f"{words},",
                "segments": [{"ordinal": 0, "start": 1, "end": 2 + len(words)}],
                "cue": "said",
                "cue_ordinal": 0,
                "cue_start": cue_start,
                "cue_end": cue_start + 4,
                "speaker_text": SPEAKER,
                "speaker_ordinal": 0,
                "speaker_start": name_start,
                "speaker_end": name_start + len(SPEAKER),
                "speaker_id": speaker_id,
                "speaker_name": SPEAKER,
                "speakers": [SPEAKER],
                "resolution": "name",
                "via": [],
                "reported_by": None,
                "parent_quote_id": None,
                "rule": "test",
                "reasons": ["cue"],
            }
        ],
        "mentions": [
            {
                "doc_id": doc_id,
                "page_start": start + name_start,
                "page_end": start + name_start + len(SPEAKER),
                "place": "paragraph",
                "ordinal": 0,
                "start": name_start,
                "end": name_start + len(SPEAKER),
                "text": SPEAKER,
                "type": "PERSON",
                "entity_id": speaker_id,
                "why": "full name",
            }
        ],
        "entities": [
            {
                "doc_id": doc_id,
                "entity_id": speaker_id,
                "name": SPEAKER,
                "type": "PERSON",
                "aliases": [SPEAKER],
                "roles": [],
                "n_mentions": 1,
                "n_quotes": 1,
            }
        ],
    }


def reject_row(name: str) -> dict[str, Any]:
    return {
        "run_id": "",
        "doc_id": make_id("doc", name),
        "source_uri": f"{name}.txt",
        "stage": "split",
        "reasons": ["no_body: nothing but navigation"],
        "source": "Home | News",
        "content_sha256": None,
        "pipeline_version": VERSION,
        "closed_by": None,
    }


def warning_row(name: str) -> dict[str, Any]:
    return {
        "run_id": "",
        "doc_id": make_id("doc", name),
        "table": "quotes",
        "key": name,
        "check": "balanced_marks",
        "value": None,
    }


def run_row(run_id: str, number: int, **counts: int) -> dict[str, Any]:
    names = ("n_pages", "n_loaded", "n_copies", "n_unchanged", "n_superseded", "n_rejected", "n_known_rejects")
    return {
        "run_id": run_id,
        "run_name": f"run {run_id}",
        "state": "Completed",
        "started_at_utc": datetime(2024, 5, 1, 12, number % 60, tzinfo=UTC),
        "finished_at_utc": datetime(2024, 5, 1, 12, number % 60, 30, tzinfo=UTC),
        "snapshot": number,
        "pipeline_version": VERSION,
        "versions": "{}",
        "sources": ["pages/"],
        **dict.fromkeys(names, 0),
        **counts,
    }


def make_tables(documents: Mapping[str, str], rejects: tuple[str, ...] = (), warnings: tuple[str, ...] = ()) -> Tables:
    rows = [document_rows(name, words) for name, words in documents.items()]
    tables = {table: TABLES[table].frame(row for one in rows for row in one[table]) for table in DOCUMENT_TABLES}
    return {
        **tables,
        "rejects": TABLES["rejects"].frame(map(reject_row, rejects)),
        "warnings": TABLES["warnings"].frame(map(warning_row, warnings)),
    }


class Writer:
    """A run in short: it stages each batch of documents and commits them under the next run id."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def stage(self, documents: Mapping[str, str], **others: tuple[str, ...]) -> Path:
        key = make_id("batch", sorted(documents.items()), sorted(others.items()))
        return staging.write_batch(self.warehouse, key, make_tables(documents, **others))

    def run(
        self,
        *batches: Mapping[str, str],
        rejects: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
        same_as: pl.DataFrame | None = None,
        load_documents: bool = True,
    ) -> Snapshot:
        with lock(self.warehouse):
            base = read(self.warehouse)
            staged = [self.stage(batch) for batch in batches]
            if rejects or warnings:
                staged.append(self.stage({}, rejects=rejects, warnings=warnings))
            return commit(self.warehouse, base, self.change(base, staged, same_as, load_documents))

    def change(
        self, base: Snapshot, staged: list[Path], same_as: pl.DataFrame | None = None, load_documents: bool = True
    ) -> Change:
        number = base.number + 1
        n_loaded = sum(n_rows(folder / "documents.parquet") for folder in staged)
        n_rejected = sum(n_rows(folder / "rejects.parquet") for folder in staged)
        runs = TABLES["runs"].frame(
            [run_row(f"run-{number}", number, n_pages=n_loaded + n_rejected, n_loaded=n_loaded, n_rejected=n_rejected)]
        )
        return Change(f"run-{number}", staged, {"runs": runs}, same_as, load_documents)


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path / "data")


@pytest.fixture
def writer(warehouse: Warehouse) -> Writer:
    return Writer(warehouse)


@pytest.fixture(scope="session")
def small_snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two documents, committed once for all tests that only read."""
    return Writer(Warehouse(tmp_path_factory.mktemp("small"))).run({"a": "It will rain", "b": "It will not"})


@pytest.fixture
def tables_of() -> Callable[..., Tables]:
    return make_tables


@pytest.fixture
def id_of() -> Callable[..., str]:
    return make_id


@pytest.fixture
def words_by_document() -> Callable[[Snapshot], dict[str, str]]:
    """Read a snapshot as file name to spoken words; fails unless every document table tells the same."""

    def words(snapshot: Snapshot) -> dict[str, str]:
        pages = snapshot.scan("pages").collect()
        for table in DOCUMENT_TABLES:
            rows = snapshot.scan(table).collect()
            assert sorted(rows["doc_id"]) == sorted(pages["doc_id"]), table
        named = dict(pages.select("doc_id", "source_uri").iter_rows())
        quotes = snapshot.scan("quotes").select("doc_id", "text").collect()
        paragraphs = dict(snapshot.scan("paragraphs").select("doc_id", "text").collect().iter_rows())
        assert all(text in paragraphs[doc_id] for doc_id, text in quotes.iter_rows())
        return {named[doc_id].removesuffix(".txt"): text.rstrip(",") for doc_id, text in quotes.iter_rows()}

    return words
