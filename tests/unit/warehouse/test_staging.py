from __future__ import annotations

import os
import shutil

import polars as pl
import pytest

from schemas.errors import TableError
from warehouse import staging


def test_a_batch_is_found_by_its_key(warehouse, tables_of):
    tables = tables_of({"a": "One"}, rejects=("x",))
    assert staging.find_batch(warehouse, "b1") is None
    folder = staging.write_batch(warehouse, "b1", tables)
    assert staging.find_batch(warehouse, "b1") == folder
    for name in staging.STAGED_TABLES:
        assert pl.read_parquet(folder / f"{name}.parquet").equals(tables[name])


def test_a_batch_that_is_there_already_stays(warehouse, tables_of):
    folder = staging.write_batch(warehouse, "b1", tables_of({"a": "One"}))
    inode = (folder / "quotes.parquet").stat().st_ino
    assert staging.write_batch(warehouse, "b1", tables_of({"a": "One"})) == folder
    assert (folder / "quotes.parquet").stat().st_ino == inode
    assert [path.name for path in warehouse.staging.iterdir()] == ["b1"]


def test_a_batch_that_was_not_finished_is_not_found(warehouse, tables_of, monkeypatch):
    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", crash)
        with pytest.raises(KeyboardInterrupt):
            staging.write_batch(warehouse, "b1", tables_of({"a": "One"}))
    assert staging.find_batch(warehouse, "b1") is None
    assert staging.remove_stale(warehouse, ["b1"]) == []
    assert len(staging.remove_unfinished(warehouse)) == 1
    assert list(warehouse.staging.iterdir()) == []


def test_stale_batches_are_removed(warehouse, tables_of):
    for key in ("b1", "b2", "b3"):
        staging.write_batch(warehouse, key, tables_of({"a": "One"}))
    assert staging.remove_stale(warehouse, ["b2", "b9"]) == ["b1", "b3"]
    assert staging.find_batch(warehouse, "b2") is not None
    shutil.rmtree(warehouse.staging)
    assert staging.remove_stale(warehouse, []) == []


@pytest.mark.parametrize(
    ("name", "frame", "match"),
    [
        pytest.param("quotes", None, "the batch lacks quotes", id="missing"),
        pytest.param("quotes", pl.DataFrame({"quote_id": ["a"]}), "quotes: the columns", id="other columns"),
    ],
)
def test_tables_must_be_as_their_models_say(warehouse, tables_of, name, frame, match):
    tables = tables_of({"a": "One"})
    tables.pop(name)
    if frame is not None:
        tables[name] = frame
    with pytest.raises(TableError, match=match):
        staging.write_batch(warehouse, "b1", tables)
    assert staging.find_batch(warehouse, "b1") is None
