"""Every occurrence of a decided name gets its meaning; mentions and entities are made of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flows.entities.cluster import Person
from flows.entities.decide import Decisions
from flows.entities.entity import DocumentEntities, Entity, Gender, Mention, Role
from flows.entities.evidence import PLACES, is_locative, title_before
from flows.entities.gender import agreed, gender_of_name, gender_of_title
from flows.entities.identity import entity_id_of
from flows.entities.names import mixed_case
from flows.entities.namesakes import choose, profiles_of
from flows.entities.occurrences import Occurrence
from flows.entities.passages import Locator, Passage
from flows.entities.roles import roles_beside
from flows.sources.page import Page

_WINDOW_CHARS = 40


@dataclass(frozen=True, slots=True)
class Named:
    """An occurrence and what it means. gender: what a form of address before it says."""

    occurrence: Occurrence
    type: str
    name: str
    why: str
    gender: Gender = Gender.UNKNOWN


def name_occurrences(
    passages: Sequence[Passage], occurrences: Sequence[Occurrence], decisions: Decisions
) -> list[Named]:
    """Return the occurrences that mean something, in order."""
    named: list[Named] = []
    is_shared = any(len(meaning.people) > 1 for meaning in decisions.people.values())
    profiles = profiles_of(passages, occurrences, decisions.people) if is_shared else {}
    before: dict[int, list[Person]] = {}  # people named unmistakably so far, by passage
    for occurrence in occurrences:
        text = passages[occurrence.passage].text
        thing = decisions.things.get(occurrence.key)
        meaning = decisions.people.get(occurrence.key)
        if meaning is not None and not (thing is not None and _is_place_here(text, occurrence, decisions)):
            title = title_before(text, occurrence.start)
            gender = gender_of_title(title)
            seen = before.setdefault(occurrence.passage, [])
            person, why = choose(meaning, title, seen, profiles)
            if person is not None and len(meaning.people) == 1:
                seen.append(person)
            name = person.name if person is not None else text[occurrence.start : occurrence.end]
            named.append(Named(occurrence, "PERSON", mixed_case(name), why, gender))
        elif thing is not None:
            named.append(Named(occurrence, thing.type, thing.name, thing.why))
    return named


def _is_place_here(text: str, occurrence: Occurrence, decisions: Decisions) -> bool:
    """Whether a name that a person and a place share stands for the place."""
    before = text[max(0, occurrence.start - _WINDOW_CHARS) : occurrence.start]
    if title_before(text, occurrence.start):
        return False
    if is_locative(before, text[occurrence.end : occurrence.end + 2]) or occurrence.read_as in PLACES:
        return True
    return occurrence.read_as != "PERSON" and occurrence.key in decisions.mostly_places


@dataclass(slots=True)
class _Draft:
    """An entity as it is put together."""

    name: str
    type: str
    aliases: dict[str, None] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    genders: list[Gender] = field(default_factory=list)
    n_mentions: int = 0


def assemble(page: Page, passages: Sequence[Passage], named: Iterable[Named]) -> DocumentEntities:
    """Make mentions, entities and speakers out of named occurrences.

    An occurrence without a slice of the page of its own, or on one that is taken, is left out.
    """
    locators: dict[int, Locator] = {}
    drafts: dict[str, _Draft] = {}
    mentions: list[Mention] = []
    labelled: dict[int, set[str]] = {}
    last_end = 0
    for one in named:
        occurrence = one.occurrence
        passage = passages[occurrence.passage]
        if occurrence.passage not in locators:
            locators[occurrence.passage] = Locator(page, passage)
        span = locators[occurrence.passage].to_page(occurrence.start, occurrence.end)
        if span is None or span[0] < last_end:
            continue
        last_end = span[1]
        entity_id = entity_id_of(one.type, one.name)
        mentions.append(_mention(one, passage, span, entity_id))
        draft = drafts.setdefault(entity_id, _Draft(one.name, one.type))
        draft.n_mentions += 1
        draft.aliases.setdefault(mentions[-1].text)
        draft.genders.append(one.gender)
        if one.type == "PERSON" and passage.ordinal is not None:
            for start, end in roles_beside(passage.text, occurrence.start, occurrence.end):
                role = Role(passage.text[start:end], passage.ordinal, start, end)
                draft.roles.setdefault(role.text.casefold(), role)
        if passage.place == "label" and passage.turn is not None:
            labelled.setdefault(passage.turn, set()).add(entity_id)
    entities = tuple(_entity(entity_id, draft) for entity_id, draft in drafts.items())
    # Two names in one label speak together: nobody alone is the speaker.
    speaker_ids = {turn: next(iter(ids)) for turn, ids in labelled.items() if len(ids) == 1}
    return DocumentEntities(tuple(mentions), entities, speaker_ids)


def _mention(one: Named, passage: Passage, span: tuple[int, int], entity_id: str) -> Mention:
    occurrence = one.occurrence
    in_paragraph = passage.ordinal is not None
    return Mention(
        page_start=span[0],
        page_end=span[1],
        place=passage.place,
        ordinal=passage.ordinal,
        start=occurrence.start if in_paragraph else None,
        end=occurrence.end if in_paragraph else None,
        text=passage.text[occurrence.start : occurrence.end],
        type=one.type,
        entity_id=entity_id,
        why=one.why,
    )


def _entity(entity_id: str, draft: _Draft) -> Entity:
    gender = Gender.UNKNOWN
    if draft.type == "PERSON":
        by_title = agreed(draft.genders)
        gender = by_title if by_title is not Gender.UNKNOWN else gender_of_name(draft.name)
    return Entity(
        entity_id, draft.name, draft.type, tuple(draft.aliases), tuple(draft.roles.values()), draft.n_mentions, gender
    )
