"""A page that takes its process down with it costs that page only."""

import os

import polars as pl
import pytest

from flows.batches import Job, WorkerPool
from flows.plan import HashedRef
from flows.settings import Settings
from flows.sources.find import find_pages
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

    def __reduce__(self):
        return os._exit, (13,)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "council.txt"
    path.write_text(PROSE, encoding="utf-8")
    return HashedRef(find_pages([str(path)])[0], "0" * 64)


def test_the_other_pages_of_the_batch_are_staged(tmp_path, page) -> None:
    job = Job(tmp_path / "warehouse", "key", (page, HashedRef(DeadlyRef(), "1" * 64)), "1.0", MODEL)
    with WorkerPool(1, MODEL) as pool:
        staged = pool.stage(job)
        assert sorted((batch.n_documents, batch.n_rejects) for batch in staged) == [(0, 1), (1, 0)]
        # The pool itself was mended.
        again = pool.stage(Job(tmp_path / "other", "key", (page,), "1.0", MODEL))
    assert [batch.n_documents for batch in again] == [1]
    rejects = pl.concat([pl.read_parquet(batch.folder / "rejects.parquet") for batch in staged])
    assert rejects.select("source_uri", "content_sha256").rows() == [("deadly.txt", "1" * 64)]
    assert rejects["reasons"][0][0].startswith("crashed: ")


def test_a_batch_of_a_stopped_run_is_found_again(tmp_path, page) -> None:
    job = Job(tmp_path / "warehouse", "key", (page,), "1.0", MODEL)
    with WorkerPool(1, MODEL) as pool:
        first, second = pool.stage(job), pool.stage(job)
    assert [batch.is_reused for batch in (*first, *second)] == [False, True]
    assert first[0].folder == second[0].folder == Warehouse(tmp_path / "warehouse").staging / "key"
