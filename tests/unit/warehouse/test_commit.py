from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet
import pytest

from schemas.errors import TableError, WarehouseError
from schemas.tables import DOCUMENT_TABLES, RUN_TABLES, TABLES
from warehouse import commit as commit_module
from warehouse import disk, staging
from warehouse.connect import query
from warehouse.layout import Warehouse
from warehouse.store import Change, commit, lock, read


def document_files(warehouse):
    return {path for table in DOCUMENT_TABLES for path in (warehouse.chunks / table).glob("*")}


def test_nothing_committed_is_snapshot_0_with_all_tables_empty(warehouse):
    snapshot = read(warehouse)
    assert snapshot.number == 0
    assert snapshot.files("quotes") == []
    assert {name: snapshot.scan(name).collect().schema for name in TABLES} == {
        name: table.polars_schema for name, table in TABLES.items()
    }


def test_documents_appear_in_every_table(writer, words_by_document):
    snapshot = writer.run({"a": "It will rain", "b": "It will not"})
    assert snapshot.number == 1
    assert words_by_document(snapshot) == {"a": "It will rain", "b": "It will not"}


def test_rows_carry_the_run(writer):
    snapshot = writer.run({"a": "It will rain"}, rejects=("x",), warnings=("a",))
    for table in ("documents", "rejects", "warnings", "runs"):
        assert snapshot.scan(table).collect()["run_id"].to_list() == ["run-1"]


def test_a_changed_document_replaces_its_rows_and_no_others(writer, words_by_document):
    writer.run({"a": "It will rain", "b": "It will not"})
    snapshot = writer.run({"b": "Perhaps it will", "c": "Nobody knows"})
    assert words_by_document(snapshot) == {"a": "It will rain", "b": "Perhaps it will", "c": "Nobody knows"}
    runs = snapshot.scan("documents").select("title", "run_id").collect()
    assert dict(runs.iter_rows()) == {
        "Harbour news a": "run-1",
        "Harbour news b": "run-2",
        "Harbour news c": "run-2",
    }


def test_older_documents_can_come_to_belong_to_another_text(writer, warehouse, words_by_document, id_of):
    writer.run({"a": "It will rain", "b": "It will not"})
    text_id = id_of("text", "the smallest")
    with lock(warehouse):
        base = read(warehouse)
        change = writer.change(base, [writer.stage({"c": "It will rain soon"})])
        joined = pl.DataFrame({"doc_id": [id_of("doc", name) for name in "ac"], "syndication_id": [text_id] * 2})
        snapshot = commit(warehouse, base, replace(change, syndication=joined))
    ids = dict(snapshot.scan("documents").select("doc_id", "syndication_id").collect().iter_rows())
    assert [id_of("doc", name) for name in "abc" if ids[id_of("doc", name)] == text_id] == list(joined["doc_id"])
    assert words_by_document(snapshot) == {"a": "It will rain", "b": "It will not", "c": "It will rain soon"}
    # A document stands in the chunk of the same name in every table.
    for table in DOCUMENT_TABLES:
        assert set(snapshot.manifest.tables[table]) <= set(snapshot.manifest.tables["documents"]), table


def test_a_mended_record_closes_the_reject_of_its_place(writer, warehouse, tables_of):
    """A broken record has no URL, so the page that it becomes has another doc_id."""
    place = {"source_uri": pl.lit("crawl.warc"), "source_record": pl.lit("4711")}
    with lock(warehouse):
        for number, tables in enumerate((tables_of({}, rejects=("broken", "other")), tables_of({"a": "It will rain"}))):
            table = "rejects" if number == 0 else "pages"
            is_placed = pl.col("doc_id") == tables[table]["doc_id"][0]
            tables[table] = tables[table].with_columns(
                pl.when(is_placed).then(value).otherwise(name).alias(name) for name, value in place.items()
            )
            base = read(warehouse)
            folder = staging.write_batch(warehouse, f"batch-{number}", tables)
            snapshot = commit(warehouse, base, writer.change(base, [folder]))
    closed = snapshot.scan("rejects").sort("source_uri").select("source_uri", "closed_by").collect()
    assert closed["closed_by"].drop_nulls().to_list() == ["run-2"]
    assert closed.filter(pl.col("closed_by").is_not_null())["source_uri"].to_list() == ["crawl.warc"]


