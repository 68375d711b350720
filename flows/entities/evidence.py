"""What speaks for each type of a name, gathered over all its occurrences in a document.

The reader sees a window of text at a time and may call a surname an organisation in one and a person in the next. The
votes of all occurrences, the words in the name and the reviewed lists together decide better.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.entities import lexicon
from flows.entities.candidates import Candidate
from flows.entities.gazetteer import Known
from flows.entities.names import bare, fold, parse_person, word_before
from flows.entities.occurrences import Occurrence
from flows.entities.passages import Passage

# One vote of the reader weighs 1 in all. What is surer weighs more; these are ranks, not probabilities.
TITLE_WEIGHT: Final = 2.0  # "Sen. Roe"
KIND_WORD_WEIGHT: Final = 1.2  # "Roe Tower", which may be a person after all
ORGANISATION_WORD_WEIGHT: Final = 3.0  # "Roe University"
MADE_WEIGHT: Final = 2.0  # "Roe missiles"
LED_WEIGHT: Final = 2.0  # "the Roe administration": whose it is stands before it
NOUN_BEFORE_WEIGHT: Final = 2.0  # "the town of Roe"
LISTED_WEIGHT: Final = 3.0
CERTAIN_WEIGHT: Final = 100.0  # an author, a speaker's label, a country
# Of the votes for a person in some places and for a place in others, one this large is no slip of the reader.
SURE: Final = 0.98

_WINDOW_CHARS: Final = 40
_NOT_IN_TITLE: Final = frozenset(',;:)"”')
_LOCATIVE: Final = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Ff]rom|outside|across|throughout|northern|southern|eastern|western) $"
)
_POSSESSIVE: Final = re.compile(r"['’]")
# Nouns before a name that say what it is, and what stands around the name: "the town of Roe", "her employer, Roe,".
_NOUNS_BEFORE: Final = (
    (" of ", "", re.compile(r"\b(?:city|hamlet|port|province|suburb|town|township|village)$"), "GPE"),
    (
        ", ",
        ",",
        re.compile(r"\b(?:airline|bank|carrier|company|employer|firm|retailer|union)$"),
        "ORG",
    ),
)
# What is made under a name, and is told by number or model, never by whose it is; and whose administration it is.
_NOUN_AFTER: Final = re.compile(
    r" (?:(?P<made>aircraft|drones?|fighters?|helicopters?|jets?|missiles?|phones?|pistols?|rifles?|rockets?"
    r"|smartphones?|tanks?|vaccines?)|(?P<led>administration|presidency))\b"
)
# Capitals alone, in a page that never writes the name otherwise: the reader takes some for people.
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")
_MAX_ACRONYM: Final = 4

PLACES: Final = frozenset({"GPE", "LOC", "FAC"})
TYPE_ORDER: Final = ("PERSON", "GPE", "ORG", "NORP", "LOC", "FAC", "EVENT", "WORK", "PRODUCT")


@dataclass(slots=True)
class Evidence:
    """All that a document says of one name.

    first_at: the index of its first occurrence. forms: how often each form is printed. scores: what speaks for each
    type. known: what the lists hold of it. n_votes: how often the reader saw it. n_firm: how often it is no word that
    starts a sentence and is a common one elsewhere. n_sure_places: how often the reader was sure that this is a place.
    n_titles: how often a title of a person stands before it. printed: the form that says most (not in capitals, with
    its accents, the most frequent, the first in the alphabet), known once all is gathered.
    """

    first_at: int
    forms: Counter[str] = field(default_factory=Counter)
    scores: dict[str, float] = field(default_factory=lambda: dict.fromkeys(TYPE_ORDER, 0.0))
    known: Known | None = None
    n_votes: int = 0
    n_firm: int = 0
    n_sure_places: int = 0
    n_titles: int = 0
    printed: str = ""

    @property
    def best(self) -> str | None:
        """The type that most speaks for; None where nothing speaks for its being a name."""
        if self.known is None and not (self.n_votes and self.n_firm):
            return None
        best = best_of(self.scores)
        return best if self.scores[best] > 0 else None

    @property
    def is_acronym(self) -> bool:
        return _ACRONYM.fullmatch(self.printed) is not None

    def share(self, entity_type: str) -> float:
        """Return what speaks for a type, by vote."""
        return self.scores[entity_type] / max(1, self.n_votes)


def best_of(scores: Mapping[str, float]) -> str:
    """Return the type with the highest score; of equal ones the first in the order of types."""
    return max(TYPE_ORDER, key=scores.__getitem__)


def gather(
    passages: Sequence[Passage],
    occurrences: Sequence[Occurrence],
    candidates: Sequence[Candidate],
    certain_people: Iterable[str],
) -> dict[str, Evidence]:
    """Return the evidence for every name that stands somewhere, by folded name.

    certain_people: names of authors and speakers.
    """
    found: dict[str, Evidence] = {}
    for number, occurrence in enumerate(occurrences):
        if not occurrence.key:
            continue
        passage = passages[occurrence.passage]
        evidence = found.get(occurrence.key)
        if evidence is None:
            evidence = found[occurrence.key] = Evidence(number)
        evidence.forms[occurrence.name or passage.text[occurrence.start : occurrence.end]] += 1
        evidence.known = evidence.known or occurrence.known
        evidence.n_firm += occurrence.is_firm
        if evidence.known is None and (noun := _NOUN_AFTER.match(passage.text, occurrence.end)):
            evidence.scores["PRODUCT"] += MADE_WEIGHT * (noun["made"] is not None)
            evidence.scores["PERSON"] += LED_WEIGHT * (noun["led"] is not None)
        if (noun_type := _type_before(passage.text, occurrence.start, occurrence.end)) is not None:
            evidence.scores[noun_type] += NOUN_BEFORE_WEIGHT
        if passage.place == "paragraph" and title_before(passage.text, occurrence.start):
            evidence.scores["PERSON"] += TITLE_WEIGHT
            evidence.n_titles += 1
    for candidate in candidates:
        key = fold(candidate.printed_in(passages))
        if key in found:
            found[key].n_votes += 1
            votes = candidate.votes()
            scores = found[key].scores
            for entity_type in scores.keys() & votes.keys():
                scores[entity_type] += votes[entity_type]
            found[key].n_sure_places += sum(votes.get(place, 0.0) for place in PLACES) >= SURE
    for evidence in found.values():
        evidence.printed = _best_form(evidence.forms)
        _look_inside(evidence)
    for name in certain_people:
        if (key := fold(name)) in found:
            found[key].scores["PERSON"] += CERTAIN_WEIGHT
            found[key].n_votes += 1
    return found


def _type_before(text: str, start: int, end: int) -> str | None:
    """Return the type that a noun before the name `text[start:end]` says; None where none does."""
    for opening, closing, noun, entity_type in _NOUNS_BEFORE:
        noun_end = start - len(opening)
        if (
            text.endswith(opening, 0, start)
            and text.startswith(closing, end)
            and noun.search(text, max(0, noun_end - _WINDOW_CHARS), noun_end)
        ):
            return entity_type
    return None


def _best_form(forms: Counter[str]) -> str:
    if len(forms) == 1:
        return next(iter(forms))
    return min(
        forms, key=lambda form: (form.isupper() and len(form) > _MAX_ACRONYM, form.isascii(), -forms[form], form)
    )


def title_before(text: str, start: int) -> str | None:
    """Return the title, folded, that stands before the name at `start`; None where there is none."""
    word = word_before(text, start).rpartition("(")[2]
    if not word[:1].isupper() or word[-1] in _NOT_IN_TITLE:
        return None
    title = bare(word)
    return title if title in lexicon.titles().before else None


def is_locative(before: str, after: str) -> bool:
    """Whether a name stands after a preposition of place and is no possessor ("in Roe's view")."""
    return _LOCATIVE.search(before) is not None and not _POSSESSIVE.match(after)


def _look_inside(evidence: Evidence) -> None:
    """Add what the words of the name and the lists say."""
    printed = evidence.printed
    words = [bare(word) for word in printed.split()]
    kinds = lexicon.kinds()
    is_thing = len(words) > 1 and words[0] in kinds.by_first_word and words[0] not in lexicon.first_names()
    if len(words) > 1:
        if kinds.organisation_words.intersection(words):
            evidence.scores["ORG"] += ORGANISATION_WORD_WEIGHT
        elif kind := kinds.by_last_word.get(words[-1]) or kinds.by_first_word.get(words[0]):
            evidence.scores[kind] += KIND_WORD_WEIGHT
    if is_thing or parse_person(printed) is None:
        evidence.scores["PERSON"] = 0.0
    if evidence.known:
        is_certain = evidence.known.kind in {"country", "nationality", "group"} and not evidence.n_titles
        evidence.scores[evidence.known.type] += CERTAIN_WEIGHT if is_certain else LISTED_WEIGHT
