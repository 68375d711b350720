"""What the language pass hands on, whichever model made it: names, and who is said to say what.

The rooms above see only these values, so that a reader can be replaced without moving a wall.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The classes of cues that report words. What somebody believes or shows (`believing`, `showing`), and verbs that only
# words in marks make a cue (`other`), report them only where such words stand beside them.
SPEECH_CLASSES: Final = frozenset({"saying", "writing", "asking", "ordering", "promising", "denying", "judging"})


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
    """A candidate for a name, as the model saw it.

    type: a value of `vocabulary.ENTITY_TYPES`.
    is_subject: whether it is the subject of a main or reporting clause (a hint for salience; False if not known).
    """

    span: Span
    type: str
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """Something that a source is said to say, think, ask or want.

    cue: its head only ("said", "according to").
    source: the whole noun phrase with titles and identifying clauses; None where the text has none.
    contents: what is said, in order; several where the cue splits it. Marks and "that" may be inside.
    cue_class: the lexicon's class of the cue, such as saying, asking or believing.
    rule: the form it was found by, such as `clause`, `clause_before` or `according_to`.
    head: the head noun of the source; None where the reader does not know it.
    """

    cue: Span
    source: Span | None
    contents: tuple[Span, ...]
    cue_class: str
    rule: str
    head: Span | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One document, read: everything in the order of the text."""

    sentences: tuple[Span, ...]
    names: tuple[Name, ...]
    attributions: tuple[Attribution, ...]
