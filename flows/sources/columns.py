"""Rows of dumps: which columns hold the page, its address and its facts, and the page that a row is.

The names known by default are those of the dumps that news is handed on in: C4, FineWeb, RedPajama, the two CC-News
sets, the output of news-please, newspaper and trafilatura. Names are compared without case, "-" counts as "_". Of
several the first in the list counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from flows.sources.address import web_address
from flows.sources.limits import Limits, too_large
from flows.sources.options import SourceOptions
from flows.sources.sniff import is_html
from schemas.errors import PageError

HTML_COLUMNS: Final = ("html", "raw_html", "page_html", "html_content", "content_html", "body_html")
TEXT_COLUMNS: Final = (
    *("text", "maintext", "plain_text", "article_text", "full_text", "body", "article", "content"),
    *("article_body", "articlebody", "plaintext", "fulltext", "transcript", "story"),
    *("raw_content", "raw_text", "page_text"),
)
URL_COLUMNS: Final = (
    *("url", "source_url", "page_url", "article_url", "link", "uri", "warc_target_uri", "target_uri", "canonical_url"),
    *("responded_url", "requested_url", "source"),
)
# Field of `RawPage.record` to the columns that hold it.
RECORD_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "title": ("title", "headline"),
    "authors": ("authors", "author", "byline"),
    "publisher": ("publisher", "publication", "source_name"),
    "site": ("site_name", "sitename", "site", "domain", "source_domain", "hostname"),
    "section": ("section",),
    "language": ("language", "lang", "language_code"),
    "published": (
        *("date_publish", "date_published", "published", "published_at", "published_date", "publication_date"),
        *("publish_date", "publishing_date", "pub_date", "pubdate", "datepublished"),
    ),
    "updated": ("date_modify", "date_modified", "modified", "updated", "updated_at", "last_modified"),
    "fetched": (
        *("date_download", "date_crawled", "crawl_date", "crawled_at", "crawl_time", "crawl_timestamp", "warc_date"),
        *("fetched", "fetched_at", "fetch_time", "download_date", "scraped_at", "retrieved_at"),
    ),
}
# "date" alone is the time of publication (CC-News), but beside one of these it is that of the crawl (FineWeb).
_DATE: Final = "date"
_SIGNS_OF_A_CRAWL: Final = frozenset({"dump", "file_path", "warc_filename", "warc_record_id", "crawl_id"})
# "timestamp" is the time of the crawl (C4, RedPajama).
_TIMESTAMP: Final = "timestamp"
# Titles, names and dates are shorter; the start of a longer one tells as much.
_MAX_FIELD_CHARS: Final = 2_000
# Dumps have 5 to 40 columns. More, or longer names, would be kept for each line of a hostile file.
_MAX_COLUMNS: Final = 200
_MAX_NAME_CHARS: Final = 100
_MAX_SHOWN_COLUMNS: Final = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a dump that are used. record: (field of `RawPage.record`, column)."""

    html: str | None
    text: str | None
    url: str | None
    record: tuple[tuple[str, str], ...]

    @property
    def has_page(self) -> bool:
        """Whether a column holds the page itself."""
        return self.html is not None or self.text is not None

    @property
    def names(self) -> list[str]:
        """All columns that are used, each once."""
        named = [self.html, self.text, self.url, *(column for _, column in self.record)]
        return list(dict.fromkeys(name for name in named if name is not None))


@dataclass(frozen=True, slots=True)
class DumpedPage:
    """The page that a row is; see `RawPage`. Text is UTF-8; HTML too, unless its column holds bytes."""

    media: str
    content: bytes
    url: str | None
    record: Mapping[str, str]


def choose_columns(names: Iterable[str], options: SourceOptions) -> Columns:
    """Return which of the columns are used. A column that the user names is used as it is written.

    HTML comes before text: it has the structure that the text was made from.
    """
    short = (name for name in names if len(name) <= _MAX_NAME_CHARS)
    return _choose_columns(tuple(islice(short, _MAX_COLUMNS)), options)


