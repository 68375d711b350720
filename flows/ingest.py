"""The main flow: pages in, checked tables out."""

# No postponed annotations here: a scheduled run loads the flow by its entry point, and then Prefect can't resolve the
# names in them when it validates the parameters.

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture, as_completed
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from flows import tasks
from flows.batches import Job, Setup, Staged
from flows.corrections import read_corrections
from flows.outcome import RunFacts
from flows.plan import Plan
from flows.reporting.report import RunReport
from flows.settings import load_settings
from flows.version import pipeline_version
from flows.workers import WorkerPool, worker_pool
from warehouse.staging import remove_scratch, remove_stale
from warehouse.store import Snapshot, Warehouse, lock

# Batches wait, so that no worker does; all of a large archive's would fill the memory.
_QUEUED_PER_WORKER: Final = 2


def _run_name() -> str:
    sources = flow_run.parameters.get("sources") or ["nothing"]
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return f"ingest {Path(sources[0]).name or sources[0]}{more} at {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@flow(name="ingest", flow_run_name=_run_name)
def ingest(
    sources: Annotated[list[str], Field(min_length=1, description="files, folders and patterns")],
    warehouse: Annotated[Path | None, Field(description="the folder of the tables; by default as set")] = None,
    workers: Annotated[int | None, Field(ge=1, le=256, description="processes; by default as set")] = None,
    columns: Annotated[
        dict[str, str] | None,
        Field(
            description="columns of dumps, by default the known ones: text_column, html_column, url_column, date_column"
        ),
    ] = None,
    corrections: Annotated[Path | None, Field(description="names to merge or keep apart; by default as set")] = None,
    wait: Annotated[bool, Field(description="wait for another writer instead of failing")] = True,
    dry_run: Annotated[bool, Field(description="everything but the commit")] = False,
    retry_rejects: Annotated[bool, Field(description="try known rejects again")] = False,
) -> State[RunReport]:
    """Load news pages into the warehouse: find, plan, annotate in batches, check, commit, report."""
    started_at = datetime.now(UTC)
    settings = load_settings(warehouse=warehouse, workers=workers, corrections=corrections, **(columns or {}))
    corrected = read_corrections(settings.corrections_file)
    options = settings.source_options
    version = pipeline_version(settings)
    store = Warehouse(settings.warehouse)
    with lock(store, wait=wait):
        base = tasks.clear_up(store)
        plan = tasks.plan(
            tasks.find(sources, options),
            base,
            pipeline_version=version,
            batch_pages=settings.batch_pages,
            n_workers=settings.workers,
            retry_rejects=retry_rejects,
        )
        setup = Setup(settings.warehouse, version, settings.language_model, options, settings.page_seconds)
        staged = annotate_batches(plan, setup, base)
        facts = RunFacts(
            run_id=str(flow_run.id),
            run_name=str(flow_run.name),
            sources=tuple(sources),
            started_at=started_at,
            pipeline_version=version,
            is_dry_run=dry_run,
            plan=plan,
            corrections=corrected,
        )
        outcome = tasks.check(facts, base, staged)
        if not dry_run:
            tasks.commit_change(store, base, outcome.change)
    tasks.publish_report(outcome.report)
    return final_state(outcome.report)


def annotate_batches(plan: Plan, setup: Setup, base: Snapshot) -> list[Staged]:
    """Learn what the run's sites repeat, then annotate all batches; in the order of the plan."""
    store = Warehouse(setup.warehouse)
    if not plan.n_batches:
        remove_stale(store, [])
        return []
    n_workers = min(plan.n_workers, plan.n_batches)
    with worker_pool(n_workers, setup.language_model) as pool:
        pool.wait_until_ready()
        site_lines = tasks.learn_sites(plan, setup, base, pool, n_workers)
        setup = replace(setup, site_lines=site_lines)
        salt = f"{setup.pipeline_version} {site_lines.name}"
        remove_stale(store, [batch.key for batch in plan.batches(salt)])
        jobs = (Job(setup, batch.key, batch.pages) for batch in plan.batches(salt))
        staged = stage_in_turn(jobs, plan, pool, n_workers)
    remove_scratch(store)
    return staged


def stage_in_turn(jobs: Iterable[Job], plan: Plan, pool: WorkerPool, n_workers: int) -> list[Staged]:
    """Stage each batch in a task, as many at a time as there are workers and a few more that wait."""
    artifact = tasks.start_progress(plan.n_pages)
    running: dict[PrefectFuture[list[Staged]], tuple[int, int]] = {}
    staged: dict[int, list[Staged]] = {}
    n_done, n_batches = 0, plan.n_batches

    def collect(future: PrefectFuture[list[Staged]]) -> None:
        nonlocal n_done
        number, n_pages = running.pop(future)
        staged[number] = future.result()
        n_done += n_pages
        tasks.show_progress(artifact, n_done, plan.n_pages)

    with _threads(n_workers) as threads:
        for number, job in enumerate(jobs, start=1):
            if len(running) >= _QUEUED_PER_WORKER * n_workers:
                collect(next(as_completed(list(running))))
            parameters = {"number": number, "n_batches": n_batches, "job": job, "pool": pool}
            running[threads.submit(tasks.annotate_batch, parameters)] = (number, len(job.pages))
        for future in as_completed(list(running)):
            collect(future)
    return [batch for number in sorted(staged) for batch in staged[number]]


def _threads(n_workers: int) -> ThreadPoolTaskRunner[list[Staged]]:
    """Return a task runner with a thread for each worker process, which waits for it."""
    return ThreadPoolTaskRunner(n_workers)


def final_state(report: RunReport) -> State[RunReport]:
    """Return the state that the gate's verdicts call for."""
    if report.state == "Failed":
        return Failed(message=report.outcome, data=report)
    return Completed(name=report.state, message=f"{report.accounting}", data=report)
