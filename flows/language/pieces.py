"""Cuts a paragraph that is too long for the parser into pieces, at the best boundaries it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# The parser's memory and time per text grow with its length, and spaCy refuses texts over 1,000,000 characters.
# Paragraphs of news are rarely over 2,000 characters; 20,000 keeps whole what a person wrote as one.
MAX_PIECE_CHARS: Final = 20_000
_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’)\]]*\s+")
_WHITE_SPACE: Final = re.compile(r"\s+")


def pieces(text: str, max_chars: int = MAX_PIECE_CHARS) -> Iterator[tuple[int, str]]:
    """Yield (offset, piece) pairs that together are the text; each piece has at most `max_chars` characters.

    Cut after the last sentence end in reach, else after the last white space, else at the limit. White space counts
    only in the second half of the reach, so that pieces don't get small.
    """
    start = 0
    while len(text) - start > max_chars:
        end = _last_cut(text, start, start + max_chars)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _last_cut(text: str, start: int, limit: int) -> int:
    for boundary in (_SENTENCE_END, _WHITE_SPACE):
        cuts = [match.end() for match in boundary.finditer(text, (start + limit) // 2, limit)]
        if cuts:
            return cuts[-1]
    return limit
