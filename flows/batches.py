"""A batch in a worker process: read, annotate, check the rows, stage.

Between processes go paths and counts, not tables. Nothing here knows Prefect, so a worker starts fast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.annotate import Reject, annotate, reject
from flows.pages.site import read_site_lines, survey, write_survey
from flows.sources.options import SourceOptions
from flows.sources.page import FoundPage, Page
from flows.sources.read import build_page, read_raw
from flows.timeouts import TimedOut, time_limit
from schemas.errors import PageError
from schemas.split import Split, split_valid
from schemas.tables import DOCUMENT_TABLES, TABLES, Tables
from warehouse.parquet import n_rows
from warehouse.staging import find_batch, write_batch
from warehouse.store import Warehouse


@dataclass(frozen=True, slots=True)
class Setup:
    """What is the same for all batches of a run.

    site_lines: the file of what is known of the run's sites; None before it is learned.
    """

    warehouse: Path
    pipeline_version: str
    language_model: Path
    options: SourceOptions
    page_seconds: float
    site_lines: Path | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs for a batch."""

    setup: Setup
    key: str
    pages: tuple[FoundPage, ...]


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
    setup = job.setup
    store = Warehouse(setup.warehouse)
    if folder := find_batch(store, job.key):
        n_documents, n_rejects = (n_rows(folder / f"{name}.parquet") for name in ("documents", "rejects"))
        return Staged(folder, n_documents, n_rejects, is_reused=True)
    pages, unread = _read_pages(job)
    annotated = annotate(
        pages,
        site_lines=read_site_lines(setup.site_lines),
        pipeline_version=setup.pipeline_version,
        language_model=setup.language_model,
        page_seconds=setup.page_seconds,
    )
    checked = split_valid(annotated.tables)
    rejects = [*unread, *annotated.rejects, *_invalid(pages, checked)]
    return _stage(store, job, {**checked.valid, "warnings": checked.warnings}, rejects)


def stage_rejects(job: Job) -> Staged:
    """Stage the batch of a page that its process did not survive, as a reject."""
    reason = (
        "crashed: the process that read the page died, or did not answer within"
        f" {job.setup.page_seconds:g} seconds and could not be interrupted"
    )
    rejects = [_unread(page, "annotate", reason) for page in job.pages]
    empty: Tables = {name: TABLES[name].empty() for name in (*DOCUMENT_TABLES, "warnings")}
    return _stage(Warehouse(job.setup.warehouse), job, empty, rejects)


def survey_batch(job: Job) -> Path | None:
    """Read the pages of a batch and write down which lines stand on them: what sites are learned from.

    Returns the file. Pages that fail are left out here; they fail again when they are annotated, and are set aside.
    """
    pages, _ = _read_pages(job)
    return write_survey(Warehouse(job.setup.warehouse).scratch / f"{job.key}.parquet", survey(pages))


def survey_nothing(_: Job) -> Path | None:
    """Leave out a page that its process did not survive."""
    return None


def _stage(store: Warehouse, job: Job, tables: Tables, rejects: Sequence[Reject]) -> Staged:
    rows = (_reject_row(found, job.setup.pipeline_version) for found in rejects)
    folder = write_batch(store, job.key, {**tables, "rejects": TABLES["rejects"].frame(rows)})
    return Staged(folder, tables["documents"].height, len(rejects))


def _read_pages(job: Job) -> tuple[list[Page], list[Reject]]:
    by_ref = {page.ref: page for page in job.pages}
    pages: list[Page] = []
    rejects = [_unread(page, "read", page.problem) for page in job.pages if page.problem is not None]
    refs = [page.ref for page in job.pages if page.problem is None]
    for raw in read_raw(refs, job.setup.options):
        try:
            with time_limit(job.setup.page_seconds):
                pages.append(build_page(raw, job.setup.options))
        except PageError as error:
            rejects.append(_unread(by_ref[raw.ref], error.stage, error.reason))
        except TimedOut as error:
            rejects.append(_unread(by_ref[raw.ref], "read", str(error)))
    return pages, rejects


def _unread(page: FoundPage, stage: str, reason: str) -> Reject:
    """Return the reject of a page that has no text, by what is known of its bytes."""
    ref = page.ref
    return Reject(ref.doc_id, ref.source_uri, ref.source_record, stage, (reason,), content_sha256=page.content_sha256)


def _invalid(pages: Sequence[Page], checked: Split) -> list[Reject]:
    by_id = {page.doc_id: page for page in pages}
    return [reject(by_id[doc_id], "validate", reasons) for doc_id, reasons in checked.reasons.items()]


def _reject_row(found: Reject, pipeline_version: str) -> dict[str, Any]:
    return {
        "run_id": "",
        "doc_id": found.doc_id,
        "source_uri": found.source_uri,
        "source_record": found.source_record,
        "stage": found.stage,
        "reasons": list(found.reasons),
        "source": found.source,
        "content_sha256": found.content_sha256,
        "pipeline_version": pipeline_version,
        "closed_by": None,
    }
