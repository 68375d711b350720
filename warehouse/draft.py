"""The next snapshot while it is being made: the base's chunks, less those replaced, plus new ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count

import polars as pl

from schemas.tables import TABLES
from warehouse import disk, parquet
from warehouse.layout import Snapshot, Warehouse


class Draft:
    """Chunks by table with their rows, for the snapshot after `base`. Nothing here can be seen by a reader."""

    def __init__(self, warehouse: Warehouse, base: Snapshot) -> None:
        self.number = base.number + 1
        self.tables: dict[str, dict[str, int]] = {table: dict(base.manifest.tables.get(table, {})) for table in TABLES}
        self._warehouse = warehouse
        self._chunk_numbers = count()
        self._changed: set[str] = set()

    def new_chunk(self) -> str:
        """Return a chunk name that no committed snapshot has."""
        return f"{self.number:08d}-{next(self._chunk_numbers):05d}"

    def read(self, table: str, chunk: str) -> pl.DataFrame:
        return parquet.read(self._warehouse.chunk_file(table, chunk), table)

    def n_bytes(self, table: str, chunk: str) -> int:
        return self._warehouse.chunk_file(table, chunk).stat().st_size

    def add(self, table: str, chunk: str, frames: Iterable[pl.DataFrame]) -> None:
        """Write rows as a chunk of the table; without rows there is no chunk."""
        path = self._warehouse.chunk_file(table, chunk)
        path.parent.mkdir(parents=True, exist_ok=True)
        n_rows = parquet.write(path, table, frames)
        self._changed.add(table)
        if n_rows:
            self.tables[table][chunk] = n_rows
        else:
            path.unlink()

    def drop(self, table: str, chunk: str) -> None:
        """Leave a chunk out of the snapshot. Its file stays as long as an older snapshot needs it."""
        del self.tables[table][chunk]

    def rewrite(
        self, table: str, chunk: str, into: str, change: Callable[[pl.DataFrame], Iterable[pl.DataFrame]]
    ) -> None:
        """Put what `change` makes of a chunk's rows into a new one."""
        self.add(table, into, change(self.read(table, chunk)))
        self.drop(table, chunk)

    def rename(self, table: str, chunk: str, into: str) -> None:
        """Give a chunk's rows, as they are, the name of a new one."""
        disk.link_or_copy(self._warehouse.chunk_file(table, chunk), self._warehouse.chunk_file(table, into))
        self._changed.add(table)
        self.tables[table][into] = self.tables[table][chunk]
        self.drop(table, chunk)

    def finish(self) -> None:
        """Give every table at least one file, an empty one if need be, and make the new files durable."""
        for table, chunks in self.tables.items():
            for chunk in [chunk for chunk, n_rows in chunks.items() if not n_rows and len(chunks) > 1]:
                self.drop(table, chunk)
            if not chunks:
                chunk = self.new_chunk()
                path = self._warehouse.chunk_file(table, chunk)
                path.parent.mkdir(parents=True, exist_ok=True)
                chunks[chunk] = parquet.write(path, table, [])
                self._changed.add(table)
        for table in self._changed:
            disk.sync(self._warehouse.chunks / table)
        if self._changed:
            disk.sync(self._warehouse.chunks)
