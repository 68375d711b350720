"""What an HTML page's elements say for and against each line being body: more columns for the body model.

No column knows a word of the page. They tell the tag and the names of the elements around a line, how much of the
page's prose stands in them, and what stands in elements of the same kind.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.pages.blocks import blocks_of_lines
from flows.pages.boxes import Column, Contents, add_up, ancestors, foreign_boxes
from flows.pages.lines import Line
from flows.sources.html.hints import HINTS
from flows.sources.page import Box, Page

# A line is prose when it is as long as a short sentence, ends like one, and is not mainly links.
_MIN_PROSE_CHARS: Final = 60
_MAX_PROSE_LINK_SHARE: Final = 0.5
_TAGS: Final = {
    "p": ("p",),
    "div": ("article", "body", "div", "main", "section"),
    "li": ("dd", "dt", "li"),
    "h1": ("h1",),
    "h2": ("h2",),
    "h3": ("h3",),
    "h4": ("h4", "h5", "h6"),
    "figcaption": ("caption", "figcaption"),
    "td": ("td", "th"),
    "blockquote": ("blockquote", "pre"),
}
_AROUND: Final = (
    "article", "aside", "blockquote", "figure", "footer", "form", "header", "li", "main", "nav", "section", "table",
)  # fmt: skip
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
# Beyond these a line is "far": steps in the tree, lines on the page.
_MAX_STEPS: Final = 10
_MAX_LINES: Final = 60
# An article body's name speaks for what stands right in it, and less for what stands deeper.
_FADING: Final = 0.9
_NONE: Final = -1.0


@dataclass(frozen=True, slots=True)
class _Layout:
    """The page's lines in its boxes: for each its box, characters, the share of them in links, and those of prose."""

    boxes: Sequence[Box]
    contents: Contents
    box_of: npt.NDArray[np.intp]
    n_chars: Column
    link_share: Column
    prose: Column


def html_evidence(page: Page, lines: Sequence[Line]) -> dict[str, Column]:
    """Return the columns by name, a value per line."""
    blocks = blocks_of_lines(page, lines)
    box_of = np.array([block.box for block in blocks], dtype=np.intp)
    n_chars = np.array([len(line.text) for line in lines], dtype=np.float64)
    width = np.array([block.end - block.start for block in blocks], dtype=np.float64)
    link_share = np.array([block.n_link_chars for block in blocks]) / width
    ends_sentence = np.array([line.ends_sentence for line in lines], dtype=bool)
    is_prose = (n_chars >= _MIN_PROSE_CHARS) & ends_sentence & (link_share < _MAX_PROSE_LINK_SHARE)
    is_foreign = np.array(foreign_boxes(page.boxes))[box_of]
    prose = np.where(is_prose & ~is_foreign, n_chars, 0.0)
    contents = add_up(page.boxes, box_of, n_chars, n_chars * link_share, prose)
    layout = _Layout(page.boxes, contents, box_of, n_chars, link_share, prose)
    of_boxes = _tag_columns(page.boxes) | _inherited_columns(page.boxes, contents) | _content_columns(contents)
    of_boxes |= _place_columns(page.boxes, contents)
    return {
        "link_share": link_share,
        "strong_share": np.array([block.n_strong_chars for block in blocks]) / width,
        "title_share": np.array(_shares_in_title(page.head.title, lines)),
        **{name: column[box_of] for name, column in of_boxes.items()},
        **_kin_columns(layout),
        **_order_columns(layout, of_boxes),
    }


def _shares_in_title(title: str | None, lines: Sequence[Line]) -> list[float]:
    """Return which share of each line's words stands in the title that the page's head gives."""
    known = frozenset() if title is None else frozenset(Line(0, len(title), title).tokens)
    return [sum(token in known for token in line.tokens) / max(len(line.tokens), 1) for line in lines]


def _tag_columns(boxes: Sequence[Box]) -> dict[str, Column]:
    tags = np.array([box.tag for box in boxes])
    return {f"tag_{name}": np.isin(tags, group).astype(np.float64) for name, group in _TAGS.items()}


