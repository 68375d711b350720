"""The processes that work on batches, each with the language model loaded once. Nothing here knows Prefect."""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, TypeVar

import polars as pl

from flows.batches import Job, Staged, stage_batch, stage_rejects, survey_batch, survey_nothing
from flows.language.network import load_model

T = TypeVar("T")
# Values made between two looks for garbage: some for each batch, so that memory stays flat.
GC_THRESHOLD: Final = 50_000


class WorkerPool:
    """Processes that stage batches, each with the language model loaded once.

    A page that takes its process down with it costs that page only: a batch whose process died is tried again on a
    process of its own, in halves, until the page stands alone.
    """

    def __init__(self, n_workers: int, language_model: Path) -> None:
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
        """Wait until all processes have their model. Raises UsageError where there is none that can be read."""
        with suppress(BrokenProcessPool):
            for loaded in self._warming:
                loaded.result()

    def stage(self, job: Job) -> list[Staged]:
        """Stage a batch on one of the processes and wait for it. Several, smaller ones where a process died."""
        return self._run(stage_batch, job, stage_rejects)

    def survey(self, job: Job) -> list[Path]:
        """Survey a batch on one of the processes and wait for it."""
        return [path for path in self._run(survey_batch, job, survey_nothing) if path is not None]

    def _run(self, work: Callable[[Job], T], job: Job, give_up: Callable[[Job], T]) -> list[T]:
        executor = self._executor
        try:
            return [executor.submit(work, job).result()]
        except BrokenProcessPool:
            if self._is_stopped:
                raise
            self._replace(executor)
            return self._run_apart(work, job, give_up)

    def _run_apart(self, work: Callable[[Job], T], job: Job, give_up: Callable[[Job], T]) -> list[T]:
        with self._start(1) as own:
            try:
                return [own.submit(work, job).result()]
            except BrokenProcessPool:
                pass
        if len(job.pages) == 1:
            return [give_up(job)]
        middle = len(job.pages) // 2
        halves = (("a", job.pages[:middle]), ("b", job.pages[middle:]))
        return [
            done
            for suffix, pages in halves
            for done in self._run_apart(work, replace(job, key=job.key + suffix, pages=pages), give_up)
        ]

    def _start(self, n_workers: int) -> ProcessPoolExecutor:
        # The workers are the parallelism; polars with a thread for each core in each of them would only get in the way.
        os.environ.setdefault("POLARS_MAX_THREADS", "1")
        # spawn: a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(n_workers, mp_context=context, initializer=start_worker)

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


def survey_all(pool: WorkerPool, jobs: Iterable[Job], n_workers: int) -> list[Path]:
    """Survey batches, as many at a time as there are workers, and return the files.

    Jobs are taken as they are needed: all of a large archive's would fill the memory.
    """
    waiting = iter(jobs)
    taking = threading.Lock()

    def survey_until_done(_: int) -> list[Path]:
        files: list[Path] = []
        while True:
            with taking:
                job = next(waiting, None)
            if job is None:
                return files
            files += pool.survey(job)

    with ThreadPoolExecutor(n_workers) as threads:
        return sorted(file for files in threads.map(survey_until_done, range(n_workers)) for file in files)


_prepared: WorkerPool | None = None


def prepare_workers(n_workers: int, language_model: Path) -> WorkerPool:
    """Start the processes of the coming run now, so that they load the model while Prefect starts."""
    global _prepared  # noqa: PLW0603 (the flow is called by Prefect, which hands nothing through)
    _prepared = WorkerPool(n_workers, language_model)
    _prepared.warm_up()
    return _prepared


def worker_pool(n_workers: int, language_model: Path) -> WorkerPool:
    """Return the pool that was prepared for this run, else a new one that is warming up."""
    global _prepared
    pool, _prepared = _prepared or prepare_workers(n_workers, language_model), None
    return pool


def _load(language_model: Path) -> None:
    """Load the model in a worker process; the model itself can't be sent back."""
    load_model(language_model)


def start_worker() -> None:
    """Prepare a worker process: Ctrl-C is its parent's business, and it never outlives its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The row rules are hundreds of small queries over a batch; the streaming engine takes twice as long to start each.
    pl.Config.set_engine_affinity("in-memory")
    # A batch makes hundreds of thousands of small values and hardly a cycle; looking for one at each 700 costs 6 %.
    gc.set_threshold(GC_THRESHOLD)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)
