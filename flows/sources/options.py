"""What a user can say about the sources: the columns of dumps, and limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from flows.sources.limits import Limits


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How pages are found and read. Hashable, and cheap to send to another process.

    text_column, html_column, url_column, date_column: names in JSONL and Parquet dumps; None means the names known
        by default (`flows/sources/columns.py`). Where only one of text_column and html_column is named, the other
        kind is not looked for. date_column holds the time of publication.
    """

    text_column: str | None = None
    html_column: str | None = None
    url_column: str | None = None
    date_column: str | None = None
    limits: Limits = field(default_factory=Limits)


DEFAULT_OPTIONS = SourceOptions()
