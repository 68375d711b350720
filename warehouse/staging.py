"""Batches on their way: written by workers, found again after a stopped run, gone once committed.

A batch's key is a hash of its pages and the pipeline version, so the same key means the same rows.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from schemas.errors import TableError
from schemas.tables import DOCUMENT_TABLES
from warehouse import disk, parquet
from warehouse.layout import Warehouse

STAGED_TABLES: Final = (*DOCUMENT_TABLES, "rejects", "warnings")
_UNFINISHED: Final = ".unfinished-"


def write_batch(warehouse: Warehouse, batch_key: str, tables: Mapping[str, pl.DataFrame]) -> Path:
    """Write a batch's tables and return its folder, which appears whole or not at all.

    tables: a frame for each of `STAGED_TABLES`, `run_id` columns with empty strings. Where the batch is already
    there, that one stays. Needs no lock; several processes may write at once. Raises TableError for a frame that is
    missing or is not as its model says.
    """
    missing = set(STAGED_TABLES) - set(tables)
    if missing:
        raise TableError(f"the batch lacks {', '.join(sorted(missing))}")
    unfinished = warehouse.staging / f"{_UNFINISHED}{batch_key}-{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for table in STAGED_TABLES:
        parquet.write(unfinished / f"{table}.parquet", table, [tables[table]])
    disk.sync(unfinished)
    folder = warehouse.staging / batch_key
    try:
        disk.rename(unfinished, folder)
    except OSError:
        if not folder.is_dir():
            raise
        shutil.rmtree(unfinished)
    return folder


def find_batch(warehouse: Warehouse, batch_key: str) -> Path | None:
    """Return the folder of a staged batch, None where it isn't there."""
    folder = warehouse.staging / batch_key
    return folder if folder.is_dir() else None


def remove_stale(warehouse: Warehouse, planned: Collection[str]) -> list[str]:
    """Remove staged batches whose keys this run does not plan, and return their keys. The caller holds the lock."""
    stale = sorted(folder.name for folder in warehouse.staging.glob("[!.]*") if folder.name not in set(planned))
    for batch_key in stale:
        shutil.rmtree(warehouse.staging / batch_key)
    return stale


def remove_scratch(warehouse: Warehouse) -> None:
    """Remove what a run kept only until its end."""
    shutil.rmtree(warehouse.scratch, ignore_errors=True)


def remove_unfinished(warehouse: Warehouse) -> list[Path]:
    """Remove folders of batches that were being written when their run died. The caller holds the lock."""
    folders = sorted(warehouse.staging.glob(f"{_UNFINISHED}*"))
    for folder in folders:
        shutil.rmtree(folder)
    return folders
