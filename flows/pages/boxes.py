"""What the elements of an HTML page hold: characters, links, prose; and which of them is the article's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.sources.page import Box

Column = npt.NDArray[np.float64]

# Prose in these is not the article's, and must not decide which element is.
_FOREIGN_TAGS: Final = frozenset({"aside", "figcaption", "footer", "nav"})
_FOREIGN_HINTS: Final = frozenset({"comment", "notice"})
# An element that holds one of these is no comment section, whatever it is called ("comments-open" names whole pages).
_ARTICLE_TAGS: Final = frozenset({"article", "h1", "main"})
# The deepest element with this share of the page's prose is around all of the article; its core is the deepest of
# which each has this share of the prose of the one above it.
_MIN_WIDE_SHARE: Final = 0.9
_MIN_CORE_SHARE: Final = 0.6
# These are paragraphs, and no containers.
_PARAGRAPH_TAGS: Final = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "td"})


@dataclass(frozen=True, slots=True)
class Contents:
    """What each box holds, itself and all boxes in it; a value per box.

    direct_prose: the prose of its own lines and of the paragraphs right beneath it.
    wide, core: the boxes around all of the article, and around most of it.
    """

    parent: npt.NDArray[np.intp]
    n_chars: Column
    n_link_chars: Column
    n_prose_chars: Column
    direct_prose: Column
    n_lines: Column
    wide: int
    core: int


def add_up(
    boxes: Sequence[Box], box_of_line: npt.NDArray[np.intp], n_chars: Column, n_link_chars: Column, prose: Column
) -> Contents:
    """Return what each box holds, from the box of each line, its characters, those in links, and those of prose."""
    parent = np.array([box.parent or 0 for box in boxes], dtype=np.intp)
    sums = np.zeros((len(boxes), 4))
    np.add.at(sums, box_of_line, np.stack([n_chars, n_link_chars, prose, np.ones(len(n_chars))], axis=1))
    direct_prose = sums[:, 2].copy()
    is_paragraph = [box.tag in _PARAGRAPH_TAGS for box in boxes]
    for index in range(len(boxes) - 1, 0, -1):
        if is_paragraph[index] or sums[index, 3] == 1:
            direct_prose[parent[index]] += sums[index, 2]
        sums[parent[index]] += sums[index]
    wide, core = _descend(boxes, sums[:, 2].tolist())
    return Contents(parent, sums[:, 0], sums[:, 1], sums[:, 2], direct_prose, sums[:, 3], wide, core)


def ancestors(boxes: Sequence[Box], box: int) -> Iterator[int]:
    """Yield the box and those around it, from the inside out."""
    index: int | None = box
    while index is not None:
        yield index
        index = boxes[index].parent


def foreign_boxes(boxes: Sequence[Box]) -> list[bool]:
    """Return for each box whether its prose is not the article's: that of asides, footers, comments, consent boxes."""
    holds_article = [box.tag in _ARTICLE_TAGS or "article_body" in box.hints for box in boxes]
    for index in range(len(boxes) - 1, 0, -1):
        if holds_article[index]:
            holds_article[boxes[index].parent or 0] = True
    foreign: list[bool] = []
    for box, holds in zip(boxes, holds_article, strict=True):
        is_inside = box.parent is not None and foreign[box.parent]
        is_foreign = box.tag in _FOREIGN_TAGS or (not holds and not _FOREIGN_HINTS.isdisjoint(box.hints))
        foreign.append(is_inside or is_foreign)
    return foreign


def _descend(boxes: Sequence[Box], prose: Sequence[float]) -> tuple[int, int]:
    """Return (wide, core), found from the root down along the boxes with the most prose."""
    heaviest: dict[int, int] = {}
    for index, box in enumerate(boxes):
        if box.parent is not None:
            rival = heaviest.get(box.parent)
            if rival is None or prose[index] > prose[rival]:
                heaviest[box.parent] = index
    wide = core = 0
    while (child := heaviest.get(core)) is not None:
        if not prose[child] or boxes[child].tag in _PARAGRAPH_TAGS or prose[child] < _MIN_CORE_SHARE * prose[core]:
            break
        core = child
        if prose[child] >= _MIN_WIDE_SHARE * prose[0]:
            wide = child
    return wide, core
