"""What speaks for each type of a name, gathered over all its occurrences, and the one type that follows.

The reader sees one sentence at a time and calls a surname an organisation in one and a person in the next. The words
around a name, the words in it, the reviewed lists and the votes of all its occurrences together decide better.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.entities import lexicon
from flows.entities.candidates import Candidate
from flows.entities.gazetteer import Known
from flows.entities.names import bare, fold, parse_person
from flows.entities.occurrences import Occurrence
from flows.entities.passages import Passage

# One vote of the reader weighs 1. What is surer weighs more; these are ranks, not probabilities.
TITLE_WEIGHT: Final = 2.0  # "Sen. Roe"
RELATIVE_WEIGHT: Final = 2.0  # "Roe, who", "Roe, 54,"
FIRST_NAME_WEIGHT: Final = 3.0  # a name of several words that starts with a first name
KIND_WORD_WEIGHT: Final = 4.0  # "Roe University"
KIND_BEFORE_WEIGHT: Final = 3.0  # "the town of Roe", or a dateline
LOCATIVE_WEIGHT: Final = 1.0  # "in Roe": sometimes said of organisations and works
LISTED_WEIGHT: Final = 3.0
CERTAIN_WEIGHT: Final = 100.0  # an author, a speaker's label, a country
SUBJECT_OF_SAYING_WEIGHT: Final = 0.5

_WINDOW_CHARS: Final = 40
_LAST_WORD: Final = re.compile(r"([^\s,;:()\"“”]+) $")
_TOWN_OF: Final = re.compile(
    r"\b(?:city|town|village|province|district|county|state|capital|suburb|municipality|region|port|borough|township)"
    r"(?:,)? of $|\b(?:town|city|village),? $"
)
_LOCATIVE: Final = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Ff]rom|outside|across|throughout|northern|southern|eastern|western) $"
)
_RELATIVE: Final = re.compile(
    r", who(?:m|se)?\b|,? \(?\d\d\)?,|, (?:an?|the|his|her) (?:[\w-]+ ){0,3}(?:man|woman|mother|father)\b"
)
# "OSTERVIK, Norway, May 3 (AP) — It rained."
_AFTER_DATELINE: Final = re.compile(r"(?:, [\w. ]{1,20}){0,2}(?: ?\([\w ]{1,20}\))? ?(?:[—–]|--?) ")
_POSSESSIVE: Final = re.compile(r"['’]")
# "Roe missiles": what is made under a name.
_MADE: Final = re.compile(
    r" (?:aircraft|cars?|drones?|fighters?|helicopters?|jets?|missiles?|phones?|pistols?|rifles?|rockets?|smartphones?"
    r"|tanks?|trucks?|vaccines?)\b"
)
# "the Roe administration": whose it is stands before it.
_LED: Final = re.compile(r" (?:administration|presidency)\b")


@dataclass(slots=True)
class Evidence:
    """All that a document says of one name. forms: as printed. first_at: the index of its first occurrence."""

    first_at: int
    forms: Counter[str] = field(default_factory=Counter)
    scores: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    known: Known | None = None
    weight: float = 0.0
    n_person_like: int = 0

    @property
    def printed(self) -> str:
        """The most frequent form; mixed case before capitals, then the longer, then the first in the alphabet."""
        return min(self.forms, key=lambda form: (form.isupper() and len(form) > _MAX_ACRONYM, -self.forms[form], form))


_MAX_ACRONYM: Final = 4
# Capitals alone, in a page that never writes the name otherwise: the reader takes some for people.
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}")


def gather(
    passages: Sequence[Passage],
    occurrences: Sequence[Occurrence],
    candidates: Sequence[Candidate],
    certain_people: Iterable[str],
    sources: Mapping[int, Sequence[tuple[int, int]]],
) -> dict[str, Evidence]:
    """Return the evidence for every name that stands somewhere, by folded name.

    certain_people: names of authors and speakers. sources: spans of sources of a cue of saying, by passage,
    in order and without overlaps.
    """
    found: dict[str, Evidence] = {}
    for number, occurrence in enumerate(occurrences):
        if not occurrence.key:
            continue
        passage = passages[occurrence.passage]
        printed = passage.text[occurrence.start : occurrence.end]
        evidence = found.get(occurrence.key)
        if evidence is None:
            evidence = found[occurrence.key] = Evidence(number)
        evidence.forms[occurrence.name or printed] += 1
        evidence.known = evidence.known or occurrence.known
        if passage.place == "paragraph":
            _look_around(evidence, passage.text, occurrence)
            if _is_inside(occurrence, sources.get(occurrence.passage, ())):
                evidence.scores["PERSON"] += SUBJECT_OF_SAYING_WEIGHT
    for candidate in candidates:
        key = fold(passages[candidate.passage].text[candidate.start : candidate.end])
        if key in found:
            found[key].scores[candidate.type] += candidate.weight
            found[key].weight += candidate.weight
    for evidence in found.values():
        _look_inside(evidence)
    for name in certain_people:
        if (key := fold(name)) in found:
            found[key].scores["PERSON"] += CERTAIN_WEIGHT
            found[key].weight += CERTAIN_WEIGHT
    return found


def _is_inside(occurrence: Occurrence, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the occurrence stands inside one of the spans, which are in order and apart."""
    index = bisect_right(spans, (occurrence.start, sys.maxsize)) - 1
    return index >= 0 and occurrence.end <= spans[index][1]


