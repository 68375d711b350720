"""Pronouns that open a sentence and are nobody's source: "He likes to cite Roe." Who is spoken of goes on with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.entities.entity import Gender
from flows.language.reading import Span
from flows.quotes.layout import Layout
from flows.quotes.words import gender_of_pronoun

# The first of its sentence, before any word with a capital, which may be a name: "After the vote he left".
_OPENING: Final = re.compile(r"(?:[A-Z][^A-Z.;:“”\"]{0,60}? )?(?P<pronoun>[Hh]e|[Ss]he)\b")


def opening_pronouns(layout: Layout) -> Iterator[tuple[Span, Gender]]:
    """Yield "he" and "she" as the first words of their sentences, outside marks and sources, in order."""
    sources = {found.source for found in layout.attributions}
    for ordinal, (text, starts) in enumerate(zip(layout.texts, layout.sentence_starts, strict=True)):
        for start in starts:
            if opening := _OPENING.match(text, start):
                span = Span(ordinal, *opening.span("pronoun"))
                if span not in sources and not layout.is_marked(span):
                    yield span, gender_of_pronoun(opening["pronoun"].lower())
