"""Who says a quote, and how that is known: what the rules on sources hand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flows.entities.entity import Entity


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and how that is known; see the columns of `quotes`.

    unnamed: the noun phrase for one person without a name, such as "a neighbour"; pronouns may go back to it.
    """

    entity_id: str | None
    name: str | None
    resolution: str
    names: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unnamed: str = ""


NOBODY: Final = Speaker(None, None, "none")


def speaker_of(entity: Entity, resolution: str, *reasons: str) -> Speaker:
    """Return a known one as the speaker, with what speaks for it."""
    return Speaker(entity.entity_id, entity.name, resolution, (entity.name,), reasons)
