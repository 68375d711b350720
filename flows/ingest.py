"""The main flow: pages in, checked tables out."""

# No postponed annotations here: a scheduled run loads the flow by its entry point, and then Prefect can't resolve the
# names in them when it validates the parameters.

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture, as_completed
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from flows import tasks
from flows.batches import Job, Staged, WorkerPool, n_workers_for, worker_pool
from flows.outcome import RunFacts
from flows.plan import Plan
from flows.reporting.report import RunReport
from flows.settings import Settings, load_settings
from flows.sources.find import split_superseded
from flows.version import pipeline_version
from warehouse.staging import remove_stale
from warehouse.store import Warehouse, lock


def _run_name() -> str:
    sources = flow_run.parameters.get("sources") or ["nothing"]
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return f"ingest {Path(sources[0]).name or sources[0]}{more} at {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@flow(name="ingest", flow_run_name=_run_name)
def ingest(
    sources: Annotated[list[str], Field(min_length=1, description="files and folders")],
    warehouse: Annotated[Path | None, Field(description="the folder of the tables; by default as set")] = None,
    workers: Annotated[int | None, Field(ge=1, le=256, description="processes; by default as set")] = None,
    wait: Annotated[bool, Field(description="wait for another writer instead of failing")] = True,
    dry_run: Annotated[bool, Field(description="everything but the commit")] = False,
    retry_rejects: Annotated[bool, Field(description="try known rejects again")] = False,
) -> State[RunReport]:
    """Load news pages into the warehouse: find, plan, annotate in batches, check, commit, report."""
    started_at = datetime.now(UTC)
    settings = load_settings(warehouse=warehouse, workers=workers)
    version = pipeline_version(settings.language_model)
    store = Warehouse(settings.warehouse)
    with lock(store, wait=wait):
        base = tasks.clear_up(store)
        found = tasks.find(sources)
        refs, superseded = split_superseded(found)
        plan = tasks.plan(
            refs,
            base,
            pipeline_version=version,
            batch_pages=settings.batch_pages,
            retry_rejects=retry_rejects,
        )
        remove_stale(store, [batch.key for batch in plan.batches])
        staged = annotate_batches(plan, settings, version)
        facts = RunFacts(
            run_id=str(flow_run.id),
            run_name=str(flow_run.name),
            sources=tuple(sources),
            started_at=started_at,
            pipeline_version=version,
            is_dry_run=dry_run,
            n_pages=len(found),
            n_unchanged=plan.n_unchanged,
            n_superseded=len(superseded),
            n_known_rejects=plan.n_known_rejects,
        )
        outcome = tasks.check(facts, base, staged)
        if not dry_run:
            tasks.commit_change(store, base, outcome.change)
    tasks.publish_report(outcome.report)
    return final_state(outcome.report)


def annotate_batches(plan: Plan, settings: Settings, version: str) -> list[Staged]:
    """Annotate all batches, each a task, as many at a time as there are workers; in the order of the plan."""
    if not plan.batches:
        return []
    n_workers = n_workers_for(plan.n_pages, settings)
    artifact = tasks.start_progress(plan.n_pages)
    with worker_pool(n_workers, settings.language_model) as pool, _threads(n_workers) as threads:
        numbers: dict[PrefectFuture[list[Staged]], int] = {
            threads.submit(tasks.annotate_batch, _batch_parameters(plan, number, settings, version, pool)): number
            for number in range(len(plan.batches))
        }
        staged: dict[int, list[Staged]] = {}
        n_done = 0
        for future in as_completed(list(numbers)):
            number = numbers[future]
            staged[number] = future.result()
            n_done += len(plan.batches[number].pages)
            tasks.show_progress(artifact, n_done, plan.n_pages)
    return [batch for number in sorted(staged) for batch in staged[number]]


def _threads(n_workers: int) -> ThreadPoolTaskRunner[list[Staged]]:
    """Return a task runner with a thread for each worker process, which waits for it."""
    return ThreadPoolTaskRunner(n_workers)


def _batch_parameters(plan: Plan, number: int, settings: Settings, version: str, pool: WorkerPool) -> dict[str, Any]:
    batch = plan.batches[number]
    job = Job(settings.warehouse, batch.key, batch.pages, version, settings.language_model)
    return {"number": number + 1, "n_batches": len(plan.batches), "job": job, "pool": pool}


def final_state(report: RunReport) -> State[RunReport]:
    """Return the state that the gate's verdicts call for."""
    if report.state == "Failed":
        return Failed(message=report.outcome, data=report)
    return Completed(name=report.state, message=f"{report.accounting}", data=report)
