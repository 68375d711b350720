"""docs/tables.md, derived from the table models: `python -m schemas.docs > docs/tables.md`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from schemas.tables import TABLES, Table

INTRODUCTION: Final = """\
# The tables

This page is derived from the models in `schemas/` (`make docs`); a test fails when it is stale.

Spans are half-open code-point offsets: `substring(text, start + 1, end - start)` in DuckDB is `text[start:end]` in
Python. Every table is a folder of Parquet files under `warehouse/data/current/`, and a view of the same name in
`onrecord sql`.
"""
SCOPES: Final = {
    "document": "Replaced with its document when the page changes.",
    "run": "Every run adds its rows.",
    "warehouse": "Computed anew from all documents on every run that changes one.",
}
TYPE_NAMES: Final[Mapping[Any, str]] = {
    pl.String: "varchar",
    pl.Int32: "integer",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Binary: "blob",
    pl.Datetime: "timestamptz",
}


def tables_page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join([INTRODUCTION, *(_table_section(table) for table in TABLES.values())])


def _table_section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = "\n".join(_column_row(table, name, column) for name, column in table.columns.items())
    lists = "".join(_value_list(name, column) for name, column in table.columns.items())
    return f"""\
## {table.name}

{table.description} Key: {key}. {SCOPES[table.scope]}

| column | type | null | meaning |
|---|---|---|---|
{rows}
{lists}"""


def _column_row(table: Table, name: str, column: Any) -> str:
    unit = (column.metadata or {}).get("unit")
    meaning = column.description + (f" ({unit})" if unit else "")
    return f"| {name} | {_type_name(table.polars_schema[name])} | {'yes' if column.nullable else ''} | {meaning} |"


def _value_list(name: str, column: Any) -> str:
    values = (column.metadata or {}).get("values")
    if not values:
        return ""
    return f"\n`{name}`: " + "; ".join(f"**{value}**, {meaning}" for value, meaning in values.items()) + ".\n"


def _type_name(dtype: Any) -> str:
    """Return a polars type, or the class of one, as DuckDB calls it."""
    if isinstance(dtype, pl.List):
        return _type_name(dtype.inner) + "[]"
    if isinstance(dtype, pl.Struct):
        return "struct(" + ", ".join(f"{field.name} {_type_name(field.dtype)}" for field in dtype.fields) + ")"
    return TYPE_NAMES[dtype if isinstance(dtype, type) else type(dtype)]


if __name__ == "__main__":
    sys.stdout.write(tables_page())