def test_a_snapshot_that_was_read_stays_as_it_was(writer, words_by_document):
    before = writer.run({"a": "It will rain"})
    writer.run({"a": "It will not"})
    assert words_by_document(before) == {"a": "It will rain"}


def test_no_changes_write_no_chunk_of_a_document_table(warehouse, writer):
    writer.run({"a": "It will rain"})
    before = document_files(warehouse)
    snapshot = writer.run()
    assert document_files(warehouse) == before
    assert snapshot.n_rows("runs") == 2


def test_every_table_has_a_file_that_any_tool_reads(warehouse, writer):
    writer.run({"a": "It will rain"})
    for name, table in TABLES.items():
        folder = warehouse.current / name
        assert pyarrow.parquet.read_table(folder).schema.equals(table.arrow_schema)
        assert pl.read_parquet(folder / "*.parquet").schema == table.polars_schema
        assert len(duckdb.read_parquet(str(folder / "*.parquet")).columns) == len(table.columns)


def test_empty_files_go_when_rows_come(writer):
    assert writer.run().n_rows("quotes") == 0
    snapshot = writer.run({"a": "It will rain"})
    assert [pyarrow.parquet.read_metadata(file).num_rows for file in snapshot.files("quotes")] == [1]


def test_chunks_are_read_only_and_shared_with_the_snapshot(warehouse, writer):
    snapshot = writer.run({"a": "It will rain"})
    for file in snapshot.files("quotes"):
        assert file.stat().st_mode & 0o777 == 0o444
        assert file.samefile(warehouse.chunk_file("quotes", file.stem))


def test_without_hard_links_files_are_copied(writer, words_by_document, monkeypatch):
    def no_links(*_):
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    writer.run({"a": "It will rain"})
    assert words_by_document(writer.run({"b": "It will not"})) == {"a": "It will rain", "b": "It will not"}


def test_a_disk_that_is_full_is_not_taken_for_one_without_links(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="no space"):
        disk.link_or_copy(tmp_path / "a", tmp_path / "b")


def test_a_stopped_run_commits_its_run_rows_only(writer, words_by_document):
    writer.run({"a": "It will rain"})
    snapshot = writer.run({"a": "It will not", "b": "Perhaps"}, rejects=("x",), load_documents=False)
    assert words_by_document(snapshot) == {"a": "It will rain"}
    assert snapshot.n_rows("rejects") == 1
    assert snapshot.n_rows("runs") == 2


def test_loading_a_document_closes_its_open_rejects(writer, id_of):
    writer.run(rejects=("x", "y"))
    snapshot = writer.run({"x": "It will rain"})
    closed = dict(snapshot.scan("rejects").select("doc_id", "closed_by").collect().iter_rows())
    assert closed == {id_of("doc", "x"): "run-2", id_of("doc", "y"): None}
    later = writer.run({"x": "It will not"}).scan("rejects").collect()
    assert later["closed_by"].to_list().count("run-2") == 1


def test_a_stopped_run_closes_no_reject(writer):
    writer.run(rejects=("x",))
    snapshot = writer.run({"x": "It will rain"}, load_documents=False)
    assert snapshot.scan("rejects").collect()["closed_by"].to_list() == [None]


