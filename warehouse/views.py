"""Tables and views of a snapshot, made in a DuckDB connection or in the snapshot's own `.duckdb` file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from schemas.tables import TABLES
from warehouse.layout import Snapshot
from warehouse.parse import named_tables, parse
from warehouse.sql_files import SqlFile, read_folder

# Any DuckDB from this version on can open the file.
STORAGE_VERSION = "v1.0.0"
DATABASE = "onrecord.duckdb"


def create_views(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Create a view for each table over the snapshot's files, then the views of `views/*.sql`."""
    for table in TABLES:
        connection.execute(f"create view {table} as {select_rows(table, snapshot.files(table))}")
    for view in _ordered_views():
        connection.execute(f"create view {view.name} as {view.sql}")


def select_rows(table: str, files: Iterable[Path], *, is_mixed: bool = True) -> str:
    """Return a SELECT of the rows in the files, or of no row with the table's columns where there are no files.

    is_mixed: files may come from several versions, and older ones lack columns; saying no spares opening each file.
    """
    names = ", ".join(quoted(str(file)) for file in files)
    if names and not is_mixed:
        return f"from read_parquet([{names}])"
    columns = ", ".join(f'cast(null as {kind}) as "{name}"' for name, kind in _column_types(table))
    nothing = f"select {columns} where false"
    return f"({nothing}) union all by name (from read_parquet([{names}], union_by_name = true))" if names else nothing


def quoted(text: str) -> str:
    """Return the text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def write_database(snapshot: Snapshot) -> None:
    """Write `onrecord.duckdb` into the snapshot's folder: views only, read-only, for other tools.

    The views name the files by their full paths; after the folder moved, `is_bound` says no and it is written anew.
    """
    target = snapshot.path / DATABASE
    fresh = snapshot.path / f".{DATABASE}"
    fresh.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as connection:
        connection.execute("set timezone = 'UTC'")
        # The name that DuckDB gives the database when the file is opened.
        connection.execute(f"attach {quoted(str(fresh))} as onrecord (storage_version '{STORAGE_VERSION}')")
        connection.execute("use onrecord")
        create_views(connection, snapshot)
        connection.execute("use memory")
        connection.execute("detach onrecord")
    fresh.chmod(0o444)
    fresh.replace(target)


def is_bound(snapshot: Snapshot) -> bool:
    """Whether the snapshot's `onrecord.duckdb` is there and its views name the files where they stand now."""
    target = snapshot.path / DATABASE
    if not target.exists():
        return False
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach {quoted(str(target))} as onrecord (read_only)")
            row = connection.execute(
                "select sql from duckdb_views() where database_name = 'onrecord' and view_name = 'pages'"
            ).fetchone()
    except duckdb.Error:
        return False
    return row is not None and quoted(f"{snapshot.path}{os.sep}pages{os.sep}")[:-1] in row[0]


def _ordered_views() -> Iterator[SqlFile]:
    """Yield each view after the views that it reads."""
    views = {view.name: view for view in read_folder("views")}
    return (views[name] for name in _view_order())


@cache
def _view_order() -> tuple[str, ...]:
    names = {view.name for view in read_folder("views")}
    with duckdb.connect(":memory:") as connection:
        needs = {view.name: named_tables(parse(connection, view.sql)) & names for view in read_folder("views")}
    return tuple(TopologicalSorter(needs).static_order())


@cache
def _column_types(table: str) -> tuple[tuple[str, str], ...]:
    """Return DuckDB's types of a table's columns, as it reads them from the table's Parquet files."""
    with duckdb.connect(":memory:") as connection:
        relation = connection.from_arrow(TABLES[table].arrow_schema.empty_table())
        return tuple(zip(relation.columns, map(str, relation.types), strict=True))
