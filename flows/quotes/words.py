"""The word lists of the speaker rules, loaded once per process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows.entities.entity import Gender
from flows.lexicons import read_table


@dataclass(frozen=True, slots=True)
class Words:
    """Lower-case words by use; see lexicons/words.toml.

    public: the nouns for groups that no firm is called by. pronouns: those of the five fields before, together.
    """

    group_nouns: frozenset[str]
    plurals: frozenset[str]
    firms: frozenset[str]
    public: frozenset[str]
    artefacts: frozenset[str]
    instruments: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    they: frozenset[str]
    it: frozenset[str]
    self_: frozenset[str]
    pronouns: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]
    publisher_words: frozenset[str]
    titles: dict[str, tuple[str, ...]]


@cache
def load_words() -> Words:
    """Read the lexicon, once per process."""
    data = read_table("quotes", "words")
    persons = data["persons"]

    def split(text: str) -> frozenset[str]:
        return frozenset(text.split())

    group_nouns, firms = split(data["groups"]["nouns"]), split(data["groups"]["firms"])
    kinds = ("male", "female", "plural", "thing", "self")
    male, female, they, it, self_ = (split(persons[f"pronouns_{kind}"]) for kind in kinds)
    return Words(
        group_nouns=group_nouns,
        plurals=split(data["groups"]["plurals"]),
        firms=firms,
        public=group_nouns - firms,
        artefacts=split(data["artefacts"]["nouns"]),
        instruments=split(data["instruments"]["nouns"]),
        male=male,
        female=female,
        they=they,
        it=it,
        self_=self_,
        pronouns=male | female | they | it | self_,
        women=split(persons["women"]),
        men=split(persons["men"]),
        publisher_words=split(data["publishers"]["words"]),
        titles={title: _meanings(words) for title, words in data["titles"].items()},
    )


def _meanings(words: str) -> tuple[str, ...]:
    """Return the single words that a title stands for, and all of them as one name."""
    return tuple(dict.fromkeys((words, *words.split())))


def gender_of_pronoun(lower: str) -> Gender:
    """Return the gender of whom a pronoun stands for; UNKNOWN for all but "he" and "she" in their forms."""
    words = load_words()
    return Gender.FEMALE if lower in words.female else Gender.MALE if lower in words.male else Gender.UNKNOWN


def gender_of_noun(phrase: str) -> Gender:
    """Return what the noun of a phrase says: "a spokeswoman", "the boy"."""
    words, head = load_words(), phrase.lower().rsplit(maxsplit=1)[-1]
    if head.endswith("woman") or head in words.women:
        return Gender.FEMALE
    return Gender.MALE if head.endswith("man") or head in words.men else Gender.UNKNOWN
