"""One Prefect server for the whole session, and small folders of pages."""

from contextlib import nullcontext

import pytest
from prefect.testing.utilities import prefect_test_harness

from flows.ingest import ingest
from flows.settings import Settings
from flows.workers import WorkerPool
from schemas.tables import TABLES
from warehouse.store import Warehouse, read

ARTICLE = """\
Harbour Bridge To Close For Repairs

By Nora Quill

The harbour bridge will close for two weeks in June, the city council decided on Monday.

"We can't wait any longer," said Mayor Tomas Reed after the vote. "The steel is older than any of us."

Shop owners near the bridge said they had not been asked. Reed said a ferry would run every ten minutes.

Copyright 2031 The Lowport Courier.
"""
OTHER_ARTICLE = ARTICLE.replace("Harbour", "River").replace("harbour", "river").replace("Tomas Reed", "Ida Stern")


@pytest.fixture(scope="session", autouse=True)
def prefect_server():
    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture(scope="session")
def pool():
    with WorkerPool(2, Settings().language_model) as workers:
        yield workers


@pytest.fixture
def shared_workers(pool, monkeypatch):
    """Let the runs of a test use the session's worker processes instead of starting their own."""
    monkeypatch.setattr("flows.ingest.worker_pool", lambda *_: nullcontext(pool))


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "river.txt").write_text(OTHER_ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture
def article():
    return ARTICLE


@pytest.fixture
def warehouse(tmp_path):
    return tmp_path / "warehouse"


@pytest.fixture
def run(shared_workers, pages, warehouse):
    """Run the flow on one worker; return its final state and its report."""

    def run_flow(sources=(), **options):
        given = [str(source) for source in sources] or [str(pages)]
        state = ingest(given, **{"warehouse": warehouse, "workers": 1, **options}, return_state=True)
        return state, state.result(raise_on_failure=False)

    return run_flow


@pytest.fixture
def rows():
    """Read a table's rows but for the columns that differ from run to run."""

    def rows_of(warehouse, table):
        frame = read(Warehouse(warehouse)).scan(table).collect().sort(TABLES[table].key)
        return frame.drop("run_id", strict=False)

    return rows_of