def _inherited_columns(boxes: Sequence[Box], contents: Contents) -> dict[str, Column]:
    """Return what the elements around a box are, each as the share of the page's prose that stands outside of it.

    So an element that holds the whole article says nothing, whatever it is called.
    """
    of_tag = {tag: index for index, tag in enumerate(_AROUND)}
    of_hint = {hint: index for index, hint in enumerate(HINTS, start=len(of_tag))}
    outside = (1.0 - contents.n_prose_chars / max(contents.n_prose_chars[0], 1.0)).tolist()
    rows: list[list[float]] = []
    article_body: list[float] = []
    for index, box in enumerate(boxes):
        row = rows[box.parent] if box.parent is not None else [0.0] * (len(of_tag) + len(of_hint))
        named = [of_hint[hint] for hint in box.hints]
        if box.tag in of_tag:
            named.append(of_tag[box.tag])
        if named:
            row = row.copy()
            for column in named:
                row[column] = max(row[column], outside[index])
        rows.append(row)
        is_named_body = "article_body" in box.hints
        article_body.append(1.0 if is_named_body else article_body[box.parent or 0] * _FADING if index else 0.0)
    table = np.array(rows)
    names = [f"in_{tag}" for tag in of_tag] + [f"hint_{hint}" for hint in of_hint]
    return {name: table[:, index] for index, name in enumerate(names)} | {"article_body": np.array(article_body)}


def _content_columns(contents: Contents) -> dict[str, Column]:
    """Return what a box, the one around it (parent) and the one around that (grand) hold."""
    parent = contents.parent
    grand = parent[parent]
    prose = contents.n_prose_chars / max(contents.n_prose_chars[0], 1.0)
    direct = contents.direct_prose / max(contents.n_prose_chars[0], 1.0)
    chars = np.maximum(contents.n_chars, 1.0)
    links = contents.n_link_chars / chars
    prosiness = contents.n_prose_chars / chars
    mean_chars = np.log1p(contents.n_chars / np.maximum(contents.n_lines, 1.0))
    n_lines = np.log1p(contents.n_lines)
    return {
        "box_prose": prose,
        "box_lines": n_lines,
        "direct_prose": direct[parent],
        "grand_direct": direct[grand],
        **{
            f"{name}_{what}": column[at]
            for name, at in (("parent", parent), ("grand", grand))
            for what, column in (
                ("prose", prose),
                ("link", links),
                ("prosiness", prosiness),
                ("mean", mean_chars),
                ("lines", n_lines),
            )
        },
    }


def _place_columns(boxes: Sequence[Box], contents: Contents) -> dict[str, Column]:
    """Return where a box stands to the article's element: inside, or how many steps up the two meet."""
    columns: dict[str, Column] = {}
    for name, main in (("wide", contents.wide), ("core", contents.core)):
        steps_up = {box: float(step) for step, box in enumerate(ancestors(boxes, main))}
        steps: list[float] = []
        is_inside: list[bool] = []
        below: list[int] = []
        for index, box in enumerate(boxes):
            is_around = index in steps_up or box.parent is None
            steps.append(steps_up.get(index, 0.0) if is_around else steps[box.parent or 0])
            is_inside.append(index == main if is_around else is_inside[box.parent or 0])
            below.append(0 if is_around else below[box.parent or 0] + 1)
        columns[f"in_{name}"] = np.array(is_inside, dtype=np.float64)
        columns[f"steps_{name}"] = np.minimum(steps, _MAX_STEPS)
        columns[f"below_{name}"] = np.minimum(np.array(below, dtype=np.float64), _MAX_STEPS)
    return columns


