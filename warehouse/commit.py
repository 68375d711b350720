"""`commit`: a run's documents replace their older rows in every table, or nothing changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl

from schemas.errors import TableError, WarehouseError
from schemas.tables import DOCUMENT_TABLES, RUN_TABLES, TABLES
from warehouse import parquet
from warehouse.draft import Draft
from warehouse.layout import NO_SYNDICATION, Snapshot, Warehouse, scan
from warehouse.lock import require_lock
from warehouse.publish import clear_uncommitted, publish, require_current
from warehouse.staging import STAGED_TABLES

# A chunk of this many documents is a few megabytes a table: large enough that a warehouse of a million documents has
# a thousand files a table, small enough that one changed document rewrites less than a second's worth.
CHUNK_DOCUMENTS: Final = 1_000
# The same chunk is closed earlier when its pages are large (HTML), because it is sorted in memory: compressed bytes,
# about ten times as much when read.
CHUNK_BYTES: Final = 32 * 2**20
# A run table's last chunk is rewritten with the new rows while it is smaller than this, so that runs don't each leave
# a file; rewriting it takes some hundredths of a second.
RUN_CHUNK_BYTES: Final = 4 * 2**20
# Where a record stands; null where a page is a file.
_PLACE: Final = pl.concat_str("source_uri", "source_record", separator="\0")


@dataclass(frozen=True, slots=True)
class Change:
    """What a run wants to commit.

    staged: folders of batches, each with a Parquet file for every document table, `rejects` and `warnings`. Their
        `run_id` columns are empty strings; the commit fills them in.
    run_tables: rows of run tables that the run itself made, such as `runs` and `checks`.
    same_as: the whole new table, None to leave it.
    load_documents: False where the gate stopped the run: only the rows of run tables are committed.
    syndication: doc_id and syndication_id of staged documents, and of older ones that belong to another text now.
    """

    run_id: str
    staged: Sequence[Path] = ()
    run_tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    same_as: pl.DataFrame | None = None
    load_documents: bool = True
    syndication: pl.DataFrame = field(default_factory=lambda: NO_SYNDICATION)


def commit(warehouse: Warehouse, base: Snapshot, change: Change) -> Snapshot:
    """Commit the change on top of `base` and return the new snapshot; then remove the staged folders.

    Staged documents replace all rows of the same doc_id, in every document table. Open rejects of documents that
    load are closed. The caller holds the lock.

    Raises WarehouseError where `base` is no longer current, the run was committed before, a document is staged twice
    or a staged file is missing; TableError for a frame that is not as its model says. Nothing is committed then.
    """
    require_lock(warehouse)
    require_current(warehouse, base)
    _require_fresh_run(base, change)
    _require_run_tables(change)
    _require_whole_batches(change)
    clear_uncommitted(warehouse)

    draft = Draft(warehouse, base)
    doc_ids = _staged_doc_ids(change)
    if not doc_ids.is_empty():
        _remove_documents(draft, base, doc_ids)
        _syndicate(draft, warehouse, change.syndication)
        _add_documents(draft, change)
        _close_rejects(draft, base, change, doc_ids)
    for table in RUN_TABLES:
        _append(draft, table, _run_rows(table, change))
    if change.same_as is not None:
        _replace(draft, base, "same_as", change.same_as)

    snapshot = publish(warehouse, draft, base, _pipeline_version(change, base))
    for folder in change.staged:
        # The commit stands; a folder that can't be removed is stale, and the next run removes it.
        with suppress(OSError):
            shutil.rmtree(folder)
    return snapshot


def _require_fresh_run(base: Snapshot, change: Change) -> None:
    """A scheduler may start the same run twice; the second must not add its rows again."""
    if not base.scan("runs").filter(pl.col("run_id") == change.run_id).collect().is_empty():
        raise WarehouseError(f"run {change.run_id} was committed before")


def _require_run_tables(change: Change) -> None:
    unknown = set(change.run_tables) - set(RUN_TABLES)
    if unknown:
        raise TableError(f"{', '.join(sorted(unknown))}: no run table")


def _require_whole_batches(change: Change) -> None:
    for table in STAGED_TABLES:
        for file in _files(table, change.staged):
            if not file.exists():
                raise WarehouseError(f"a staged batch is not whole: {file} is missing")


def _staged_doc_ids(change: Change) -> pl.Series:
    """Return the staged documents' ids, none where documents are not to be loaded."""
    files = _files("documents", change.staged) if change.load_documents else []
    doc_ids = scan(files, "documents").select("doc_id").collect()["doc_id"]
    twice = doc_ids.filter(doc_ids.is_duplicated())
    if not twice.is_empty():
        raise WarehouseError(f"{twice.n_unique()} documents are staged more than once, such as {twice[0]}")
    return doc_ids


def _files(table: str, folders: Sequence[Path]) -> list[Path]:
    return [folder / f"{table}.parquet" for folder in folders]


def _remove_documents(draft: Draft, base: Snapshot, doc_ids: pl.Series) -> None:
    """Rewrite the chunks that hold one of the documents, without them."""
    replaced = doc_ids.implode()
    for chunk in _chunks_with(base.files("documents"), "documents", pl.col("doc_id").is_in(replaced)):
        rest = draft.new_chunk()
        for table in DOCUMENT_TABLES:
            if chunk in draft.tables[table]:
                draft.rewrite(table, chunk, rest, lambda rows: [rows.filter(~pl.col("doc_id").is_in(replaced))])


def _chunks_with(files: list[Path], table: str, holds: pl.Expr) -> list[str]:
    """Return the chunks among a table's files in which a row fulfils the condition."""
    found = scan(files, table, file_column="file").filter(holds).select("file").unique().collect()["file"]
    return sorted(Path(file).stem for file in found)


