"""From what is known of a batch's pages to the document tables: the columns of every row are named here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flows.entities.entity import DocumentEntities
from flows.language.reading import Span
from flows.pages.document import SplitPage
from flows.pages.signature import body_words, text_id, text_signature
from flows.quotes.quote import Quote
from flows.sources.page import Page
from schemas.tables import DOCUMENT_TABLES, TABLES, Tables

Row = dict[str, Any]
_PAGE_COLUMNS: Final = tuple(TABLES["pages"].polars_schema)


@dataclass(frozen=True, slots=True)
class Document:
    """All that is known of a page at the end of the way."""

    page: Page
    split: SplitPage
    entities: DocumentEntities
    quotes: tuple[Quote, ...]


def tables_of(documents: Sequence[Document], pipeline_version: str) -> Tables:
    """Return the document tables. `run_id` is left empty: the commit fills it in."""
    rows = {name: [row for document in documents for row in _ROWS[name](document, pipeline_version)] for name in _ROWS}
    return {name: TABLES[name].frame(rows[name]) for name in DOCUMENT_TABLES}


def _columns(value: Any) -> Row:
    """Return a value's fields as columns. `dataclasses.asdict` would copy every value, and cost more than a room."""
    return {name: getattr(value, name) for name in value.__slots__}


def _page_rows(document: Document, _: str) -> Iterator[Row]:
    yield {name: getattr(document.page, name) for name in _PAGE_COLUMNS}


def _document_rows(document: Document, pipeline_version: str) -> Iterator[Row]:
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


def _paragraph_rows(document: Document, _: str) -> Iterator[Row]:
    for paragraph in document.split.paragraphs:
        speaker_id = None if paragraph.turn is None else document.entities.speaker_ids.get(paragraph.turn)
        yield {**_columns(paragraph), "doc_id": document.page.doc_id, "speaker_id": speaker_id}


def _dropped_rows(document: Document, _: str) -> Iterator[Row]:
    for span in document.split.dropped:
        yield {**_columns(span), "doc_id": document.page.doc_id}


def _quote_rows(document: Document, _: str) -> Iterator[Row]:
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


def _mention_rows(document: Document, _: str) -> Iterator[Row]:
    for mention in document.entities.mentions:
        yield {**_columns(mention), "doc_id": document.page.doc_id}


def _entity_rows(document: Document, _: str) -> Iterator[Row]:
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


_ROWS: Final[dict[str, Callable[[Document, str], Iterator[Row]]]] = {
    "pages": _page_rows,
    "documents": _document_rows,
    "paragraphs": _paragraph_rows,
    "dropped": _dropped_rows,
    "quotes": _quote_rows,
    "mentions": _mention_rows,
    "entities": _entity_rows,
}
