"""The places of the records in a WARC archive, and how to get to them.

A .warc.gz holds each record in a gzip member of its own, so that its byte offset in the file is enough to fetch it by
one seek; so it is in a .warc. An archive that is one gzip stream over several records has no such places: theirs are
offsets in the unpacked stream, written "gz:123", and are reached by unpacking all before them.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import BinaryIO, Final, cast

from fastwarc.warc import ArchiveIterator, WarcRecord

_STREAM_PREFIX: Final = "gz:"
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_MEMBER_START: Final = re.compile(re.escape(_GZIP_MAGIC))
# The version line of a record and the start of its first field, which writers begin with one of these.
_RECORD_START: Final = re.compile(rb"WARC/1\.\d\r?\n(?i:WARC|Content)-")
_NEXT_RECORD: Final = re.compile(rb"\r\n\r\n" + _RECORD_START.pattern)
# Enough of a gzip member to unpack the start of its record.
_PROBE_BYTES: Final = 4_096
_N_START_BYTES: Final = 32
# Several records in a gzip member show at once: writers put all into one, or a request with its response.
_N_PROBED_RECORDS: Final = 8
_SCAN_BYTES: Final = 1 << 20
_GZIP: Final = 16 + zlib.MAX_WBITS
_FINGERPRINT_BYTES: Final = 1 << 20
# A record that claims to be endless costs a pass over the rest of the file. What is made to hold us up has many.
_MAX_PASSES: Final = 20

# FastWARC raises OSError for what is damaged, the gzip module these three.
DAMAGE: Final = (OSError, EOFError, zlib.error)


class WarcArchive:
    """An open archive. Offsets are those that its records' places are made of."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.n_bytes = os.fstat(file.fileno()).st_size
        self._n_reread_bytes = 0
        self._is_gzip = _starts_as_gzip(file.read(_SCAN_BYTES))
        self.is_one_stream = self._is_gzip and not self._has_members()
        file.seek(0)
        self._stream = cast("BinaryIO", _GzipStream(fileobj=file)) if self.is_one_stream else file

    @property
    def is_reread_too_often(self) -> bool:
        """Whether broken records made it read the archive over and over."""
        return self._n_reread_bytes > _MAX_PASSES * max(self.n_bytes, _SCAN_BYTES)

    def place(self, offset: int) -> str:
        """Return the offset as it stands in `source_record`."""
        return f"{_STREAM_PREFIX}{offset}" if self.is_one_stream else str(offset)

    def offset(self, place: str) -> int:
        """Return the offset of a place. Raises ValueError for one that is none of this archive."""
        return int(place.removeprefix(_STREAM_PREFIX) if self.is_one_stream else place)

    def records(self, offset: int) -> Iterator[WarcRecord]:
        """Yield the record at the offset and those behind it; their `stream_pos` is their offset.

        Raises one of `DAMAGE`. A record is good until the next one is asked for.
        """
        self._stream.seek(offset)
        return iter(ArchiveIterator(self._stream, parse_http=False))

    def next_start(self, offset: int) -> int | None:
        """Return where the first record at or behind the offset starts; None where there is none."""
        is_packed = self._is_gzip and not self.is_one_stream
        pattern = _MEMBER_START if is_packed else _RECORD_START
        base, window = offset, b""
        self._n_reread_bytes += self._file.tell() - (0 if self.is_one_stream else offset)
        try:
            self._stream.seek(offset)
            while block := self._stream.read(_SCAN_BYTES):
                window += block
                for match in pattern.finditer(window):
                    if not is_packed or _is_record_member(window[match.start() :][:_PROBE_BYTES]):
                        return base + match.start()
                # What may be the first part of a start is looked at again together with what follows.
                base += max(0, len(window) - _PROBE_BYTES)
                window = window[-_PROBE_BYTES:]
        except DAMAGE:
            return None
        return None

    def is_cut_behind(self, offset: int) -> bool:
        """Whether only the first part of a gzip member stands behind the record at the offset, the last one.

        FastWARC takes it for the end, or for rubbish.
        """
        if not self._is_gzip or self.is_one_stream:
            return False
        self._stream.seek(offset)
        member = zlib.decompressobj(_GZIP)
        try:
            while packed := member.unconsumed_tail or self._stream.read(_SCAN_BYTES):
                member.decompress(packed, _SCAN_BYTES)
                if member.eof:
                    rest = (member.unused_data or self._stream.read(len(_GZIP_MAGIC)))[: len(_GZIP_MAGIC)]
                    return bool(rest) and _GZIP_MAGIC.startswith(rest)
        except DAMAGE:
            return False
        return False

    def fingerprint(self, offset: int) -> str:
        """Return a hash of what stands at the offset and of the archive's size: it changes when that is mended."""
        before = self._file.tell()
        self._file.seek(0 if self.is_one_stream else offset)
        content = self._file.read(_FINGERPRINT_BYTES)
        self._file.seek(before)
        return hashlib.sha256(f"{self.n_bytes}:{offset}:".encode() + content).hexdigest()

    def close(self) -> None:
        self._file.close()

    def _has_members(self) -> bool:
        """Whether each of the first records starts a gzip member."""
        offsets: list[int] = []
        try:
            self._file.seek(0)
            first = zlib.decompressobj(_GZIP).decompress(self._file.read(_SCAN_BYTES), _SCAN_BYTES)
            if _NEXT_RECORD.search(first):
                return False
            self._file.seek(0)
            for record in islice(ArchiveIterator(self._file, parse_http=False), _N_PROBED_RECORDS):
                offsets.append(record.stream_pos)  # noqa: PERF401 (what was read before damage counts)
        except DAMAGE:
            pass
        return all(a < b for a, b in pairwise(offsets)) and all(map(self._is_member, offsets))

    def _is_member(self, offset: int) -> bool:
        self._file.seek(offset)
        return self._file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC


class _GzipStream(gzip.GzipFile):
    """Gives what it has unpacked before it says that the rest is damaged."""

    def read(self, size: int | None = -1) -> bytes:
        return self.read1(-1 if size is None else size)


def _starts_as_gzip(start: bytes) -> bool:
    """Whether the archive is packed, even where its first bytes are damaged."""
    if start.startswith(_GZIP_MAGIC) or _RECORD_START.match(start):
        return start.startswith(_GZIP_MAGIC)
    return any(_is_record_member(start[match.start() :][:_PROBE_BYTES]) for match in _MEMBER_START.finditer(start))


def holds_another_record(body: bytes) -> bool:
    """Whether a record begins inside a record's body: the length that its header declares is wrong."""
    return _NEXT_RECORD.search(body) is not None


def _is_record_member(start: bytes) -> bool:
    try:
        unpacked = zlib.decompressobj(_GZIP).decompress(start, _N_START_BYTES)
    except zlib.error:
        return False
    return _RECORD_START.match(unpacked) is not None