def _syndicate(draft: Draft, warehouse: Warehouse, syndication: pl.DataFrame) -> None:
    """Rewrite the chunks of `documents` whose documents belong to another text now.

    The same documents' chunks of the other tables get the new name too: a document stands in chunks of one name.
    """
    files = [warehouse.chunk_file("documents", chunk) for chunk in draft.tables["documents"]]
    for chunk in _chunks_with(files, "documents", pl.col("doc_id").is_in(syndication["doc_id"].implode())):
        renamed = draft.new_chunk()
        draft.rewrite("documents", chunk, renamed, lambda rows: [_with_syndication(rows, syndication)])
        for table in DOCUMENT_TABLES:
            if table != "documents" and chunk in draft.tables[table]:
                draft.rename(table, chunk, renamed)


def _with_syndication(documents: pl.DataFrame, syndication: pl.DataFrame) -> pl.DataFrame:
    return documents.update(syndication, on="doc_id")


def _add_documents(draft: Draft, change: Change) -> None:
    for folders in _chunk_sized(change.staged):
        chunk = draft.new_chunk()
        order = document_order(scan(_files("documents", folders), "documents"))
        for table in DOCUMENT_TABLES:
            rows = _with_run_id(scan(_files(table, folders), table).collect(), change.run_id)
            if table == "documents":
                rows = _with_syndication(rows, change.syndication)
            draft.add(table, chunk, [in_document_order(rows, table, order)])


def _chunk_sized(folders: Sequence[Path]) -> Iterator[list[Path]]:
    """Group staged batches, in their order, so that each group makes a chunk."""
    group: list[Path] = []
    n_documents = n_bytes = 0
    for folder in folders:
        group.append(folder)
        n_documents += parquet.n_rows(folder / "documents.parquet")
        n_bytes += sum((folder / f"{table}.parquet").stat().st_size for table in DOCUMENT_TABLES)
        if n_documents >= CHUNK_DOCUMENTS or n_bytes >= CHUNK_BYTES:
            yield group
            group, n_documents, n_bytes = [], 0, 0
    if group:
        yield group


def document_order(documents: pl.LazyFrame) -> pl.DataFrame:
    """Return doc_id and document_place: by date of publication, which makes queries for a range of dates read less."""
    return (
        documents.sort("published_at_utc", "doc_id", nulls_last=True)
        .select("doc_id")
        .with_row_index("document_place")
        .collect()
    )


def in_document_order(rows: pl.DataFrame, table: str, order: pl.DataFrame) -> pl.DataFrame:
    """Sort a table's rows by their documents' place, then by the table's key."""
    return (
        rows.join(order, on="doc_id", how="left")
        .sort("document_place", *TABLES[table].key, nulls_last=True)
        .drop("document_place")
    )


def _close_rejects(draft: Draft, base: Snapshot, change: Change, doc_ids: pl.Series) -> None:
    """Mark the open rejects of documents that load now.

    A broken record of an archive had no URL to make its doc_id of; it is known again by its place.
    """
    pages = scan(_files("pages", change.staged), "pages").filter(pl.col("source_record").is_not_null())
    loaded = pages.select(place=_PLACE).collect()["place"]
    is_loaded = pl.col("doc_id").is_in(doc_ids.implode()) | _PLACE.is_in(loaded.implode()).fill_null(value=False)
    is_closed_now = pl.col("closed_by").is_null() & is_loaded
    closed_by = pl.when(is_closed_now).then(pl.lit(change.run_id)).otherwise("closed_by").alias("closed_by")
    for chunk in _chunks_with(base.files("rejects"), "rejects", is_closed_now):
        draft.rewrite("rejects", chunk, draft.new_chunk(), lambda rows: [rows.with_columns(closed_by)])


def _run_rows(table: str, change: Change) -> Iterator[pl.DataFrame]:
    """Yield the run's new rows of a run table: those it made itself, then batch by batch those that were staged."""
    if table in change.run_tables:
        yield change.run_tables[table]
    if table in STAGED_TABLES:
        for file in _files(table, change.staged):
            yield _with_run_id(parquet.read(file, table), change.run_id)


def _append(draft: Draft, table: str, frames: Iterator[pl.DataFrame]) -> None:
    """Add rows to a run table, together with those of its last chunk while that is small."""
    rows = (frame for frame in frames if not frame.is_empty())
    first = next(rows, None)
    if first is None:
        return
    last = max(draft.tables[table], default=None)
    if last is None or draft.n_bytes(table, last) >= RUN_CHUNK_BYTES:
        draft.add(table, draft.new_chunk(), chain([first], rows))
    else:
        draft.rewrite(table, last, draft.new_chunk(), lambda before: chain([before, first], rows))


def _replace(draft: Draft, base: Snapshot, table: str, rows: pl.DataFrame) -> None:
    if rows.sort(TABLES[table].key).equals(base.scan(table).collect().sort(TABLES[table].key)):
        return
    before = list(draft.tables[table])
    draft.add(table, draft.new_chunk(), [rows.sort(TABLES[table].key)])
    for chunk in before:
        draft.drop(table, chunk)


def _with_run_id(rows: pl.DataFrame, run_id: str) -> pl.DataFrame:
    return rows.with_columns(run_id=pl.lit(run_id)) if "run_id" in rows.columns else rows


def _pipeline_version(change: Change, base: Snapshot) -> str:
    runs = change.run_tables.get("runs")
    if runs is None or runs.is_empty():
        return base.manifest.pipeline_version
    return str(runs["pipeline_version"][-1])
