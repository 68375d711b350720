"""JSONL dumps: a JSON object a line, plain or packed with gzip or Zstandard.

A line's place is its byte offset in a plain file, so that one seek fetches it, and its number (from 1) in a packed
one. A line that can't be used is a page with a problem that names the line, and the rest goes on.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import orjson
import pyarrow as pa

from flows.sources.address import is_other_page
from flows.sources.columns import DumpedPage, choose_columns, no_page_column, read_row
from flows.sources.files import FoundFile
from flows.sources.hashes import hash_bytes, hash_of_end
from flows.sources.options import SourceOptions
from flows.sources.page import FoundPage, PageRef, RawPage
from schemas.errors import PageError

_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_UTF8_MARK: Final = b"\xef\xbb\xbf"
# A file whose first lines are all no pages is not what it was taken for, and would give a reject for each line.
_MAX_PROBLEMS_ABOVE: Final = 1_000
_SKIP_BYTES: Final = 1 << 20
# RedPajama keeps address and time in an object of their own.
_NESTED: Final = ("meta", "metadata")
# What the gzip module and Arrow raise for damaged or cut data.
_DAMAGE: Final = (OSError, EOFError, zlib.error)


@dataclass(frozen=True, slots=True)
class _Line:
    """raw: without its end; cut where it is over the limit. number: from 1."""

    number: int
    offset: int
    raw: bytes
    is_too_long: bool


def find_jsonl_pages(file: FoundFile, options: SourceOptions) -> Iterator[FoundPage]:
    """Yield the pages of a dump; content_sha256 is that of the line's bytes.

    problem: `not_json`, `no_object`, `no_text`, `empty`, `too_large`, `line_too_long`, `truncated` or `broken_archive`
        (a packed file that is cut or damaged; what stands before is read). A file that has no column for the page in
        any of its lines, or no page in its first lines, is itself one page with a problem.

    Holds one line at a time. Raises OSError where the file can't be opened.
    """
    pages = _find_lines(file, options)
    above: list[FoundPage] = []
    for page in pages:
        above.append(page)
        if page.problem is None or len(above) == _MAX_PROBLEMS_ABOVE:
            break
    if above and (len(above) == _MAX_PROBLEMS_ABOVE or all(map(_lacks_column, above))) and above[-1].problem:
        digest = hash_bytes("".join(page.content_sha256 or "" for page in above).encode())
        yield FoundPage(file.ref(), digest, _problem_of_file(above))
        return
    yield from above
    yield from pages


class JsonlCursor:
    """An open dump that lines are fetched from, best in their order."""

    def __init__(self, path: Path, options: SourceOptions) -> None:
        self._path = path
        self._options = options
        self._is_packed, self._stream = _open(path)
        self._lines = _lines(self._stream, options.limits.max_line_bytes)
        self._number = 0

    def read(self, ref: PageRef) -> RawPage:
        """Return the page. Raises PageError as `find_jsonl_pages` has problems, and `changed`."""
        place = int(ref.source_record or "0")
        try:
            line = self._numbered(place) if self._is_packed else self._at(place)
        except (*_DAMAGE, StopIteration) as error:
            raise PageError("read", f"changed: no line {ref.source_record} can be read any more: {error}") from error
        page = _read_line(line, self._options)
        if is_other_page(ref.doc_id, page.url):
            raise PageError("read", f"changed: the dump holds another page now at {ref.source_record}")
        return RawPage(ref, page.content, hash_bytes(line.raw), page.media, _charset(page), page.url, page.record)

    def close(self) -> None:
        self._stream.close()

    def _at(self, offset: int) -> _Line:
        self._stream.seek(offset)
        return next(_lines(self._stream, self._options.limits.max_line_bytes, offset))

    def _numbered(self, number: int) -> _Line:
        if number <= self._number:
            self._stream.close()
            _, self._stream = _open(self._path)
            self._lines = _lines(self._stream, self._options.limits.max_line_bytes)
        for line in self._lines:
            self._number = line.number
            if line.number == number:
                return line
        raise EOFError("the file ends before it")


def _find_lines(file: FoundFile, options: SourceOptions) -> Iterator[FoundPage]:
    is_packed, stream = _open(file.path)
    number = 0
    with stream:
        try:
            for line in _lines(stream, options.limits.max_line_bytes):
                number = line.number
                place = str(number if is_packed else line.offset)
                try:
                    yield FoundPage(file.record_ref(place, _read_line(line, options).url), hash_bytes(line.raw))
                except PageError as error:
                    yield FoundPage(file.record_ref(place), hash_bytes(line.raw), f"{error.reason} (line {number})")
        except _DAMAGE as error:
            yield FoundPage(file.record_ref(f"after {number}"), _hash_of_end(file.path), _damage(error, number))


def _open(path: Path) -> tuple[bool, BinaryIO]:
    """Return whether the file is packed, and its unpacked bytes."""
    with path.open("rb") as file:
        magic = file.read(len(_ZSTD_MAGIC))
    if magic.startswith(_GZIP_MAGIC):
        return True, cast("BinaryIO", gzip.open(path))
    if magic == _ZSTD_MAGIC:
        return True, io.BufferedReader(pa.input_stream(str(path), compression="zstd"))
    return False, path.open("rb")


def _lines(stream: BinaryIO, max_bytes: int, offset: int = 0) -> Iterator[_Line]:
    """Yield the lines that are not blank, from the offset where the stream stands.

    Raises one of `_DAMAGE`; what stands before was yielded.
    """
    number = 0
    while raw := stream.readline(max_bytes + 1):
        number += 1
        n_bytes = len(raw)
        is_too_long = n_bytes > max_bytes and not raw.endswith(b"\n")
        if is_too_long:
            n_bytes += _skip_line(stream)
        bare = raw.removeprefix(_UTF8_MARK).strip()
        if bare:
            yield _Line(number, offset, bare, is_too_long)
        offset += n_bytes


def _skip_line(stream: BinaryIO) -> int:
    n_bytes = 0
    while part := stream.readline(_SKIP_BYTES):
        n_bytes += len(part)
        if part.endswith(b"\n"):
            break
    return n_bytes


def _read_line(line: _Line, options: SourceOptions) -> DumpedPage:
    if line.is_too_long:
        limit = options.limits.max_line_bytes
        raise PageError("read", f"line_too_long: more than {limit} bytes, which is the limit")
    row = _parse(line.raw)
    for name in _NESTED:
        nested = row.get(name)
        row = {**nested, **row} if isinstance(nested, dict) else row
    columns = choose_columns(row, options)
    if not columns.has_page:
        raise PageError("read", no_page_column(row, options))
    return read_row(row, columns, options.limits)


def _parse(raw: bytes) -> dict[str, Any]:
    try:
        row = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        row = _parse_leniently(raw, error)
    if not isinstance(row, dict):
        raise PageError("read", f"no_object: the line holds a {type(row).__name__}, not a JSON object")
    return row


def _parse_leniently(raw: bytes, strict_error: ValueError) -> object:
    """Parse what Python writes and the standard does not allow: NaN, and halves of surrogate pairs."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise PageError("read", f"not_json: {strict_error}") from strict_error


def _lacks_column(page: FoundPage) -> bool:
    return page.problem is not None and page.problem.startswith("no_text_column")


def _problem_of_file(problems: list[FoundPage]) -> str:
    first = problems[0].problem or ""
    if all(map(_lacks_column, problems)):
        return first
    return f"broken_archive: no page in the first {len(problems)} lines; of the first is said: {first}"


def _damage(error: Exception, n_lines: int) -> str:
    is_cut = isinstance(error, EOFError) or "Truncated" in str(error)
    code = "truncated" if is_cut else "broken_archive"
    return f"{code}: what stands behind line {n_lines} can't be unpacked: {error}"


def _charset(page: DumpedPage) -> str | None:
    return "utf-8" if page.media == "html" else None


def _hash_of_end(path: Path) -> str:
    with path.open("rb") as file:
        return hash_of_end(file, _SKIP_BYTES)
