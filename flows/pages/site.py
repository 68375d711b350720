"""Lines that stand on many pages of a site: what no page can tell by itself."""

from __future__ import annotations

import hashlib

from flows.pages.lines import Line


def line_key(line: Line) -> int:
    """Return the same number for lines of the same words, whatever their case, spacing and punctuation."""
    return int.from_bytes(hashlib.blake2b(line.folded.encode(), digest_size=8).digest(), "big", signed=True)
