"""Where the body begins and, above all, where it ends.

Each line speaks for or against body by its length, its punctuation and its wording; the run of lines with the
greatest sum is the body. Headings of what follows articles ("Related stories", "Comments") then cut its end.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from flows.pages.bios import has_bio_form
from flows.pages.lexicon import phrases
from flows.pages.lines import Line
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
    "boilerplate": -1.0,
}
# How much a line with odds against it speaks against the run it stands in: lists of links inside an article must not
# part it. For body a line speaks by its length, to this many times what a line of a hundred characters does.
_MOST_AGAINST: Final = -0.3
_LEAST_FOR: Final = 0.3
_MOST_FOR: Final = 3.0
_CHARS_OF_A_LINE: Final = 100
# A heading such as "Related stories" ends the body when this share of the run's prose stands before it.
_MIN_SHARE_BEFORE_TAIL: Final = 0.65


@dataclass(frozen=True, slots=True)
class Extent:
    """The lines `first` to `last` - 1 hold the body."""

    first: int
    last: int


def line_weights(lines: Sequence[Line], reasons: Sequence[str | None], n_copies: Sequence[int]) -> list[float]:
    """Return how much each line speaks for body (above 0) or against it."""
    return [_line_weight(line, reason, copies) for line, reason, copies in zip(lines, reasons, n_copies, strict=True)]


def find_extent(lines: Sequence[Line], weights: Sequence[float]) -> Extent | None:
    """Return the extent of a conversation by what its lines speak; None where no line speaks for body."""
    run = _heaviest_run(weights)
    return None if run is None else Extent(run.first, _cut_tail(lines, weights, run))


def likeliest_extent(lines: Sequence[Line], log_odds: Sequence[float], is_likely: Sequence[bool]) -> Extent:
    """Return the run of lines that holds most of the likely body, by the body model's log odds."""
    weights = [
        min(max(odds, _LEAST_FOR), _MOST_FOR) * min(len(line.text) / _CHARS_OF_A_LINE, _MOST_FOR)
        if likely
        else max(min(odds, 0.0), _MOST_AGAINST)
        for line, odds, likely in zip(lines, log_odds, is_likely, strict=True)
    ]
    return _heaviest_run(weights) or Extent(0, 0)


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


def _heaviest_run(weights: Sequence[float]) -> Extent | None:
    """Return the run of lines with the greatest sum; None where no line speaks for body."""
    best, best_sum = None, 0.0
    start, running = 0, 0.0
    for index, weight in enumerate(weights):
        if running <= 0.0:
            start, running = index, 0.0
        running += weight
        if weight > 0.0 and running > best_sum:
            best, best_sum = Extent(start, index + 1), running
    return best


def _cut_tail(lines: Sequence[Line], weights: Sequence[float], run: Extent) -> int:
    prose = [max(weight, 0.0) for weight in weights[run.first : run.last]]
    needed = _MIN_SHARE_BEFORE_TAIL * sum(prose)
    before = 0.0
    named: set[str] = set()
    for index in range(run.first, run.last):
        line = lines[index]
        if before >= needed and (opens_tail(line) or _is_bio_of_stranger(line, named)):
            return index
        before += prose[index - run.first]
        named.update(line.tokens)
    return run.last


def _is_bio_of_stranger(line: Line, named: Container[str]) -> bool:
    """Return whether the line is a bio of somebody whom the lines above have not named."""
    name = line.leading_name
    return name is not None and has_bio_form(line) and name.split()[-1].casefold() not in named
