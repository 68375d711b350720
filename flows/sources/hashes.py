"""Hashes that tell whether a page, an archive or a dump changed."""

from __future__ import annotations

import hashlib
import io
from typing import BinaryIO


def hash_bytes(raw: bytes) -> str:
    """Return the SHA-256 of a page's bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()


def hash_of_end(stream: BinaryIO, n_end_bytes: int) -> str:
    """Return a hash of a file's size and its last bytes: it changes when a damaged file is mended."""
    n_bytes = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, n_bytes - n_end_bytes))
    return hash_bytes(f"{n_bytes}:".encode() + stream.read())
