"""`runs`, `checks`, `warnings` and `rejects`: what a run did, found, noted and set aside."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import columns, vocabulary
from schemas.columns import Count, Strings, TimeUtc


class Runs(pa.DataFrameModel):
    """One execution."""

    run_id: str = pa.Field(description="the run, as Prefect numbers it")
    run_name: str = pa.Field(description="the run's name in the Prefect UI")
    state: str = columns.coded(vocabulary.RUN_STATES, "how it ended")
    started_at_utc: TimeUtc = pa.Field(description="when it started")
    finished_at_utc: TimeUtc = pa.Field(description="when it reached the commit")
    snapshot: pl.Int64 = pa.Field(ge=1, description="the number of the snapshot that it committed")
    pipeline_version: str = columns.pipeline_version()
    versions: str = pa.Field(description="versions of Python and of the libraries that shape the rows, as JSON")
    sources: Strings = pa.Field(description="the paths that were given")
    n_pages: Count = pa.Field(ge=0, description="pages found: the sum of the five counts that follow")
    n_loaded: Count = pa.Field(ge=0, description="documents loaded, copies not among them")
    n_copies: Count = pa.Field(ge=0, description="documents loaded whose text another document has too")
    n_unchanged: Count = pa.Field(ge=0, description="pages with the same bytes and pipeline version as before")
    n_superseded: Count = pa.Field(ge=0, description="pages whose address came again later in the run")
    n_rejected: Count = pa.Field(ge=0, description="pages set aside, known rejects among them")
    n_known_rejects: Count = pa.Field(ge=0, description="rejected pages that were not tried again")
    n_other_language: Count = pa.Field(
        ge=0, nullable=True, description="documents loaded that are not in English; null where an older version ran"
    )

    class Config:
        strict = True
        unique = ["run_id"]
        metadata = {"scope": "run"}


class Checks(pa.DataFrameModel):
    """A check of a run."""

    run_id: str = columns.run_id()
    check: str = pa.Field(description="the check's name")
    severity: str = columns.coded(vocabulary.SEVERITIES, "what happens when it does not hold")
    threshold: pl.Float64 = pa.Field(ge=0, description="the share of failed rows above which the verdict turns")
    tested: pl.Int64 = pa.Field(ge=0, description="rows looked at")
    failed: pl.Int64 = pa.Field(ge=0, description="rows that offend")
    verdict: str = columns.coded(vocabulary.VERDICTS, "what came of it")
    sample: Strings = pa.Field(description="up to five offenders")

    class Config:
        strict = True
        unique = ["run_id", "check"]
        metadata = {"scope": "run"}


class Warnings(pa.DataFrameModel):
    """A row that a check with severity warn noted; it is loaded all the same."""

    run_id: str = columns.run_id()
    doc_id: str = columns.doc_id()
    table: str = pa.Field(description="the table of the row")
    key: str = pa.Field(description="the rest of the row's key")
    check: str = pa.Field(description="the check's name")
    value: str = pa.Field(nullable=True, description="what was found, shortened")

    class Config:
        strict = True
        unique = ["run_id", "doc_id", "table", "key", "check"]
        metadata = {"scope": "run"}


class Rejects(pa.DataFrameModel):
    """A page set aside, with all its reasons."""

    run_id: str = columns.run_id("the run that set it aside")
    doc_id: str = columns.doc_id()
    source_uri: str = columns.source_uri()
    source_record: str = columns.source_record()
    stage: str = columns.coded(vocabulary.STAGES, "where on the way it failed")
    reasons: Strings = pa.Field(description="every reason, code first")
    source: str = pa.Field(nullable=True, description="the page as it came, where it could be decoded")
    content_sha256: str = pa.Field(
        nullable=True, str_matches=columns.SHA256_PATTERN, description="SHA-256 of the page's bytes, where read"
    )
    pipeline_version: str = columns.pipeline_version()
    closed_by: str = pa.Field(nullable=True, description="the run that loaded it after all")

    class Config:
        strict = True
        unique = ["run_id", "doc_id"]
        metadata = {"scope": "run"}
