"""The cue lexicon: which words report speech or thought, in what class, with which complements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from flows.lexicons import read_table

_CONSONANT_Y: Final = re.compile(r"[^aeiou]y$")
_SIBILANT: Final = re.compile(r"(s|sh|ch|x|z)$")


@dataclass(frozen=True, slots=True)
class Cue:
    """An entry of the lexicon.

    lemma: the word, with its particle where it needs one ("point out").
    cue_class: saying, writing, asking, ordering, promising, denying, judging, believing or showing.
    frames: the complements that hold what is said; see lexicons/cues.toml.
    """

    lemma: str
    cue_class: str
    frames: frozenset[str]

    @property
    def particle(self) -> str | None:
        return self.lemma.partition(" ")[2] or None


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """verbs: form to entries, those with a particle first. nouns: form to class. carriers: forms."""

    verbs: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, str]
    carriers: frozenset[str]


@cache
def load_cues() -> CueLexicon:
    """Read the lexicon, once per process."""
    data = read_table("language", "cues")
    verbs: dict[str, tuple[Cue, ...]] = {}
    for cue_class, entries in data["verbs"].items():
        for lemma, frames in entries.items():
            cue = Cue(lemma, cue_class, frozenset(frames.split()))
            forms = data["forms"].get(lemma)
            for form in forms.split() if forms else regular_forms(lemma.split()[0]):
                known = verbs.get(form, ())
                verbs[form] = (cue, *known) if cue.particle else (*known, cue)
    nouns = {
        form: cue_class
        for cue_class, words in data["nouns"].items()
        for noun in words.split()
        for form in (noun, _add_s(noun))
    }
    carriers = frozenset(form for noun in data["carriers"]["nouns"].split() for form in (noun, _add_s(noun)))
    return CueLexicon(verbs, nouns, carriers)


def regular_forms(base: str) -> Iterator[str]:
    """Yield the forms of a regular verb: base, third person, past, present participle."""
    stem = base.removesuffix("e")
    yield base
    yield _add_s(base)
    yield f"{base[:-1]}ied" if _CONSONANT_Y.search(base) else f"{stem}ed"
    yield f"{base if base.endswith('ee') else stem}ing"


def _add_s(base: str) -> str:
    if _CONSONANT_Y.search(base):
        return f"{base[:-1]}ies"
    return f"{base}es" if _SIBILANT.search(base) else f"{base}s"