def _look_around(evidence: Evidence, text: str, occurrence: Occurrence) -> None:
    before = text[max(0, occurrence.start - _WINDOW_CHARS) : occurrence.start]
    after = text[occurrence.end : occurrence.end + _WINDOW_CHARS]
    if title_before(before):
        evidence.scores["PERSON"] += TITLE_WEIGHT
        evidence.n_person_like += 1
    if _RELATIVE.match(after) or (evidence.known is None and _LED.match(after)):
        evidence.scores["PERSON"] += RELATIVE_WEIGHT
        evidence.n_person_like += 1
    is_dateline = occurrence.start == 0 and _AFTER_DATELINE.match(after) is not None
    if evidence.known is None and _MADE.match(after):
        evidence.scores["PRODUCT"] += KIND_BEFORE_WEIGHT
    if _TOWN_OF.search(before) or (is_dateline and text[: occurrence.end].isupper()):
        evidence.scores["GPE"] += KIND_BEFORE_WEIGHT
    elif is_locative(before, after):
        evidence.scores["GPE"] += LOCATIVE_WEIGHT


def title_before(before: str) -> str | None:
    """Return the title that the text before a name ends in, folded; None where it ends in none."""
    match = _LAST_WORD.search(before)
    if match is None or not match[1][:1].isupper():
        return None
    word = bare(match[1])
    return word if word in lexicon.titles().before else None


def is_locative(before: str, after: str) -> bool:
    """Whether a name stands after a preposition of place and is no possessor ("in Roe's view")."""
    return _LOCATIVE.search(before) is not None and not _POSSESSIVE.match(after)


def _look_inside(evidence: Evidence) -> None:
    printed = evidence.printed
    words = [bare(word) for word in printed.split()]
    kinds = lexicon.kinds()
    if len(words) > 1:
        if kind := kinds.by_last_word.get(words[-1]) or kinds.by_first_word.get(words[0]):
            evidence.scores[kind] += KIND_WORD_WEIGHT
        elif kinds.organisation_words.intersection(words):
            evidence.scores["ORG"] += KIND_WORD_WEIGHT
        elif fold(words[0]) in lexicon.first_names() and parse_person(printed) and "and" not in words:
            evidence.scores["PERSON"] += FIRST_NAME_WEIGHT
    if _ACRONYM.fullmatch(printed):
        evidence.scores["ORG"] += evidence.scores.pop("PERSON", 0.0)
    elif len(words) == 1 and words[0] in kinds.by_last_word and not evidence.n_person_like:
        evidence.scores[kinds.by_last_word[words[0]]] += evidence.scores.pop("PERSON", 0.0)
    if parse_person(printed) is None:
        evidence.scores["PERSON"] = 0.0
    if evidence.known:
        is_certain = evidence.known.kind in {"country", "nationality", "group"} and not evidence.n_person_like
        evidence.scores[evidence.known.type] += CERTAIN_WEIGHT if is_certain else LISTED_WEIGHT


_ORDER: Final = ("PERSON", "GPE", "ORG", "NORP", "LOC", "FAC", "EVENT", "WORK", "PRODUCT")


def decide_type(evidence: Evidence) -> str | None:
    """Return the one type of a name; None where too little speaks for its being one."""
    if evidence.known is None and evidence.weight < MIN_WEIGHT:
        return None
    best = max(_ORDER, key=lambda entity_type: (evidence.scores[entity_type], -_ORDER.index(entity_type)))
    return best if evidence.scores[best] > 0 else None


# A name seen only once, and only in a headline, is more often a verb or noun with a capital.
MIN_WEIGHT: Final = 0.5
