"""An HTML page: its characters, its visible text as blocks, and what stands beside the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from lxml import etree

from flows.sources.html.decode import decode_html
from flows.sources.html.head import read_head
from flows.sources.html.walk import walk
from flows.sources.page import Page, RawPage
from schemas.errors import PageError

# How deep libxml2 follows elements, and what it says where it stops reading.
_MAX_DEPTH: Final = 2_048
_TOO_DEEP: Final = "Excessive depth"


def build_html_page(raw: RawPage) -> Page:
    """Return the page: `source` as decoded, `text` as a reader sees it, its blocks, and its head.

    Nothing is fetched, no entity is loaded, no script is run.

    Raises PageError of stage `read`: `empty`, `binary`, `undecodable`, `too_deep` or `too_large`.
    """
    source = decode_html(raw.content, raw.charset)
    tree = parse_html(source)
    seen = None if tree is None else walk(tree)
    if seen is None or not seen.text:
        raise PageError("read", "empty: the page shows no text")
    head = replace(read_head(tree), record=raw.record)
    return Page(
        doc_id=raw.ref.doc_id,
        source_uri=raw.ref.source_uri,
        source_format=raw.ref.source_format,
        source_record=raw.ref.source_record,
        url=raw.url or head.canonical,
        content_sha256=raw.content_sha256,
        source=source,
        text=seen.text,
        head=head,
        blocks=seen.blocks,
        boxes=seen.boxes,
    )


def parse_html(source: str) -> Any:
    """Return the root element; None where there is no element and no text.

    Raises PageError `too_deep`: the parser stops there, and a page without its end is not the page.
    """
    # A NUL is no character of HTML. Lone surrogates can't be written as UTF-8.
    encoded = source.replace("\0", "").encode("utf-8", "replace")
    # Plain elements: those of lxml.html cost half of the walk.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(encoded, parser)
    except etree.XMLSyntaxError:
        return None
    last_error = parser.error_log.last_error
    if last_error is not None and _TOO_DEEP in last_error.message:
        raise PageError("read", f"too_deep: more than {_MAX_DEPTH} elements stand in each other")
    return tree
