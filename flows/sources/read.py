"""Read pages that were found: their bytes first, then what a reader sees of them."""

from __future__ import annotations

import atexit
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from flows.sources.files import why
from flows.sources.hashes import hash_bytes
from flows.sources.jsonl import JsonlCursor
from flows.sources.limits import Limits, too_large
from flows.sources.options import DEFAULT_OPTIONS, SourceOptions
from flows.sources.page import Head, Page, PageRef, RawPage
from flows.sources.parquet import ParquetCursor
from flows.sources.sniff import is_html
from flows.sources.text import decode_text
from flows.sources.warc import WarcCursor
from schemas.errors import PageError

# A batch takes its pages from one or two archives, in order; an open dump may hold some MB.
_MAX_OPEN_ARCHIVES: Final = 4


class Cursor(Protocol):
    """An open archive or dump, somewhere in it. Reading on is cheap; going back may mean to start over."""

    def read(self, ref: PageRef) -> RawPage:
        """Return the page. Raises PageError."""

    def close(self) -> None:
        """Close the file."""


def read_raw(refs: Sequence[PageRef], options: SourceOptions = DEFAULT_OPTIONS) -> Iterator[RawPage]:
    """Yield the pages' bytes, in the order of the refs; cheapest where that is the order of their archives' records.

    Archives stay open in this process from one call to the next, so that a process that is given a large archive
    batch by batch reads through it once.

    A page that can't be read comes with a `problem` and no content: `unreadable`, `too_large`, `broken_record`,
    `changed` (the archive is not the one that the page was found in), or what its dump's line or row has wrong.
    """
    for ref in refs:
        try:
            yield _read_record(ref, options) if ref.source_format in _CURSORS else _read_file(ref, options.limits)
        except PageError as error:
            yield RawPage(ref, b"", "", "text", problem=error)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            yield RawPage(ref, b"", "", "text", problem=PageError("read", f"unreadable: {why(error)}"))


def build_page(raw: RawPage, options: SourceOptions = DEFAULT_OPTIONS) -> Page:
    """Return the page that the bytes are.

    Raises PageError of stage `read`: the page's own problem, `empty`, `binary`, `undecodable`, `too_deep`,
    `too_long` or `no_prose`.
    """
    if raw.problem is not None:
        raise raw.problem
    page = _BUILDERS[raw.media](raw)
    _check_text(page.text, options.limits)
    return page


def read_page(ref: PageRef, options: SourceOptions = DEFAULT_OPTIONS) -> Page:
    """Return the page. Raises PageError as `build_page` does."""
    return build_page(next(read_raw([ref], options)), options)


def close_archives() -> None:
    """Close the archives that this process has open."""
    while _open_archives:
        _open_archives.popitem()[1].close()


def _read_file(ref: PageRef, limits: Limits) -> RawPage:
    max_bytes = limits.max_page_bytes
    with ref.path.open("rb") as file:
        content = file.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise PageError("read", too_large(ref.path.stat().st_size, max_bytes))
    # People save pages under any name: a text that starts with the tags of an HTML page is one.
    media = "html" if ref.source_format == "html" or is_html(content) else "text"
    return RawPage(ref, content, hash_bytes(content), media)


def _read_record(ref: PageRef, options: SourceOptions) -> RawPage:
    return _cursor(ref, options).read(ref)


def _cursor(ref: PageRef, options: SourceOptions) -> Cursor:
    """Return the open archive that holds the page; opened again where its file is not the same any more."""
    status = ref.path.stat()
    key = (ref.path, status.st_ino, status.st_size, status.st_mtime_ns, options)
    cursor = _open_archives.get(key)
    if cursor is None:
        cursor = _CURSORS[ref.source_format](ref.path, options)
        _open_archives[key] = cursor
        if len(_open_archives) > _MAX_OPEN_ARCHIVES:
            _open_archives.popitem(last=False)[1].close()
    _open_archives.move_to_end(key)
    return cursor


def _build_text_page(raw: RawPage) -> Page:
    text = decode_text(raw.content)
    return Page(
        doc_id=raw.ref.doc_id,
        source_uri=raw.ref.source_uri,
        source_format=raw.ref.source_format,
        source_record=raw.ref.source_record,
        url=raw.url,
        content_sha256=raw.content_sha256,
        source=text,
        text=text,
        head=Head(record=raw.record),
    )


def _build_html_page(raw: RawPage) -> Page:
    # Loads lxml, which a run over text alone does without.
    from flows.sources.html.page import build_html_page  # noqa: PLC0415

    return build_html_page(raw)


def _check_text(text: str, limits: Limits) -> None:
    if len(text) > limits.max_text_chars:
        raise PageError("read", f"too_long: {len(text)} characters of text, and the limit is {limits.max_text_chars}")
    longest = max(map(len, text.split()), default=0)
    if longest > limits.max_word_chars:
        problem = f"no_prose: {longest} characters without a space, and the limit is {limits.max_word_chars}"
        raise PageError("read", problem)


_open_archives: OrderedDict[tuple[object, ...], Cursor] = OrderedDict()
atexit.register(close_archives)

_CURSORS: Final[Mapping[str, Callable[[Path, SourceOptions], Cursor]]] = {
    "warc": WarcCursor,
    "jsonl": JsonlCursor,
    "parquet": ParquetCursor,
}
_BUILDERS: Final[Mapping[str, Callable[[RawPage], Page]]] = {"text": _build_text_page, "html": _build_html_page}
