"""Valid or rejected, per document: a document with one bad row is set aside whole, with all its reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandera.errors
import pandera.polars as pa
import polars as pl

from schemas import context
from schemas.errors import TableError
from schemas.evidence import evidence, marks_are_balanced
from schemas.pages import Pages
from schemas.tables import DOCUMENT_TABLES, TABLES, Tables

CONTEXT_MODELS: Final[Mapping[str, type[pa.DataFrameModel]]] = {
    "pages": Pages,
    "documents": context.DocumentsInContext,
    "paragraphs": context.ParagraphsInContext,
    "dropped": context.DroppedInContext,
    "quotes": context.QuotesInContext,
    "mentions": context.MentionsInContext,
    "entities": context.EntitiesInContext,
}
# Enough to see what is the matter, not a second copy of the page.
MAX_VALUE_CHARS: Final = 160


@dataclass(frozen=True)
class Split:
    """What the row rules make of a batch.

    valid: the document tables without the rejected documents.
    reasons: per rejected document, each broken rule as `check: table.column = value`.
    warnings: rows of `warnings`, the run's id still to be filled in.
    """

    valid: Tables
    reasons: dict[str, list[str]]
    warnings: pl.DataFrame


@dataclass(frozen=True)
class _Failure:
    row: int
    check: str
    column: str | None
    value: str | None


def split_valid(tables: Tables) -> Split:
    """Check every row of a batch's document tables and split the batch per document.

    Raises TableError when a whole table has the wrong columns or types.
    """
    in_context = {"pages": tables["pages"], **evidence(tables)}
    reasons: dict[str, list[str]] = {}
    for name, model in CONTEXT_MODELS.items():
        doc_ids = in_context[name]["doc_id"]
        for failure in _failures(name, model, in_context[name]):
            place = f"{name}.{failure.column}" if failure.column else name
            reasons.setdefault(doc_ids[failure.row], []).append(f"{failure.check}: {place} = {failure.value}")
    rejected = list(reasons)
    valid = {name: tables[name].filter(~pl.col("doc_id").is_in(rejected)) for name in DOCUMENT_TABLES}
    return Split(valid, {doc_id: _distinct(found) for doc_id, found in reasons.items()}, _warnings(valid))


def _failures(table: str, model: type[pa.DataFrameModel], frame: pl.DataFrame) -> Iterator[_Failure]:
    """Yield what pandera finds wrong; the model is checked eagerly, since lazy frames skip the checks of values."""
    try:
        model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        for case in error.failure_cases.iter_rows(named=True):
            if case["index"] is None:
                raise TableError(f"{table}: {case['check']}: {case['failure_case']}") from error
            is_column = case["schema_context"] == "Column"
            yield _Failure(
                row=case["index"],
                check=str(case["check"]).partition("(")[0],
                column=case["column"] if is_column else None,
                value=_shortened(case["failure_case"]),
            )


def _warnings(valid: Tables) -> pl.DataFrame:
    """Return what is worth a note in the rows that load."""
    paragraphs = valid["paragraphs"].with_columns(
        balanced_marks=pl.Series([marks_are_balanced(text) for text in valid["paragraphs"]["text"]], dtype=pl.Boolean)
    )
    noted = _failures("paragraphs", context.ParagraphNotes, paragraphs)
    return TABLES["warnings"].frame(_warning(paragraphs.row(failure.row, named=True), failure) for failure in noted)


def _warning(paragraph: Mapping[str, Any], failure: _Failure) -> dict[str, Any]:
    return {
        "run_id": "",
        "doc_id": paragraph["doc_id"],
        "table": "paragraphs",
        "key": str(paragraph["ordinal"]),
        "check": failure.column,
        "value": _shortened(paragraph["text"]),
    }


def _shortened(value: object) -> str | None:
    text = None if value is None else str(value)
    return text if text is None or len(text) <= MAX_VALUE_CHARS else text[: MAX_VALUE_CHARS - 1] + "…"


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))
