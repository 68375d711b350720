"""`compact`: the same rows in fewer files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from schemas.tables import DOCUMENT_TABLES
from warehouse.commit import CHUNK_BYTES, CHUNK_DOCUMENTS, document_order, in_document_order
from warehouse.draft import Draft
from warehouse.layout import Snapshot, Warehouse, read
from warehouse.lock import require_lock
from warehouse.publish import clear_uncommitted, publish

# Chunks below half the wanted size are merged: each row is then rewritten about once for each doubling of its chunk.
SMALL_CHUNK_SHARE: Final = 0.5


def compact(warehouse: Warehouse) -> Snapshot:
    """Merge small chunks of documents and return the snapshot: a new one, or the current one if nothing was to merge.

    Every table keeps exactly its rows. The caller holds the lock.
    """
    require_lock(warehouse)
    base = read(warehouse)
    draft = Draft(warehouse, base)
    groups = [group for group in _groups(_small_chunks(draft)) if len(group) > 1]
    if not groups:
        return base
    clear_uncommitted(warehouse)
    for group in groups:
        _merge(draft, group)
    return publish(warehouse, draft, base, base.manifest.pipeline_version)


def _small_chunks(draft: Draft) -> Mapping[str, tuple[int, int]]:
    """Return documents and bytes of each chunk that is worth merging."""
    sizes = {
        chunk: (
            n_documents,
            sum(draft.n_bytes(table, chunk) for table in DOCUMENT_TABLES if chunk in draft.tables[table]),
        )
        for chunk, n_documents in draft.tables["documents"].items()
        if 0 < n_documents < CHUNK_DOCUMENTS * SMALL_CHUNK_SHARE
    }
    return {chunk: size for chunk, size in sizes.items() if size[1] < CHUNK_BYTES * SMALL_CHUNK_SHARE}


def _groups(chunks: Mapping[str, tuple[int, int]]) -> Iterator[list[str]]:
    """Group chunks, the oldest first, so that each group makes one of about the wanted size."""
    group: list[str] = []
    total_documents = total_bytes = 0
    for chunk in sorted(chunks):
        n_documents, n_bytes = chunks[chunk]
        if group and (total_documents + n_documents > CHUNK_DOCUMENTS or total_bytes + n_bytes > CHUNK_BYTES):
            yield group
            group, total_documents, total_bytes = [], 0, 0
        group.append(chunk)
        total_documents += n_documents
        total_bytes += n_bytes
    if group:
        yield group


def _merge(draft: Draft, chunks: list[str]) -> None:
    merged = draft.new_chunk()
    order = document_order(pl.concat(draft.read("documents", chunk) for chunk in chunks).lazy())
    for table in DOCUMENT_TABLES:
        present = [chunk for chunk in chunks if chunk in draft.tables[table]]
        if present:
            rows = pl.concat(draft.read(table, chunk) for chunk in present)
            draft.add(table, merged, [in_document_order(rows, table, order)])
        for chunk in present:
            draft.drop(table, chunk)
