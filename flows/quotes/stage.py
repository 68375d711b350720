"""What has been said of whom so far: the memory that pronouns and noun phrases are traced in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.entities.entity import DocumentEntities, Entity, Gender, Mention
from flows.language.reading import Span
from flows.quotes.layout import Layout
from flows.quotes.speaker import Speaker
from flows.quotes.turns import Turn
from flows.quotes.words import load_words

# How many sentences back a pronoun may reach. News repeats a name after two paragraphs at the latest.
MAX_SENTENCES_BACK: Final = 8
# A role that somebody was given further back may be somebody else's by now.
MAX_PARAGRAPHS_BACK: Final = 3
MENTIONED, SUBJECT, SPEAKER = 1, 2, 3
HOW_SEEN: Final = {MENTIONED: "named", SUBJECT: "the subject", SPEAKER: "the speaker"}
# Of another kind than is asked for, so not worth a word.
NO_CANDIDATE: Final = ""
# Before a name that is no subject: "after a meeting with Roe, …".
_PREPOSITION: Final = re.compile(
    r"\b(?:about|after|against|at|before|behind|between|by|during|for|from|in|into|near|of|on|over|through|to|under|with)"
    r"\s(?:\w+\s){0,2}$",
    re.I,
)
THINGS: Final = frozenset({"ORG", "GPE", "FAC", "WORK"})


@dataclass(frozen=True, slots=True)
class PlacedMention:
    """A mention in a paragraph."""

    span: Span
    text: str
    type: str
    entity_id: str
    why: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """Somebody at a place outside marks, and how: one of the three weights above.

    entity_id: None for a person without a name, who is unnamed: "a neighbour".
    """

    ordinal: int
    start: int
    entity_id: str | None
    weight: int
    unnamed: str = ""


def _start(seen: _Seen) -> int:
    return seen.start


@dataclass(frozen=True, slots=True)
class Traced:
    """Whom a pronoun or noun phrase was traced to. how: in what way; lost: names of others, and why not they."""

    entity: Entity | None
    how: str
    lost: tuple[tuple[str, str], ...] = ()


@dataclass
class Stage:
    """The people on the page, in the order they came up.

    mentions: of paragraphs, by ordinal. entities: by id. turns: by ordinal.
    """

    layout: Layout
    entities: Mapping[str, Entity]
    mentions: Sequence[Sequence[PlacedMention]]
    turns: Mapping[int, Turn]
    seen: list[list[_Seen]]
    last_spoken: Span | None = None
    groups: list[tuple[int, int, str]] = field(default_factory=list)

    def mentions_in(self, span: Span) -> list[PlacedMention]:
        """Return the mentions that overlap a span, in order."""
        mentions = self.mentions[span.ordinal]
        first = bisect_right(mentions, span.start, key=lambda mention: mention.span.end)
        return list(mentions[first : bisect_left(mentions, span.end, lo=first, key=lambda mention: mention.span.start)])

    def type_of(self, mention: PlacedMention) -> str:
        entity = self.entities.get(mention.entity_id)
        return entity.type if entity is not None else mention.type

    def turn_at(self, ordinal: int) -> Turn | None:
        return self.turns.get(ordinal)

    def note_speaker(self, at: Span, speaker: Speaker) -> None:
        """Remember who spoke, for the pronouns that follow."""
        self.last_spoken = at
        if speaker.entity_id is not None or speaker.unnamed:
            seen = _Seen(at.ordinal, at.start, speaker.entity_id, SPEAKER, speaker.unnamed)
            insort(self.seen[at.ordinal], seen, key=_start)
        elif speaker.name is not None:
            self.groups.append((at.ordinal, at.start, speaker.name))

    def last_person(self, source: Span, *, female: bool) -> Traced:
        """Return the person that "he" or "she" goes back to."""
        excluded = Gender.MALE if female else Gender.FEMALE

        turn = self.turn_at(source.ordinal)

        def misfit(entity: Entity) -> str | None:
            if entity.type != "PERSON":
                return NO_CANDIDATE
            if turn is not None and entity.entity_id == turn.speaker_id:
                return "whose turn it is, and who would say “I”"
            return ("a man" if female else "a woman") if entity.gender is excluded else None

        return self._last(source, misfit, unnamed_of=Gender.FEMALE if female else Gender.MALE)

    def last_thing(self, source: Span) -> Traced:
        """Return the organisation or country that "it" goes back to."""

        def misfit(entity: Entity) -> str | None:
            return None if entity.type in THINGS else NO_CANDIDATE

        return self._last(source, misfit, subjects_only=True, max_back=1)

    def last_group(self, source: Span) -> str | None:
        """Return the group that "they" goes back to: one that spoke in this sentence or the one before."""
        if not self.groups:
            return None
        ordinal, start, name = self.groups[-1]
        if ordinal == source.ordinal and start < source.start:
            return name
        return name if ordinal == source.ordinal - 1 else None

    def holder_of(self, source: Span, phrase: str) -> Traced:
        """Return the one person whose role a phrase names, if he was spoken of in these paragraphs."""
        wanted = phrase.lower()
        holders = [
            entity
            for entity in self.entities.values()
            if entity.type == "PERSON" and any(_is_role(role.text.lower(), wanted) for role in entity.roles)
        ]
        near = range(max(source.ordinal - MAX_PARAGRAPHS_BACK, 0), source.ordinal + 1)
        if len(holders) != 1:
            return Traced(None, "", tuple((holder.name, "not the only one with this role") for holder in holders))
        is_near = any(seen.entity_id == holders[0].entity_id for ordinal in near for seen in self.seen[ordinal])
        if not is_near:
            return Traced(None, "", ((holders[0].name, "not spoken of in the last paragraphs"),))
        return Traced(holders[0], "the only one with this role")

    def last_subject(self, words: Span) -> Entity | None:
        """Return the person who is the only subject or speaker of the sentence right before some words."""
        ordinal, offset = self._sentence_before(words.ordinal, self.layout.sentence_start(words.ordinal, words.start))
        if ordinal < 0:
            return None
        people = {seen.entity_id for seen in self._sentence(ordinal, offset) if seen.weight > 1}
        if None in people:
            return None
        persons = [one for entity_id in people if entity_id and (one := self.entities[entity_id]).type == "PERSON"]
        return persons[0] if len(persons) == 1 else None

    def subject_before(self, cue: Span) -> Entity | None:
        """Return the person or body that is the subject, or last spoke, in the sentence of a cue, before it."""
        here = [
            one for one in self._sentence(cue.ordinal, cue.start) if one.start < cue.start and one.weight >= SUBJECT
        ]
        chosen = _chosen(here) if here else None
        if chosen is None or chosen.entity_id is None:
            return None
        entity = self.entities[chosen.entity_id]
        return entity if entity.type == "PERSON" or entity.type in THINGS else None

    def is_recent(self, words: Span) -> bool:
        """Whether somebody spoke in the paragraph of some words before them, or in the one before."""
        return self.last_spoken is not None and words.ordinal - self.last_spoken.ordinal <= 1

    def _last(
        self,
        source: Span,
        misfit: Callable[[Entity], str | None],
        *,
        subjects_only: bool = False,
        max_back: int = MAX_SENTENCES_BACK,
        unnamed_of: Gender | None = None,
    ) -> Traced:
        """Walk back sentence by sentence to the first that has somebody who fits.

        In the source's own sentence only subjects and speakers count. Elsewhere the last speaker goes before the
        first subject, and that before the first mention. misfit: why an entity can't be meant; None where it may be.
        unnamed_of: an unnamed person that may be of this gender is meant rather than anybody further back, and then
        nobody is.
        """
        ordinal, offset = source.ordinal, source.start
        lost: dict[str, str] = {}  # why, by the name of those who were passed by
        for n_back in range(max_back + 1):
            here = []
            for seen in self._sentence(ordinal, offset):
                if (ordinal, seen.start) >= (source.ordinal, source.start):
                    break
                why = self._misfit(seen, misfit, unnamed_of)
                if why is None and seen.weight < SUBJECT and (subjects_only or n_back == 0):
                    why = "no subject of the sentence"
                if why is None:
                    here.append(seen)
                elif why and seen.entity_id is not None:
                    lost.setdefault(self.entities[seen.entity_id].name, why)
            if here:
                return self._weightiest(here, n_back, lost)
            ordinal, offset = self._sentence_before(ordinal, offset)
            if ordinal < 0:
                break
        return Traced(None, "", tuple(lost.items()))

    def _misfit(self, seen: _Seen, misfit: Callable[[Entity], str | None], unnamed_of: Gender | None) -> str | None:
        if seen.entity_id is not None:
            return misfit(self.entities[seen.entity_id])
        may_be = unnamed_of is not None and _gender_of_noun(seen.unnamed) in {unnamed_of, Gender.UNKNOWN}
        return None if may_be else NO_CANDIDATE

    def _weightiest(self, here: Sequence[_Seen], n_back: int, lost: dict[str, str]) -> Traced:
        """Choose among those of one sentence; the others are told with those who were passed by before."""
        chosen = _chosen(here)
        for seen in here:
            if seen.entity_id is not None and seen.entity_id != chosen.entity_id:
                lost.setdefault(self.entities[seen.entity_id].name, f"{HOW_SEEN[seen.weight]} there, too")
        how = f"{HOW_SEEN[chosen.weight]} {_sentences_back(n_back)}"
        if chosen.entity_id is None:
            return Traced(None, f"it may be “{chosen.unnamed}”, {how}", tuple(lost.items()))
        entity = self.entities[chosen.entity_id]
        lost.pop(entity.name, None)
        return Traced(entity, how, tuple(lost.items()))

    def _sentence(self, ordinal: int, offset: int) -> list[_Seen]:
        start, end = self.layout.sentence_start(ordinal, offset), self.layout.sentence_end(ordinal, offset)
        here = self.seen[ordinal]
        first = bisect_left(here, start, key=_start)
        return here[first : bisect_left(here, end, lo=first, key=_start)]

    def _sentence_before(self, ordinal: int, offset: int) -> tuple[int, int]:
        """Return the place of the sentence before, in this paragraph or the one before; ordinal -1 at the start."""
        start = self.layout.sentence_start(ordinal, offset)
        if start > 0:
            return ordinal, start - 1
        while ordinal > 0:
            ordinal -= 1
            if self.layout.texts[ordinal]:
                return ordinal, len(self.layout.texts[ordinal]) - 1
        return -1, 0


def _gender_of_noun(phrase: str) -> Gender:
    """Return what the noun of a phrase says: "a spokeswoman", "the boy"."""
    head = phrase.lower().rsplit(maxsplit=1)[-1]
    if head.endswith("woman") or head in load_words().women:
        return Gender.FEMALE
    return Gender.MALE if head.endswith("man") or head in load_words().men else Gender.UNKNOWN


def _chosen(here: Sequence[_Seen]) -> _Seen:
    """Return whom a sentence is about: the last who spoke in it, else the first of the weightiest."""
    best = max(seen.weight for seen in here)
    top = [seen for seen in here if seen.weight == best]
    return top[-1] if best == SPEAKER else top[0]


def _sentences_back(n: int) -> str:
    return "in the same sentence" if n == 0 else "in the sentence before" if n == 1 else f"{n} sentences back"


def _is_role(role: str, wanted: str) -> bool:
    """Whether a noun phrase names a role: "the senator" that of "Sen." and of "state senator"."""
    titles = load_words().titles
    meanings = (role, *titles.get(role, ()), *titles.get(role.rpartition(" ")[2], ()))
    return any(one == wanted or one.endswith(f" {wanted}") or wanted.endswith(f" {one}") for one in meanings)


def set_stage(layout: Layout, entities: DocumentEntities, turns: Sequence[Turn]) -> Stage:
    """Place the mentions of a document."""
    by_id = {entity.entity_id: entity for entity in entities.entities}
    mentions: list[list[PlacedMention]] = [[] for _ in layout.texts]
    for placed in sorted(_placed(entities.mentions, len(mentions)), key=lambda placed: placed.span):
        mentions[placed.span.ordinal].append(placed)
    subjects = set(_subjects(layout, mentions))
    seen = [
        [
            _Seen(ordinal, mention.span.start, mention.entity_id, SUBJECT if mention in subjects else MENTIONED)
            for mention in here
            if mention.entity_id in by_id and not layout.is_marked(mention.span)
        ]
        for ordinal, here in enumerate(mentions)
    ]
    by_ordinal = {segment.ordinal: turn for turn in turns for segment in turn.segments}
    return Stage(layout, by_id, mentions, by_ordinal, seen)


def _placed(mentions: Sequence[Mention], n_paragraphs: int) -> Iterator[PlacedMention]:
    for mention in mentions:
        if mention.ordinal is None or mention.start is None or mention.end is None:
            continue
        if 0 <= mention.ordinal < n_paragraphs:
            span = Span(mention.ordinal, mention.start, mention.end)
            yield PlacedMention(span, mention.text, mention.type, mention.entity_id, mention.why)


def _subjects(layout: Layout, mentions: Sequence[Sequence[PlacedMention]]) -> Iterator[PlacedMention]:
    """Yield the mentions that are probably subjects: the first of a sentence, unless a preposition stands before it."""
    for here in mentions:
        last = -1
        for mention in here:
            start = layout.sentence_start(mention.span.ordinal, mention.span.start)
            if layout.is_marked(mention.span) or start == last:
                continue
            lead = layout.texts[mention.span.ordinal][start : mention.span.start]
            if not _PREPOSITION.search(lead):
                last = start
                yield mention
