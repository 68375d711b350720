"""A batch in a worker process: read, annotate, check the rows, stage. And the pool of those processes.

Between processes go paths and counts, not tables. Nothing here knows Prefect, so a worker starts fast.
"""

from __future__ import annotations

import math
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from flows.annotate import Reject, annotate, reject
from flows.language.reader import load_reader
from flows.plan import HashedRef
from flows.settings import Settings
from flows.sources.page import Page
from flows.sources.read import read_page
from schemas.errors import PageError
from schemas.split import Split, split_valid
from schemas.tables import DOCUMENT_TABLES, TABLES, Tables
from warehouse.parquet import n_rows
from warehouse.staging import find_batch, write_batch
from warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to stage a batch."""

    warehouse: Path
    key: str
    pages: tuple[HashedRef, ...]
    pipeline_version: str
    language_model: str


@dataclass(frozen=True, slots=True)
class Staged:
    """A staged batch. is_reused: it was staged by a run that was stopped."""

    folder: Path
    n_documents: int
    n_rejects: int
    is_reused: bool = False


def stage_batch(job: Job) -> Staged:
    """Read, annotate and check the pages of a batch and write their rows to the staging folder.

    A batch that an earlier, stopped run has staged is taken as it is. Pages that fail become rows of `rejects`.
    """
    store = Warehouse(job.warehouse)
    if folder := find_batch(store, job.key):
        n_documents, n_rejects = (n_rows(folder / f"{name}.parquet") for name in ("documents", "rejects"))
        return Staged(folder, n_documents, n_rejects, is_reused=True)
    pages, unread = _read_pages(job.pages)
    annotated = annotate(pages, pipeline_version=job.pipeline_version, language_model=job.language_model)
    checked = split_valid(annotated.tables)
    rejects = [*unread, *annotated.rejects, *_invalid(pages, checked)]
    return _stage(store, job, {**checked.valid, "warnings": checked.warnings}, rejects)


def stage_rejects(job: Job, reason: str) -> Staged:
    """Stage a batch whose pages can't even be tried, each as a reject with this reason."""
    rejects = [_unread(page, "annotate", reason) for page in job.pages]
    empty: Tables = {name: TABLES[name].empty() for name in (*DOCUMENT_TABLES, "warnings")}
    return _stage(Warehouse(job.warehouse), job, empty, rejects)


def _stage(store: Warehouse, job: Job, tables: Tables, rejects: Sequence[Reject]) -> Staged:
    rows = ({**_reject_row(found), "pipeline_version": job.pipeline_version} for found in rejects)
    folder = write_batch(store, job.key, {**tables, "rejects": TABLES["rejects"].frame(rows)})
    return Staged(folder, tables["documents"].height, len(rejects))


def _read_pages(found: Iterable[HashedRef]) -> tuple[list[Page], list[Reject]]:
    pages: list[Page] = []
    rejects: list[Reject] = []
    for page in found:
        try:
            pages.append(read_page(page.ref))
        except PageError as error:
            rejects.append(_unread(page, error.stage, error.reason))
    return pages, rejects


def _unread(page: HashedRef, stage: str, reason: str) -> Reject:
    """Return the reject of a page that has no text, by what is known of its bytes."""
    return Reject(page.ref.doc_id, page.ref.source_uri, stage, (reason,), content_sha256=page.content_sha256)


def _invalid(pages: Sequence[Page], checked: Split) -> list[Reject]:
    by_id = {page.doc_id: page for page in pages}
    return [reject(by_id[doc_id], "validate", reasons) for doc_id, reasons in checked.reasons.items()]


def _reject_row(found: Reject) -> dict[str, Any]:
    return {
        "run_id": "",
        "doc_id": found.doc_id,
        "source_uri": found.source_uri,
        "stage": found.stage,
        "reasons": list(found.reasons),
        "source": found.source,
        "content_sha256": found.content_sha256,
        "closed_by": None,
    }


class WorkerPool:
    """Processes that stage batches, each with the language model loaded once.

    A page that takes its process down with it costs that page only: a batch whose process died is tried again on a
    process of its own, in halves, until the page stands alone.
    """

    def __init__(self, n_workers: int, language_model: str) -> None:
        self._language_model = language_model
        self._n_workers = n_workers
        self._lock = threading.Lock()
        self._is_stopped = False
        self._warming: list[Future[None]] = []
        self._executor = self._start(n_workers)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self._executor.shutdown()
        else:
            self._abandon()

    def warm_up(self) -> None:
        """Start the processes, without waiting: they load the model while something else goes on."""
        self._warming = [self._executor.submit(_load, self._language_model) for _ in range(self._n_workers)]

    def wait_until_ready(self) -> None:
        wait(self._warming)

    def stage(self, job: Job) -> list[Staged]:
        """Stage a batch on one of the processes and wait for it. Several, smaller ones where a process died."""
        executor = self._executor
        try:
            return [executor.submit(stage_batch, job).result()]
        except BrokenProcessPool:
            if self._is_stopped:
                raise
            self._replace(executor)
            return self._stage_apart(job)

    def _stage_apart(self, job: Job) -> list[Staged]:
        with self._start(1) as own:
            try:
                return [own.submit(stage_batch, job).result()]
            except BrokenProcessPool:
                pass
        if len(job.pages) == 1:
            return [stage_rejects(job, "crashed: the process that read the page died")]
        middle = len(job.pages) // 2
        halves = (("a", job.pages[:middle]), ("b", job.pages[middle:]))
        return [
            staged
            for suffix, pages in halves
            for staged in self._stage_apart(
                Job(job.warehouse, job.key + suffix, pages, job.pipeline_version, job.language_model)
            )
        ]

    def _start(self, n_workers: int) -> ProcessPoolExecutor:
        # The workers are the parallelism; polars with a thread for each core in each of them would only get in the way.
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        # spawn: a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(n_workers, mp_context=context, initializer=_start_worker)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        """Put a new pool in the place of a broken one; the first thread to notice does it for all."""
        with self._lock:
            if self._executor is broken:
                broken.shutdown(wait=False)
                self._executor = self._start(self._n_workers)

    def _abandon(self) -> None:
        """Stop at once: what is not staged is lost, what is staged will be found again."""
        self._is_stopped = True
        for process in multiprocessing.active_children():
            process.terminate()
        self._executor.shutdown(wait=False, cancel_futures=True)


_prepared: WorkerPool | None = None


def prepare_workers(n_workers: int, language_model: str) -> WorkerPool:
    """Start the processes of the coming run now, so that they load the model while Prefect starts."""
    global _prepared  # noqa: PLW0603 (the flow is called by Prefect, which hands nothing through)
    _prepared = WorkerPool(n_workers, language_model)
    _prepared.warm_up()
    return _prepared


def worker_pool(n_workers: int, language_model: str) -> WorkerPool:
    """Return the pool that was prepared for this run, else a new one that is warming up."""
    global _prepared
    pool, _prepared = _prepared or prepare_workers(n_workers, language_model), None
    return pool


def n_workers_for(n_pages: int, settings: Settings) -> int:
    """Return how many processes so many pages keep busy: a batch each, at most as many as are set, at least one."""
    return max(1, min(settings.workers, math.ceil(n_pages / settings.batch_pages)))


def _load(language_model: str) -> None:
    """Load the model in a worker process; the model itself can't be sent back."""
    load_reader(language_model)


def _start_worker() -> None:
    """Prepare a worker process: Ctrl-C is its parent's business, and it never outlives its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
