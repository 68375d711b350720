"""HTML pages: from bytes to characters, as browsers do it, but never by a guess without confidence."""

from __future__ import annotations

import re
from typing import Final

from resiliparse.parse.encoding import map_encoding_to_html5

from flows.sources.text import decode_marked, decode_text
from schemas.errors import PageError

# Browsers look for the declaration in the first 1,024 bytes; pages with long comments or scripts above it exist.
_MAX_PRESCAN_BYTES: Final = 16_384
_META_CHARSET: Final = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
# A page that declares UTF-16 in readable ASCII is not in UTF-16; the standard takes it as UTF-8.
_WIDE: Final = frozenset({"utf-16-le", "utf-16-be"})
# Python's GBK lacks characters that pages with this label use; the standard decodes it as GB 18030.
_CODEC_OF: Final = {"gbk": "gb18030"}
# UTF-8 with a broken sequence here and there (a headline cut by its bytes) is UTF-8; the broken ones are replaced.
_MIN_SOUND_PER_BROKEN: Final = 10
_REPLACEMENT: Final = "\ufffd"


def decode_html(content: bytes, charset: str | None = None) -> str:
    """Return the characters of an HTML page; a byte-order mark goes, all else stays.

    In this order: the byte-order mark; UTF-8 where there are characters outside ASCII and all are sound, since
    nothing else looks like it by chance and servers often declare a wrong default; what the transport declares
    (`charset`), what the page declares, both by the standard's labels ("iso-8859-1" is Windows-1252); UTF-8 with few
    broken characters; what a detector says with confidence.

    Raises PageError: `empty`, `binary` or `undecodable`.
    """
    if not content.strip():
        raise PageError("read", "empty: the page holds no bytes but white space")
    marked = decode_marked(content)
    return marked if marked is not None else _decode_declared(content, charset) or decode_text(content)


def _decode_declared(content: bytes, charset: str | None) -> str | None:
    sent, written = _codec(charset), _codec(_meta_charset(content))
    if sent in _WIDE:
        return _decode(content, sent)
    if not content.isascii() and (text := _decode(content, "utf-8")) is not None:
        return text
    for codec in (sent, written):
        if codec is not None and codec not in _WIDE and (text := _decode(content, codec)) is not None:
            return text
    return _decode(content, "utf-8") or _decode_nearly_utf8(content)


def _codec(label: str | None) -> str | None:
    """Return Python's name of the encoding that the standard knows by the label; None where it knows none."""
    codec = map_encoding_to_html5(label.strip().strip("\"'"), False) if label else None
    return None if codec is None else _CODEC_OF.get(codec, codec)


def _meta_charset(content: bytes) -> str | None:
    start = _COMMENT.sub(b"", content[:_MAX_PRESCAN_BYTES])
    match = _META_CHARSET.search(start)
    return None if match is None else match[1].decode("ascii")


def _decode(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _decode_nearly_utf8(content: bytes) -> str | None:
    text = content.decode("utf-8", "replace")
    n_broken = text.count(_REPLACEMENT)
    n_sound = sum(not char.isascii() for char in text) - n_broken
    return text if n_sound >= _MIN_SOUND_PER_BROKEN * n_broken else None