def _kin_columns(layout: _Layout) -> dict[str, Column]:
    """Return how much of the page's prose stands in boxes of the same kind as the line's.

    The same kind: beside it (sib), with the same tags and names up to the box around it (kin), or up to the one
    around that (kin3); parent_kin: in boxes of the kind that the box around it is.
    """
    looks: list[Hashable] = [(box.tag, box.hints) for box in layout.boxes]
    parent = layout.contents.parent.tolist()
    boxes = range(len(looks))
    kinds: dict[str, list[Hashable]] = {
        "sib": [(parent[box], looks[box]) for box in boxes],
        "kin": [(looks[box], looks[parent[box]]) for box in boxes],
        "kin3": [(looks[box], looks[parent[box]], looks[parent[parent[box]]]) for box in boxes],
        "parent_kin": [(looks[parent[box]], looks[parent[parent[box]]]) for box in boxes],
    }
    columns: dict[str, Column] = {}
    for name, kind_of in kinds.items():
        numbers: dict[Hashable, int] = {}
        kind = np.array(
            [numbers.setdefault(kind_of[box], len(numbers)) for box in layout.box_of.tolist()], dtype=np.intp
        )
        n_chars, prose, n_lines = (
            np.bincount(kind, weights, len(numbers))[kind] for weights in (layout.n_chars, layout.prose, None)
        )
        columns[f"{name}_prose"] = prose / max(layout.prose.sum(), 1.0)
        columns[f"{name}_share"] = prose / n_chars
        columns[f"{name}_n"] = np.log1p(n_lines)
    return columns


def _order_columns(layout: _Layout, of_boxes: dict[str, Column]) -> dict[str, Column]:
    """Return where a line stands in the order of the article's prose, and how far from it in lines and in the tree."""
    columns: dict[str, Column] = {}
    for name in ("wide", "core"):
        prose = layout.prose * of_boxes[f"in_{name}"][layout.box_of]
        total = max(prose.sum(), 1.0)
        columns[f"{name}_before"] = (np.cumsum(prose) - prose) / total
        columns[f"{name}_after"] = (prose.sum() - np.cumsum(prose)) / total
        previous, following = _nearest(prose > 0)
        columns[f"since_{name}"] = _distance(previous)
        columns[f"until_{name}"] = _distance(following)
        if name == "wide":
            columns |= _climbs(layout, "prev", previous) | _climbs(layout, "next", following)
    tags = np.array([box.tag for box in layout.boxes])[layout.box_of]
    columns["since_h1"] = _distance(_nearest(tags == "h1")[0])
    is_over_prose = np.append(layout.prose[1:] * of_boxes["in_wide"][layout.box_of][1:] > 0, False)
    is_heading = np.isin(tags, _HEADINGS) & (layout.link_share < _MAX_PROSE_LINK_SHARE)
    columns["heads_prose"] = (is_heading & is_over_prose).astype(np.float64)
    return columns


def _nearest(is_mark: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return for each line the nearest marked line before it and after it; -1 where there is none."""
    at = np.arange(len(is_mark))
    last = np.maximum.accumulate(np.where(is_mark, at, -1))
    previous = np.concatenate([[-1], last[:-1]])
    first = np.minimum.accumulate(np.where(is_mark, at, len(at))[::-1])[::-1]
    following = np.concatenate([first[1:], [len(at)]])
    return previous, np.where(following == len(at), -1, following)


def _distance(other: npt.NDArray[np.intp]) -> Column:
    """Return the logarithm of the number of lines to the other line; that of "far" where there is none."""
    distance = np.abs(np.arange(len(other)) - other)
    return np.log1p(np.where(other < 0, _MAX_LINES, np.minimum(distance, _MAX_LINES)).astype(np.float64))


def _climbs(layout: _Layout, name: str, other: npt.NDArray[np.intp]) -> dict[str, Column]:
    """Return the steps up from the line's box to the first that holds the other line too (up), and from there down."""
    up, down = np.full(len(other), _NONE), np.full(len(other), _NONE)
    known: dict[tuple[int, int], tuple[int, int]] = {}
    for line, (box, target) in enumerate(zip(layout.box_of.tolist(), other.tolist(), strict=True)):
        if target >= 0:
            pair = (box, int(layout.box_of[target]))
            if pair not in known:
                known[pair] = _climb(layout.boxes, *pair)
            up[line], down[line] = known[pair]
    return {f"up_{name}": up, f"down_{name}": down}


def _climb(boxes: Sequence[Box], box: int, other: int) -> tuple[int, int]:
    """Return the steps (up, down) from a box to another; the most there are where the two meet farther up."""
    steps_down = {index: step for step, index in enumerate(islice(ancestors(boxes, other), _MAX_STEPS))}
    for step, index in enumerate(islice(ancestors(boxes, box), _MAX_STEPS)):
        if index in steps_down:
            return step, steps_down[index]
    return _MAX_STEPS, _MAX_STEPS
