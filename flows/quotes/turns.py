"""Turns of a transcript: each is a quote of its own, spoken by its label."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.entities.entity import DocumentEntities, Mention
from flows.language.reading import Span
from flows.pages.document import Paragraph


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn: its paragraphs as whole segments, and who speaks it (None where no label says).

    speakers: all whom its label names, where two speak together; else the one, or nobody.
    """

    number: int
    segments: tuple[Span, ...]
    label: str | None
    speaker_id: str | None
    speaker_name: str | None
    speakers: tuple[str, ...]


def find_turns(paragraphs: Sequence[Paragraph], entities: DocumentEntities) -> list[Turn]:
    """Return the turns of a document in order. A speaker without an entity is called as the label has it."""
    names = {entity.entity_id: entity.name for entity in entities.entities}
    in_labels = [mention for mention in entities.mentions if mention.place == "label"]
    members: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.turn is not None and paragraph.text.strip():
            members.setdefault(paragraph.turn, []).append(paragraph)
    return [
        _turn(number, parts, entities.speaker_ids.get(number), names, in_labels) for number, parts in members.items()
    ]


def _turn(
    number: int,
    parts: Sequence[Paragraph],
    speaker_id: str | None,
    names: Mapping[str, str],
    in_labels: Sequence[Mention],
) -> Turn:
    label = next((part for part in parts if part.label), None)
    if speaker_id not in names:
        speaker_id = None
    printed = label.label if label is not None else None
    name = names[speaker_id] if speaker_id is not None else printed
    together = _named_in(label, names, in_labels) if speaker_id is None and label is not None else ()
    return Turn(
        number,
        tuple(Span(part.ordinal, 0, len(part.text)) for part in parts),
        printed,
        speaker_id,
        name,
        together if len(together) > 1 else (name,) if name is not None else (),
    )


def _named_in(label: Paragraph, names: Mapping[str, str], in_labels: Sequence[Mention]) -> tuple[str, ...]:
    """Return the names of those whom the label of a turn's first paragraph names."""
    start, end = label.label_start, label.label_end
    if start is None or end is None:
        return ()
    first = bisect_left(in_labels, start, key=lambda mention: mention.page_start)
    last = bisect_left(in_labels, end, key=lambda mention: mention.page_start)
    return tuple(names[mention.entity_id] for mention in in_labels[first:last] if mention.entity_id in names)
