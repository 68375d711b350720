"""What the reader hands on, whichever model it is: names, and who is said to say what.

The rooms above see only these values, so that a reader can be replaced without moving a wall.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters of a paragraph: `paragraphs[ordinal].text[start:end]`."""

    ordinal: int
    start: int
    end: int

    def holds(self, other: Span) -> bool:
        return self.ordinal == other.ordinal and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.ordinal == other.ordinal and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Name:
    """A candidate for a name, as the model saw it. type: a value of `labels.NAME_TYPES`.

    chances: how likely each of those types is, in their order; empty where the reader doesn't say.
    """

    span: Span
    type: str
    chances: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something that a source is said to say, think, ask or want.

    cue: its head only ("said", "according to"); None where words in marks stand without one.
    source: the whole noun phrase with titles and identifying clauses; None where the text has none.
    contents: what is said, in the order of the text; several where the cue splits it, or where it goes on in the next
    paragraph; none where the reader found none. Marks and "that" may be inside.
    kind: one of `labels.CUE_KINDS`; None without a cue.
    relays: who passes it on, or is told it.
    """

    cue: Span | None
    source: Span | None
    contents: tuple[Span, ...]
    kind: str | None
    relays: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, read: everything in the order of the text."""

    names: tuple[Name, ...]
    attributions: tuple[Attribution, ...]
