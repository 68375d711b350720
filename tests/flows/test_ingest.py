"""The main flow over real pages, from the first load to the gate."""

from dataclasses import replace

import polars as pl
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId

from flows.ingest import ingest
from flows.plan import PageIndex, plan_run
from flows.upkeep import compact
from schemas.tables import DOCUMENT_TABLES, TABLES
from warehouse.store import Warehouse, read

pytestmark = pytest.mark.usefixtures("shared_workers")


def chunks(warehouse):
    snapshot = read(Warehouse(warehouse))
    return {table: sorted(path.name for path in snapshot.files(table)) for table in DOCUMENT_TABLES}


def test_pages_become_documents_and_bad_ones_rejects(run, pages, warehouse, rows) -> None:
    (pages / "empty.txt").write_bytes(b"")
    (pages / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (pages / "bytes.txt").write_bytes(bytes(range(128, 256)) * 3)
    (pages / "menu.txt").write_text("Home\nNews\nSport\nLogin\n", encoding="utf-8")
    state, report = run()
    assert state.is_completed()
    assert str(report.accounting).startswith("6 pages = 2 loaded + 0 copies + 0 unchanged + 0 superseded + 4 rejected")
    assert rows(warehouse, "documents").height == 2
    assert not list((warehouse / "staging").iterdir())
    reasons = {
        row["source_uri"].rpartition("/")[2]: row["reasons"][0].partition(":")[0]
        for row in rows(warehouse, "rejects").iter_rows(named=True)
    }
    assert reasons == {
        "empty.txt": "empty",
        "picture.txt": "binary",
        "bytes.txt": "undecodable",
        "menu.txt": "no_body",
    }


def test_life_of_a_warehouse(run, pages, warehouse, article, rows) -> None:
    """Load, nothing new, a changed page, a copy: one test, since each step needs the one before."""
    _, first = run()
    assert first.accounting.n_loaded == 2
    before = chunks(warehouse)

    state, second = run()
    assert (state.name, second.accounting.n_unchanged, second.accounting.n_loaded) == ("Completed", 2, 0)
    assert chunks(warehouse) == before
    assert rows(warehouse, "runs").height == 2

    (pages / "bridge.txt").write_text(article.replace("two weeks", "three weeks"), encoding="utf-8")
    _, third = run()
    assert (third.accounting.n_unchanged, third.accounting.n_loaded) == (1, 1)
    texts = rows(warehouse, "paragraphs")["text"].to_list()
    assert sum("three weeks" in text for text in texts) == 1
    assert sum("two weeks in June" in text for text in texts) == 1
    for table in DOCUMENT_TABLES:
        assert rows(warehouse, table).select(TABLES[table].key).is_unique().all(), table

    (pages / "again.txt").write_text((pages / "river.txt").read_text(encoding="utf-8"), encoding="utf-8")
    _, fourth = run()
    assert (fourth.accounting.n_copies, fourth.accounting.n_loaded, fourth.accounting.n_unchanged) == (1, 0, 2)
    assert rows(warehouse, "documents")["syndication_id"].n_unique() == 2

    expected = {table: rows(warehouse, table) for table in DOCUMENT_TABLES}
    assert compact(warehouse) == 5
    assert all(rows(warehouse, table).equals(expected[table]) for table in DOCUMENT_TABLES)


def test_a_changed_page_that_fails_leaves_its_last_good_version(run, pages, warehouse, article, rows) -> None:
    run()
    (pages / "bridge.txt").write_bytes(b"")
    _, failed = run()
    assert (failed.accounting.n_rejected, rows(warehouse, "documents").height) == (1, 2)
    _, again = run()
    assert (again.accounting.n_known_rejects, again.accounting.n_rejected) == (1, 1)
    _, replayed = run(retry_rejects=True)
    assert (replayed.accounting.n_known_rejects, replayed.accounting.n_rejected) == (0, 1)
    (pages / "bridge.txt").write_text(article.replace("June", "July"), encoding="utf-8")
    _, mended = run()
    assert mended.accounting.n_loaded == 1
    assert rows(warehouse, "rejects")["closed_by"].null_count() == 0


def test_same_rows_whatever_batches_order_and_processes(pages, warehouse, tmp_path, monkeypatch, rows) -> None:
    ingest([str(pages)], warehouse=warehouse, workers=1)
    monkeypatch.setenv("ONRECORD_BATCH_PAGES", "1")
    files = sorted(map(str, pages.iterdir()), reverse=True)
    ingest(files, warehouse=tmp_path / "other", workers=2)
    for table in (*DOCUMENT_TABLES, "same_as"):
        one, other = rows(warehouse, table), rows(tmp_path / "other", table)
        assert one.drop("source_uri", strict=False).equals(other.drop("source_uri", strict=False)), table


def test_the_same_address_twice_counts_as_superseded(run, pages, tmp_path, warehouse, rows) -> None:
    newer = tmp_path / "newer"
    newer.mkdir()
    text = (pages / "bridge.txt").read_text(encoding="utf-8").replace("Tomas Reed", "Vera Kolb")
    (newer / "bridge.txt").write_text(text, encoding="utf-8")
    _, report = run([pages, newer])
    assert (report.accounting.n_pages, report.accounting.n_superseded, report.accounting.n_loaded) == (3, 1, 2)
    assert "Vera Kolb" in rows(warehouse, "entities")["name"].to_list()
    assert "Tomas Reed" not in rows(warehouse, "entities")["name"].to_list()


def test_a_dry_run_commits_nothing_and_its_batches_are_used(run, warehouse) -> None:
    state, report = run(dry_run=True)
    assert state.is_completed()
    assert (report.snapshot, report.accounting.n_loaded) == (None, 2)
    assert read(Warehouse(warehouse)).number == 0
    _, real = run()
    assert (real.snapshot, real.accounting.n_loaded) == (1, 2)


def test_the_gate_stops_a_run_and_keeps_what_it_found(run, pages, warehouse, monkeypatch, rows) -> None:
    run()
    (pages / "third.txt").write_text(
        (pages / "river.txt").read_text(encoding="utf-8").replace("Stern", "Brand"), encoding="utf-8"
    )

    # A fault that only the gate can see: a page is lost before the batches are made.
    def lose_a_page(*given, **options):
        plan = plan_run(*given, **options)
        return replace(plan, todo=PageIndex(plan.todo.files, plan.todo.rows.clear()))

    monkeypatch.setattr("flows.tasks.plan_run", lose_a_page)
    state, report = run()
    assert state.is_failed()
    assert report.state == "Failed"
    assert rows(warehouse, "documents").height == 2
    assert rows(warehouse, "runs")["state"].to_list().count("Failed") == 1
    verdicts = rows(warehouse, "checks").filter(pl.col("verdict") == "failed")
    assert "accounting" in verdicts["check"].to_list()


def test_the_run_stands_in_the_history_with_tasks_and_artifacts(run, pages) -> None:
    (pages / "empty.txt").write_bytes(b"")
    _, report = run()
    with get_client(sync_client=True) as client:
        flow_run = client.read_flow_run(report.run_id)
        names = [
            task_run.name
            for task_run in client.read_task_runs(
                flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[report.run_id]))
            )
        ]
        artifacts = client.request(
            "POST", "/artifacts/filter", json={"flow_runs": {"id": {"any_": [report.run_id]}}}
        ).json()
    assert flow_run.name == report.run_name
    assert "annotate batch 1 of 1" in names
    assert {artifact["key"] for artifact in artifacts} == {"ingest-report", "ingest-rejects", "ingest-progress"}


@pytest.mark.parametrize(
    "parameters", [{"sources": []}, {"sources": ["x"], "workers": 0}, {"sources": 3}], ids=["none", "workers", "type"]
)
def test_parameters_are_validated(parameters) -> None:
    state = ingest(**parameters, return_state=True)
    assert state.is_failed()
    assert "validation" in state.message.lower() or "ParameterTypeError" in state.message
