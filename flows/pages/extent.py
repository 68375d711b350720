"""Where the body begins and, above all, where it ends.

Each line speaks for or against body by its length, its punctuation and its wording; the run of lines with the
greatest sum is the body. Headings of what follows articles ("Related stories", "Comments") then cut its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flows.pages.bios import has_bio_form
from flows.pages.lexicon import phrases
from flows.pages.lines import Line
from flows.pages.names import leading_name
from flows.pages.wording import opens_tail

# Rounded log odds of being body, counted over news pages of 60 outlets: by length and end punctuation.
_SENTENCE_WEIGHTS: Final = ((140, 3.0), (80, 2.0), (40, 1.0), (0, 0.2))
_FRAGMENT_WEIGHTS: Final = ((200, 1.5), (140, 0.5), (80, -0.7), (0, -0.7))
# A sentence with a quotation mark or a verb of saying is body in 96 of 100 cases.
_REPORTING_WEIGHT: Final = 1.0
_LIST_ITEM_WEIGHT: Final = 0.3
# A line that stands twice is a caption, an advert or a teaser.
_REPEATED_WEIGHT: Final = -1.5
# What stands inside articles too (adverts, captions) hardly speaks against the run it stands in.
_REASON_WEIGHTS: Final = {
    "advert": -0.3,
    "caption": -0.5,
    "credit": -0.5,
    "update_note": -0.5,
    "byline": -1.0,
    "timestamp": -1.0,
    "sound_cue": 0.0,
    "teaser": -1.0,
    "author_bio": -2.0,
    "signup": -1.5,
    "navigation": -1.0,
    "comment": -2.0,
    "copyright": -3.0,
}
# A heading such as "Related stories" ends the body when this share of the run's prose stands before it.
_MIN_SHARE_BEFORE_TAIL: Final = 0.65
# The body starts under a byline or a date, with a picture or a sharing bar between. As good as two long sentences;
# 0, 3, 6 and 10 were tried, and 6 found the most bodies.
_BYLINE_BONUS: Final = 6.0
_MAX_LINES_TO_BYLINE: Final = 4
# A byline or a date this near the run's top, by share of its prose, stands above the body, not in it.
_MAX_SHARE_ABOVE_BYLINE: Final = 0.12
_MAX_LINES_ABOVE_BYLINE: Final = 6


@dataclass(frozen=True, slots=True)
class Extent:
    """The lines `first` to `last` - 1 hold the body."""

    first: int
    last: int


def line_weights(lines: Sequence[Line], reasons: Sequence[str | None], n_copies: Sequence[int]) -> list[float]:
    """Return how much each line speaks for body (above 0) or against it."""
    return [_line_weight(line, reason, copies) for line, reason, copies in zip(lines, reasons, n_copies, strict=True)]


def find_extent(lines: Sequence[Line], reasons: Sequence[str | None], weights: Sequence[float]) -> Extent | None:
    """Return the body's extent; None where no line speaks for body."""
    run = _heaviest_run(weights, _start_bonuses(reasons))
    if run is None:
        return None
    last = _cut_tail(lines, weights, run)
    first = _skip_head(reasons, weights, Extent(run.first, last))
    return Extent(first, last)


def reports_speech(line: Line) -> bool:
    """Return whether a verb of saying stands in the line."""
    return not phrases("reporting_verbs").isdisjoint(line.tokens)


def _line_weight(line: Line, reason: str | None, n_copies: int) -> float:
    if reason is not None:
        return _REASON_WEIGHTS[reason]
    length = len(line.text)
    if line.ends_sentence:
        weight = _step(_SENTENCE_WEIGHTS, length)
        if line.has_quotation or reports_speech(line):
            weight += _REPORTING_WEIGHT
    else:
        weight = _step(_FRAGMENT_WEIGHTS, length)
    if line.is_list_item:
        weight = max(weight, _LIST_ITEM_WEIGHT)
    return min(weight, _REPEATED_WEIGHT) if n_copies > 1 else weight


def _step(steps: Sequence[tuple[int, float]], length: int) -> float:
    return next(weight for at_least, weight in steps if length >= at_least)


def _start_bonuses(reasons: Sequence[str | None]) -> list[float]:
    """Return for each line how much stands for a body that starts there: a byline or a date above it."""
    marks = [index for index, reason in enumerate(reasons) if reason in {"byline", "timestamp"}]
    bonuses = [0.0] * len(reasons)
    for mark in marks:
        for index in range(mark + 1, min(len(reasons), mark + 1 + _MAX_LINES_TO_BYLINE)):
            bonuses[index] = _BYLINE_BONUS
    return bonuses


def _heaviest_run(weights: Sequence[float], start_bonuses: Sequence[float]) -> Extent | None:
    """Return the run with the greatest sum of its weights and the bonus of its first line."""
    best, best_sum = None, 0.0
    start, running = 0, 0.0
    for index, weight in enumerate(weights):
        if weight > 0.0 and running <= start_bonuses[index]:
            start, running = index, start_bonuses[index]
        elif running <= 0.0:
            start, running = index, 0.0
        running += weight
        if weight > 0.0 and running > best_sum:
            best, best_sum = Extent(start, index + 1), running
    return best


def _cut_tail(lines: Sequence[Line], weights: Sequence[float], run: Extent) -> int:
    prose = [max(weight, 0.0) for weight in weights[run.first : run.last]]
    needed = _MIN_SHARE_BEFORE_TAIL * sum(prose)
    before = 0.0
    for index in range(run.first, run.last):
        if before >= needed and (opens_tail(lines[index]) or _is_bio_of_stranger(lines, run.first, index)):
            return index
        before += prose[index - run.first]
    return run.last


def _is_bio_of_stranger(lines: Sequence[Line], first: int, index: int) -> bool:
    """Return whether the line is a bio of somebody whom the lines from the first to it have not named."""
    name = leading_name(lines[index].text)
    if name is None or not has_bio_form(lines[index]):
        return False
    surname = name.split()[-1].casefold()
    return not any(surname in lines[before].tokens for before in range(first, index))


def _skip_head(reasons: Sequence[str | None], weights: Sequence[float], run: Extent) -> int:
    """Return the line after the last byline or date near the top: the standfirst above it is not body."""
    limit = _MAX_SHARE_ABOVE_BYLINE * sum(max(weight, 0.0) for weight in weights[run.first : run.last])
    first, above = run.first, 0.0
    for index in range(run.first, min(run.last, run.first + _MAX_LINES_ABOVE_BYLINE)):
        above += max(weights[index], 0.0)
        if above > limit:
            break
        if reasons[index] in {"byline", "timestamp"}:
            first = index + 1
    return first