def test_same_as_is_replaced_as_a_whole_or_left(writer, id_of):
    pairs = TABLES["same_as"].frame(
        [{"from_id": id_of(1), "to_id": id_of(2), "score": 1.0, "why": "same name", "by": "rule", "doc_id": ""}]
    )
    assert writer.run(same_as=pairs).scan("same_as").collect().equals(pairs)
    assert writer.run().scan("same_as").collect().equals(pairs)
    assert writer.run(same_as=TABLES["same_as"].empty()).n_rows("same_as") == 0


def test_the_same_same_as_is_not_written_again(writer):
    files = writer.run(same_as=TABLES["same_as"].empty()).files("same_as")
    again = writer.run(same_as=TABLES["same_as"].empty()).files("same_as")
    assert [file.name for file in again] == [file.name for file in files]


def test_run_tables_do_not_grow_by_a_file_a_run(writer):
    for _ in range(4):
        snapshot = writer.run(rejects=("x",), warnings=("x",))
    for table in RUN_TABLES:
        assert len(snapshot.files(table)) == 1
    assert snapshot.n_rows("runs") == snapshot.n_rows("rejects") == 4


def test_large_run_chunks_are_left_alone(writer, monkeypatch):
    monkeypatch.setattr(commit_module, "RUN_CHUNK_BYTES", 1)
    writer.run()
    snapshot = writer.run()
    assert len(snapshot.files("runs")) == 2
    assert snapshot.n_rows("runs") == 2


def test_batches_are_grouped_into_chunks_of_whole_documents(writer, words_by_document, monkeypatch):
    monkeypatch.setattr(commit_module, "CHUNK_DOCUMENTS", 2)
    batches = [{f"d{n}": f"Words {n}"} for n in range(5)]
    snapshot = writer.run(*batches)
    assert sorted(snapshot.manifest.tables["documents"].values()) == [1, 2, 2]
    for table in DOCUMENT_TABLES:
        assert snapshot.manifest.tables[table] == snapshot.manifest.tables["documents"]
    assert len(words_by_document(snapshot)) == 5


def test_documents_of_a_chunk_are_sorted_by_date(writer):
    snapshot = writer.run({"aaa": "Third"}, {"a": "First"}, {"aa": "Second"})
    assert snapshot.scan("documents").collect()["published_at_utc"].is_sorted()
    assert [text for (text,) in snapshot.scan("quotes").select("text").collect().iter_rows()] == [
        "First,",
        "Second,",
        "Third,",
    ]


def test_staged_folders_are_gone_after_the_commit(warehouse, writer):
    writer.run({"a": "It will rain"}, {"b": "It will not"})
    assert list(warehouse.staging.iterdir()) == []


def test_old_snapshots_expire_and_take_their_chunks_along(tmp_path, writer):
    writer.warehouse = warehouse = Warehouse(tmp_path / "data", keep_snapshots=2, grace_seconds=0)
    for words in ("One", "Two", "Three", "Four"):
        snapshot = writer.run({"a": words})
    assert sorted(folder.name for folder in warehouse.snapshots.iterdir()) == ["00000003", "00000004"]
    assert len(list((warehouse.chunks / "quotes").iterdir())) == 2
    assert snapshot.scan("quotes").collect()["text"].to_list() == ["Four,"]


def test_a_snapshot_is_kept_for_the_grace_period_after_it_was_replaced(tmp_path, writer):
    writer.warehouse = warehouse = Warehouse(tmp_path / "data", keep_snapshots=1, grace_seconds=3600)
    first = writer.run({"a": "One"})
    manifest = first.path / "manifest.json"
    long_ago = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    manifest.write_text(manifest.read_text().replace(first.manifest.created_at_utc.isoformat(), long_ago))
    writer.run({"a": "Two"})
    writer.run({"a": "Three"})
    assert len(list(warehouse.snapshots.iterdir())) == 3
    assert first.scan("quotes").collect()["text"].to_list() == ["One,"]


def test_the_manifest_says_what_a_snapshot_is(writer):
    snapshot = writer.run({"a": "It will rain"})
    manifest = read(writer.warehouse).manifest
    assert manifest == snapshot.manifest
    assert (manifest.number, manifest.parent, manifest.pipeline_version) == (1, 0, "0.0.0+test")
    assert manifest.tables["documents"] == {"00000001-00000": 1}


