"""WARC archives: which of their records are pages, and the page that a record holds.

A page is a response with HTTP status 200, or a resource, whose content is HTML: by its declared type, or by its first
bytes where none or a vague one is declared. Requests, revisits, metadata and other answers are not pages.

Digests are not compared: gzip notices damage itself, and many crawlers write digests of something else than what they
store.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastwarc.warc import WarcRecord

from flows.sources.address import is_other_page, web_address
from flows.sources.files import FoundFile
from flows.sources.hashes import hash_bytes
from flows.sources.http import encodings_of, media_type, unpack
from flows.sources.limits import Limits, too_large
from flows.sources.options import SourceOptions
from flows.sources.page import FoundPage, PageRef, RawPage
from flows.sources.sniff import SNIFFED_BYTES, is_html
from flows.sources.warc_archive import DAMAGE, WarcArchive, holds_another_record
from schemas.errors import PageError

_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
# Types that say nothing, or that servers send for HTML by mistake or habit.
_VAGUE_TYPES: Final = frozenset(
    {"", "text/plain", "text/xml", "application/xml", "application/octet-stream", "application/unknown"}
    | {"unknown/unknown", "*/*"}
)
_PAGE_RECORDS: Final = frozenset({"response", "resource"})
_HTTP: Final = "application/http"
_OK: Final = 200
# An archive with more of them is none.
_MAX_BROKEN_RECORDS: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Answer:
    """A record that may be a page. body: what is stored behind the HTTP header; at most one byte over the limit."""

    url: str | None
    fetched: str | None
    media_type: str
    charset: str | None
    encodings: tuple[str, ...]
    body: bytes


class _IncompleteRecordError(Exception):
    """The record is shorter than its header says."""


def find_warc_pages(file: FoundFile, options: SourceOptions) -> Iterator[FoundPage]:
    """Yield the pages of an archive, and a page with a problem for each place that is broken.

    content_sha256 is that of the record's body as it is stored; that of a broken place is made of its bytes and the
    archive's size, so that it changes when the archive is mended.
    problem: `broken_record`, `truncated`, `too_large`, or `broken_archive` where nothing more is read.

    Holds one record at a time. Raises OSError where the file can't be opened.
    """
    with file.path.open("rb") as raw:
        archive = WarcArchive(raw)
        if archive.n_bytes == 0:
            yield FoundPage(file.ref(), hash_bytes(b""), "empty: the archive holds nothing")
        else:
            yield from _find(file, archive, options.limits)


def _find(file: FoundFile, archive: WarcArchive, limits: Limits) -> Iterator[FoundPage]:
    start = 0
    behind: list[FoundPage] = []
    for _ in range(_MAX_BROKEN_RECORDS):
        offset, is_inside = start, True
        next_start: int | None = None
        try:
            for record in archive.records(start):
                offset, is_inside = record.stream_pos, True
                yield from behind
                behind.clear()
                if (found := _found_page(file, archive.place(offset), record, limits)) is not None:
                    yield found
                is_inside = False
        except (*DAMAGE, _IncompleteRecordError) as error:
            next_start = archive.next_start(offset + 1)
            trouble = _trouble(file, archive, offset, error, is_inside=is_inside, is_last=next_start is None)
            # Of what stands behind a record the next one says it more exactly, where that is the one that is broken.
            behind = [trouble] if next_start is not None and not is_inside else []
            if not behind:
                yield trouble
        else:
            yield from behind
            if archive.is_cut_behind(offset):
                yield _trouble(file, archive, offset, EOFError(), is_inside=False, is_last=True)
        if next_start is None:
            return
        start = next_start
        if archive.is_reread_too_often:
            break
    yield from behind
    problem = f"broken_archive: too many broken records; nothing from offset {start} on is read"
    yield FoundPage(file.record_ref(f"from {archive.place(start)}"), archive.fingerprint(start), problem)


def _trouble(
    file: FoundFile, archive: WarcArchive, offset: int, error: Exception, *, is_inside: bool, is_last: bool
) -> FoundPage:
    """Return the page that stands for a broken place: the record at the offset, or what stands behind it."""
    is_short = isinstance(error, (_IncompleteRecordError, EOFError))
    if is_last and (is_short or (not is_inside and archive.is_cut_behind(offset))):
        where = "at" if is_inside else "behind the one at"
        problem = f"truncated: the archive ends inside the record {where} offset {offset}"
    elif is_inside:
        problem = f"broken_record: at offset {offset}: {error}"
    else:
        problem = f"broken_record: what stands behind the record at offset {offset} is no record: {error}"
    place = archive.place(offset) if is_inside else f"after {archive.place(offset)}"
    return FoundPage(file.record_ref(place), archive.fingerprint(offset), problem)


def _found_page(file: FoundFile, place: str, record: WarcRecord, limits: Limits) -> FoundPage | None:
    """Return the page that a record is; None where it is none. Reads the record to its end."""
    answer = _read_answer(record, limits)
    if answer is None or not _is_page(answer):
        return None
    problem = too_large(None, limits.max_page_bytes) if len(answer.body) > limits.max_page_bytes else None
    return FoundPage(file.record_ref(place, answer.url), hash_bytes(answer.body), problem)


def _read_answer(record: WarcRecord, limits: Limits) -> _Answer | None:
    """Read a record to its end; None where its header says that it is no page.

    Raises one of `DAMAGE`, or _IncompleteRecordError.
    """
    if record.headers.get("Content-Length") is None:
        raise _IncompleteRecordError("its header has no Content-Length")
    # By the header's word: FastWARC knows a type only where the field's name is written as in the standard.
    kind = (record.headers.get("WARC-Type") or "").strip().lower()
    answer = _answer_of(record, limits.max_page_bytes) if kind in _PAGE_RECORDS else None
    n_missing = record.content_length - (len(answer.body) if answer else 0) - record.consume()
    if n_missing:
        raise _IncompleteRecordError(f"{n_missing} bytes of it are missing")
    if answer is not None and holds_another_record(answer.body):
        raise _IncompleteRecordError("another record begins inside it")
    return answer


def _answer_of(record: WarcRecord, max_bytes: int) -> _Answer | None:
    headers = sent = record.headers
    is_http = media_type(headers.get("Content-Type"))[0] == _HTTP
    if is_http:
        record.is_http = True
        record.parse_http(quirks_mode=True)
        sent = record.http_headers
        if sent.status_code != _OK:
            return None
    kind, charset = media_type(sent.get("Content-Type"))
    if kind not in _HTML_TYPES | _VAGUE_TYPES:
        return None
    encodings = encodings_of(sent.get("Transfer-Encoding"), sent.get("Content-Encoding")) if is_http else ()
    return _Answer(
        url=web_address(headers.get("WARC-Target-URI")),
        fetched=headers.get("WARC-Date"),
        media_type=kind,
        charset=charset,
        encodings=encodings,
        body=record.reader.read(max_bytes + 1),
    )


def _is_page(answer: _Answer) -> bool:
    if answer.media_type in _HTML_TYPES:
        return True
    try:
        return is_html(unpack(answer.body, answer.encodings, SNIFFED_BYTES))
    except PageError:
        return False


class WarcCursor:
    """An open archive that pages are fetched from, best in the order of their records."""

    def __init__(self, path: Path, options: SourceOptions) -> None:
        self._archive = WarcArchive(path.open("rb"))
        self._limits = options.limits
        self._ahead: Iterator[WarcRecord] = iter(())
        self._offset = sys.maxsize

    def read(self, ref: PageRef) -> RawPage:
        """Return the page. Raises PageError `broken_record` or `too_large`."""
        place = ref.source_record or ""
        max_bytes = self._limits.max_page_bytes
        try:
            answer = _read_answer(self._record_at(self._archive.offset(place)), self._limits)
        except (*DAMAGE, _IncompleteRecordError, ValueError, StopIteration) as error:
            raise PageError("read", f"broken_record: at offset {place}: {error}") from error
        if answer is None or is_other_page(ref.doc_id, answer.url):
            raise PageError("read", f"changed: the archive holds another record now at offset {place}")
        content = unpack(answer.body, answer.encodings, max_bytes)
        if max(len(content), len(answer.body)) > max_bytes:
            raise PageError("read", too_large(None, max_bytes))
        fetched = {} if answer.fetched is None else {"fetched": answer.fetched}
        return RawPage(ref, content, hash_bytes(answer.body), "html", answer.charset, answer.url, fetched)

    def close(self) -> None:
        self._archive.close()

    def _record_at(self, offset: int) -> WarcRecord:
        """Return the record at the offset: by one seek, or by going forward where the archive has no places to seek."""
        if self._archive.is_one_stream and offset > self._offset:
            with suppress(*DAMAGE):  # between the records; the one that is asked for was found behind it
                for record in self._ahead:
                    self._offset = record.stream_pos
                    if self._offset == offset:
                        return record
                    if self._offset > offset:
                        break
        self._ahead = self._archive.records(offset)
        record = next(self._ahead)
        self._offset = record.stream_pos
        return record
