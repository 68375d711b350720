"""Whether bytes of an unknown kind are an HTML page."""

from __future__ import annotations

import codecs
import re
from typing import Final

# What an HTML page starts with, behind white space: the table of the MIME Sniffing standard (WHATWG, 7.1). Each ends
# with a space, a line break or ">", so that "<bridge>" is no "<b".
_TAGS: Final = b"!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p"
_HTML_START: Final = re.compile(rb"[\t\n\f\r ]*<(?:(?:%b)[\t\n\f\r />]|!--)" % _TAGS, re.IGNORECASE)
# XHTML may have an XML declaration, and comments, above the tag that says what it is.
_XML_PROLOG: Final = re.compile(rb"[\t\n\f\r ]*<\?xml\b[^>]{0,200}\?>(?:[\t\n\f\r ]|<!--[^>]*-->)*", re.IGNORECASE)
_XHTML_START: Final = re.compile(rb"<(?:!doctype html|html)[\t\n\f\r />]", re.IGNORECASE)
_WIDE_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SNIFFED_BYTES: Final = 2_048


def is_html(content: bytes) -> bool:
    """Whether the bytes start as an HTML page does, by its tags; the first `SNIFFED_BYTES` bytes tell.

    A feed, a drawing or another kind of XML is none.
    """
    start = _as_ascii(content[:SNIFFED_BYTES])
    prolog = _XML_PROLOG.match(start)
    return bool(_XHTML_START.match(start, prolog.end()) if prolog else _HTML_START.match(start))


def _as_ascii(start: bytes) -> bytes:
    for mark, encoding in _WIDE_MARKS:
        if start.startswith(mark):
            return start[len(mark) :].decode(encoding, "ignore").encode("ascii", "replace")
    return start.removeprefix(codecs.BOM_UTF8)
