"""The one walk over a page's tree: what a reader sees of it, block by block.

A block is what stands between two breaks of the lines that a browser would set: the edges of block elements, and
<br>. Inline elements are joined as they stand. What is not shown is not text: scripts, styles, what is hidden by
attribute or inline style, alternative texts, form controls, embedded documents and drawings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from flows.sources.html.hints import hints_of
from flows.sources.page import Block, Box
from schemas.errors import PageError
from schemas.normalise import normalise

# What browsers set as blocks, by the rendering section of the HTML standard.
_BLOCK_TAGS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "p", "plaintext", "pre",
    "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
_BREAK_TAGS: Final = frozenset({"br", "hr"})
_PRE_TAGS: Final = frozenset({"listing", "plaintext", "pre", "xmp"})
_LINK_TAGS: Final = frozenset({"a"})
_STRONG_TAGS: Final = frozenset({"b", "strong"})
# Not shown, not text, or a control: what a button says is no part of an article on any page that was measured.
_UNSEEN_TAGS: Final = frozenset((
    "annotation", "applet", "area", "audio", "base", "button", "canvas", "col", "colgroup", "command", "datalist",
    "embed", "frame", "frameset", "head", "iframe", "img", "input", "link", "map", "meta", "meter", "noembed",
    "noframes", "noscript", "object", "option", "param", "progress", "rp", "script", "select", "source", "style",
    "svg", "template", "textarea", "title", "track", "video",
))  # fmt: skip
_HIDING_STYLE: Final = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# The names that style libraries give to what is set off the screen, for screen readers alone.
_OFF_SCREEN: Final = frozenset((
    "screen-reader-only", "screen-reader-text", "sr-only", "u-visually-hidden", "visually-hidden", "visuallyhidden",
))  # fmt: skip
_NAMING: Final = frozenset({"class", "id", "itemprop", "role"})
# A long live report has 5,000 blocks in 20,000 elements. More than these are no page that anybody reads, and what is
# computed for each block (some 2 kB) would fill the memory.
MAX_BLOCKS: Final = 50_000
MAX_BOXES: Final = 200_000
# White space that HTML collapses. A no-break space and its like are characters of the text.
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")
_PLAIN_CHAR: Final = re.compile(r"[!-~]")


@dataclass(frozen=True, slots=True)
class Visible:
    """What a reader sees: `text`, its blocks in order, one line each but for <pre>, and the elements that hold them."""

    text: str
    blocks: tuple[Block, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the tree the walk is: the innermost box, and what the inline elements around make of the text."""

    box: int
    is_link: bool = False
    is_strong: bool = False
    is_pre: bool = False


def walk(root: Any) -> Visible:
    """Return what a reader sees of the tree below the root element. Takes linear time, at any depth.

    Raises PageError `too_large` for more blocks or elements than `MAX_BLOCKS` and `MAX_BOXES`.
    """
    writer = _Writer()
    boxes = [Box(parent=None, tag=root.tag, hints=frozenset())]
    stack: list[tuple[Iterator[Any], bool, str | None, _Place]] = [(iter(root), True, None, _Place(box=0))]
    writer.add(root.text, stack[0][3])
    while stack:
        if len(boxes) > MAX_BOXES or len(writer.blocks) > MAX_BLOCKS:
            raise PageError("read", f"too_large: more than {MAX_BLOCKS} blocks or {MAX_BOXES} elements")
        children, is_block, tail, place = stack[-1]
        element = next(children, None)
        if element is None:
            stack.pop()
            if is_block:
                writer.end_block(boxes, place)
            if tail and stack:
                writer.add(tail, stack[-1][3])
            continue
        tag = element.tag
        attributes = element.items()
        if tag in _BREAK_TAGS:
            writer.end_line(boxes, place)
        elif tag not in _UNSEEN_TAGS and isinstance(tag, str) and (tag == "body" or not _is_hidden(attributes)):
            opens_block = tag in _BLOCK_TAGS
            if opens_block:
                writer.end_block(boxes, place)
                boxes.append(Box(parent=place.box, tag=tag, hints=_hints(attributes)))
            inside = _enter(place, tag, len(boxes) - 1 if opens_block else place.box)
            writer.add(element.text, inside)
            stack.append((iter(element), opens_block, element.tail, inside))
            continue
        writer.add(element.tail, place)
    return Visible("\n".join(writer.texts), tuple(writer.blocks), tuple(boxes))


def _enter(place: _Place, tag: str, box: int) -> _Place:
    """Return the place inside an element, the same one where it changes nothing."""
    is_link = place.is_link or tag in _LINK_TAGS
    is_strong = place.is_strong or tag in _STRONG_TAGS
    is_pre = place.is_pre or tag in _PRE_TAGS
    if (box, is_link, is_strong, is_pre) == (place.box, place.is_link, place.is_strong, place.is_pre):
        return place
    return _Place(box, is_link, is_strong, is_pre)


def _is_hidden(attributes: list[tuple[str, str]]) -> bool:
    for name, value in attributes:
        if name == "hidden":
            return True
        if name == "style" and _HIDING_STYLE.search(value) is not None:
            return True
        if name == "class" and _is_off_screen(value):
            return True
    return False


@lru_cache(maxsize=16_384)
def _is_off_screen(names: str) -> bool:
    return not _OFF_SCREEN.isdisjoint(names.split())


def _hints(attributes: list[tuple[str, str]]) -> frozenset[str]:
    names = " ".join(value for name, value in attributes if name in _NAMING)
    return hints_of(names) if names else frozenset()


class _Writer:
    """Collects the text of a block, and the blocks."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._n_link_chars = 0
        self._n_strong_chars = 0
        self._offset = 0

    def add(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        self._parts.append(text)
        if place.is_link:
            self._n_link_chars += len(text)
        if place.is_strong:
            self._n_strong_chars += len(text)

    def end_line(self, boxes: list[Box], place: _Place) -> None:
        """A <br>: in preformatted text a line of its block, elsewhere the end of one."""
        if place.is_pre:
            self._parts.append("\n")
        else:
            self.end_block(boxes, place)

    def end_block(self, boxes: list[Box], place: _Place) -> None:
        if not self._parts:
            return
        raw = "".join(self._parts)
        if raw.isspace():
            self._clear()
            return
        text = raw.strip("\n\r\f").rstrip() if place.is_pre else _BLANKS.sub(" ", raw).strip(" ")
        if _is_visible(text):
            end = self._offset + len(text)
            self.blocks.append(
                Block(
                    start=self._offset,
                    end=end,
                    tag=boxes[place.box].tag,
                    box=place.box,
                    n_link_chars=min(self._n_link_chars, len(text)),
                    n_strong_chars=min(self._n_strong_chars, len(text)),
                )
            )
            self.texts.append(text)
            self._offset = end + 1
        self._clear()

    def _clear(self) -> None:
        self._parts.clear()
        self._n_link_chars = self._n_strong_chars = 0


def _is_visible(text: str) -> bool:
    """Return whether anything is left after the normalisation; zero-width marks alone are no block."""
    return _PLAIN_CHAR.search(text) is not None or bool(normalise(text))
