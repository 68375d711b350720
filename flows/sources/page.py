"""What this room hands on: where a page is, its bytes as they came, and the page as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.errors import PageError


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page that was found and not yet read.

    doc_id: the hash that the page's rows will carry.
    path: the file: the page itself, or the archive or dump that holds it.
    source_uri: the path as it was given or found, with forward slashes; what people are shown.
    source_format: a value of `vocabulary.SOURCE_FORMATS`.
    source_record: the record in an archive or dump; None where the file is the page.
    """

    doc_id: str
    path: Path
    source_uri: str
    source_format: str
    source_record: str | None = None


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that was found, with the SHA-256 of its bytes: what tells whether it changed.

    content_sha256: None where its bytes can't be read.
    problem: why it can't be read, such as "broken_record: …"; None where nothing is wrong so far.
    """

    ref: PageRef
    content_sha256: str | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page's bytes, and what its archive or dump says of it. Cheap to make; `build_page` does the work.

    media: "text" or "html".
    charset: the encoding that the transport declares (an HTTP header); None where it declares none.
    url: the address it was fetched from, as the archive or dump has it.
    record: other columns of its record by the names that flows/sources gives them ("title", "published",
        "fetched", …), as text.
    problem: why its bytes can't be had; there is no content then. None where nothing is wrong so far.
    """

    ref: PageRef
    content: bytes
    content_sha256: str
    media: str
    charset: str | None = None
    url: str | None = None
    record: Mapping[str, str] = field(default_factory=dict)
    problem: PageError | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What came with a page beside its visible text, as it stood there. flows/pages makes facts of it.

    title, language, canonical: the title element, the lang attribute, the canonical address.
    meta: (name, property or itemprop; content) of the meta tags, in order.
    json_ld: the parsed objects of the page's JSON-LD, flat.
    times: the datetime attributes of its time elements, in order.
    record: see `RawPage.record`.
    """

    title: str | None = None
    language: str | None = None
    canonical: str | None = None
    meta: tuple[tuple[str, str], ...] = ()
    json_ld: tuple[Mapping[str, Any], ...] = ()
    times: tuple[str, ...] = ()
    record: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of an HTML page's visible text, `page.text[start:end]`; every block is a line or several.

    tag: the element that makes it a block ("p", "li", "h2", "figcaption", "div", "td", …).
    box: the number of that element in `Page.boxes`.
    n_link_chars, n_strong_chars: how many of its characters stand in links, and in bold type.
    """

    start: int
    end: int
    tag: str
    box: int = 0
    n_link_chars: int = 0
    n_strong_chars: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """A block element of an HTML page, which holds blocks or other boxes.

    parent: the number of the box that holds it; None for the page's root.
    hints: what its names say that it is, values of `flows.sources.html.hints.HINTS`.
    """

    parent: int | None
    tag: str
    hints: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read. All page offsets are offsets in `text`.

    Columns of the table `pages` but for the last three: head is empty, blocks and boxes are none where the page is
    plain text.
    """

    doc_id: str
    source_uri: str
    source_format: str
    source_record: str | None
    url: str | None
    content_sha256: str
    source: str
    text: str
    head: Head = field(default_factory=Head)
    blocks: tuple[Block, ...] = ()
    boxes: tuple[Box, ...] = ()
