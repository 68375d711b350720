"""Rows to Parquet files and back: typed by the table's model, zstd, durable, never overwritten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow.parquet

from schemas.errors import TableError
from schemas.tables import TABLES
from warehouse.layout import scan

# zstd 3 with dictionaries was the best trade of size and speed on a million quotes.
COMPRESSION_LEVEL: Final = 3
# DuckDB reads a file in parallel by row groups and likes about this many rows in one.
ROW_GROUP_ROWS: Final = 100_000


def write(path: Path, table: str, frames: Iterable[pl.DataFrame]) -> int:
    """Write the frames' rows in their order to a new read-only file and return their number.

    Memory holds one row group, or one frame where that is larger. Raises TableError for a frame that has not
    the columns and types of the table's model, FileExistsError where the file is already there.
    """
    schema = TABLES[table].arrow_schema
    n_rows = 0
    with path.open("xb") as file:
        with pyarrow.parquet.ParquetWriter(
            file, schema, compression="zstd", compression_level=COMPRESSION_LEVEL
        ) as writer:
            for frame in _row_groups(frames):
                n_rows += frame.height
                writer.write_table(_typed(frame, table), row_group_size=ROW_GROUP_ROWS)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o444)
    return n_rows


def read(path: Path, table: str) -> pl.DataFrame:
    """Return the rows of one file, typed as the table's model says."""
    return scan([path], table).collect()


def n_rows(path: Path) -> int:
    """Return the number of rows from the file's footer."""
    return int(pyarrow.parquet.read_metadata(path).num_rows)


def _typed(frame: pl.DataFrame, table: str) -> pyarrow.Table:
    expected = TABLES[table].polars_schema
    if frame.schema != expected:
        wrong = sorted(
            {name for name, _ in set(frame.schema.items()) ^ set(expected.items())} or set(frame.schema.names())
        )
        raise TableError(f"{table}: the columns {', '.join(wrong)} differ from the table's model")
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())


def _row_groups(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Join small frames, so that a file of many batches has not one row group for each."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        if frame.is_empty():
            continue
        waiting.append(frame)
        if sum(part.height for part in waiting) >= ROW_GROUP_ROWS:
            yield pl.concat(waiting)
            waiting = []
    if waiting:
        yield pl.concat(waiting)
