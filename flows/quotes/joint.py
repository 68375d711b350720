"""Sources of several speakers: "Ana Roe, the chairwoman, and its secretary, Jan Poe, of Ely"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from flows.language.reading import Span
from flows.quotes.stage import PlacedMention, Stage


class _Joints(NamedTuple):
    """What may stand before the first name, between two of a list, and between the last two."""

    first: re.Pattern[str]
    list: re.Pattern[str]
    last: re.Pattern[str]


_OTHER: Final = "[^,;:]"
# Words before a name that say what somebody is: "Senator", "his wife,".
_LEAD: Final = rf"(?:{_OTHER}{{1,60}} |(?:an?|the|his|her|their|its) {_OTHER}{{1,60}}, )?"
_FROM: Final = rf"(?:,? (?:of|from|at|in|for) {_OTHER}{{1,60}})?"
# What is said of somebody between commas or in parentheses.
_ASIDE: Final = r"(?:,[^;:]{1,160},| \([^()]{1,60}\),?|,)"
# "Two engineers, Ana Roe of Ely and Jan Poe,".
_PEOPLE: Final = _Joints(
    re.compile(rf"(?:{_OTHER}{{1,60}}, )?{_LEAD}"),
    re.compile(rf"{_FROM}{_ASIDE} {_LEAD}"),
    re.compile(rf"{_FROM}{_ASIDE}? (?:and|&) {_LEAD}"),
)
# "Oxfam and the Red Cross": firms and places have others beside them that belong to their names, so nothing else.
_BODIES: Final = _Joints(
    re.compile(r"(?:[Bb]oth |[Tt]he )*"), re.compile(r", (?:the )?"), re.compile(r",? (?:and|&) (?:the )?")
)
# What may follow the last name; no "’s".
_AFTER: Final = re.compile(r"[\s,;:(\[–—.]")
# What makes a lead more than what somebody is: "aides to Roe", "a paper by Roe", "voters, such as Roe".
_MORE: Final = re.compile(
    r"\b(?:and|or|but|who|which|that|with|by|to|than|like|as|about|under|against|between|including|for|at|on|from)\b"
    r"|\b(?:of|in) (?:the )?$"
)


def joint_people(stage: Stage, source: Span, people: Sequence[PlacedMention]) -> Sequence[PlacedMention]:
    """Return those of the people named in a source that it means together, in order; none where there are no two."""
    parts = _between(stage, source, people)
    n_names = _n_joined(parts, _PEOPLE)
    return () if any(map(_says_more, parts[:n_names])) else people[:n_names]


def joint_bodies(stage: Stage, source: Span, mentions: Sequence[PlacedMention]) -> Sequence[PlacedMention]:
    """Return the names at the start of a source that it means together, in order; none where there are no two."""
    return mentions[: _n_joined(_between(stage, source, mentions), _BODIES)]


def _n_joined(parts: Sequence[str], joints: _Joints) -> int:
    """Return how many names stand together, given what stands around them; 0 where no two are joined by "and"."""
    if not joints.first.fullmatch(parts[0]):
        return 0
    n_names = 0
    for number, (between, after) in enumerate(pairwise(parts[1:]), start=2):
        is_closed = _AFTER.match(after) if after else number == len(parts) - 1
        if is_closed and joints.last.fullmatch(between):
            n_names = number
        if not joints.list.fullmatch(between):
            break
    return n_names


def _between(stage: Stage, source: Span, mentions: Sequence[PlacedMention]) -> list[str]:
    """Return what stands before, between and after the names of a source."""
    text = stage.layout.texts[source.ordinal]
    starts = [source.start, *(mention.span.end for mention in mentions)]
    ends = [*(mention.span.start for mention in mentions), source.end]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _says_more(between: str) -> bool:
    """Whether what stands right before a name, behind a comma or "and", is more than what somebody is."""
    return _MORE.search(re.split(r", (?:and )?|\band |& ", between)[-1]) is not None
