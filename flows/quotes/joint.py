"""Sources of several speakers: "Ana Roe, the chairwoman, and its secretary, Jan Poe, of Ely"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from flows.language.reading import Span
from flows.quotes.stage import PlacedMention, Stage

# Stands for a name while a source is looked at; of the private use area, so no page has it.
_NAME: Final = "\ue000"
_OTHER: Final = f"[^{_NAME},;:]"
# Words before a name that say what somebody is: "Senator", "his wife,".
_LEAD: Final = rf"(?:{_OTHER}{{1,60}} |(?:an?|the|his|her|their|its) {_OTHER}{{1,60}}, )?"
_FROM: Final = rf"(?:,? (?:of|from|at|in|for) {_OTHER}{{1,60}})?"
# What is said of somebody between commas or in parentheses; no other name may stand in it.
_ASIDE: Final = rf"(?:,[^{_NAME};:]{{1,160}},| \([^{_NAME}()]{{1,60}}\),?|,)"
_END: Final = r"(?=$|[\s,;:(\[–—.])"
_ONE: Final = rf"{_LEAD}{_NAME}(?!['’]s?\b)"
# "Two engineers, Ana Roe of Ely and Jan Poe,".
_PEOPLE: Final = re.compile(
    rf"(?:{_OTHER}{{1,60}}, )?{_ONE}(?:{_FROM}{_ASIDE} {_ONE})*{_FROM}{_ASIDE}? (?:and|&) {_ONE}{_END}"
)
# "Oxfam and the Red Cross": firms and places have others beside them that belong to their names, so nothing else.
_BODIES: Final = re.compile(rf"(?:[Bb]oth |[Tt]he )*{_NAME}(?:, (?:the )?{_NAME})*,? (?:and|&) (?:the )?{_NAME}{_END}")
# What makes a lead more than what somebody is: "aides to Roe", "a paper by Roe", "voters, such as Roe".
_MORE: Final = re.compile(
    r"\b(?:and|or|but|who|which|that|with|by|to|than|like|as|about|under|against|between|including|for|at|on|from)\b"
    r"|\b(?:of|in) (?:the )?$"
)


def joint_people(stage: Stage, source: Span, people: Sequence[PlacedMention]) -> Sequence[PlacedMention]:
    """Return those of the people named in a source that it means together, in order; none where there are no two."""
    parts = _between(stage, source, people)
    joint = _PEOPLE.match(_NAME.join(parts))
    n_names = joint.group().count(_NAME) if joint is not None else 0
    return people[:n_names] if n_names > 1 and not any(map(_says_more, parts[:n_names])) else ()


def joint_bodies(stage: Stage, source: Span, mentions: Sequence[PlacedMention]) -> Sequence[PlacedMention]:
    """Return the names at the start of a source that it means together, in order; none where there are no two."""
    joint = _BODIES.match(_NAME.join(_between(stage, source, mentions)))
    return mentions[: joint.group().count(_NAME)] if joint is not None else ()


def _between(stage: Stage, source: Span, mentions: Sequence[PlacedMention]) -> list[str]:
    """Return what stands before, between and after the names of a source."""
    text = stage.layout.texts[source.ordinal]
    starts = [source.start, *(mention.span.end for mention in mentions)]
    ends = [*(mention.span.start for mention in mentions), source.end]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _says_more(between: str) -> bool:
    """Whether what stands right before a name, behind a comma or "and", is more than what somebody is."""
    return _MORE.search(re.split(r", (?:and )?|\band |& ", between)[-1]) is not None
