"""Names as the model saw them, in onrecord's types, with a hint whether the name is a subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from flows.language.parse import Parse
from flows.language.reading import Name

# OntoNotes labels (the model's) to `vocabulary.ENTITY_TYPES`. Numbers, dates, money and languages are no names.
TYPE_OF_LABEL: Final = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "FAC",
    "NORP": "NORP",
    "EVENT": "EVENT",
    "WORK_OF_ART": "WORK",
    "LAW": "WORK",
    "PRODUCT": "PRODUCT",
}
SUBJECT_DEPS: Final = frozenset({"nsubj", "nsubjpass"})


def find_names(parse: Parse, labelled: Iterable[tuple[int, int, str]]) -> Iterator[Name]:
    """Turn the model's entities (first token, token after the last, label) into names."""
    for first, end, label in labelled:
        entity_type = TYPE_OF_LABEL.get(label)
        if entity_type is not None:
            yield Name(parse.span(first, end - 1), entity_type, _is_subject(parse, first, end))


def _is_subject(parse: Parse, first: int, end: int) -> bool:
    """Whether the head of the name is a clause's subject, or the agent of a passive ("quoted by Reuters")."""
    head = first
    while first <= parse.heads[head] < end and parse.heads[head] != head:
        head = parse.heads[head]
    if parse.deps[head] in SUBJECT_DEPS:
        return True
    return parse.deps[head] == "pobj" and parse.deps[parse.heads[head]] == "agent"
