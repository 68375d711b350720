"""DuckDB over a snapshot: in memory, locked, and for one SELECT at a time."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow

from schemas.errors import QueryRefused, UsageError, WarehouseError
from schemas.tables import TABLES
from warehouse.layout import Snapshot
from warehouse.parse import require_reading
from warehouse.views import create_views, quoted

# Rows handed on at a time: enough to be quick, few enough that long texts stay small in memory.
BATCH_ROWS: Final = 10_000


def open_memory() -> duckdb.DuckDBPyConnection:
    """Open a DuckDB in memory that fetches no extension, sees no Python variable and shows times in UTC.

    What does not fit into memory goes to a folder of its own among the system's temporary files, not to `.tmp` in the
    working folder, where two processes would write to the same files.
    """
    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "temp_directory": str(Path(tempfile.gettempdir()) / f"onrecord-{secrets.token_hex(8)}"),
        },
    )
    connection.execute("set timezone = 'UTC'")
    return connection


def connect(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """Return a connection with all tables and views of the snapshot, that can open the snapshot's files and no other.

    The settings are locked. They keep a statement from opening other files, but not from writing to the connection's
    own memory: other people's SQL goes through `query`.
    """
    connection = open_memory()
    create_views(connection, snapshot)
    files = [quoted(str(file)) for table in TABLES for file in snapshot.files(table)]
    connection.execute(f"set allowed_paths = [{', '.join(files)}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def query(snapshot: Snapshot, sql: str) -> pyarrow.Table:
    """Answer one SELECT over the snapshot. Raises as `stream` does."""
    return stream(snapshot, sql).read_all()


def stream(snapshot: Snapshot, sql: str) -> pyarrow.RecordBatchReader:
    """Answer one SELECT over the snapshot piece by piece, for answers that are larger than memory.

    Raises QueryRefused for anything that is not one SELECT over tables and views of the warehouse, and UsageError,
    with DuckDB's message, for one that can't be answered; the latter also while the rows are read.
    """
    connection = connect(snapshot)
    require_reading(connection, sql)
    try:
        reader: pyarrow.RecordBatchReader = connection.sql(sql).to_arrow_reader(BATCH_ROWS)
    except duckdb.Error as error:
        raise _clear(error) from error
    return pyarrow.RecordBatchReader.from_batches(reader.schema, _batches(connection, reader))


def rows(connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Answer one of our own statements, with values for its `$name`s. Raises UsageError where it can't be answered."""
    try:
        answer: list[dict[str, Any]] = connection.sql(sql, params=dict(parameters)).to_arrow_table().to_pylist()
    except duckdb.Error as error:
        raise _clear(error) from error
    return answer


def _batches(connection: duckdb.DuckDBPyConnection, reader: pyarrow.RecordBatchReader) -> Iterator[pyarrow.RecordBatch]:
    """Yield the reader's batches; an error in the middle of them comes as one of ours."""
    with connection:
        try:
            yield from reader
        except (duckdb.Error, OSError) as error:  # pyarrow turns DuckDB's errors into OSError
            raise _clear(error) from error


def _clear(error: Exception) -> WarehouseError | UsageError:
    message = str(error).strip()
    if isinstance(error, duckdb.PermissionException):
        return QueryRefused(f"refused: {message}")
    return UsageError(f"the query can't be answered: {message}")
