"""Parquet dumps: a row a page. A row's place is its number in the file, from 0.

Rows are read some at a time, through a small buffer, so that a file that is one huge row group needs no more memory
than one with many.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from flows.sources.address import is_other_page
from flows.sources.columns import DumpedPage, choose_columns, no_page_column, read_row
from flows.sources.files import FoundFile
from flows.sources.hashes import hash_bytes, hash_of_end
from flows.sources.options import SourceOptions
from flows.sources.page import FoundPage, PageRef, RawPage
from schemas.errors import PageError

Row = Mapping[str, Any]

# 64 pages of HTML are some MB; where rows are larger, fewer are read at a time.
_MAX_BATCH_ROWS: Final = 64
_MAX_BATCH_BYTES: Final = 32 << 20
# Column chunks are read through a buffer of this size instead of whole.
_BUFFER_BYTES: Final = 1 << 20
_FINGERPRINT_BYTES: Final = 1 << 20
# What Arrow raises for damaged data.
_DAMAGE: Final = (pa.ArrowException, OSError, ValueError)


def find_parquet_pages(file: FoundFile, options: SourceOptions) -> Iterator[FoundPage]:
    """Yield the pages of a dump; content_sha256 is a hash of the values of the columns that are used.

    problem: `no_text`, `empty` or `too_large` for a row; `broken_record` for the rest of a row group that is damaged;
        `no_text_column` or `broken_archive` for the file.

    Raises OSError where the file can't be opened.
    """
    with file.path.open("rb") as stream:
        try:
            dump = _Dump(stream, options)
        except _DAMAGE as error:
            yield FoundPage(
                file.ref(), hash_of_end(stream, _FINGERPRINT_BYTES), f"broken_archive: no Parquet file: {_line(error)}"
            )
            return
        if not dump.columns.has_page:
            yield FoundPage(file.ref(), dump.fingerprint(), no_page_column(dump.names, options))
            return
        for group in range(dump.n_groups):
            yield from _find_in_group(file, dump, group, options)


class ParquetCursor:
    """An open dump that rows are fetched from, best in their order."""

    def __init__(self, path: Path, options: SourceOptions) -> None:
        self._options = options
        self._stream = path.open("rb")
        try:
            self._dump = _Dump(self._stream, options)
        except _DAMAGE as error:
            self._stream.close()
            raise PageError("read", f"changed: no Parquet file any more: {_line(error)}") from error
        self._batches: Iterator[tuple[int, pa.RecordBatch]] = iter(())
        self._group = -1
        self._first = 0
        self._rows: list[Row] = []

    def read(self, ref: PageRef) -> RawPage:
        """Return the page. Raises PageError as `find_parquet_pages` has problems, and `changed`."""
        try:
            row = self._row(int(ref.source_record or "0"))
        except (*_DAMAGE, StopIteration) as error:
            self._group = -1
            problem = f"changed: row {ref.source_record} can't be read any more: {_line(error)}"
            raise PageError("read", problem) from error
        page = read_row(row, self._dump.columns, self._options.limits)
        if is_other_page(ref.doc_id, page.url):
            raise PageError("read", f"changed: the dump holds another page now in row {ref.source_record}")
        charset = "utf-8" if self._dump.is_text else None
        return RawPage(ref, page.content, _digest(page), page.media, charset, page.url, page.record)

    def close(self) -> None:
        self._stream.close()

    def _row(self, number: int) -> Row:
        group = self._dump.group_of(number)
        if group != self._group or number < self._first:
            self._group, self._first, self._rows = group, self._dump.first_row(group), []
            self._batches = self._dump.batches(group)
        while number >= self._first + len(self._rows):
            self._first, batch = next(self._batches)
            self._rows = _rows(batch) if number < self._first + batch.num_rows else [{}] * batch.num_rows
        return self._rows[number - self._first]


class _Dump:
    """An open Parquet file. Raises one of `_DAMAGE`."""

    def __init__(self, stream: BinaryIO, options: SourceOptions) -> None:
        self._stream = stream
        self._file = pq.ParquetFile(stream, buffer_size=_BUFFER_BYTES, pre_buffer=False)
        schema = self._file.schema_arrow
        self.names = schema.names
        self.columns = choose_columns(self.names, options)
        content = [
            schema.field(self.names.index(name)).type
            for name in (self.columns.html, self.columns.text)
            if name is not None
        ]
        # Columns of bytes hold pages as they were fetched, in any encoding.
        self.is_text = not any(map(_is_binary, content))
        metadata = self._file.metadata
        self.n_groups = metadata.num_row_groups
        self._ends = list(accumulate(metadata.row_group(group).num_rows for group in range(self.n_groups)))

    def group_of(self, row: int) -> int:
        group = bisect_right(self._ends, row)
        if group == self.n_groups:
            raise ValueError(f"there are {self.first_row(group)} rows")
        return group

    def first_row(self, group: int) -> int:
        return self._ends[group - 1] if group else 0

    def fingerprint(self) -> str:
        return hash_of_end(self._stream, _FINGERPRINT_BYTES)

    def batches(self, group: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield (number of the first row, rows) of a row group."""
        first = self.first_row(group)
        n_rows = self._batch_rows(group)
        for batch in self._file.iter_batches(n_rows, row_groups=[group], columns=self.columns.names, use_threads=False):
            yield first, batch
            first += batch.num_rows

    def _batch_rows(self, group: int) -> int:
        metadata = self._file.metadata.row_group(group)
        row_bytes = metadata.total_byte_size / max(1, metadata.num_rows)
        return max(1, min(_MAX_BATCH_ROWS, int(_MAX_BATCH_BYTES / max(1.0, row_bytes))))


def _find_in_group(file: FoundFile, dump: _Dump, group: int, options: SourceOptions) -> Iterator[FoundPage]:
    number = dump.first_row(group)
    try:
        for first, batch in dump.batches(group):
            for number, row in enumerate(_rows(batch), start=first):
                yield _found_page(file, str(number), row, dump, options)
            number = first + batch.num_rows
    except _DAMAGE as error:
        problem = f"broken_record: rows {number} to {dump.first_row(group + 1) - 1} are damaged: {_line(error)}"
        yield FoundPage(file.record_ref(f"from {number}"), dump.fingerprint(), problem)


def _found_page(file: FoundFile, place: str, row: Row, dump: _Dump, options: SourceOptions) -> FoundPage:
    try:
        page = read_row(row, dump.columns, options.limits)
    except PageError as error:
        values = repr(sorted(row.items())).encode("utf-8", "replace")
        return FoundPage(file.record_ref(place), hash_bytes(values), f"{error.reason} (row {place})")
    return FoundPage(file.record_ref(place, page.url), _digest(page))


def _rows(batch: pa.RecordBatch) -> list[Row]:
    values = [_values(column) for column in batch.columns]
    return [dict(zip(batch.schema.names, row, strict=True)) for row in zip(*values, strict=True)]


def _values(column: pa.Array) -> list[Any]:
    """Return the values: text as its bytes (a file may hold what is not UTF-8), times as text."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _values(column.dictionary_decode())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        column = column.cast(pa.large_binary())
    elif pa.types.is_temporal(kind):
        column = column.cast(pa.string(), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _is_binary(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _line(error: Exception) -> str:
    """Return what Arrow says, in one line."""
    return " ".join(str(error).split())


def _digest(page: DumpedPage) -> str:
    digest = hashlib.sha256(page.content)
    for part in (page.media, page.url or "", *(text for item in sorted(page.record.items()) for text in item)):
        digest.update(b"\0" + part.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
