"""A writer that commits in a loop, and the state that each of its snapshots must have.

Run as a program it is what the kill tests kill: `python committer.py WAREHOUSE` prints each snapshot's number.
Document i is loaded anew by every third run; each of its rows says which run that was, in every table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.tables import DOCUMENT_TABLES, TABLES, Tables
from warehouse.layout import Snapshot, Warehouse
from warehouse.staging import remove_stale, write_batch
from warehouse.store import Change, commit, compact, lock, read, recover

N_DOCUMENTS = 6
START = datetime(2024, 1, 1, tzinfo=UTC)


def loaded_by(number: int) -> list[int]:
    """The documents that the run which makes snapshot `number` loads."""
    return [i for i in range(N_DOCUMENTS) if i % 3 == number % 3]


def expected(number: int) -> dict[str, int]:
    """The run that loaded each document which snapshot `number` holds."""
    state: dict[str, int] = {}
    for earlier in range(1, number + 1):
        state |= {doc_id(i): earlier for i in loaded_by(earlier)}
    return state


def doc_id(i: int) -> str:
    return f"{i:016x}"


def rows(i: int, version: int) -> dict[str, dict[str, Any]]:
    said = f"{version}"
    key = {"doc_id": doc_id(i)}
    entity_id = f"{version:016x}"
    span = {"page_start": 0, "page_end": 1}
    return {
        "pages": {
            **key,
            "source_uri": said,
            "source_format": "text",
            "source_record": None,
            "url": None,
            "content_sha256": "0" * 64,
            "source": said,
            "text": said,
        },
        "documents": {
            **key,
            **dict.fromkeys(("site", "publisher", "section", "updated_at_utc", "language")),
            **dict.fromkeys(("published_at_utc", "published_precision", "published_from")),
            "kind": "article",
            "title": said,
            "authors": [],
            "n_words": 1,
            "syndication_id": entity_id,
            "pipeline_version": "test",
            "run_id": "",
        },
        "paragraphs": {
            **key,
            **span,
            **dict.fromkeys(("turn", "label", "label_start", "label_end", "speaker_id")),
            "ordinal": 0,
            "kind": "body",
            "text": said,
        },
        "dropped": {**key, **span, "text": said, "reason": "other"},
        "quotes": {
            **key,
            **dict.fromkeys(("cue", "cue_ordinal", "cue_start", "cue_end")),
            **dict.fromkeys(("speaker_text", "speaker_ordinal", "speaker_start", "speaker_end", "speaker_id")),
            **dict.fromkeys(("speaker_name", "reported_by", "parent_quote_id")),
            "quote_id": f"{version * 100 + i:016x}",
            "kind": "direct",
            "text": said,
            "segments": [],
            "speakers": [],
            "resolution": "none",
            "via": [],
            "rule": "test",
            "reasons": [],
        },
        "mentions": {
            **key,
            **span,
            **dict.fromkeys(("ordinal", "start", "end")),
            "place": "title",
            "text": said,
            "type": "ORG",
            "entity_id": entity_id,
            "why": "test",
        },
        "entities": {
            **key,
            "entity_id": entity_id,
            "name": said,
            "type": "ORG",
            "aliases": [],
            "roles": [],
            "n_mentions": 1,
            "n_quotes": 0,
        },
    }


def batch(documents: Iterable[int], version: int) -> Tables:
    found = [rows(i, version) for i in documents]
    tables = {table: TABLES[table].frame(one[table] for one in found) for table in DOCUMENT_TABLES}
    return {**tables, "rejects": TABLES["rejects"].empty(), "warnings": TABLES["warnings"].empty()}


def run_once(warehouse: Warehouse) -> Snapshot:
    """One whole run as a flow does it: recover, stage in two batches, commit."""
    recover(warehouse)
    remove_stale(warehouse, [])
    base = read(warehouse)
    number = base.number + 1
    documents = loaded_by(number)
    staged = [write_batch(warehouse, f"b{i}", batch([i], number)) for i in documents]
    run = {
        "run_id": f"run-{number}",
        "run_name": "test",
        "state": "Completed",
        "started_at_utc": START,
        "finished_at_utc": START,
        "snapshot": number,
        "pipeline_version": "test",
        "versions": "{}",
        "sources": [],
        **dict.fromkeys(("n_copies", "n_unchanged", "n_superseded", "n_rejected", "n_known_rejects"), 0),
        "n_pages": len(documents),
        "n_loaded": len(documents),
    }
    return commit(warehouse, base, Change(f"run-{number}", staged, {"runs": TABLES["runs"].frame([run])}))


def require_whole(snapshot: Snapshot) -> None:
    """Raise AssertionError unless every table of the snapshot is in exactly the state that its number asks for."""
    state = expected(snapshot.number)
    said_in = {"pages": "text", "documents": "title", "entities": "name"}
    for table in DOCUMENT_TABLES:
        found = snapshot.scan(table).select("doc_id", said_in.get(table, "text")).collect()
        if sorted(found.iter_rows()) != sorted((key, str(version)) for key, version in state.items()):
            raise AssertionError(f"{table} of snapshot {snapshot.number}: {found.rows()}, not {state}")
    run_ids = snapshot.scan("runs").collect()["run_id"].to_list()
    if sorted(run_ids) != sorted(f"run-{n}" for n in range(1, snapshot.number + 1)):
        raise AssertionError(f"runs of snapshot {snapshot.number}: {run_ids}")


if __name__ == "__main__":
    store = Warehouse(Path(sys.argv[1]), keep_snapshots=2, grace_seconds=5)
    with lock(store, wait=True):
        while True:
            print(run_once(store).number, flush=True)

__all__ = ["batch", "compact", "expected", "require_whole", "run_once"]
