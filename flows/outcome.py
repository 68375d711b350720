"""What a run is about to commit, judged by the gate: accounting, verdicts, and the change itself."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from flows.batches import Staged
from flows.copies import syndicate
from flows.entities.across import propose_same_as
from flows.entities.corrections import Correction, unused
from flows.plan import Plan
from flows.reporting.report import MAX_REJECTS, Accounting, RunReport
from flows.version import installed_version
from schemas.tables import DOCUMENT_TABLES, TABLES
from warehouse.gate import count_copies, may_commit, preview, run_checks, run_state
from warehouse.layout import NO_CORRECTIONS, scan
from warehouse.store import Change, Snapshot

# The libraries whose versions a run's row names: those that shape rows or files.
VERSIONED: Final = ("duckdb", "ftfy", "onnxruntime", "pandera", "polars", "prefect", "pyarrow")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What is known of a run before its batches are judged."""

    run_id: str
    run_name: str
    sources: tuple[str, ...]
    started_at: datetime
    pipeline_version: str
    is_dry_run: bool
    plan: Plan
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the run found, and what it wants to commit."""

    report: RunReport
    change: Change


def judge(facts: RunFacts, base: Snapshot, staged: Sequence[Staged]) -> Outcome:
    """Count, join entities across documents, and put all of it before the gate.

    A run that the gate stops still commits its `runs`, `checks`, `rejects` and `warnings` rows, and no document.
    """
    folders = [batch.folder for batch in staged]
    syndication = syndicate(
        [scan([file], "documents") for file in base.files("documents")], _scan(folders, "documents")
    )
    accounting = _accounting(facts, base, staged, syndication)
    is_loaded = any(batch.n_documents for batch in staged)
    same_as, corrected = _join_entities(facts.corrections, base, folders, is_loaded=is_loaded)
    run = _run_row(facts, accounting, base.number + 1)
    with preview(base, folders, {"runs": _frame("runs", run)}, same_as, syndication, corrected) as connection:
        checks = run_checks(connection, facts.run_id)
    state = run_state(checks)
    report = RunReport(
        run_id=facts.run_id,
        run_name=facts.run_name,
        state=state,
        snapshot=None if facts.is_dry_run else base.number + 1,
        accounting=accounting,
        n_rows={name: _scan(folders, name).select(pl.len()).collect().item() for name in DOCUMENT_TABLES},
        checks=checks,
        n_rejects=sum(batch.n_rejects for batch in staged),
        rejects=_first_rejects(folders),
        seconds=(datetime.now(UTC) - facts.started_at).total_seconds(),
    )
    change = Change(
        run_id=facts.run_id,
        staged=folders,
        run_tables={"runs": _frame("runs", run | {"state": state}), "checks": checks},
        same_as=same_as if may_commit(checks) else None,
        syndication=syndication,
        load_documents=may_commit(checks),
    )
    return Outcome(report, change)


def _join_entities(
    corrections: Sequence[Correction], base: Snapshot, folders: Sequence[Path], *, is_loaded: bool
) -> tuple[pl.DataFrame | None, pl.DataFrame]:
    """Return the rows of `same_as`, None where they stay as they are, and the corrections as checks see them.

    They can only change where documents are loaded, or where a user corrects something, or no longer does.
    """
    was_corrected = not base.scan("same_as").filter(pl.col("by") == "user").head(1).collect().is_empty()
    if not (corrections or was_corrected or is_loaded):
        return None, NO_CORRECTIONS
    entities = _entities(base, folders)
    names = _names(entities)
    problems = unused(corrections, frozenset(names["entity_id"]), _named_in(entities, corrections))
    corrected = pl.DataFrame(
        [(one.line, problems.get(one.line)) for one in corrections], schema=NO_CORRECTIONS.schema, orient="row"
    )
    return propose_same_as(names, [one for one in corrections if one.line not in problems]), corrected


def _accounting(facts: RunFacts, base: Snapshot, staged: Sequence[Staged], syndication: pl.DataFrame) -> Accounting:
    plan = facts.plan
    n_copies = count_copies(base, [batch.folder for batch in staged], syndication)
    return Accounting(
        n_pages=plan.n_found,
        n_loaded=sum(batch.n_documents for batch in staged) - n_copies,
        n_copies=n_copies,
        n_unchanged=plan.n_unchanged,
        n_superseded=plan.n_superseded,
        n_rejected=sum(batch.n_rejects for batch in staged) + plan.n_known_rejects,
        n_known_rejects=plan.n_known_rejects,
        n_other_language=_n_other_language(staged),
    )


def _first_rejects(folders: Sequence[Path]) -> pl.DataFrame:
    rejects = _scan(folders, "rejects").drop("source")
    return rejects.sort("source_uri", "source_record").head(MAX_REJECTS).collect()


def _n_other_language(staged: Sequence[Staged]) -> int:
    languages = _scan([batch.folder for batch in staged], "documents").select("language")
    return languages.filter(pl.col("language") != "en").collect().height


def _entities(base: Snapshot, folders: Sequence[Path]) -> pl.LazyFrame:
    """Return the entities of all documents, as they will be after the commit."""
    columns = ["doc_id", "entity_id", "name", "type", "aliases"]
    replaced = _scan(folders, "documents").select("doc_id")
    kept = base.scan("entities").select(columns).join(replaced, on="doc_id", how="anti")
    return pl.concat([kept, _scan(folders, "entities").select(columns)])


def _names(entities: pl.LazyFrame) -> pl.DataFrame:
    """Return entity_id, name, type, n_documents and aliases of all entities; aliases of organisations only."""
    is_organisation = pl.col("type") == "ORG"
    return (
        entities.with_columns(pl.when(is_organisation).then("aliases").otherwise(pl.lit([], pl.List(pl.String))))
        .group_by("entity_id")
        .agg(
            pl.col("name").min(),
            pl.col("type").min(),
            pl.col("aliases").explode().drop_nulls().unique().sort(),
            n_documents=pl.len(),
        )
        .sort("entity_id")
        .collect()
    )


def _named_in(entities: pl.LazyFrame, corrections: Iterable[Correction]) -> frozenset[tuple[str, str]]:
    """Return doc_id and entity_id of the entities in the documents that corrections name."""
    doc_ids = sorted({one.doc_id for one in corrections if one.doc_id})
    named = entities.filter(pl.col("doc_id").is_in(doc_ids)).select("doc_id", "entity_id").collect()
    return frozenset(named.iter_rows())


def _scan(folders: Sequence[Path], table: str) -> pl.LazyFrame:
    return scan([folder / f"{table}.parquet" for folder in folders], table)


def _run_row(facts: RunFacts, accounting: Accounting, snapshot: int) -> dict[str, Any]:
    return {
        "run_id": facts.run_id,
        "run_name": facts.run_name,
        "state": "Completed",
        "started_at_utc": facts.started_at,
        "finished_at_utc": datetime.now(UTC),
        "snapshot": snapshot,
        "pipeline_version": facts.pipeline_version,
        "versions": json.dumps(
            {"python": platform.python_version(), **{name: installed_version(name) for name in VERSIONED}}
        ),
        "sources": list(facts.sources),
        **asdict(accounting),
    }


def _frame(table: str, row: dict[str, Any]) -> pl.DataFrame:
    return TABLES[table].frame([row])
