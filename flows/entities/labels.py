"""Who speaks a turn: names in labels, and first names by which other speakers address them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flows.entities import lexicon
from flows.entities.gazetteer import look_up
from flows.entities.names import bare, fold, mixed_case, parse_person, titles_end
from flows.entities.passages import Passage

# What stands after the name in a label: ", HOST", "(R-Ohio)", " - CORRESPONDENT", " [on phone]".
_AFTER_NAME: Final = re.compile(r"\s*(?:[,(\[:;/]|\s[-–—]\s).*", re.DOTALL)
# Longer labels are sentences that only look like labels.
_MAX_LABEL_WORDS: Final = 6

_NAME: Final = r"(?P<name>[A-Z][^\W\d_]*[a-z](?:['’-][^\W\d_]+)?)"
_GREETING: Final = re.compile(
    r"\b(?i:thanks|thank you|hi|hello|hey|welcome|goodbye|good (?:morning|afternoon|evening|night)"
    r"|nice to (?:see|be with) you)"
    r"(?i:(?: so much| very much| a lot| again| back| indeed)*),? " + _NAME + r"(?= *(?:[.,!?;–—]|- |$))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """The name in a turn's label: `passages[passage].text[start:end]`, and as it is usually written."""

    turn: int
    passage: int
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Address:
    """In this turn somebody is addressed by a first name."""

    turn: int
    name: str


def find_labels(passages: Sequence[Passage]) -> list[Label]:
    """Return the labels that name a person."""
    labels = []
    for index, passage in enumerate(passages):
        if passage.place != "label" or passage.turn is None:
            continue
        span = _name_span(passage.text)
        if span:
            name = mixed_case(passage.text[slice(*span)])
            labels.append(Label(passage.turn, index, *span, name))
    return labels


def _name_span(text: str) -> tuple[int, int] | None:
    after = _AFTER_NAME.search(text)
    end = after.start() if after else len(text)
    start = len(text) - len(text.lstrip())
    start = titles_end(text, start, end)
    words = text[start:end].split()
    titles, generic = lexicon.titles(), lexicon.words("label_words")
    if not words or len(words) > _MAX_LABEL_WORDS or any(bare(word) in generic for word in words):
        return None
    if bare(words[-1]) in titles.before and bare(words[-1]) not in lexicon.first_names():
        return None
    name = parse_person(text[start:end])
    if name is None or len(name.last.strip(".")) < 2 or (look_up(text[start:end]) and len(words) == 1):
        return None
    return start, start + len(text[start:end].rstrip())


def find_addresses(passages: Sequence[Passage]) -> Iterator[Address]:
    """Yield the greetings and thanks of turns that name somebody: "Thank you, Ana.", "Hi, Ben."."""
    for passage in passages:
        if passage.place == "paragraph" and passage.turn is not None:
            for match in _GREETING.finditer(passage.text):
                if not look_up(match["name"]) or fold(match["name"]) in lexicon.first_names():
                    yield Address(passage.turn, match["name"])


def addressed_labels(
    labels: Sequence[Label], addresses: Sequence[Address], first_name_of: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the first names of speakers whose labels give only a surname, by folded label name.

    first_name_of: for each folded label name, the speaker's first name where the page tells it, else None.
    An address means the speaker of the turn before or after it, with another label. Where one of these two is
    known by that first name, it is meant. Else there must be just one of them without a known first name, and all
    addresses of that speaker must agree: a wrong name costs more than none.
    """
    speaker_of = {label.turn: fold(label.name) for label in labels}
    votes: dict[str, Counter[str]] = {}
    for address in addresses:
        speaker = speaker_of.get(address.turn)
        near = {_nearest(speaker_of, address.turn, step, speaker) for step in (-1, 1)} - {None}
        if any(fold(first_name_of.get(one or "") or "") == fold(address.name) for one in near):
            continue
        if fold(address.name) in speaker_of.values():
            continue
        unknown = [one for one in near if one is not None and first_name_of.get(one) is None]
        if len(unknown) == 1:
            votes.setdefault(unknown[0], Counter())[address.name] += 1
    return {speaker: next(iter(names)) for speaker, names in votes.items() if len(names) == 1}


def _nearest(speaker_of: Mapping[int, str], turn: int, step: int, speaker: str | None) -> str | None:
    """Return the label of the nearest turn before or after that another person speaks.

    Looks over a few turns of the same speaker: a clip that is played in between splits a turn.
    """
    for distance in range(1, _MAX_TURNS_AWAY + 1):
        other = speaker_of.get(turn + step * distance)
        if other is not None and other != speaker:
            return other
    return None


_MAX_TURNS_AWAY: Final = 2
