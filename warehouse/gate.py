"""The gate: run checks over what a run staged and what the warehouse holds, before anything is committed.

A check is a `.sql` file in `checks/` that selects the offenders. Its header says what must hold, the severity, the
threshold (the share of tested rows that may offend) and what is tested (a table, or a SELECT of a number). It sees

    staged.<table>    the run's rows
    current.<table>   the snapshot's rows
    merged.<table>    what the warehouse would hold after the commit
    corrections       the lines of the user's corrections, with what is wrong with them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, Final

import duckdb
import polars as pl

from schemas.normalise import normalise
from schemas.tables import DOCUMENT_TABLES, TABLES
from warehouse.connect import open_memory
from warehouse.layout import NO_CORRECTIONS, NO_SYNDICATION, Snapshot
from warehouse.sql_files import read_folder, read_named
from warehouse.staging import STAGED_TABLES
from warehouse.views import select_rows

# Enough offenders to see the pattern, few enough for a table in the run's report.
SAMPLE_SIZE: Final = 5
# An offender is shown in a table cell; a paragraph's text would fill the page.
SAMPLE_CHARACTERS: Final = 300


@dataclass(frozen=True, slots=True)
class Check:
    """A run check. tested: a SELECT of the number of rows looked at; offenders: a SELECT of those that fail."""

    name: str
    what: str
    severity: str
    threshold: float
    tested: str
    offenders: str


def preview(
    snapshot: Snapshot,
    staged: Sequence[Path],
    run_tables: Mapping[str, pl.DataFrame],
    same_as: pl.DataFrame | None = None,
    syndication: pl.DataFrame = NO_SYNDICATION,
    corrections: pl.DataFrame = NO_CORRECTIONS,
) -> duckdb.DuckDBPyConnection:
    """Return a connection with the schemas `staged`, `current` and `merged`, as the checks see them.

    staged: folders of staged batches. run_tables: rows of run tables that the run itself made.
    same_as: the whole new table, None where the current one stays.
    syndication: doc_id and syndication_id of the documents whose id differs from what their rows say.
    corrections: the lines of the user's corrections, with what is wrong with each, null where nothing is.
    """
    connection = open_memory()
    connection.create_function("normalised", normalise, ["VARCHAR"], "VARCHAR")
    for schema in ("staged", "current", "merged"):
        connection.execute(f"create schema {schema}")
    frames = dict(run_tables) if same_as is None else {**run_tables, "same_as": same_as}
    for table in TABLES:
        files = [folder / f"{table}.parquet" for folder in staged] if table in STAGED_TABLES else []
        connection.execute(f"create view current.{table} as {select_rows(table, snapshot.files(table))}")
        if table in frames:
            _register(connection, f"staged.{table}", frames[table])
        else:
            connection.execute(f"create view staged.{table} as {select_rows(table, files, is_mixed=False)}")
    _register(connection, "syndication", syndication)
    _register(connection, "corrections", corrections)
    for table in TABLES:
        connection.execute(f"create view merged.{table} as {_merged(table, is_replaced=table in frames)}")
    return connection


def run_checks(connection: duckdb.DuckDBPyConnection, run_id: str) -> pl.DataFrame:
    """Run every check on a `preview` and return their verdicts, as rows of the table `checks`."""
    return TABLES["checks"].frame({"run_id": run_id, **_run(connection, check)} for check in checks())


def may_commit(verdicts: pl.DataFrame) -> bool:
    """Whether the run's documents may be committed: no check with severity error failed."""
    return "failed" not in verdicts["verdict"]


def run_state(verdicts: pl.DataFrame) -> str:
    """Return how the run ends: a value of `vocabulary.RUN_STATES`."""
    if not may_commit(verdicts):
        return "Failed"
    return "CompletedWithWarnings" if "warned" in verdicts["verdict"] else "Completed"


