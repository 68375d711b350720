"""The page's headline: as its structured data states it, and as a reader sees it above the body."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from flows.pages.authors import squash
from flows.pages.extent import Extent
from flows.pages.lexicon import phrases
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
# What stands between a headline and the names of section and site: "Bridge to close | Local | The Valley Post".
_SEGMENT: Final = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*|\s*::\s*")
# The site's name in front of the headline is set off with a colon too: "Valley Post: Bridge to close".
_SITE_IN_FRONT: Final = re.compile(r"^(?P<site>[^:|]{3,60}):\s+")
# A visible line is the stated headline in other words if they share most words: "… , mayor says" is added or gone.
_MIN_ALIKE: Final = 0.5
# What is stated as the title can be shorter than what a line must have to be taken for it: one word, or Chinese.
_MIN_STATED_CHARS: Final = 6
# Titles with more segments are lists of keywords.
_MAX_SEGMENTS: Final = 8
_MIN_SITE_CHARS: Final = 3
# "Valley Post" for "The Valley Post", "valleypost.com" for "Valley Post".
_MIN_SHARE_OF_NAME: Final = 0.5


def choose_title(
    stated: Sequence[str], lines: Sequence[Line], headings: Sequence[int], extent: Extent, site_names: Collection[str]
) -> str | None:
    """Return the headline as a reader sees it; where no line of the page is it, as it is stated.

    stated: titles from structured data, in order of trust; the names of site and sections may be around them.
    headings: the lines that may be the headline, the likeliest first.
    site_names: names of the site and its sections.

    A visible line wins that equals a stated title or a part of it, then a heading in similar words, then the first
    stated title less the names around it.
    """
    names = {squash(name) for name in site_names}
    titles = [title for title in stated if len(title) >= _MIN_STATED_CHARS and squash(title) not in names]
    visible = {line.folded: line for line in reversed(lines[: extent.last])}
    for title in titles:
        for part in (title, *_parts(title)):
            line = visible.get(_folded(part))
            if line is not None:
                return part if line.is_upper else line.text
    for title in titles:
        for index in headings:
            if _alike(_folded(title), lines[index].folded) >= _MIN_ALIKE:
                return lines[index].text
    if titles:
        return without_site(titles[0], names)
    return lines[headings[0]].text if headings else None


def without_site(title: str, names: Collection[str]) -> str:
    """Return the title without the names of site and sections that stand before or behind it.

    names: as `authors.squash` gives them.
    """
    in_front = _SITE_IN_FRONT.match(title)
    if in_front is not None and squash(in_front["site"]) in names:
        title = title[in_front.end() :]
    spans = _segments(title)
    first, last = 0, len(spans)
    while last - first > 1 and _is_name(title[slice(*spans[last - 1])], names):
        last -= 1
    while last - first > 1 and _is_name(title[slice(*spans[first])], names):
        first += 1
    return title[spans[first][0] : spans[last - 1][1]]


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


def _segments(title: str) -> list[tuple[int, int]]:
    """Return the parts of a title between its separators; the whole as one where there are too many."""
    cuts = list(_SEGMENT.finditer(title))
    if len(cuts) >= _MAX_SEGMENTS:
        return [(0, len(title))]
    edges = [0, *(edge for cut in cuts for edge in cut.span()), len(title)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end] or [
        (0, len(title))
    ]


def _parts(title: str) -> Iterator[str]:
    """Yield the runs of a title's segments, the longest first; those too short for a headline are left out."""
    spans = _segments(title)
    for n in range(len(spans) - 1, 0, -1):
        for first in range(len(spans) - n + 1):
            part = title[spans[first][0] : spans[first + n - 1][1]]
            if len(part) >= max(_MIN_TITLE_CHARS, len(title) / 3) and len(part.split()) >= _MIN_TITLE_WORDS:
                yield part


def _is_name(segment: str, names: Collection[str]) -> bool:
    """Return whether a title's segment is a name of the site or of a section."""
    squashed = squash(segment)
    if segment.casefold() in phrases("section_words") or segment.casefold() in phrases("no_sections"):
        return True
    return squashed in names or any(
        min(len(name), len(squashed)) >= max(_MIN_SITE_CHARS, _MIN_SHARE_OF_NAME * max(len(name), len(squashed)))
        and (name.startswith(squashed) or squashed.startswith(name) or name.endswith(squashed))
        for name in names
    )


def _folded(title: str) -> str:
    return Line(0, len(title), title).folded


def _alike(one: str, other: str) -> float:
    """Return the share of words that two lines have in common."""
    words, others = set(one.split()), set(other.split())
    return len(words & others) / max(1, len(words | others))
