"""Small documents for these tests: invented prose, in which marks say what the reader saw.

`"[PERSON Ana Roe] met [ORG Roe]."` is a paragraph with two candidate names. `("ROE, HOST", "Hello.")` is a turn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from flows.entities.entity import DocumentEntities
from flows.entities.resolve import resolve_entities
from flows.language.reading import Name, Reading, Span
from flows.pages.document import Dropped, Facts, Paragraph, SplitPage
from flows.sources.page import Page

MARK = re.compile(r"\[([A-Z]+) ([^\]]+)\]")


class Resolved:
    """A document with its entities, in the forms that tests compare."""

    def __init__(self, page: Page, split: SplitPage, entities: DocumentEntities) -> None:
        self.page, self.split, self.entities = page, split, entities

    @property
    def names(self) -> dict[str, str]:
        """Canonical names with their types."""
        return {entity.name: entity.type for entity in self.entities.entities}

    @property
    def people(self) -> dict[str, tuple[str, ...]]:
        """People with their aliases."""
        return {entity.name: entity.aliases for entity in self.entities.entities if entity.type == "PERSON"}

    @property
    def meant(self) -> list[tuple[str, str]]:
        """Each mention's text and the name of its entity, in order."""
        names = {entity.entity_id: entity.name for entity in self.entities.entities}
        return [(mention.text, names[mention.entity_id]) for mention in self.entities.mentions]

    @property
    def speakers(self) -> dict[int, str]:
        names = {entity.entity_id: entity.name for entity in self.entities.entities}
        return {turn: names[entity_id] for turn, entity_id in self.entities.speaker_ids.items()}

    def entity(self, name: str):
        return next(entity for entity in self.entities.entities if entity.name == name)

    def roles(self, name: str) -> list[str]:
        return [role.text for role in self.entity(name).roles]


@pytest.fixture(scope="session")
def resolve() -> Callable[..., Resolved]:
    def build(
        *parts: str | tuple[str, str],
        title: str | None = None,
        byline: str | None = None,
        authors: Sequence[str] = (),
    ) -> Resolved:
        page_text = ""
        paragraphs: list[Paragraph] = []
        dropped: list[Dropped] = []
        names: list[Name] = []
        turn = -1
        for text, reason in ((title, "headline"), (byline, "byline")):
            if text:
                dropped.append(Dropped(len(page_text), len(page_text) + len(text), text, reason))
                page_text += text + "\n"
        for ordinal, part in enumerate(parts):
            label, marked = part if isinstance(part, tuple) else (None, part)
            label_start = label_end = None
            if label is not None:
                turn += 1
                label_start, label_end = len(page_text), len(page_text) + len(label)
                page_text += label + ": "
            text = ""
            position = 0
            for match in MARK.finditer(marked):
                text += marked[position : match.start()]
                names.append(Name(Span(ordinal, len(text), len(text) + len(match[2])), match[1]))
                text += match[2]
                position = match.end()
            text += marked[position:]
            kind = "turn" if turn >= 0 else "body"
            start = len(page_text)
            page_text += text + "\n"
            paragraphs.append(
                Paragraph(
                    ordinal,
                    kind,
                    text,
                    start,
                    start + len(text),
                    turn if turn >= 0 else None,
                    label,
                    label_start,
                    label_end,
                )
            )
        page = Page("0" * 16, "page.txt", "text", None, None, "0" * 64, page_text, page_text)
        split = SplitPage(
            "transcript" if turn >= 0 else "article",
            Facts(title=title, authors=tuple(authors)),
            tuple(paragraphs),
            tuple(dropped),
        )
        return Resolved(page, split, resolve_entities(page, split, Reading(tuple(names), ())))

    return build
