"""An HTML page's blocks as lines: the units that are body, label or dropped as a whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from flows.pages.lines import Line, read_lines
from flows.sources.page import Block, Page
from schemas.normalise import normalise

_PARAGRAPH_KINDS: Final = {
    "h1": "subheading",
    "h2": "subheading",
    "h3": "subheading",
    "h4": "subheading",
    "h5": "subheading",
    "h6": "subheading",
    "li": "list_item",
}


def lines_of_blocks(page: Page) -> list[Line]:
    """Return the lines of an HTML page in order. Every non-blank character of the page stands in exactly one of them.

    A block is a line. Preformatted text (<pre>) has several, found as in plain text.
    """
    return [line for block in page.blocks for line in _lines(page.text, block)]


def paragraph_kind_of_tag(tag: str) -> str | None:
    """Return the kind of a paragraph that the tag of its block settles; None where its text must tell."""
    return _PARAGRAPH_KINDS.get(tag)


def _lines(page_text: str, block: Block) -> list[Line]:
    text = page_text[block.start : block.end]
    if "\n" not in text:
        return [Line(block.start, block.end, normalise(text))]
    return [Line(block.start + line.start, block.start + line.end, line.text) for line in read_lines(text)]


def blocks_of_lines(page: Page, lines: Sequence[Line]) -> list[Block]:
    """Return for each line the block that it stands in."""
    starts = [block.start for block in page.blocks]
    return [page.blocks[bisect_right(starts, line.start) - 1] for line in lines]
