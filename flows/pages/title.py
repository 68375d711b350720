"""The page's headline: the fragment above the body that speaks of what the body speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.pages.extent import Extent
from flows.pages.lines import Line

_MIN_TITLE_CHARS: Final = 12
# A headline has no full stop, but may end in U.S. or in dots.
_ABBREVIATION_END: Final = re.compile(r"(?:\b[A-Z]\.){2,}$|\.\.\.$")
_MAX_TITLE_CHARS: Final = 250
_MIN_TITLE_WORDS: Final = 2
# Between headline and body stand a standfirst, bylines, dates, pictures; menus stand farther up.
_MAX_LINES_ABOVE_BODY: Final = 40
# A headline shares its content words with the opening of the body; section names and other headlines don't.
_N_OPENING_LINES: Final = 15
_MIN_CONTENT_CHARS: Final = 4
_MIN_SHARED: Final = 0.34
# Of two lines with equal words the nearer one is the headline; a copy of it is in the page's head.
_COST_PER_LINE: Final = 0.03
_REPEATED_BONUS: Final = 0.15
# The first line of a page without menus is its headline even when it shares few words with the body.
_MAX_LINES_TO_PLAIN_TITLE: Final = 2


def find_title(
    lines: Sequence[Line], signs: Sequence[str | None], extent: Extent, n_copies: Sequence[int]
) -> int | None:
    """Return the index of the headline's line, None where no line above the body can be trusted to be it."""
    opening = {token for line in lines[extent.first : extent.first + _N_OPENING_LINES] for token in line.tokens}
    best, best_score = None, _MIN_SHARED
    n_between = 0
    for index in range(extent.first - 1, max(-1, extent.first - 1 - _MAX_LINES_ABOVE_BODY), -1):
        if signs[index] is not None or not _may_be_title(lines[index]):
            n_between += signs[index] is None
            continue
        score = _shared(lines[index], opening) - _COST_PER_LINE * n_between
        if n_copies[index] > 1:
            score += _REPEATED_BONUS
        if score > best_score:
            best, best_score = index, score
        n_between += 1
    if best is None and 0 < extent.first <= _MAX_LINES_TO_PLAIN_TITLE and signs[0] is None and _may_be_title(lines[0]):
        return 0
    return best


def _may_be_title(line: Line) -> bool:
    return (
        _MIN_TITLE_CHARS <= len(line.text) <= _MAX_TITLE_CHARS
        and len(line.tokens) >= _MIN_TITLE_WORDS
        and not line.is_list_item
        and (not line.text.endswith(".") or _ABBREVIATION_END.search(line.text[-12:]) is not None)
    )


def _shared(line: Line, opening: set[str]) -> float:
    content = [token.removesuffix("'s") for token in line.tokens if len(token) >= _MIN_CONTENT_CHARS]
    if not content:
        return 0.0
    return sum(token in opening or f"{token}'s" in opening for token in content) / len(content)
