"""Where a turn ends although no label follows: prose about the speaker, and notes of the editors.

An interview printed inside an article is left again for prose. A turn of several paragraphs looks much the same, so a
turn is ended only by what its speaker would hardly say: his own name in the third person, in a paragraph without "I",
"you" or a question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flows.pages.house_style import full_names
from flows.pages.labels import Label
from flows.pages.lexicon import phrases, transcript_phrases, transcript_words
from flows.pages.lines import Line
from flows.pages.transcript import Conversation, is_spoken

# The name opens the paragraph, with a first name, a title or "But" before it.
_MAX_WORDS_BEFORE_NAME: Final = 3
# A signature or a sign-off ("Anna Roe, Radio Lenn, at the river") has no verb and few words.
_MIN_PROSE_WORDS: Final = 6
_MAX_NOTE_CHARS: Final = 400
# "in New Harlan", "the star of Cold Estuary": capitals behind these are rarely a person's.
_PLACE_OR_WORK: Final = re.compile(r"\b(?:in|at|from|near|of|across|around|outside) (?:the )?[A-Z]\S*(?: [A-Z]\S*)*")
_PUNCTUATION: Final = ".,;:?!\"'“”‘’()"


def introduced_names(conversation: Conversation) -> Mapping[str, str]:
    """Return whom the prose above the first label names in full: initials by surname, both in small letters."""
    if not conversation.labels:
        return {}
    above = conversation.lines[: min(conversation.labels)]
    return {
        last: first[0] + last[0]
        for line in above
        if line.ends_sentence
        for first, last in full_names(_PLACE_OR_WORK.sub(" ", line.text))
    }


def ends_turn(line: Line, label: Label, introduced: Mapping[str, str]) -> bool:
    """Return whether a line without a label is no part of the turn above it.

    introduced: see `introduced_names`; whoever answers behind A or behind initials is one of these.
    """
    if is_editors_note(line):
        return True
    if len(line.tokens) < _MIN_PROSE_WORDS or is_spoken(line.text):
        return False
    names = _names_of_speaker(label, introduced)
    tokens = [token.removesuffix("'s") for token in line.tokens]
    if names.isdisjoint(tokens) or not any(_is_printed_as_name(line, name) for name in names):
        return False
    reports = not phrases("reporting_verbs").isdisjoint(tokens)
    opens = not names.isdisjoint(tokens[:_MAX_WORDS_BEFORE_NAME])
    return reports or (opens and not transcript_words("prose_verbs").isdisjoint(line.tokens))


def _names_of_speaker(label: Label, introduced: Mapping[str, str]) -> frozenset[str]:
    if label.who in {"a", "answer"}:
        return frozenset(introduced)
    if label.kind in {"letter", "role", "phrase"}:
        return frozenset()
    initials = label.key.replace(".", "")
    return frozenset({label.key, *(name for name, letters in introduced.items() if letters == initials)})


def is_editors_note(line: Line) -> bool:
    """Return whether the line says how an interview was made: "This interview has been edited for length"."""
    notes = transcript_phrases("editors_notes")
    return len(line.text) <= _MAX_NOTE_CHARS and any(line.folded.startswith(f" {note} ") for note in notes)


def _is_printed_as_name(line: Line, name: str) -> bool:
    return any(
        word.strip(_PUNCTUATION).casefold().startswith(name) and word.strip(_PUNCTUATION)[:1].isupper()
        for word in line.text.split()
    )
