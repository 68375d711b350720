"""Turns of a transcript: each is a quote of its own, spoken by its label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.entities.entity import DocumentEntities
from flows.language.reading import Span
from flows.pages.document import Paragraph


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn: its paragraphs as whole segments, and who speaks it (None where no label says)."""

    number: int
    segments: tuple[Span, ...]
    label: str | None
    speaker_id: str | None
    speaker_name: str | None


def find_turns(paragraphs: Sequence[Paragraph], entities: DocumentEntities) -> list[Turn]:
    """Return the turns of a document in order. A speaker without an entity is called as the label has it."""
    names = {entity.entity_id: entity.name for entity in entities.entities}
    members: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.turn is not None and paragraph.text.strip():
            members.setdefault(paragraph.turn, []).append(paragraph)
    return [_turn(number, parts, entities.speaker_ids, names) for number, parts in members.items()]


def _turn(number: int, parts: Sequence[Paragraph], speaker_ids: Mapping[int, str], names: Mapping[str, str]) -> Turn:
    label = next((part.label for part in parts if part.label), None)
    speaker_id = speaker_ids.get(number)
    if speaker_id not in names:
        speaker_id = None
    name = names[speaker_id] if speaker_id is not None else label
    return Turn(number, tuple(Span(part.ordinal, 0, len(part.text)) for part in parts), label, speaker_id, name)
