"""Other versions of a page: with other names, other quotation marks, or a part of its paragraphs.

What a page says of names and attributions stays true in each of them, so the network learns what does not matter.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flows.entities.gazetteer import known_forms
from training.corpus.annotated import Mark
from training.corpus.text import LabelledText

# Shares of the versions. Half of the names are the writers' own, since those fit the place; curly double marks are the
# commonest, and what pages of this corpus and of most papers have.
_WITH_OTHER_PEOPLE: Final = 0.5
_WITH_OTHER_PLACES_AND_BODIES: Final = 0.35
_WITH_STRAIGHT_MARKS: Final = 0.25
_WITH_SINGLE_MARKS: Final = 0.1
_EXCERPTS: Final = 0.4
_STRAIGHT: Final = str.maketrans("“”‘’", "\"\"''")
_SINGLE: Final = str.maketrans("“”", "‘’")
_SUFFIXES: Final = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})


@dataclass(frozen=True)
class NamePool:
    """Names to draw from: of the corpus, and of the lists that onrecord knows anyway."""

    first: Sequence[str]
    last: Sequence[str]
    whole: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, texts: Iterable[LabelledText]) -> NamePool:
        first, last = set(), set()
        whole: dict[str, set[str]] = {"GPE": set(), "ORG": set(), "LOC": set(), "FAC": set(), "NORP": set()}
        for text in texts:
            for mark in text.marks:
                name = text.paragraphs[mark.block][mark.start : mark.end]
                if mark.tag != "name" or (name.isupper() and len(name) > 6):
                    continue
                words = name.split()
                if mark.value == "PERSON" and len(words) == 2 and words[1] not in _SUFFIXES:
                    first.add(words[0])
                    last.add(words[1])
                elif mark.value in whole:
                    whole[mark.value].add(name)
        for form, known in known_forms():
            if known.type in whole:
                whole[known.type].add(form)
        return cls(sorted(first), sorted(last), {kind: sorted(names) for kind, names in whole.items()})


def varied(text: LabelledText, pool: NamePool, chance: random.Random) -> LabelledText:
    """Return a version of the text."""
    if chance.random() < _WITH_OTHER_PEOPLE:
        text = _renamed(text, _other_people(text, pool, chance))
    if chance.random() < _WITH_OTHER_PLACES_AND_BODIES:
        text = _renamed(text, _other_places_and_bodies(text, pool, chance))
    draw = chance.random()
    if draw < _WITH_STRAIGHT_MARKS + _WITH_SINGLE_MARKS:
        marks = _STRAIGHT if draw < _WITH_STRAIGHT_MARKS else _SINGLE
        text = LabelledText([paragraph.translate(marks) for paragraph in text.paragraphs], text.marks)
    if chance.random() < _EXCERPTS:
        first = chance.randrange(max(1, len(text.paragraphs) // 2))
        marks_left = [replace(mark, block=mark.block - first) for mark in text.marks if mark.block >= first]
        text = LabelledText(text.paragraphs[first:], marks_left)
    return text


def _other_people(text: LabelledText, pool: NamePool, chance: random.Random) -> dict[Mark, str]:
    """Give each first and last name of the page another, everywhere the same; so families stay families."""
    people = [mark for mark in text.marks if mark.tag == "name" and mark.value == "PERSON"]
    given: dict[str, str] = {}
    for mark in people:
        words = text.paragraphs[mark.block][mark.start : mark.end].split()
        if len(words) > 1:
            for place, word in enumerate(words):
                if word not in _SUFFIXES and len(word) > 2 and word[0].isupper():
                    names = pool.first if place == 0 else pool.last
                    given.setdefault(word, chance.choice(names))
    found = {}
    for mark in people:
        words = text.paragraphs[mark.block][mark.start : mark.end].split()
        found[mark] = " ".join(given.get(word, word) for word in words)
    return found


def _other_places_and_bodies(text: LabelledText, pool: NamePool, chance: random.Random) -> dict[Mark, str]:
    """Give some entities another name of their type; acronyms an acronym."""
    given: dict[tuple[tuple[str, ...], str], str] = {}
    found = {}
    for mark in text.marks:
        names = pool.whole.get(mark.value, ()) if mark.tag == "name" else ()
        old = text.paragraphs[mark.block][mark.start : mark.end]
        if not names:
            continue
        if (mark.ids, old) not in given:
            new = old
            if chance.random() < 0.5:
                draws = (chance.choice(names) for _ in range(6))
                new = next((name for name in draws if name.isupper() == old.isupper()), old)
            given[mark.ids, old] = new
        found[mark] = given[mark.ids, old]
    return found


def _renamed(text: LabelledText, names: Mapping[Mark, str]) -> LabelledText:
    """Put other names in the places of marks, and move all marks accordingly."""
    paragraphs = list(text.paragraphs)
    by_block: dict[int, list[tuple[int, int, str]]] = {}
    for mark, name in names.items():
        if paragraphs[mark.block][mark.start : mark.end] != name:
            by_block.setdefault(mark.block, []).append((mark.start, mark.end, name))
    for block, changes in by_block.items():
        for start, end, name in sorted(changes, reverse=True):
            paragraphs[block] = paragraphs[block][:start] + name + paragraphs[block][end:]
    marks = []
    for mark in text.marks:
        changes = by_block.get(mark.block, [])
        before = sum(len(name) - (end - start) for start, end, name in changes if end <= mark.start)
        inside = sum(
            len(name) - (end - start) for start, end, name in changes if mark.start <= start and end <= mark.end
        )
        marks.append(replace(mark, start=mark.start + before, end=mark.end + before + inside))
    return LabelledText(paragraphs, marks)