def no_page_column(names: Iterable[str], options: SourceOptions) -> str:
    """Return the problem of a dump without a column for the page."""
    asked = [repr(name) for name in (options.html_column, options.text_column) if name is not None]
    wanted = " or ".join(asked) if asked else "with a known name"
    shown = ", ".join(_encode(name[:_MAX_NAME_CHARS]).decode() for name in islice(names, _MAX_SHOWN_COLUMNS))
    return (
        f"no_text_column: no column {wanted}; the columns are {shown or 'none'};"
        " name one with --text-column or --html-column"
    )


@lru_cache(maxsize=256)
def _choose_columns(names: tuple[str, ...], options: SourceOptions) -> Columns:
    known = {name.lower().replace("-", "_"): name for name in reversed(names)}
    is_named = options.html_column is not None or options.text_column is not None
    return Columns(
        html=_choose(options.html_column, () if is_named else HTML_COLUMNS, names, known),
        text=_choose(options.text_column, () if is_named else TEXT_COLUMNS, names, known),
        url=_choose(options.url_column, URL_COLUMNS, names, known),
        record=tuple(_record_columns(options.date_column, names, known).items()),
    )


def read_row(row: Mapping[str, Any], columns: Columns, limits: Limits) -> DumpedPage:
    """Return the page that a row is: of its HTML where it has some, else of its text.

    A text that starts with the tags of an HTML page is read as HTML: such dumps exist.

    Raises PageError of stage `read`: `empty`, `no_text` (the column holds no text) or `too_large`.
    """
    html = None if columns.html is None else _content(row, columns.html)
    content = html if html or columns.text is None else _content(row, columns.text)
    if not content:
        names = " and ".join(repr(name) for name in (columns.html, columns.text) if name is not None)
        raise PageError("read", f"empty: nothing stands in {names}")
    if len(content) > limits.max_page_bytes:
        raise PageError("read", too_large(len(content), limits.max_page_bytes))
    record = {field: _field(row.get(column)) for field, column in columns.record}
    return DumpedPage(
        media="html" if html or is_html(content) else "text",
        content=content,
        url=None if columns.url is None else web_address(_text(row.get(columns.url))),
        record={field: value for field, value in record.items() if value},
    )


def _choose(
    named: str | None, known_names: Sequence[str], names: Sequence[str], known: Mapping[str, str]
) -> str | None:
    if named is not None:
        return named if named in names else None
    return next((known[name] for name in known_names if name in known), None)


def _record_columns(date_column: str | None, names: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    chosen = {field: _choose(None, candidates, names, known) for field, candidates in RECORD_COLUMNS.items()}
    if _DATE in known:
        of_date = "published" if _SIGNS_OF_A_CRAWL.isdisjoint(known) else "fetched"
        chosen[of_date] = chosen[of_date] or known[_DATE]
    if date_column is not None:
        chosen["published"] = date_column if date_column in names else None
    if _TIMESTAMP in known and date_column != known[_TIMESTAMP]:
        chosen["fetched"] = chosen["fetched"] or known[_TIMESTAMP]
    return {field: column for field, column in chosen.items() if column is not None}


def _content(row: Mapping[str, Any], column: str) -> bytes:
    value = row.get(column)
    if value is None:
        return b""
    if isinstance(value, bytes):
        return value if value.strip() else b""
    if isinstance(value, str):
        return _encode(value) if value.strip() else b""
    raise PageError("read", f"no_text: {column!r} holds a {type(value).__name__}, not text")


def _field(value: object) -> str:
    """Return a value as text; "" for what is none. The values of a list stand behind each other, with semicolons."""
    values = value if isinstance(value, list) else [value]
    return "; ".join(filter(None, map(_text, values)))[:_MAX_FIELD_CHARS]


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, str):
        return _encode(value).decode().strip()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return str(int(value))
    return ""


def _encode(text: str) -> bytes:
    """Return the text as UTF-8; halves of surrogate pairs are put together, and replaced where the other is missing."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
