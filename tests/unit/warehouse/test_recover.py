from __future__ import annotations

import shutil

import duckdb
import pytest

from schemas.errors import WarehouseError
from schemas.tables import DOCUMENT_TABLES
from warehouse import commit as commit_module
from warehouse import compact as compact_module
from warehouse.layout import Warehouse
from warehouse.store import compact, lock, read, recover


def repaired(warehouse):
    with lock(warehouse):
        return recover(warehouse)


def test_a_sound_warehouse_needs_nothing(warehouse, writer):
    assert repaired(warehouse) == []
    writer.run({"a": "One"})
    assert repaired(warehouse) == []


def test_recover_needs_the_lock(warehouse):
    with pytest.raises(WarehouseError, match="needs its lock"):
        recover(warehouse)


def test_what_was_never_finished_is_removed(warehouse, writer, words_by_document):
    snapshot = writer.run({"a": "One"})
    shutil.copytree(snapshot.path, warehouse.snapshot_folder(2))
    (warehouse.snapshot_folder(3) / "quotes").mkdir(parents=True)
    orphan = warehouse.chunk_file("quotes", "00000002-00000")
    orphan.write_bytes(b"half a fi")
    unfinished = warehouse.staging / ".unfinished-b1-77"
    unfinished.mkdir()
    assert repaired(warehouse) == [
        "removed snapshots/00000002",
        "removed snapshots/00000003",
        "removed chunks/quotes/00000002-00000.parquet",
        "removed staging/.unfinished-b1-77",
    ]
    assert words_by_document(read(warehouse)) == {"a": "One"}


def test_a_snapshot_that_was_half_removed_goes(warehouse, writer):
    first = writer.run({"a": "One"})
    writer.run({"a": "Two"})
    (first.path / "manifest.json").unlink()
    assert "removed snapshots/00000001" in repaired(warehouse)
    assert not first.path.exists()


def test_a_first_snapshot_that_was_never_finished_is_removed(warehouse):
    (warehouse.snapshot_folder(1) / "quotes").mkdir(parents=True)
    assert repaired(warehouse) == ["removed snapshots/00000001"]
    assert read(warehouse).number == 0


@pytest.mark.parametrize("is_dangling", [False, True])
def test_current_is_set_again_where_a_copy_lost_it(warehouse, writer, words_by_document, is_dangling):
    writer.run({"a": "One"})
    writer.run({"a": "Two"})
    warehouse.current.unlink()
    if is_dangling:
        warehouse.current.symlink_to("snapshots/00000009")
    assert repaired(warehouse) == ["set current to snapshot 2"]
    assert words_by_document(read(warehouse)) == {"a": "Two"}


def test_nothing_is_removed_while_current_is_missing(warehouse, writer):
    snapshot = writer.run({"a": "One"})
    warehouse.current.unlink()
    with pytest.raises(WarehouseError, match="recover the warehouse first"):
        writer.run({"b": "Two"})
    assert snapshot.scan("quotes").collect().height == 1
    assert repaired(warehouse) == ["set current to snapshot 1"]


@pytest.mark.parametrize("name", ["moved", "with [brackets] and 'quotes' *"])
def test_a_moved_folder_works_at_once_and_its_database_after_recover(tmp_path, writer, words_by_document, name):
    writer.run({"a": "One"})
    moved = Warehouse(tmp_path / name)
    writer.warehouse.root.rename(moved.root)
    assert words_by_document(read(moved)) == {"a": "One"}
    assert repaired(moved) == ["wrote snapshots/00000001/onrecord.duckdb anew"]
    assert repaired(moved) == []
    with duckdb.connect(str(moved.current / "onrecord.duckdb"), read_only=True) as connection:
        assert connection.execute("select name, n_quotes from speakers").fetchall() == [("Mira Okafor", 1)]
    writer.warehouse = moved
    assert words_by_document(writer.run({"b": "Two"})) == {"a": "One", "b": "Two"}


def test_a_copy_without_hard_links_goes_on(tmp_path, writer, words_by_document):
    writer.run({"a": "One"})
    shutil.copytree(writer.warehouse.root, tmp_path / "copy", symlinks=True)
    writer.warehouse = Warehouse(tmp_path / "copy")
    assert words_by_document(writer.run({"a": "Two"})) == {"a": "Two"}


def test_the_database_is_read_only_and_complete(writer):
    snapshot = writer.run({"a": "One"})
    database = snapshot.path / "onrecord.duckdb"
    assert database.stat().st_mode & 0o777 == 0o444
    with duckdb.connect(str(database), read_only=True) as connection:
        views = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
        for (view,) in views:
            connection.execute(f'select count(*) from "{view}"').fetchall()
    assert {"quotes", "speakers", "latest_runs"} <= {view for (view,) in views}


def test_an_open_reader_of_the_database_blocks_no_commit(writer):
    snapshot = writer.run({"a": "One"})
    with duckdb.connect(str(snapshot.path / "onrecord.duckdb"), read_only=True) as connection:
        connection.execute("select * from quotes").fetchall()
        writer.run({"a": "Two"})
        assert connection.execute("select text from quotes").fetchall() == [("One,",)]


def compacted(warehouse):
    with lock(warehouse):
        return compact(warehouse)


def test_compact_merges_small_chunks_and_keeps_every_row(writer, words_by_document):
    for name in "abc":
        before = writer.run({name: f"Words of {name}"})
    after = compacted(writer.warehouse)
    assert after.number == before.number + 1
    assert [len(after.files(table)) for table in DOCUMENT_TABLES] == [1] * len(DOCUMENT_TABLES)
    assert words_by_document(after) == words_by_document(before)
    assert after.n_rows("runs") == before.n_rows("runs")


def test_compact_leaves_a_compact_warehouse_alone(writer):
    assert compacted(writer.warehouse).number == 0
    writer.run({"a": "One"})
    assert compacted(writer.warehouse).number == 1


def test_compact_makes_chunks_of_the_wanted_size(writer, words_by_document, monkeypatch):
    monkeypatch.setattr(commit_module, "CHUNK_DOCUMENTS", 1)
    before = writer.run(*({name: f"Words of {name}"} for name in "abcde"))
    monkeypatch.setattr(compact_module, "CHUNK_DOCUMENTS", 3)
    after = compacted(writer.warehouse)
    assert sorted(after.manifest.tables["documents"].values()) == [2, 3]
    assert words_by_document(after) == words_by_document(before)