def count_copies(snapshot: Snapshot, staged: Sequence[Path], syndication: pl.DataFrame) -> int:
    """Return how many of the staged documents are copies of another document's text. syndication: see `preview`."""
    with preview(snapshot, staged, {}, syndication=syndication) as connection:
        return _number(connection, read_named("queries", "n_copies"))


def checks() -> Iterator[Check]:
    """Yield all checks by name; one that is written `for: each table` comes once for each table with a key."""
    for file in read_folder("checks"):
        header = dict(line.split(": ", 1) for line in file.comment.splitlines() if ": " in line)
        if header.get("for") == "each table":
            for table in (*STAGED_TABLES, "same_as", "runs"):
                yield _check(f"{file.name}_{table}", _fill(header, table), _filled(file.sql, table))
        else:
            yield _check(file.name, header, file.sql)


def _check(name: str, header: Mapping[str, str], sql: str) -> Check:
    tested = header["tested"]
    return Check(
        name=name,
        what=header["what"],
        severity=header["severity"],
        threshold=float(header["threshold"]),
        tested=tested if tested.startswith("select ") else f"from {tested} select count(*)",
        offenders=sql,
    )


def _fill(header: Mapping[str, str], table: str) -> dict[str, str]:
    return {name: _filled(value, table) for name, value in header.items()}


def _filled(text: str, table: str) -> str:
    """Put a table's name, key and rows in.

    Where doc_id is part of the key, a staged row can't meet a current one: rows of staged documents are replaced. So
    the staged rows are enough. Elsewhere the rows after the commit are looked at that have the key of a staged row.
    """
    key = ", ".join(f'"{column}"' for column in TABLES[table].key)
    rows = f"staged.{table}"
    if "doc_id" not in TABLES[table].key:
        rows = f"(from merged.{table} where ({key}) in (from {rows} select ({key})))"
    return Template(text).substitute(table=table, key=key, rows=rows)


def _register(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Make a table of a frame."""
    connection.register("frame", frame.to_arrow(compat_level=pl.CompatLevel.oldest()))
    connection.execute(f"create table {table} as from frame")
    connection.unregister("frame")


def _merged(table: str, *, is_replaced: bool) -> str:
    if table in DOCUMENT_TABLES:
        kept = f"from current.{table} anti join staged.documents using (doc_id)"
        rows = f"({kept}) union all by name (from staged.{table})"
        return _syndicated(rows) if table == "documents" else rows
    if table == "same_as":
        return f"from {'staged' if is_replaced else 'current'}.same_as"
    return f"(from current.{table}) union all by name (from staged.{table})"


def _syndicated(documents: str) -> str:
    """Return a SELECT of the documents with the ids of the texts that they belong to after the commit."""
    syndication_id = "coalesce(syndication.syndication_id, documents.syndication_id) as syndication_id"
    return (
        f"from ({documents}) as documents left join syndication using (doc_id)"
        f" select documents.* replace ({syndication_id})"
    )


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> dict[str, Any]:
    connection.execute(f"create or replace temp table offenders as {check.offenders}")
    n_failed = _number(connection, "select count(*) from offenders")
    n_tested = _number(connection, check.tested)
    is_over = n_failed > check.threshold * n_tested
    return {
        "check": check.name,
        "severity": check.severity,
        "threshold": check.threshold,
        "tested": n_tested,
        "failed": n_failed,
        "verdict": {"error": "failed", "warn": "warned"}[check.severity] if is_over else "passed",
        "sample": _sample(connection) if is_over else [],
    }


def _sample(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return some offenders as `column=value` strings, always the same ones for the same rows."""
    cursor = connection.execute(f"from offenders order by all limit {SAMPLE_SIZE}")
    names = [column[0] for column in cursor.description or ()]
    return [
        " ".join(f"{name}={value}" for name, value in zip(names, row, strict=True))[:SAMPLE_CHARACTERS]
        for row in cursor.fetchall()
    ]


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