def refused(writer, change_of, error, match):
    before = read(writer.warehouse)
    with lock(writer.warehouse), pytest.raises(error, match=match):
        commit(writer.warehouse, before, change_of(before))
    assert read(writer.warehouse).number == before.number


def test_a_base_that_is_no_longer_current_is_refused(writer):
    base = read(writer.warehouse)
    writer.run({"a": "It will rain"})
    with lock(writer.warehouse), pytest.raises(WarehouseError, match="current snapshot is 1"):
        commit(writer.warehouse, base, Change("late"))


def test_a_commit_without_the_lock_is_refused(writer):
    with pytest.raises(WarehouseError, match="needs its lock"):
        commit(writer.warehouse, read(writer.warehouse), Change("run-1"))


def test_a_run_is_committed_once(writer):
    writer.run({"a": "It will rain"})
    refused(writer, lambda _: Change("run-1"), WarehouseError, "run-1 was committed before")


def test_a_document_that_is_staged_twice_is_refused(writer):
    def twice(base):
        return writer.change(base, [writer.stage({"a": "One"}), writer.stage({"a": "Two"})])

    refused(writer, twice, WarehouseError, "staged more than once")


def test_a_batch_that_is_not_whole_is_refused(writer):
    def broken(base):
        folder = writer.stage({"a": "One"})
        change = writer.change(base, [folder])
        (folder / "quotes.parquet").unlink()
        return change

    refused(writer, broken, WarehouseError, r"quotes\.parquet is missing")


@pytest.mark.parametrize(
    ("run_tables", "match"),
    [
        pytest.param({"checks": pl.DataFrame({"run_id": ["a"]})}, "checks: the columns", id="wrong columns"),
        pytest.param({"pages": TABLES["pages"].empty()}, "pages: no run table", id="no run table"),
    ],
)
def test_frames_must_be_as_their_models_say(writer, run_tables, match):
    refused(writer, lambda _: Change("r", run_tables=run_tables), TableError, match)


def test_after_a_refused_commit_the_next_one_works(writer, words_by_document):
    refused(
        writer,
        lambda base: Change("r", [writer.stage({"a": "One"})], {"checks": pl.DataFrame({"x": [1]})}),
        TableError,
        "checks",
    )
    assert words_by_document(writer.run({"a": "Two"})) == {"a": "Two"}


def test_a_manifest_of_a_later_format_is_refused(writer):
    snapshot = writer.run({"a": "One"})
    manifest: Path = snapshot.path / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format_version": 1', '"format_version": 2'))
    with pytest.raises(WarehouseError, match="newer onrecord"):
        read(writer.warehouse)


@pytest.mark.parametrize("damage", ["folder", "dangling"])
def test_a_current_that_is_no_link_to_a_snapshot_is_said_clearly(warehouse, writer, damage):
    writer.run({"a": "One"})
    warehouse.current.unlink()
    if damage == "folder":
        warehouse.current.mkdir()
    else:
        warehouse.current.symlink_to("snapshots/00000009")
    with pytest.raises(WarehouseError, match="current"):
        read(warehouse)


def test_chunks_of_an_older_version_may_lack_a_column(warehouse, writer, words_by_document):
    older = writer.run({"a": "One"})
    (file,) = older.files("documents")
    rows = pl.read_parquet(file).drop("section")
    file.chmod(0o644)
    rows.write_parquet(file)
    snapshot = writer.run({"b": "Two"})
    assert query(snapshot, "select title, section from documents order by title").to_pylist() == [
        {"title": "Harbour news a", "section": None},
        {"title": "Harbour news b", "section": None},
    ]
    assert words_by_document(writer.run({"b": "Three"})) == {"a": "One", "b": "Three"}
