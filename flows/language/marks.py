"""Pairs quotation marks: straight, curly, doubled single ones, guillemets and single marks.

A lone mark costs nothing but itself, apostrophes are no marks, and a quotation may run over paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.language.reading import Span

_DOUBLE: Final = re.compile(r"[\"“”„‟«»]|``|''")
_OPENING: Final = frozenset({"“", "„", "‟", "«", "``"})
_CLOSING: Final = frozenset({"”", "»", "''"})
# A single opening mark stands before a word and after white space, a dash, a bracket or nothing; what follows it is
# no elision ('em, '90s). A single closing mark stands after punctuation, or after a word that is no plural.
_SINGLE_OPENING: Final = re.compile(
    r"(?:(?<=[\s(\[—–-])|^)['‘](?=[^\W\d_])(?!(?:em|tis|twas|til|cause|n|round)\b)", re.I
)
_SINGLE_CLOSING: Final = re.compile(r"(?:(?<=[,.!?…])|(?<=[^\Ws_]))['’](?=[\s.,;:!?)\]—–-]|$)")


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Words inside a pair of marks.

    inner: without the marks. start, end: with them (equal to inner's where a mark is missing).
    runs_on: the quotation is still open at the paragraph's end and goes on in the next.
    goes_on: it takes up the one that the paragraph before left open.
    """

    inner: Span
    start: int
    end: int
    runs_on: bool = False
    goes_on: bool = False

    @property
    def outer(self) -> Span:
        return Span(self.inner.ordinal, self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    text: str


def pair_marks(texts: Sequence[str]) -> list[tuple[MarkedSpan, ...]]:
    """Return the marked spans of each paragraph, in order and without overlaps; `texts` are by ordinal."""
    paired: list[tuple[MarkedSpan, ...]] = []
    open_before = False
    for ordinal, text in enumerate(texts):
        following = texts[ordinal + 1] if ordinal + 1 < len(texts) else ""
        marked = tuple(_pair(ordinal, text, open_before, _takes_up(following)))
        paired.append(marked)
        open_before = bool(marked) and marked[-1].runs_on
    return paired


def _takes_up(text: str) -> bool:
    """Whether a paragraph takes up a quotation left open before it: it opens with a mark."""
    first = _DOUBLE.match(text.lstrip(" ([—–-"))
    return first is not None and first.group() not in _CLOSING


def _pair(ordinal: int, text: str, open_before: bool, taken_up: bool) -> Iterator[MarkedSpan]:
    marks = [_Mark(match.start(), match.end(), match.group()) for match in _DOUBLE.finditer(text)]
    if not marks:
        yield from _single_marked(ordinal, text)
        return
    opened: _Mark | None = None
    goes_on = open_before
    for number, mark in enumerate(marks):
        if opened is None:
            if _can_open(text, mark):
                opened = mark
            continue
        if _closes(text, opened, mark, marks[number + 1 : number + 4], len(marks) - number - 1):
            span = _marked(ordinal, opened.start, opened.end, mark.start, mark.end, goes_on=goes_on)
            if text[opened.end : mark.start].strip():
                yield span
            opened, goes_on = None, False
        elif mark.text == '"' and opened.text == '"':
            # Two openings in a row: the first was never closed, so it marks nothing.
            opened = mark
    if opened is not None and text[opened.end :].strip() and (taken_up or _starts_statement(text, opened)):
        end = len(text.rstrip())
        yield _marked(ordinal, opened.start, opened.end, end, end, runs_on=taken_up, goes_on=goes_on)


def _marked(
    ordinal: int,
    start: int,
    inner_start: int,
    inner_end: int,
    end: int,
    *,
    runs_on: bool = False,
    goes_on: bool = False,
) -> MarkedSpan:
    return MarkedSpan(Span(ordinal, inner_start, inner_end), start, end, runs_on, goes_on)


def _before(text: str, mark: _Mark) -> str:
    return text[mark.start - 1] if mark.start else " "


def _after(text: str, mark: _Mark) -> str:
    return text[mark.end] if mark.end < len(text) else " "


def _can_open(text: str, mark: _Mark) -> bool:
    if mark.text in _OPENING:
        return True
    before, after = _before(text, mark), _after(text, mark)
    if mark.text in _CLOSING:
        return not before.isalnum() and before not in ".,!?" and after.isalnum()
    # A straight mark after a digit is an inch; one that ends a word has lost its opening.
    return not before.isdigit() and not (not before.isspace() and before not in "([—–-/" and not after.isalnum())


def _closes(text: str, opened: _Mark, mark: _Mark, later: Sequence[_Mark], n_later: int) -> bool:
    """Whether a mark closes the one that is open. later: the next few marks; n_later: how many there are in all."""
    before, after = _before(text, mark), _after(text, mark)
    if mark.text in _CLOSING:
        return True
    if mark.text in _OPENING:
        return not before.isspace() and not after.isalnum()
    if opened.text in _OPENING and any(other.text in _CLOSING for other in later):
        return False
    looks_opening = (before.isspace() or before in "([") and after.isalnum()
    # With an even number still to come the marks pair up anyway, whatever the spacing says.
    return not (looks_opening and n_later % 2 == 1)


def _starts_statement(text: str, mark: _Mark) -> bool:
    """Whether a mark that is never closed opens the paragraph, or follows a comma or colon."""
    lead = text[: mark.start].rstrip()
    return not lead or lead[-1] in ",:.!?"


def _single_marked(ordinal: int, text: str) -> Iterator[MarkedSpan]:
    """Yield pairs of single marks as outer ones, in a paragraph that has no double marks."""
    position = 0
    while opening := _SINGLE_OPENING.search(text, position):
        closing = _SINGLE_CLOSING.search(text, opening.end())
        if closing is None:
            return
        if " " in text[opening.end() : closing.start()].strip():
            yield _marked(ordinal, opening.start(), opening.end(), closing.start(), closing.end())
        position = closing.end()
