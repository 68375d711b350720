"""A batch of pages to tables: split, read, resolve, attribute. Pure: no files, no run history."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, TypeVar

from flows.entities.entity import DocumentEntities
from flows.entities.resolve import resolve_entities
from flows.language.reader import read
from flows.language.reading import Reading, Span
from flows.pages.document import SplitPage
from flows.pages.split import split_page
from flows.quotes.find import find_quotes
from flows.quotes.quote import Quote
from flows.sources.page import Page
from schemas.errors import PageError
from schemas.tables import DOCUMENT_TABLES, TABLES, Tables

P = ParamSpec("P")
T = TypeVar("T")
Row = dict[str, Any]
_PAGE_COLUMNS: Final = tuple(TABLES["pages"].polars_schema)


@dataclass(frozen=True, slots=True)
class Reject:
    """A page that could not be loaded, with all its reasons."""

    doc_id: str
    source_uri: str
    stage: str
    reasons: tuple[str, ...]
    source: str | None = None
    content_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """The document tables of a batch, and the pages that did not make it."""

    tables: Tables
    rejects: tuple[Reject, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    """All that is known of a page at the end of the way."""

    page: Page
    split: SplitPage
    entities: DocumentEntities
    quotes: tuple[Quote, ...]


def annotate(pages: Sequence[Page], *, pipeline_version: str, language_model: str) -> Annotated:
    """Turn pages into the rows of the document tables.

    A page that fails anywhere becomes a Reject; the others go on. `run_id` is left empty: the commit fills it in.
    """
    rejects: list[Reject] = []
    split: list[tuple[Page, SplitPage]] = []
    for page in pages:
        found = _attempt(page, "split", rejects, split_page, page)
        if found is not None:
            split.append((page, found))
    documents: list[_Document] = []
    for page, parts, reading in _read_all(split, language_model, rejects):
        document = _attempt(page, "annotate", rejects, _understand, page, parts, reading)
        if document is not None:
            documents.append(document)
    rows = {name: [row for document in documents for row in _ROWS[name](document, pipeline_version)] for name in _ROWS}
    return Annotated({name: TABLES[name].frame(rows[name]) for name in DOCUMENT_TABLES}, tuple(rejects))


def reject(page: Page, stage: str, reasons: Sequence[str]) -> Reject:
    return Reject(page.doc_id, page.source_uri, stage, tuple(reasons), page.source, page.content_sha256)


def _attempt(
    page: Page, stage: str, rejects: list[Reject], step: Callable[P, T], *given: P.args, **named: P.kwargs
) -> T | None:
    """Take one step for one page. Whatever goes wrong costs this page only, and is said in its reject."""
    try:
        return step(*given, **named)
    except PageError as error:
        rejects.append(reject(page, error.stage, [error.reason]))
    except Exception as error:
        rejects.append(reject(page, stage, [f"crashed: {type(error).__name__}: {error}"]))
    return None


def _read_all(
    split: Sequence[tuple[Page, SplitPage]], language_model: str, rejects: list[Reject]
) -> Iterator[tuple[Page, SplitPage, Reading]]:
    """Yield each page with its reading: one pass over the whole batch, page by page only where that fails."""
    texts = [[paragraph.text for paragraph in parts.paragraphs] for _, parts in split]
    try:
        readings: list[Reading | None] = list(read(texts, language_model))
    except Exception:
        readings = [
            _attempt(page, "language", rejects, _read_one, own, language_model)
            for (page, _), own in zip(split, texts, strict=True)
        ]
    for (page, parts), reading in zip(split, readings, strict=True):
        if reading is not None:
            yield page, parts, reading


def _read_one(paragraphs: Sequence[str], language_model: str) -> Reading:
    return read([paragraphs], language_model)[0]


def _understand(page: Page, split: SplitPage, reading: Reading) -> _Document:
    entities = resolve_entities(page, split, reading)
    return _Document(page, split, entities, find_quotes(page.doc_id, split, reading, entities))


def _columns(value: Any) -> Row:
    """Return a value's fields as columns. `dataclasses.asdict` would copy every value, and cost more than a room."""
    return {name: getattr(value, name) for name in value.__slots__}


def _page_rows(document: _Document, _: str) -> Iterator[Row]:
    yield {name: getattr(document.page, name) for name in _PAGE_COLUMNS}


def _document_rows(document: _Document, pipeline_version: str) -> Iterator[Row]:
    paragraphs = document.split.paragraphs
    body = " ".join(paragraph.text for paragraph in paragraphs)
    yield {
        **_columns(document.split.facts),
        "doc_id": document.page.doc_id,
        "kind": document.split.kind,
        "n_words": len(body.split()),
        "syndication_id": syndication_id(body),
        "pipeline_version": pipeline_version,
        "run_id": "",
    }


def syndication_id(body: str) -> str:
    """Return the same id for the same words in the same order, whatever their case and spacing."""
    return hashlib.sha256(" ".join(body.casefold().split()).encode()).hexdigest()[:16]


def _paragraph_rows(document: _Document, _: str) -> Iterator[Row]:
    for paragraph in document.split.paragraphs:
        speaker_id = None if paragraph.turn is None else document.entities.speaker_ids.get(paragraph.turn)
        yield {**_columns(paragraph), "doc_id": document.page.doc_id, "speaker_id": speaker_id}


def _dropped_rows(document: _Document, _: str) -> Iterator[Row]:
    for span in document.split.dropped:
        yield {**_columns(span), "doc_id": document.page.doc_id}


def _quote_rows(document: _Document, _: str) -> Iterator[Row]:
    for quote in document.quotes:
        row = _columns(quote)
        del row["cue_text"]
        yield {
            **row,
            "doc_id": document.page.doc_id,
            "segments": [_columns(segment) for segment in quote.segments],
            "cue": quote.cue_text,
            **_span_columns("cue", quote.cue),
            **_span_columns("speaker", quote.speaker),
        }


def _span_columns(prefix: str, span: Span | None) -> Row:
    return {
        f"{prefix}_ordinal": span.ordinal if span else None,
        f"{prefix}_start": span.start if span else None,
        f"{prefix}_end": span.end if span else None,
    }


def _mention_rows(document: _Document, _: str) -> Iterator[Row]:
    for mention in document.entities.mentions:
        yield {**_columns(mention), "doc_id": document.page.doc_id}


def _entity_rows(document: _Document, _: str) -> Iterator[Row]:
    n_quotes = Counter(quote.speaker_id for quote in document.quotes)
    for entity in document.entities.entities:
        row = _columns(entity)
        del row["gender"]
        yield {
            **row,
            "doc_id": document.page.doc_id,
            "roles": [_columns(role) for role in entity.roles],
            "n_quotes": n_quotes[entity.entity_id],
        }


_ROWS: Final[dict[str, Callable[[_Document, str], Iterator[Row]]]] = {
    "pages": _page_rows,
    "documents": _document_rows,
    "paragraphs": _paragraph_rows,
    "dropped": _dropped_rows,
    "quotes": _quote_rows,
    "mentions": _mention_rows,
    "entities": _entity_rows,
}
