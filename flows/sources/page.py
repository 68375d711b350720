"""What this room hands on: where a page is, and the page as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page that was found and not yet read.

    doc_id: the hash that the page's rows will carry.
    source_uri: the path as it was given or found, with forward slashes; what people are shown.
    source_format: a value of `vocabulary.SOURCE_FORMATS`.
    source_record: the record in an archive or dump; None where the file is the page.
    """

    doc_id: str
    path: Path
    source_uri: str
    source_format: str
    source_record: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read. All page offsets are offsets in `text`."""

    doc_id: str
    source_uri: str
    source_format: str
    source_record: str | None
    url: str | None
    content_sha256: str
    source: str
    text: str
