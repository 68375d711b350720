"""The one normalisation between a page's text and a paragraph's text, and the map back.

A slice of a page is cut at ASCII white space into words. In each word mojibake is repaired (ftfy), control and
format characters are removed, and what other white space it holds becomes a space. The words are joined by one
space. So `normalise(page_text[start:end])` is a function of the slice alone, and can be checked for every row.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import ftfy

_WORD: Final = re.compile(r"[^ \t\n\r\v\f]+")
# Nothing to repair: ASCII and the marks of typography, whose bytes make no character of their own in any encoding that
# text is commonly taken for, and so are never the rest of one.
_PLAIN: Final = re.compile("[!-~‘’“”–—…]+")
_PLAIN_TEXT: Final = re.compile("[!-~‘’“”–—…]+(?: [!-~‘’“”–—…]+)*")
# Text that was decoded wrongly once or twice is clean after as many repairs; the rest is noise from binary data.
_MAX_REPAIRS: Final = 8
# Only what undoes a wrong decoding. Quotation marks, ligatures and widths are the writer's and stay.
_MOJIBAKE_ONLY: Final = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization=None,
)
# Cc: control. Cf: format, such as soft hyphens, direction marks and byte-order marks. Cs, Co, Cn: no character.
_UNWANTED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@lru_cache(maxsize=65_536)
def _normalise_word(word: str) -> str:
    """Return the word, repaired until nothing is left to repair: what is removed may uncover more mojibake."""
    if _PLAIN.fullmatch(word):
        return word
    repaired = _repair(word)
    for _ in range(_MAX_REPAIRS):
        again = " ".join(part for part in map(_repair, repaired.split()) if part)
        if again == repaired:
            break
        repaired = again
    return repaired


def _repair(word: str) -> str:
    fixed = ftfy.fix_text(word, _MOJIBAKE_ONLY)
    kept = "".join(
        " " if char.isspace() else char
        for char in fixed
        if char.isspace() or unicodedata.category(char) not in _UNWANTED_CATEGORIES
    )
    return " ".join(kept.split())


def normalise(raw: str) -> str:
    """Return the text of a slice of a page: mojibake repaired, no control characters, single spaces."""
    if _PLAIN_TEXT.fullmatch(raw):
        return raw
    return " ".join(word for word in map(_normalise_word, _WORD.findall(raw)) if word)


def _n_shared(one: str, other: str) -> int:
    """Return the number of characters that both start with."""
    for n, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return n
    return min(len(one), len(other))


class OffsetMap:
    """Leads from offsets in `normalise(page_text[start:end])` back to offsets in `page_text`.

    Exact wherever a word came through unchanged, and in the parts of a changed word that it shares with the
    original from its start or to its end. A place inside a repaired sequence maps to the outer edge of it.
    """

    __slots__ = ("_page_text", "_pieces", "text")

    def __init__(self, page_text: str, start: int, end: int) -> None:
        pieces: list[tuple[int, int, str, str]] = []  # text offset, page offset, normalised word, raw word
        offset = 0
        words: list[str] = []
        for match in _WORD.finditer(page_text, start, end):
            raw = match.group()
            word = _normalise_word(raw)
            if not word:
                continue
            pieces.append((offset, match.start(), word, raw))
            words.append(word)
            offset += len(word) + 1
        self._page_text = page_text
        self._pieces = pieces
        self.text = " ".join(words)

    def to_page(self, start: int, end: int) -> tuple[int, int]:
        """Return the page offsets of `text[start:end]`; the span must hold at least one character.

        Whether a word is mojibake can depend on all of it: where the slice alone would not normalise to the span,
        the offsets are those of the whole words that the span stands in.
        """
        page_start, page_end = self._edge(start, is_end=False), self._edge(end, is_end=True)
        first, last = self._piece_at(start), self._piece_at(end - 1)
        is_changed = first[2] != first[3] or last[2] != last[3]
        if is_changed and self.text[start:end] not in normalise(self._page_text[page_start:page_end]):
            return first[1], last[1] + len(last[3])
        return page_start, page_end

    def _edge(self, offset: int, *, is_end: bool) -> int:
        text_start, page_start, word, raw = self._piece_at(offset - 1 if is_end else offset)
        inside = min(offset - text_start, len(word))
        if word == raw:
            return page_start + inside
        n_prefix = _n_shared(word, raw)
        if inside < n_prefix or (inside == n_prefix and is_end):
            return page_start + inside
        n_suffix = min(_n_shared(word[::-1], raw[::-1]), len(raw) - n_prefix, len(word) - n_prefix)
        n_after = len(word) - inside
        if n_after < n_suffix or (n_after == n_suffix and not is_end):
            return page_start + len(raw) - n_after
        return page_start + (len(raw) - n_suffix if is_end else n_prefix)

    def _piece_at(self, offset: int) -> tuple[int, int, str, str]:
        low, high = 0, len(self._pieces)
        while high - low > 1:
            middle = (low + high) // 2
            if self._pieces[middle][0] <= offset:
                low = middle
            else:
                high = middle
        return self._pieces[low]
