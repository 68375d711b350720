"""Which lines are not body, and why: by what a line says, by where it stands, and by what stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from typing import Final

from flows.pages.bios import has_bio_form, introduced_person
from flows.pages.extent import Extent, find_extent, line_weights, reports_speech
from flows.pages.lines import QUOTATION_MARKS, Line
from flows.pages.signs import is_name_line, line_sign
from flows.pages.title import find_title
from flows.pages.wording import opens_tail

# A line that opens a turn is speech, however short.
_LABELLED_WEIGHT: Final = 1.5
# Below this length equal lines are answers, list items or refrains.
_MIN_REPEATED_CHARS: Final = 25
# A caption's copy (the alternative text of its picture) stands beside it.
_MAX_LINES_TO_COPY: Final = 5
# What wording may not drop: a sentence of this length that reports speech.
_MIN_REPORT_CHARS: Final = 60
_OVERRULED_BY_SPEECH: Final = frozenset({"teaser", "advert", "signup", "update_note", "caption", "navigation"})
# Headlines of other stories stand under a short heading ("Related"), and not more than this many.
_MAX_TEASER_HEADING_CHARS: Final = 40
_MAX_TEASERS: Final = 6
_MAX_HEADLINE_CHARS: Final = 160
# Two fragments in a row may be a heading over a sub-heading; three are links. 3, 5 and none were tried.
_MIN_LINK_LIST: Final = 3
# A sub-heading in capitals has a few words; a longer line in capitals is a link to another story.
_MAX_UPPER_HEADING_WORDS: Final = 5
# Bios are an appendix: lines of this form that make up more of the text are the text.
_MAX_BIOS: Final = 6
_MAX_BIO_SHARE: Final = 0.3
_MIN_SENTENCE_CHARS: Final = 40
# A pull quote is a sentence or two; a page has a few. The cap keeps the search linear in the page.
_MAX_PULL_QUOTE_CHARS: Final = 300
_MAX_PULL_QUOTES: Final = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """The page's lines, judged. reasons: for each line its drop reason, None for body. title: its line, if found."""

    reasons: tuple[str | None, ...]
    extent: Extent
    title: int | None


def judge_lines(
    lines: Sequence[Line], labelled: Collection[int] = (), site_lines: Container[int] = frozenset()
) -> Verdict | None:
    """Return which lines are body; None where the page has no body.

    labelled: the lines that open a turn; they are body whatever they say.
    site_lines: keys of the lines that stand on many pages of the site (`flows.pages.site.line_key`).
    """
    copies = Counter(line.folded for line in lines if len(line.text) >= _MIN_REPEATED_CHARS)
    n_copies = [copies.get(line.folded, 1) if len(line.text) >= _MIN_REPEATED_CHARS else 1 for line in lines]
    signs = [None if index in labelled else _sign(line) for index, line in enumerate(lines)]
    weights = line_weights(lines, signs, n_copies)
    for index in labelled:
        weights[index] = max(weights[index], _LABELLED_WEIGHT)
    extent = find_extent(lines, signs, weights)
    if extent is None:
        return None
    title = find_title(lines, signs, extent, n_copies)
    reasons = [
        _inside_reason(lines, signs, n_copies, index, bool(labelled))
        if extent.first <= index < extent.last
        else "other"
        for index in range(len(lines))
    ]
    _drop_teasers(lines, reasons, extent, labelled)
    if not labelled:
        _drop_link_lists(lines, reasons, extent)
        _drop_pull_quotes(lines, reasons, extent)
    last = _drop_bios(lines, reasons, extent, labelled)
    for index in [*range(extent.first), *range(extent.last, len(lines))]:
        reasons[index] = _outside_reason(lines, signs, n_copies, index, extent)
    _name_credits(lines, reasons)
    if title is not None:
        for index, line in enumerate(lines):
            if line.folded == lines[title].folded and index not in labelled:
                reasons[index] = "headline"
    if None not in reasons:
        return None
    return Verdict(tuple(reasons), Extent(extent.first, last), title)


def _sign(line: Line) -> str | None:
    sign = line_sign(line)
    if (
        sign in _OVERRULED_BY_SPEECH
        and line.ends_sentence
        and len(line.text) >= _MIN_REPORT_CHARS
        and reports_speech(line)
    ):
        return None
    return sign


def _inside_reason(
    lines: Sequence[Line], signs: Sequence[str | None], n_copies: Sequence[int], index: int, is_transcript: bool
) -> str | None:
    line, sign = lines[index], signs[index]
    if sign is not None or is_transcript:
        return sign
    if opens_tail(line):
        return "teaser"
    if n_copies[index] > 1:
        if _has_copy_near(lines, index):
            return "caption"
        if not line.ends_sentence:
            return "teaser"
    if line.is_upper and len(line.tokens) > _MAX_UPPER_HEADING_WORDS and not line.ends_sentence:
        return "teaser"
    return None


