"""Answers as table, CSV, JSON and Parquet."""

import csv
import io
import json
from datetime import UTC, datetime

import pyarrow
import pyarrow.parquet
import pytest
from rich.console import Console

from flows.reporting.answers import print_table, write_csv, write_json, write_parquet

ANSWER = pyarrow.table(
    {
        "name": ["Ada Moor", None],
        "n": [12, 3],
        "when": [datetime(2031, 5, 1, 9, 30, tzinfo=UTC), None],
        "aliases": [["Moor", 'A. "Ada" Moor'], []],
    }
)


def test_a_table_is_aligned_and_counted() -> None:
    target = io.StringIO()
    print_table(ANSWER.select(["name", "n"]), Console(file=target))
    lines = [line.strip() for line in target.getvalue().splitlines() if line.strip()]
    assert lines[0].split() == ["name", "n"]
    assert lines[2:] == ["Ada Moor   12", "3", "2 rows"]


def test_a_pipe_gets_whole_lines() -> None:
    target = io.StringIO()
    print_table(pyarrow.table({"text": ["word " * 200]}), Console(file=target))
    assert "word " * 199 in target.getvalue()


def test_markup_in_a_cell_is_text() -> None:
    target = io.StringIO()
    print_table(pyarrow.table({"text": ["[bold]not bold[/bold]"]}), Console(file=target))
    assert "[bold]not bold[/bold]" in target.getvalue()


def test_csv() -> None:
    target = io.BytesIO()
    write_csv(ANSWER, target)
    rows = list(csv.reader(io.StringIO(target.getvalue().decode())))
    assert rows[0] == ["name", "n", "when", "aliases"]
    assert rows[1] == ["Ada Moor", "12", "2031-05-01T09:30:00+00:00", json.dumps(["Moor", 'A. "Ada" Moor'])]
    assert rows[2] == ["", "3", "", "[]"]


def test_json() -> None:
    target = io.BytesIO()
    write_json(ANSWER, target)
    first, second = json.loads(target.getvalue())
    assert first == {
        "name": "Ada Moor",
        "n": 12,
        "when": "2031-05-01T09:30:00+00:00",
        "aliases": ["Moor", 'A. "Ada" Moor'],
    }
    assert second["name"] is None


def test_parquet(tmp_path) -> None:
    path = tmp_path / "answer.parquet"
    with path.open("wb") as target:
        write_parquet(ANSWER, target)
    assert pyarrow.parquet.read_table(path).equals(ANSWER)


@pytest.mark.parametrize("write", [write_csv, write_json, write_parquet])
def test_an_empty_answer_is_an_answer(write) -> None:
    target = io.BytesIO()
    write(ANSWER.slice(0, 0), target)
    assert target.getvalue()
