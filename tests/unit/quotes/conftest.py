"""Small documents for these tests: invented prose, read by the real reader, with entities made by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import pytest

from flows.entities.entity import DocumentEntities, Entity, Gender, Mention, Role
from flows.language.reader import read
from flows.pages.document import Facts, Paragraph, SplitPage
from flows.quotes.find import find_quotes
from flows.quotes.quote import Quote

# Name: type, gender, other forms, roles.
CAST = {
    "Ada Quill": ("PERSON", Gender.FEMALE, ("Quill",), ("mayor",)),
    "Tomas Vey": ("PERSON", Gender.MALE, ("Vey",), ("spokesman",)),
    "Nora Bly": ("PERSON", Gender.FEMALE, ("Bly",), ()),
    "Omar Senn": ("PERSON", Gender.MALE, ("Senn",), ("senator",)),
    "Harbour Gazette": ("ORG", Gender.UNKNOWN, (), ()),
    "Radio Lindholm": ("ORG", Gender.UNKNOWN, (), ()),
    "Lindholm": ("GPE", Gender.UNKNOWN, (), ()),
    "Russians": ("NORP", Gender.UNKNOWN, (), ()),
}


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
    """Find the quotes of an article, given its paragraphs."""

    def find(*paragraphs: str) -> list[Quote]:
        return list(_find([Paragraph(n, "body", text, 0, 1) for n, text in enumerate(paragraphs)], {}))

    return find


@pytest.fixture(scope="session")
def turns_in() -> Callable[..., list[Quote]]:
    """Find the quotes of a transcript, given (label, speaker, paragraphs) for each turn."""

    def find(*turns: tuple[str, str | None, Sequence[str]]) -> list[Quote]:
        paragraphs = []
        for number, (label, _, texts) in enumerate(turns):
            for place, text in enumerate(texts):
                shown = label if place == 0 else None
                paragraphs.append(Paragraph(len(paragraphs), "turn", text, 0, 1, number, shown))
        speakers = {number: speaker for number, (_, speaker, _) in enumerate(turns) if speaker is not None}
        return list(_find(paragraphs, speakers))

    return find


def _find(paragraphs: Sequence[Paragraph], speakers: dict[int, str]) -> tuple[Quote, ...]:
    texts = [paragraph.text for paragraph in paragraphs]
    [reading] = read([texts])
    split = SplitPage("article", Facts(), tuple(paragraphs), ())
    return find_quotes("0" * 16, split, reading, make_entities(texts, speakers))
