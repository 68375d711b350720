"""Plain-text files: from bytes to the text that a reader sees."""

from __future__ import annotations

import codecs
from typing import Final

from charset_normalizer import from_bytes

from schemas.errors import PageError

# What other kinds of file start with; a text file never does.
_MAGIC: Final = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "gzip",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "Parquet",
}
# UTF-32 first: its little-endian mark starts with UTF-16's.
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# charset-normalizer's share of disorder and of letters that come as often as in a language it knows. Measured on
# short texts in eight encodings: right answers have a disorder below 0.04 and a coherence from 0.1, wrong ones
# miss one of the two.
_MAX_CHAOS: Final = 0.05
_MIN_COHERENCE: Final = 0.1
# A guess needs evidence: with fewer bytes outside ASCII than this, several encodings are as good.
_MIN_TELLING_BYTES: Final = 3
# Western European languages write at most this share of their letters with an accent.
_MAX_SHARE_ACCENTED: Final = 0.2
_TYPOGRAPHIC_MARKS: Final = frozenset("‘’‚“”„–—…•€£¥¢©®™°§·«»½¼¾×¿¡\u00a0\u00ad")
_ASCII: Final = bytes(range(128))
# The detector reads chunks and slows down on large input; the first 256 KiB tell as much.
_MAX_DETECT_BYTES: Final = 256 * 1024


def decode_text(raw: bytes) -> str:
    """Return the text of a plain-text file; line endings stay, a byte-order mark goes.

    UTF-8, or UTF-16 and UTF-32 with a byte-order mark. Anything else is decoded only where charset-normalizer
    answers with confidence.

    Raises PageError: `empty`, `binary` or `undecodable`.
    """
    if not raw.strip():
        raise PageError("read", "empty: the file holds no text")
    for magic, kind in _MAGIC.items():
        if raw.startswith(magic):
            raise PageError("read", f"binary: the file is {kind}")
    text = _decode(raw)
    if not text.strip():
        raise PageError("read", "empty: the file holds only white space")
    return text


def decode_marked(raw: bytes) -> str | None:
    """Return the text in the encoding that its byte-order mark names; None where there is none.

    Raises PageError `undecodable`.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(error, encoding.upper()) from error
    return None


def _decode(raw: bytes) -> str:
    marked = decode_marked(raw)
    if marked is not None:
        if "\0" in marked:
            raise PageError("read", f"binary: a NUL character at {marked.index(chr(0))}")
        return marked
    n_nul = raw.count(0)
    if n_nul:
        raise PageError("read", f"binary: {n_nul} NUL bytes, the first at byte {raw.index(0)}")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        guessed = _guess(raw)
        if guessed is None:
            raise _undecodable(error, "UTF-8") from error
        return guessed


def _guess(raw: bytes) -> str | None:
    """Return the text in the encoding that is beyond doubt; None where several may be right."""
    if len(raw.translate(None, _ASCII)) < _MIN_TELLING_BYTES:
        return None
    return _as_western(raw) or _as_detected(raw)


def _as_western(raw: bytes) -> str | None:
    """Return the text as Windows-1252, the commonest encoding after UTF-8, where it looks like written in it.

    Detectors mistake its curly quotation marks for letters of other encodings. Every character outside ASCII must
    be a typographic mark or a letter that fits its word: none in capitals behind a small one.
    """
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    n_letters = n_accented = 0
    before = " "
    for char in text:
        if char.isalpha():
            n_letters += 1
            n_accented += not char.isascii()
            if not char.isascii() and char.isupper() and before.islower():
                return None
        elif not char.isascii() and char not in _TYPOGRAPHIC_MARKS:
            return None
        before = char
    return text if n_accented <= _MAX_SHARE_ACCENTED * n_letters else None


def _as_detected(raw: bytes) -> str | None:
    best = from_bytes(raw[:_MAX_DETECT_BYTES]).best()
    if best is None or best.chaos > _MAX_CHAOS or best.coherence < _MIN_COHERENCE:
        return None
    try:
        text = raw.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if any("\x7f" <= char <= "\x9f" for char in text) else text


def _undecodable(error: UnicodeDecodeError, encoding: str) -> PageError:
    return PageError("read", f"undecodable: not {encoding}; the first bad byte is at offset {error.start}")
