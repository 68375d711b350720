"""Names of a document, from candidates to entities: the table of contents of this room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flows.entities.candidates import Candidate, find_candidates
from flows.entities.decide import decide
from flows.entities.entity import DocumentEntities
from flows.entities.evidence import gather
from flows.entities.labels import Label, examiners, find_addresses, find_labels
from flows.entities.mentions import assemble, name_occurrences
from flows.entities.names import is_person_like, parse_person
from flows.entities.occurrences import find_occurrences
from flows.entities.passages import Passage, passages_of
from flows.language.reading import Reading
from flows.pages.document import SplitPage
from flows.sources.page import Page


def resolve_entities(page: Page, split: SplitPage, reading: Reading) -> DocumentEntities:
    """Return the names of a page and whom or what they mean.

    The same string is one type and one entity in a document, but for a surname that two people share and a name
    that is both a person's and a place's. A full name decides for its short forms.
    """
    passages = passages_of(split)
    addresses = list(find_addresses(passages))
    authors = [author for author in split.facts.authors if is_person_like(author)]
    candidates = find_candidates(passages, reading)
    labels = find_labels(passages, [*authors, *_people(passages, candidates)])
    short_forms = [address.name for address in addresses] + list(
        _parts_of_people(passages, candidates, authors, labels)
    )
    occurrences = find_occurrences(passages, candidates, labels, [*authors, *short_forms])
    certain_people = [*authors, *(label.name for label in labels)]
    evidence = gather(passages, occurrences, candidates, certain_people)
    decisions = decide(evidence, labels, addresses)
    return _with_examiners(passages, assemble(page, passages, name_occurrences(passages, occurrences, decisions)))


def _people(passages: Sequence[Passage], candidates: Iterable[Candidate]) -> set[str]:
    """Return the names that the reader took for people's, as printed."""
    return {one.printed_in(passages) for one in candidates if one.type == "PERSON" and one.end - one.start}


def _with_examiners(passages: Sequence[Passage], entities: DocumentEntities) -> DocumentEntities:
    """Give the questions of an examination in court to who is said to examine."""
    asked = {turn: entities.speaker_ids.get(heading) for turn, heading in examiners(passages).items()}
    known = {turn: entity_id for turn, entity_id in asked.items() if entity_id is not None}
    return replace(entities, speaker_ids={**entities.speaker_ids, **known}) if known else entities


def _parts_of_people(
    passages: Sequence[Passage], candidates: Iterable[Candidate], authors: Iterable[str], labels: Iterable[Label]
) -> Iterator[str]:
    """Yield surnames and first names of everybody who is named in full: they may stand alone elsewhere."""
    for name in sorted(_people(passages, candidates).union(authors, (label.name for label in labels))):
        parsed = parse_person(name)
        if parsed is not None and parsed.first is not None:
            yield parsed.surname
            yield parsed.last
            yield parsed.first
