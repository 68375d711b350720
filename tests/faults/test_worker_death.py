"""A page that takes its process down with it, or never ends, costs that page only."""

import multiprocessing
import os
import signal

import polars as pl
import pytest

from flows.batches import Job, Setup
from flows.settings import Settings
from flows.sources.find import find_pages
from flows.sources.options import DEFAULT_OPTIONS
from flows.sources.page import FoundPage
from flows.workers import WorkerPool
from schemas.errors import UsageError
from warehouse.store import Warehouse

MODEL = Settings().language_model
PROSE = """\
The council met on Monday evening in the town hall, and more people came than there were chairs for.

“We are late with this, and everybody in the room knows it,” said Mayor Ida Stern after the vote.
"""


class DeadlyRef:
    """A page that ends the process which is handed it."""

    doc_id = "d" * 16
    source_uri = "deadly.txt"
    source_record = None

    def __reduce__(self):
        return os._exit, (13,)


class EndlessRef:
    """A page that hangs whoever reads it, and can't be interrupted: as a parser in C would."""

    source_uri = "endless.txt"
    source_format = "text"
    source_record = None

    def __init__(self, path):
        self.path = path

    @property
    def doc_id(self):
        if multiprocessing.parent_process() is not None:
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
            while True:
                pass
        return "e" * 16


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "council.txt"
    path.write_text(PROSE, encoding="utf-8")
    return next(find_pages([str(path)]))


@pytest.fixture
def job(tmp_path):
    """A batch of these pages, staged below the folder of this name."""

    def make(folder, *pages, page_seconds=60.0):
        return Job(Setup(tmp_path / folder, "1.0", MODEL, DEFAULT_OPTIONS, page_seconds), "key", pages)

    return make


def reasons(staged):
    rejects = pl.concat([pl.read_parquet(batch.folder / "rejects.parquet") for batch in staged])
    return rejects.select("source_uri", "content_sha256", pl.col("reasons").list.first().str.head(8)).rows()


def test_the_other_pages_of_the_batch_are_staged(job, page) -> None:
    with WorkerPool(1, MODEL) as pool:
        staged = pool.stage(job("warehouse", page, FoundPage(DeadlyRef(), "1" * 64)))
        assert sorted((batch.n_documents, batch.n_rejects) for batch in staged) == [(0, 1), (1, 0)]
        # The pool itself was mended.
        again = pool.stage(job("other", page))
    assert [batch.n_documents for batch in again] == [1]
    assert reasons(staged) == [("deadly.txt", "1" * 64, "crashed:")]


def test_a_page_that_never_ends_is_given_up(job, page) -> None:
    endless = FoundPage(EndlessRef(page.ref.path), "2" * 64)
    with WorkerPool(1, MODEL) as pool:
        staged = pool.stage(job("warehouse", endless, page, page_seconds=2.0))
    assert sum(batch.n_documents for batch in staged) == 1
    assert reasons(staged) == [("endless.txt", "2" * 64, "crashed:")]


def test_a_batch_of_a_stopped_run_is_found_again(tmp_path, job, page) -> None:
    with WorkerPool(1, MODEL) as pool:
        first, second = pool.stage(job("warehouse", page)), pool.stage(job("warehouse", page))
    assert [batch.is_reused for batch in (*first, *second)] == [False, True]
    assert first[0].folder == second[0].folder == Warehouse(tmp_path / "warehouse").staging / "key"


def test_workers_without_a_model_say_so_before_a_page_is_read(tmp_path):
    (tmp_path / "reader.onnx").write_text("no network")
    with WorkerPool(1, tmp_path) as pool:
        pool.warm_up()
        with pytest.raises(UsageError, match="holds no model"):
            pool.wait_until_ready()
