"""Read one page that was found: its bytes, their hash, and its text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from flows.sources.page import Page, PageRef
from flows.sources.text import decode_text
from schemas.errors import PageError

# A long transcript has 200 kB; a file of 10 MB is a log or a dump of many pages, and would hold up its batch.
MAX_PAGE_BYTES: Final = 10_000_000
_CHUNK_BYTES: Final = 1 << 20


def hash_bytes(raw: bytes) -> str:
    """Return the SHA-256 of a page's bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def content_sha256(ref: PageRef) -> str:
    """Return the SHA-256 of the page's bytes without decoding them: what tells whether it changed.

    Raises PageError `unreadable`.
    """
    digest = hashlib.sha256()
    try:
        with ref.path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    return digest.hexdigest()


def read_page(ref: PageRef) -> Page:
    """Return the page.

    Raises PageError of stage `read`: `unreadable`, `too_large`, `empty`, `binary` or `undecodable`.
    """
    return _READERS[ref.source_format](ref)


def _read_text_page(ref: PageRef) -> Page:
    raw = _read_bytes(ref.path)
    text = decode_text(raw)
    return Page(
        doc_id=ref.doc_id,
        source_uri=ref.source_uri,
        source_format=ref.source_format,
        source_record=ref.source_record,
        url=None,
        content_sha256=hash_bytes(raw),
        source=text,
        text=text,
    )


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_PAGE_BYTES + 1)
            n_bytes = len(raw) if len(raw) <= MAX_PAGE_BYTES else path.stat().st_size
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    if n_bytes > MAX_PAGE_BYTES:
        raise PageError("read", f"too_large: {n_bytes} bytes, and the limit is {MAX_PAGE_BYTES}")
    return raw


def _unreadable(error: OSError | ValueError) -> PageError:
    why = error.strerror if isinstance(error, OSError) else None
    return PageError("read", f"unreadable: {why or error}")


# Source format to its reader.
_READERS: Final[Mapping[str, Callable[[PageRef], Page]]] = {"text": _read_text_page}
