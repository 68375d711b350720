"""A batch of pages to tables: split, read, resolve, attribute. Pure: no files, no run history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

from flows.entities.entity import NO_ENTITIES, DocumentEntities
from flows.entities.resolve import resolve_entities
from flows.language.network import Model, load_model
from flows.language.reader import read
from flows.language.reading import Reading, Span
from flows.pages.document import SplitPage
from flows.pages.signature import body_words, text_id, text_signature
from flows.pages.site import NO_SITE_LINES, SiteLines, site_of
from flows.pages.split import split_page
from flows.quotes.find import find_quotes
from flows.quotes.quote import Quote
from flows.sources.page import Page
from flows.timeouts import TimedOut, time_limit
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
    source_record: str | None
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


def annotate(
    pages: Sequence[Page],
    *,
    pipeline_version: str,
    language_model: Path,
    site_lines: SiteLines = NO_SITE_LINES,
    page_seconds: float | None = None,
) -> Annotated:
    """Turn pages into the rows of the document tables.

    A page that fails anywhere, or takes longer than page_seconds in one step, becomes a Reject; the others go on.
    `run_id` is left empty: the commit fills it in.
    """
    attempt = _Attempts(page_seconds)
    split: list[tuple[Page, SplitPage]] = []
    for page in pages:
        found = attempt(page, "split", split_page, page, site_lines.of(site_of(page)))
        if found is not None:
            split.append((page, found))
    documents: list[_Document] = []
    for page, parts, reading in _read_all(split, language_model, attempt):
        document = attempt(page, "annotate", _understand, page, parts, reading)
        if document is not None:
            documents.append(document)
    rows = {name: [row for document in documents for row in _ROWS[name](document, pipeline_version)] for name in _ROWS}
    return Annotated({name: TABLES[name].frame(rows[name]) for name in DOCUMENT_TABLES}, tuple(attempt.rejects))


def reject(page: Page, stage: str, reasons: Sequence[str]) -> Reject:
    return Reject(
        page.doc_id, page.source_uri, page.source_record, stage, tuple(reasons), page.source, page.content_sha256
    )


class _Attempts:
    """Steps for single pages. Whatever goes wrong costs this page only, and is said in its reject."""

    def __init__(self, page_seconds: float | None) -> None:
        self.page_seconds = page_seconds
        self.rejects: list[Reject] = []

    def __call__(self, page: Page, stage: str, step: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
        try:
            with time_limit(self.page_seconds):
                return step(*given, **named)
        except PageError as error:
            self.rejects.append(reject(page, error.stage, [error.reason]))
        except TimedOut as error:
            self.rejects.append(reject(page, stage, [str(error)]))
        except Exception as error:
            self.rejects.append(reject(page, stage, [f"crashed: {type(error).__name__}: {error}"]))
        return None


def _read_all(
    split: Sequence[tuple[Page, SplitPage]], language_model: Path, attempt: _Attempts
) -> Iterator[tuple[Page, SplitPage, Reading | None]]:
    """Yield each page with its reading: one pass over the whole batch, page by page only where that fails.

    No reading for pages in other languages: the model would make up names and quotes.
    """
    english = [(page, parts) for page, parts in split if is_english(parts)]
    texts = [[paragraph.text for paragraph in parts.paragraphs] for _, parts in english]
    model = load_model(language_model)
    try:
        with time_limit(attempt.page_seconds and attempt.page_seconds * max(1, len(texts))):
            readings: list[Reading | None] = list(read(texts, model))
    except (Exception, TimedOut):
        readings = [
            attempt(page, "language", _read_one, own, model) for (page, _), own in zip(english, texts, strict=True)
        ]
    for (page, parts), reading in zip(english, readings, strict=True):
        if reading is not None:
            yield page, parts, reading
    for page, parts in split:
        if not is_english(parts):
            yield page, parts, None


def is_english(split: SplitPage) -> bool:
    """Whether the document is read for names and quotes: English, or too short to tell."""
    return split.facts.language in {None, "en"}


def _read_one(paragraphs: Sequence[str], model: Model) -> Reading:
    return read([paragraphs], model)[0]


def _understand(page: Page, split: SplitPage, reading: Reading | None) -> _Document:
    if reading is None:
        return _Document(page, split, NO_ENTITIES, ())
    entities = resolve_entities(page, split, reading)
    return _Document(page, split, entities, find_quotes(page.doc_id, split, reading, entities))


def _columns(value: Any) -> Row:
    """Return a value's fields as columns. `dataclasses.asdict` would copy every value, and cost more than a room."""
    return {name: getattr(value, name) for name in value.__slots__}


def _page_rows(document: _Document, _: str) -> Iterator[Row]:
    yield {name: getattr(document.page, name) for name in _PAGE_COLUMNS}


def _document_rows(document: _Document, pipeline_version: str) -> Iterator[Row]:
    paragraphs = document.split.paragraphs
    words = body_words([paragraph.text for paragraph in paragraphs])
    own_text_id = text_id(words)
    yield {
        **_columns(document.split.facts),
        "doc_id": document.page.doc_id,
        "kind": document.split.kind,
        "n_words": sum(len(paragraph.text.split()) for paragraph in paragraphs),
        "text_id": own_text_id,
        "text_signature": text_signature(words),
        # Until the commit, which knows the other documents.
        "syndication_id": own_text_id,
        "pipeline_version": pipeline_version,
        "run_id": "",
    }


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
