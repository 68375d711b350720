"""A page's text as lines: the units that are body, label or dropped as a whole.

A dump has a paragraph per line. Hard-wrapped text, such as an e-mail or a wire story, has many lines per
paragraph; there the lines of a block are one unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from flows.pages.names import leading_name
from schemas.normalise import normalise

# A line ends at these; other white space is inside a line. U+0085 is left out: it is part of common mojibake.
_RAW_LINE: Final = re.compile("[^\\n\\r\\v\\f\u2028\u2029]+")
_ASCII_BLANKS: Final = " \t"
_TOKEN: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LIST_MARK: Final = re.compile(r"(?:[•●▪■‣·*–—-]\s+\S|\(?\d{1,2}[.)]\s+\S)")
# "ROE:" or "Q." at the start of a wrapped line opens a turn even where no blank line stands before it.
_TURN_MARK: Final = re.compile(r"(?:[A-Z][A-Z .,'’#()0-9-]{0,60}:|[QA][.:])\s")
_NOTICE_WORDS: Final = r"(?:(?:This )?[Tt]ranscript (?:is )?provided by|Copyright\b|©|All [Rr]ights [Rr]eserved)"
_NOTICE_START: Final = re.compile(_NOTICE_WORDS)
_NOTICE: Final = re.compile(rf"(?<=[.!?\"”’)])[ \t\n\r]+(?={_NOTICE_WORDS})")
_MAX_NOTICE_CHARS: Final = 400
QUOTATION_MARKS: Final = '"“”„«»'

# Hard-wrapped text is set at 60 to 80 characters; below 45 are lists and verse, above 100 are paragraphs.
_MIN_WRAP_CHARS: Final = 45
_MAX_WRAP_CHARS: Final = 100
# A sentence that goes on over the line's end. In a dump with one paragraph per line this is nearly never so; in
# wrapped prose of four lines a paragraph, three of four line ends are of this kind.
_MIN_SHARE_RUNNING_ON: Final = 0.4
_MIN_WRAPPED_LINES: Final = 6


@dataclass(frozen=True)
class Line:
    """A unit of the page: `text` is the normalised `page_text[start:end]`, never empty."""

    start: int
    end: int
    text: str

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Its words in lower case, apostrophes straight."""
        return tuple(_TOKEN.findall(self.text.casefold().replace("’", "'")))

    @cached_property
    def folded(self) -> str:
        """Its words with one space around each: what wording is looked up in, and what makes two lines equal."""
        return f" {' '.join(self.tokens)} "

    @cached_property
    def leading_name(self) -> str | None:
        """The person's name that it starts with."""
        return leading_name(self.text)

    @cached_property
    def ends_sentence(self) -> bool:
        return _SENTENCE_END.search(self.text[-8:]) is not None

    @cached_property
    def has_quotation(self) -> bool:
        return any(mark in self.text for mark in QUOTATION_MARKS)

    @cached_property
    def is_list_item(self) -> bool:
        return _LIST_MARK.match(self.text) is not None

    @cached_property
    def is_upper(self) -> bool:
        return self.text.isupper()


def read_lines(page_text: str) -> list[Line]:
    """Return the page's lines in order. Every non-blank character of the page stands in exactly one of them.

    What normalises to nothing (a line of zero-width marks) is added to the line before it, or the first line.
    Returns nothing where nothing visible is on the page.
    """
    spans = _trimmed_spans(page_text)
    if _is_hard_wrapped(page_text, spans):
        spans = _join_blocks(page_text, spans)
    return _visible_lines(page_text, [part for span in spans for part in _cut_notice(page_text, span)])


def _trimmed_spans(page_text: str) -> list[tuple[int, int]]:
    """Return the raw lines without ASCII blanks at their ends, lines of white space left out."""
    spans = []
    for match in _RAW_LINE.finditer(page_text):
        raw = match.group()
        stripped = raw.strip(_ASCII_BLANKS)
        if stripped and not stripped.isspace():
            start = match.start() + len(raw) - len(raw.lstrip(_ASCII_BLANKS))
            spans.append((start, start + len(stripped)))
    return spans


def _is_hard_wrapped(page_text: str, spans: Sequence[tuple[int, int]]) -> bool:
    if len(spans) < _MIN_WRAPPED_LINES or max(end - start for start, end in spans) > _MAX_WRAP_CHARS:
        return False
    adjoining = [
        (one, other)
        for one, other in pairwise(spans)
        if one[1] - one[0] >= _MIN_WRAP_CHARS and not _is_blank_between(page_text, one, other)
    ]
    n_running_on = sum(
        page_text[one[1] - 1] not in ".!?:" and page_text[other[0]].islower() for one, other in adjoining
    )
    return len(adjoining) >= _MIN_WRAPPED_LINES and n_running_on >= _MIN_SHARE_RUNNING_ON * len(adjoining)


def _is_blank_between(page_text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    gap = page_text[one[1] : other[0]].replace("\r\n", "\n")
    return gap.count("\n") + gap.count("\r") > 1


def _join_blocks(page_text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a line to the one before it unless a blank line, a list mark or a turn's label parts them."""
    joined: list[tuple[int, int]] = []
    for previous, span in zip([None, *spans], spans, strict=False):
        opens_unit = _LIST_MARK.match(page_text, span[0]) or _TURN_MARK.match(page_text, span[0])
        if previous is None or opens_unit or _is_blank_between(page_text, previous, span):
            joined.append(span)
        else:
            joined[-1] = (joined[-1][0], span[1])
    return joined


def _cut_notice(page_text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """Cut a copyright notice off the end of a paragraph: it stands there in transcripts and agency stories."""
    start, end = span
    if _NOTICE_START.match(page_text, start, end) is not None:
        return [span]
    notice = _NOTICE.search(page_text, max(start + 1, end - _MAX_NOTICE_CHARS), end)
    return [span] if notice is None else [(start, notice.start()), (notice.end(), end)]


def _visible_lines(page_text: str, spans: Sequence[tuple[int, int]]) -> list[Line]:
    visible: list[Line] = []
    start_of_first: int | None = None
    end_of_last = 0
    for start, end in spans:
        text = normalise(page_text[start:end])
        if text:
            _stretch_last(page_text, visible, end_of_last)
            visible.append(Line(start, end, text))
        elif not visible and start_of_first is None:
            start_of_first = start
        end_of_last = end
    if visible:
        _stretch_last(page_text, visible, end_of_last)
        if start_of_first is not None:
            end = visible[0].end
            visible[0] = Line(start_of_first, end, normalise(page_text[start_of_first:end]))
    return visible


def _stretch_last(page_text: str, visible: list[Line], end: int) -> None:
    """Let the last visible line end where the invisible ones after it end."""
    if visible and visible[-1].end < end:
        start = visible[-1].start
        visible[-1] = Line(start, end, normalise(page_text[start:end]))
