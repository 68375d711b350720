"""What this room hands on: quotes with their speakers."""

from __future__ import annotations

from dataclasses import dataclass

from flows.language.reading import Span


@dataclass(frozen=True, slots=True)
class Quote:
    """A row of `quotes` but for the document's id; see the table's model for the meaning of each field.

    cue_text, speaker_text: the slices of cue and speaker.
    """

    quote_id: str
    kind: str
    text: str
    segments: tuple[Span, ...]
    cue: Span | None
    cue_text: str | None
    speaker: Span | None
    speaker_text: str | None
    speaker_id: str | None
    speaker_name: str | None
    speakers: tuple[str, ...]
    resolution: str
    via: tuple[str, ...]
    reported_by: str | None
    parent_quote_id: str | None
    rule: str
    reasons: tuple[str, ...]
