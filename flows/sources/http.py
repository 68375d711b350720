"""What an HTTP answer's header says of its body, and the body unpacked."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping
from typing import Final

from fastwarc.stream_io import BrotliReader, ChunkedReader, WarcReader, ZstdReader

from schemas.errors import PageError

_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_CHUNK_SIZE: Final = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(?:;[^\r\n]*)?\r?\n")
# zlib's window sizes: gzip or zlib by its header; neither ("deflate" as some servers understand it).
_ANY_HEADER: Final = 32 + zlib.MAX_WBITS
_NO_HEADER: Final = -zlib.MAX_WBITS
_READ_BYTES: Final = 1 << 16


def media_type(content_type: str | None) -> tuple[str, str | None]:
    """Return the type, in lower case and without parameters ("" where none is declared), and the charset."""
    declared = content_type or ""
    charset = _CHARSET.search(declared)
    return declared.partition(";")[0].strip().lower(), charset and charset[1]


def encodings_of(transfer_encoding: str | None, content_encoding: str | None) -> tuple[str, ...]:
    """Return the encodings of a body in the order in which they are undone."""
    applied = [*_names(content_encoding), *_names(transfer_encoding)]
    return tuple(name for name in reversed(applied) if name != "identity")


def unpack(body: bytes, encodings: tuple[str, ...], max_bytes: int) -> bytes:
    """Return the body with its encodings undone; of what is larger than max_bytes the first max_bytes + 1 bytes.

    Many crawlers undo an encoding and keep the header that declares it: a body that is not encoded as declared is
    taken as it is. A body that was cut gives what is whole.

    Raises PageError `broken_record`: an encoding that nobody knows, or damaged data.
    """
    for encoding in encodings:
        decode = _DECODERS.get(encoding)
        if decode is None:
            raise PageError("read", f"broken_record: the unknown encoding {encoding[:40]!r}")
        try:
            body = decode(body, max_bytes + 1)
        except (OSError, EOFError, zlib.error) as error:
            if not _is_text(body):
                raise PageError("read", f"broken_record: its {encoding} data is damaged: {error}") from error
    return body


def _names(header: str | None) -> list[str]:
    return [name for name in (part.strip().lower() for part in (header or "").split(",")) if name]


def _is_text(body: bytes) -> bool:
    """Whether it looks like markup rather than packed data, which soon has bytes that no text holds."""
    return b"<" in body and not any(byte < 9 for byte in body[:_READ_BYTES])


def _dechunk(body: bytes, max_bytes: int) -> bytes:
    if not _CHUNK_SIZE.match(body):
        return body
    return _read(ChunkedReader(io.BytesIO(body)), max_bytes)


def _gunzip(body: bytes, max_bytes: int) -> bytes:
    return zlib.decompressobj(_ANY_HEADER).decompress(body, max_bytes)


def _inflate(body: bytes, max_bytes: int) -> bytes:
    try:
        return _gunzip(body, max_bytes)
    except zlib.error:
        return zlib.decompressobj(_NO_HEADER).decompress(body, max_bytes)


def _read(reader: WarcReader, max_bytes: int) -> bytes:
    """Read to the end or to the limit. Raises OSError where nothing could be read before the damage."""
    parts: list[bytes] = []
    n_bytes = 0
    try:
        while n_bytes < max_bytes and (part := reader.read(min(_READ_BYTES, max_bytes - n_bytes))):
            parts.append(part)
            n_bytes += len(part)
    except OSError:
        if not parts:
            raise
    return b"".join(parts)


_DECODERS: Final[Mapping[str, Callable[[bytes, int], bytes]]] = {
    "chunked": _dechunk,
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": lambda body, max_bytes: _read(BrotliReader(io.BytesIO(body)), max_bytes),
    "zstd": lambda body, max_bytes: _read(ZstdReader(io.BytesIO(body)), max_bytes),
}
