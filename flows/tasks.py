"""The steps of the flows as Prefect tasks: names, retries, artifacts. What they do is done elsewhere.

Only steps that touch files are retried, and only for what a second try can mend: an error of the operating system.
Between tasks go references, paths and counts, and their results stay in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar, cast
from uuid import UUID

import polars as pl
from prefect import task
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from flows import progress
from flows.batches import Job, Setup, Staged
from flows.outcome import Outcome, RunFacts, judge
from flows.pages.site import learn, write_site_lines
from flows.plan import PageIndex, Plan, plan_run
from flows.reporting.report import RunReport, markdown, reject_rows
from flows.sources.find import find_pages
from flows.sources.options import SourceOptions
from flows.workers import WorkerPool, survey_all
from warehouse.store import Change, Snapshot, Warehouse, commit, compact, read, recover

P = ParamSpec("P")
R = TypeVar("R")

IO_RETRIES: Final = 2
IO_RETRY_DELAYS_SECONDS: Final = [1.0, 5.0]


def _is_io_error(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a second try may help: a wrong argument or a fault of ours stays what it is."""
    return isinstance(state.result(raise_on_failure=False), OSError)


def _file_task(name: str) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a task of a step that touches files. Its result stays in memory."""
    return task(
        task_run_name=name,
        retries=IO_RETRIES,
        retry_delay_seconds=IO_RETRY_DELAYS_SECONDS,
        retry_condition_fn=_is_io_error,
        cache_policy=NO_CACHE,
    )


@_file_task("clear up after stopped runs")
def clear_up(store: Warehouse) -> Snapshot:
    """Remove what a killed run left, and return the current snapshot."""
    recover(store)
    return read(store)


@_file_task("find pages")
def find(sources: Sequence[str], options: SourceOptions) -> PageIndex:
    """Find the pages below the sources, those in archives and dumps among them."""
    return PageIndex.of(find_pages(sources, options))


@_file_task("plan")
def plan(
    found: PageIndex,
    base: Snapshot,
    *,
    pipeline_version: str,
    batch_pages: int,
    n_workers: int,
    retry_rejects: bool,
) -> Plan:
    """Compare the pages with what the warehouse knows of them: superseded, unchanged, known rejects, to be done."""
    rejects = base.scan("rejects").filter(pl.col("closed_by").is_null() & pl.lit(not retry_rejects))
    pages = base.scan("pages").select("doc_id", "content_sha256")
    documents = base.scan("documents").select("doc_id", "pipeline_version")
    return plan_run(
        found,
        loaded=_known(pages.join(documents, on="doc_id"), pipeline_version),
        rejected=_known(rejects, pipeline_version),
        batch_pages=batch_pages,
        n_workers=n_workers,
    )


def _known(rows: pl.LazyFrame, pipeline_version: str) -> pl.DataFrame:
    return (
        rows.filter(pl.col("pipeline_version") == pipeline_version)
        .select("doc_id", "content_sha256")
        .unique()
        .collect()
    )


@_file_task("learn the lines of sites")
def learn_sites(plan: Plan, setup: Setup, base: Snapshot, pool: WorkerPool, n_workers: int) -> Path:
    """Learn which lines stand on many pages of a site, from the run's pages and the warehouse's; return the file."""
    jobs = (Job(setup, batch.key, batch.pages) for batch in plan.batches("survey"))
    surveys = survey_all(pool, jobs, n_workers)
    return write_site_lines(Warehouse(setup.warehouse).scratch, learn(surveys, base.files("pages")))


@_file_task("annotate batch {number} of {n_batches}")
def annotate_batch(number: int, n_batches: int, job: Job, pool: WorkerPool) -> list[Staged]:  # noqa: ARG001 (the numbers name the run)
    """Stage the rows of a batch on a worker process."""
    return pool.stage(job)


@_file_task("check the run")
def check(facts: RunFacts, base: Snapshot, staged: Sequence[Staged]) -> Outcome:
    """Put what was staged before the gate."""
    return judge(facts, base, staged)


# Not retried: the commit is one swap, and says itself when it was made before.
@task(task_run_name="commit", cache_policy=NO_CACHE)
def commit_change(store: Warehouse, base: Snapshot, change: Change) -> None:
    """Make the outcome the current snapshot."""
    commit(store, base, change)


@_file_task("merge small chunks")
def merge_chunks(store: Warehouse) -> int:
    """Merge small chunks and return the number of the current snapshot: a new one where there was something to do."""
    return compact(store).number


def start_progress(n_pages: int) -> UUID:
    """Put a progress bar on the run's page in the UI."""
    return cast(
        "UUID", create_progress_artifact(0.0, key="ingest-progress", description=f"of {n_pages} pages annotated")
    )


def show_progress(artifact: UUID, n_done: int, n_pages: int) -> None:
    update_progress_artifact(artifact, progress=100.0 * n_done / n_pages)
    progress.tell(n_done, n_pages)


def publish_report(report: RunReport) -> None:
    """Put the report on the run's page in the UI: accounting and checks, and the rejects where there are some."""
    create_markdown_artifact(markdown(report), key="ingest-report", description="Accounting and checks")
    if not report.rejects.is_empty():
        create_table_artifact(reject_rows(report), key="ingest-rejects", description="Pages set aside, with reasons")
