"""What this room hands on: a page, understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself. None where it does not say."""

    title: str | None = None
    site: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    published_at_utc: datetime | None = None
    published_precision: str | None = None
    published_from: str | None = None
    updated_at_utc: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A unit of the body or of a turn: `text` is the normalised `page.text[page_start:page_end]`.

    turn: the number of the turn, from 0; None outside turns.
    label: the turn's label as printed, on the first paragraph of the turn; its slice is
        `page.text[label_start:label_end]`.
    """

    ordinal: int
    kind: str
    text: str
    page_start: int
    page_end: int
    turn: int | None = None
    label: str | None = None
    label_start: int | None = None
    label_end: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A span of the page that is not body, and why."""

    page_start: int
    page_end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class SplitPage:
    """A page as document, paragraphs (by ordinal) and dropped spans (by page_start).

    kind: a value of `vocabulary.DOCUMENT_KINDS`.
    """

    kind: str
    facts: Facts
    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[Dropped, ...]
