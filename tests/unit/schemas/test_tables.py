"""Every table can be built, sorted and written as its model says."""

import pyarrow.parquet
import pytest

from schemas.errors import TableError
from schemas.tables import DOCUMENT_TABLES, RUN_TABLES, TABLES

ALL_TABLES = [pytest.param(table, id=name) for name, table in TABLES.items()]
DROPPED_ROW = {"doc_id": "a" * 16, "page_start": 0, "page_end": 4, "text": "Menu", "reason": "navigation"}


@pytest.mark.parametrize("table", ALL_TABLES)
def test_an_empty_table_passes_its_own_model(table) -> None:
    assert table.model.validate(table.empty(), lazy=True).is_empty()


@pytest.mark.parametrize("table", ALL_TABLES)
def test_every_table_and_column_is_described(table) -> None:
    assert table.description
    undescribed = [name for name, column in table.columns.items() if not column.description]
    assert undescribed == []


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_key_is_made_of_columns(table) -> None:
    assert table.key
    assert set(table.key) <= set(table.columns)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_parquet_keeps_the_schema(table, tmp_path) -> None:
    path = tmp_path / "empty.parquet"
    pyarrow.parquet.write_table(table.arrow_schema.empty_table(), path)
    assert pyarrow.parquet.read_schema(path).equals(table.arrow_schema)


def test_every_table_has_one_scope() -> None:
    assert set(DOCUMENT_TABLES) | set(RUN_TABLES) | {"same_as"} == set(TABLES)
    assert not set(DOCUMENT_TABLES) & set(RUN_TABLES)


def test_a_frame_is_sorted_by_key() -> None:
    rows = [DROPPED_ROW | {"page_start": 9, "page_end": 13}, DROPPED_ROW]
    assert TABLES["dropped"].frame(rows)["page_start"].to_list() == [0, 9]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("dropped", [DROPPED_ROW | {"page_start": "zero"}]),
        ("rejects", [dict.fromkeys(TABLES["rejects"].columns) | {"reasons": [7]}]),
        ("rejects", [{}]),
    ],
)
def test_a_value_of_the_wrong_type_is_our_fault(table, rows) -> None:
    with pytest.raises(TableError, match=rf"^{table}: "):
        TABLES[table].frame(rows)
