"""Small documents for these tests: invented prose, in which braces say what the reader saw, with entities made by hand.

`{s1 Ada Quill} {c1 said} {1 that it was late}.` is an attribution of its source, cue and content; `{t1 thinks}` a cue
of thought, `{r1 the Gazette}` a relay, `{s1,2 She}` the source of two.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import pytest

from flows.entities.entity import DocumentEntities, Entity, Gender, Mention, Role
from flows.language.reading import Attribution, Reading, Span
from flows.pages.document import Facts, Paragraph, SplitPage
from flows.quotes.find import find_quotes
from flows.quotes.quote import Quote

# Name: type, gender, other forms, roles.
CAST = {
    "Ada Quill": ("PERSON", Gender.FEMALE, ("Quill",), ("mayor",)),
    "Tomas Vey": ("PERSON", Gender.MALE, ("Vey",), ("spokesman",)),
    "Nora Bly": ("PERSON", Gender.FEMALE, ("Bly",), ()),
    "Omar Senn": ("PERSON", Gender.MALE, ("Senn",), ("senator",)),
    "Ida Roth": ("PERSON", Gender.FEMALE, (), ("former judge",)),
    "Harbour Gazette": ("ORG", Gender.UNKNOWN, (), ()),
    "Radio Lindholm": ("ORG", Gender.UNKNOWN, (), ()),
    "Lindholm Water Board": ("ORG", Gender.UNKNOWN, (), ()),
    "Tarn & Vale": ("ORG", Gender.UNKNOWN, (), ()),
    "Lindholm": ("GPE", Gender.UNKNOWN, (), ()),
    "Russians": ("NORP", Gender.UNKNOWN, (), ()),
}


MARK = re.compile(r"\{(?P<part>[sctr]?)(?P<numbers>[\d,]+) (?P<words>[^}]+)\}")
CUES = {"c": "speech", "t": "thought"}


@pytest.fixture(scope="session", name="read_marks")
def _read_marks() -> Callable[[Sequence[str]], tuple[list[str], Reading]]:
    return read_marks


def read_marks(paragraphs: Sequence[str]) -> tuple[list[str], Reading]:
    """Return the texts without braces, and what the braces say."""
    texts = []
    parts: dict[int, dict[str, list[Span]]] = {}
    for ordinal, marked in enumerate(paragraphs):
        text, position = "", 0
        for match in MARK.finditer(marked):
            text += marked[position : match.start()]
            span = Span(ordinal, len(text), len(text) + len(match["words"]))
            for number in match["numbers"].split(","):
                parts.setdefault(int(number), {}).setdefault(match["part"], []).append(span)
            text += match["words"]
            position = match.end()
        texts.append(text + marked[position:])
    return texts, Reading((), tuple(_attribution(parts[number]) for number in sorted(parts)))


def _attribution(parts: dict[str, list[Span]]) -> Attribution:
    cue, kind = next(((spans[0], CUES[part]) for part, spans in parts.items() if part in CUES), (None, None))
    return Attribution(cue, parts.get("s", [None])[0], tuple(parts.get("", ())), kind, tuple(parts.get("r", ())))


def entity_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def make_entities(texts: Sequence[str], speakers: dict[int, str] | None = None) -> DocumentEntities:
    """Find the cast in the texts. speakers: the name of who speaks a turn, by number."""
    forms = {form: name for name, (_, _, others, _) in CAST.items() for form in (name, *others)}
    pattern = re.compile("|".join(sorted(map(re.escape, forms), key=len, reverse=True)))
    mentions = []
    page_start = 0
    for ordinal, text in enumerate(texts):
        for match in pattern.finditer(text):
            name = forms[match.group()]
            start, end = match.span()
            at = page_start + start
            mentions.append(
                Mention(
                    at, at + end - start, "paragraph", ordinal, start, end,
                    match.group(), CAST[name][0], entity_id(name), "by hand",
                )
            )  # fmt: skip
        page_start += len(text) + 1
    named = dict.fromkeys([forms[mention.text] for mention in mentions] + list((speakers or {}).values()))
    entities = [
        Entity(
            entity_id(name), name, CAST[name][0], (name,),
            tuple(Role(role, 0, 0, 1) for role in CAST[name][3]), 1, CAST[name][1],
        )
        for name in named
    ]  # fmt: skip
    ids = {turn: entity_id(name) for turn, name in (speakers or {}).items()}
    return DocumentEntities(tuple(mentions), tuple(entities), ids)


@pytest.fixture(scope="session")
def quotes_in() -> Callable[..., list[Quote]]:
    """Find the quotes of an article, given its paragraphs with their marks."""

    def find(*marked: str) -> list[Quote]:
        texts, reading = read_marks(marked)
        return list(_find([Paragraph(n, "body", text, 0, 1) for n, text in enumerate(texts)], reading, {}))

    return find


@pytest.fixture(scope="session")
def turns_in() -> Callable[..., list[Quote]]:
    """Find the quotes of a transcript, given (label, speaker, paragraphs) for each turn."""

    def find(*turns: tuple[str, str | None, Sequence[str]]) -> list[Quote]:
        texts, reading = read_marks([text for _, _, marked in turns for text in marked])
        paragraphs = []
        for number, (label, _, marked) in enumerate(turns):
            for place in range(len(marked)):
                ordinal = len(paragraphs)
                shown = label if place == 0 else None
                paragraphs.append(Paragraph(ordinal, "turn", texts[ordinal], 0, 1, number, shown))
        speakers = {number: speaker for number, (_, speaker, _) in enumerate(turns) if speaker is not None}
        return list(_find(paragraphs, reading, speakers))

    return find


def _find(paragraphs: Sequence[Paragraph], reading: Reading, speakers: dict[int, str]) -> tuple[Quote, ...]:
    split = SplitPage("article", Facts(), tuple(paragraphs), ())
    entities = make_entities([paragraph.text for paragraph in paragraphs], speakers)
    return find_quotes("0" * 16, split, reading, entities)
