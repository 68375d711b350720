"""Query results as people and other tools want them: an aligned table, CSV, JSON or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, BinaryIO, Final

import pyarrow
import pyarrow.parquet
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

# A pipe has no width: a line may be as long as its longest row needs.
NO_WIDTH_LIMIT: Final = 1_000_000


def print_table(answer: pyarrow.Table, console: Console | None = None) -> None:
    """Print an answer as an aligned table; long cells are folded on a terminal and left whole in a pipe."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for field in answer.schema:
        is_number = pyarrow.types.is_integer(field.type) or pyarrow.types.is_floating(field.type)
        table.add_column(Text(field.name), justify="right" if is_number else "left", overflow="fold")
    for row in _rows(answer):
        table.add_row(*(Text(_cell(value)) for value in row))
    console = unfolding(console)
    console.print(table)
    console.print(f"{answer.num_rows:,} row{'' if answer.num_rows == 1 else 's'}", highlight=False)


def unfolding(console: Console | None) -> Console:
    """Return a console, standard output by default, that folds lines on a terminal and nowhere else."""
    console = console or Console()
    return console if console.is_terminal else Console(file=console.file, width=NO_WIDTH_LIMIT)


def write_csv(answer: pyarrow.Table, target: BinaryIO) -> None:
    """Write an answer as CSV with a header; lists and structs as JSON, null as an empty cell."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(answer.column_names)
    writer.writerows([_cell(value) for value in row] for row in _rows(answer))
    text.detach()


def write_json(answer: pyarrow.Table, target: BinaryIO) -> None:
    """Write an answer as a JSON array of objects; times in ISO 8601."""
    rows = [dict(zip(answer.column_names, row, strict=True)) for row in _rows(answer)]
    target.write(json.dumps(rows, ensure_ascii=False, indent=1, default=_plain).encode() + b"\n")


def write_parquet(answer: pyarrow.Table, target: BinaryIO) -> None:
    """Write an answer as a Parquet file."""
    pyarrow.parquet.write_table(answer, target, compression="zstd")


WRITERS: Final[Mapping[str, Callable[[pyarrow.Table, BinaryIO], None]]] = {
    "csv": write_csv,
    "json": write_json,
    "parquet": write_parquet,
}


def _rows(answer: pyarrow.Table) -> list[tuple[Any, ...]]:
    # Column by column, since two columns of an answer may bear the same name.
    return list(zip(*(column.to_pylist() for column in answer.columns), strict=True))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)
