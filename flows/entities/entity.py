"""What this room hands on: mentions, and the entities that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Gender(Enum):
    """What the document or a first name says of a person, for pronouns only; it is not stored."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a place in the text: a row of `mentions` but for the document's id.

    ordinal, start, end: the paragraph and the span in its text; None where `place` is not `paragraph`.
    """

    page_start: int
    page_end: int
    place: str
    ordinal: int | None
    start: int | None
    end: int | None
    text: str
    type: str
    entity_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Role:
    """A role or title beside a name, and where it was read: `paragraphs[ordinal].text[start:end]`."""

    text: str
    ordinal: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom or what mentions of one document mean. `aliases` in order of appearance."""

    entity_id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    roles: tuple[Role, ...]
    n_mentions: int
    gender: Gender = Gender.UNKNOWN


@dataclass(frozen=True, slots=True)
class DocumentEntities:
    """The entities of a document.

    mentions: by page_start, without overlaps.
    speaker_ids: the entity that speaks a turn, by the turn's number; turns of unnamed speakers are missing.
    """

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    speaker_ids: Mapping[int, str]


NO_ENTITIES: Final = DocumentEntities((), (), {})