def _drop_link_lists(lines: Sequence[Line], reasons: list[str | None], extent: Extent) -> None:
    """Drop runs of fragments that no list mark and no colon above them shows to be a list of the body."""
    run: list[int] = []
    announced = False
    for index in range(extent.first, extent.last):
        line = lines[index]
        if reasons[index] is not None:
            continue
        if _is_headline_like(line):
            run.append(index)
            continue
        _drop_run(reasons, run, announced)
        run, announced = [], line.text.endswith(":")
    _drop_run(reasons, run, announced)


def _drop_run(reasons: list[str | None], run: Sequence[int], announced: bool) -> None:
    if len(run) >= _MIN_LINK_LIST and not announced:
        for index in run:
            reasons[index] = "teaser"


def _is_headline_like(line: Line) -> bool:
    return (
        not line.ends_sentence
        and not line.is_list_item
        and len(line.text) <= _MAX_HEADLINE_CHARS
        and line.text[-1] not in ":,;"
    )


def _drop_pull_quotes(lines: Sequence[Line], reasons: list[str | None], extent: Extent) -> None:
    """Drop the lines that are one quotation without a speaker and stand inside another line of the body."""
    body = [index for index in range(extent.first, extent.last) if reasons[index] is None]
    candidates = [index for index in body if _is_bare_quotation(lines[index])][:_MAX_PULL_QUOTES]
    if not candidates:
        return
    texts = Counter(lines[index].folded for index in candidates)
    whole = "\n".join(lines[index].folded for index in body)
    for index in candidates:
        folded = lines[index].folded
        if whole.count(folded) > texts[folded]:
            reasons[index] = "other"


def _is_bare_quotation(line: Line) -> bool:
    text = line.text
    return (
        _MIN_REPEATED_CHARS <= len(text) <= _MAX_PULL_QUOTE_CHARS
        and text[0] in QUOTATION_MARKS
        and text[-1] in QUOTATION_MARKS
        and not reports_speech(line)
    )


def _has_copy_near(lines: Sequence[Line], index: int) -> bool:
    near = range(max(0, index - _MAX_LINES_TO_COPY), min(len(lines), index + _MAX_LINES_TO_COPY + 1))
    return any(other != index and lines[other].folded == lines[index].folded for other in near)


def _drop_teasers(lines: Sequence[Line], reasons: list[str | None], extent: Extent, labelled: Collection[int]) -> None:
    """Drop the headlines that stand under a teaser's heading."""
    n_left = 0
    for index in range(extent.first, extent.last):
        line = lines[index]
        if reasons[index] == "teaser" and len(line.text) <= _MAX_TEASER_HEADING_CHARS:
            n_left = _MAX_TEASERS
        elif reasons[index] is None and n_left and index not in labelled:
            is_headline = not line.ends_sentence and len(line.text) <= _MAX_HEADLINE_CHARS and not line.is_list_item
            n_left = n_left - 1 if is_headline else 0
            if is_headline:
                reasons[index] = "teaser"


def _drop_bios(lines: Sequence[Line], reasons: list[str | None], extent: Extent, labelled: Collection[int]) -> int:
    """Drop the bios at the end of the run. Returns the index after the last line of the body."""
    n_chars = sum(len(lines[i].text) for i in range(extent.first, extent.last) if reasons[i] is None)
    bios: list[int] = []
    last = extent.last
    for index in range(extent.last - 1, extent.first, -1):
        if reasons[index] is not None:
            last = index
            continue
        if index in labelled or len(bios) == _MAX_BIOS or not _is_bio(lines, reasons, index, extent):
            break
        bios.append(index)
        last = index
    if sum(len(lines[i].text) for i in bios) > _MAX_BIO_SHARE * n_chars:
        return extent.last
    for index in bios:
        reasons[index] = "author_bio"
    return last


def _is_bio(lines: Sequence[Line], reasons: Sequence[str | None], index: int, extent: Extent) -> bool:
    line = lines[index]
    if line.has_quotation and reports_speech(line):
        return False
    if has_bio_form(line):
        return True
    name = introduced_person(line)
    if name is None:
        return False
    surname = name.split()[-1].casefold()
    return not any(surname in lines[i].tokens for i in range(extent.first, index) if reasons[i] is None)


def _outside_reason(
    lines: Sequence[Line], signs: Sequence[str | None], n_copies: Sequence[int], index: int, extent: Extent
) -> str:
    line, sign = lines[index], signs[index]
    if sign is not None:
        return sign
    if index >= extent.last and has_bio_form(line):
        return "author_bio"
    if n_copies[index] > 1 and line.ends_sentence and _has_copy_near(lines, index):
        return "caption"
    if opens_tail(line):
        return "teaser"
    if not line.ends_sentence:
        return "teaser" if len(line.text) >= _MIN_SENTENCE_CHARS else "navigation"
    return "other"


def _name_credits(lines: Sequence[Line], reasons: list[str | None]) -> None:
    """A lone name beside a picture's credit is the photographer's."""
    for index, line in enumerate(lines):
        beside = {reasons[other] for other in (index - 1, index + 1) if 0 <= other < len(lines)}
        if reasons[index] in {None, "navigation", "teaser"} and "credit" in beside and is_name_line(line):
            reasons[index] = "credit"
