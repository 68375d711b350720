"""Words in marks that the reader gives to nobody: whether they go on with others, or are a statement of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.language.marks import MarkedSpan
from flows.quotes.layout import Layout

_GAP: Final = re.compile(r"^[\s,;\-—–…)]*$")
# Fewer words in marks that nobody says are slogans, signs, nicknames and scare quotes.
MIN_WORDS: Final = 4
# Words that titles leave in lower case.
_SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "nor", "of", "on", "or", "the", "to", "with"}
)


def goes_on_with(layout: Layout, pair: MarkedSpan, before: MarkedSpan) -> bool:
    """Whether marked words go on with those before: only marks stand between, or the quotation runs over paragraphs."""
    if before.inner.ordinal != pair.inner.ordinal:
        return before.runs_on and pair.goes_on
    return _GAP.match(layout.texts[pair.inner.ordinal][before.end : pair.start]) is not None


def stands_alone(layout: Layout, pair: MarkedSpan) -> bool:
    """Whether marked words without a cue are a statement, not a title, a slogan or a scare quote."""
    words = layout.text_of(pair.inner).split()
    return len(words) >= MIN_WORDS and not _looks_like_title(words)


def _looks_like_title(words: Sequence[str]) -> bool:
    """Whether words are written as titles are: capitals but for small words, and no end of a sentence."""
    if words[-1].endswith((".", "?", "!")):
        return False
    return all(not word[0].islower() or word in _SMALL_WORDS for word in words)
