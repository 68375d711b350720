"""Why a line of an HTML page is not body, by the elements that hold it: for lines whose words give no reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from flows.pages.blocks import blocks_of_lines
from flows.pages.boxes import ancestors
from flows.pages.lines import Line
from flows.sources.page import Box, Page

_BY_TAG: Final = {
    "aside": "teaser",
    "caption": "caption",
    "figcaption": "caption",
    "figure": "caption",
    "footer": "navigation",
    "h1": "headline",
    "nav": "navigation",
}
# A line that is this share of the title in the page's head is the headline; the rest of a title is the site's name.
_MIN_SHARE_OF_TITLE: Final = 0.5
# A cell without a link is of a table of figures.
_CELL_TAGS: Final = frozenset({"td", "th"})
# The hints that say why, the plainest first: an element may have several.
_BY_HINT: Final = (
    ("comment", "comment"),
    ("credit", "credit"),
    ("caption", "caption"),
    ("signup", "signup"),
    ("advert", "advert"),
    ("related", "teaser"),
    ("popular", "teaser"),
    ("byline", "byline"),
    ("timestamp", "timestamp"),
    ("share", "navigation"),
    ("navigation", "navigation"),
    ("topics", "navigation"),
    ("footer", "navigation"),
    ("sidebar", "teaser"),
)
# Links below this length are a menu's; longer ones are headlines of other stories.
_MIN_TEASER_CHARS: Final = 40
_MIN_LINK_SHARE: Final = 0.5
# These name a line and no section: they hold for short lines in the element itself or in the one around it, and a
# time has figures.
_OF_SHORT_LINES: Final = frozenset({"byline", "credit", "timestamp"})
_MAX_SHORT_CHARS: Final = 160
_MAX_LEVELS_OF_LINE: Final = 2
# Names this many elements up tell of the section; farther up, of the page.
_MAX_LEVELS: Final = 6
# An element with more of the page's text is the page's frame, whatever it is called.
_MAX_SHARE_OF_PAGE: Final = 0.5


def html_reasons(page: Page, lines: Sequence[Line]) -> list[str | None]:
    """Return for each line the drop reason that the elements around it give; None where they give none.

    The innermost element that says something decides. These reasons hold for lines that were found not to be body;
    they don't say that a line is not body.
    """
    blocks = blocks_of_lines(page, lines)
    title = Line(0, 0, page.head.title or "")
    share = _shares_of_page(page.boxes, [block.box for block in blocks], [len(line.text) for line in lines])
    reasons: list[str | None] = []
    for line, block in zip(lines, blocks, strict=True):
        link_share = block.n_link_chars / (block.end - block.start)
        is_title = line.folded in title.folded and len(line.tokens) > _MIN_SHARE_OF_TITLE * len(title.tokens)
        reason = "headline" if is_title else _by_elements(page.boxes, share, block.box, line)
        reason = reason or _by_link(line, link_share)
        reasons.append(reason or ("other" if block.tag in _CELL_TAGS else None))
    return reasons


def _by_elements(boxes: Sequence[Box], share: Sequence[float], box: int, line: Line) -> str | None:
    for level, index in enumerate(islice(ancestors(boxes, box), _MAX_LEVELS)):
        if share[index] > _MAX_SHARE_OF_PAGE:
            return None
        reason = _reason(boxes[index], level, line)
        if reason is not None:
            return reason
    return None


def _reason(box: Box, level: int, line: Line) -> str | None:
    by_tag = _BY_TAG.get(box.tag)
    if by_tag is not None and by_tag != "teaser":
        return by_tag
    for hint, reason in _BY_HINT:
        if hint in box.hints and (reason not in _OF_SHORT_LINES or _may_be(reason, level, line)):
            return reason
    return by_tag if len(line.text) >= _MIN_TEASER_CHARS else None


def _may_be(reason: str, level: int, line: Line) -> bool:
    if level >= _MAX_LEVELS_OF_LINE or len(line.text) > _MAX_SHORT_CHARS:
        return False
    return reason != "timestamp" or any(char.isdigit() for char in line.text)


def _by_link(line: Line, link_share: float) -> str | None:
    if link_share < _MIN_LINK_SHARE:
        return None
    return "teaser" if len(line.text) >= _MIN_TEASER_CHARS else "navigation"


def _shares_of_page(boxes: Sequence[Box], box_of_line: Sequence[int], n_chars: Sequence[int]) -> list[float]:
    """Return for each box its share of the page's text."""
    sums = [0] * len(boxes)
    for box, n in zip(box_of_line, n_chars, strict=True):
        sums[box] += n
    for index in range(len(boxes) - 1, 0, -1):
        sums[boxes[index].parent or 0] += sums[index]
    total = max(sums[0], 1)
    return [n / total for n in sums]
