"""A batch of pages to tables: split, read, resolve, attribute. Pure: no files, no run history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from flows.entities.entity import NO_ENTITIES
from flows.entities.resolve import resolve_entities
from flows.language.network import Model, load_model
from flows.language.reader import read
from flows.language.reading import Reading
from flows.pages.document import SplitPage
from flows.pages.site import NO_SITE_LINES, SiteLines, site_of
from flows.pages.split import split_page
from flows.quotes.find import find_quotes
from flows.rows import Document, tables_of
from flows.sources.page import Page
from flows.timeouts import TimedOut, time_limit
from schemas.errors import PageError
from schemas.tables import Tables

P = ParamSpec("P")
T = TypeVar("T")


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
    documents: list[Document] = []
    for page, parts, reading in _read_all(split, language_model, attempt):
        document = attempt(page, "annotate", _understand, page, parts, reading)
        if document is not None:
            documents.append(document)
    return Annotated(tables_of(documents, pipeline_version), tuple(attempt.rejects))


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


def _understand(page: Page, split: SplitPage, reading: Reading | None) -> Document:
    if reading is None:
        return Document(page, split, NO_ENTITIES, ())
    entities = resolve_entities(page, split, reading)
    return Document(page, split, entities, find_quotes(page.doc_id, split, reading, entities))
