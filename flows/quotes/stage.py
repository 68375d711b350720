"""What has been said of whom so far: the memory that pronouns and noun phrases are traced in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flows.entities.entity import DocumentEntities, Entity, Gender, Mention
from flows.entities.gender import may_be
from flows.language.reading import Span
from flows.quotes.layout import Layout
from flows.quotes.pronouns import opening_pronouns
from flows.quotes.speaker import Speaker
from flows.quotes.turns import Turn
from flows.quotes.words import gender_of_noun, load_words

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
# "the former senator" is none who still is one.
_FORMER: Final = re.compile(r"\b(?:former|ex|onetime|one-time|then)[ -]")
THINGS: Final = frozenset({"ORG", "GPE", "FAC", "WORK"})
# What has a word for what it is in its name: "the zoo".
BODIES: Final = frozenset({"ORG", "FAC"})


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


NOT_TRACED: Final = Traced(None, "")


@dataclass
class Stage:
    """The people on the page, in the order they came up.

    mentions: of paragraphs, by ordinal. entities: by id. turns: by ordinal. pronouns: those that open sentences and are
    not traced yet.
    """

    layout: Layout
    entities: Mapping[str, Entity]
    mentions: Sequence[Sequence[PlacedMention]]
    turns: Mapping[int, Turn]
    seen: list[list[_Seen]]
    pronouns: deque[tuple[Span, Gender]]
    last_spoken: Span | None = None
    groups: list[tuple[Span, Speaker]] = field(default_factory=list)

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
            self.groups.append((at, speaker))

    def last_person(self, source: Span, gender: Gender = Gender.UNKNOWN) -> Traced:
        """Return the person that "he", "she" or "the 61-year-old" goes back to."""
        while self.pronouns and self.pronouns[0][0] < source:
            pronoun, own = self.pronouns.popleft()
            spoken_of = self._last_person(pronoun, own).entity
            if spoken_of is not None:
                seen = _Seen(pronoun.ordinal, pronoun.start, spoken_of.entity_id, SUBJECT)
                insort(self.seen[pronoun.ordinal], seen, key=_start)
        return self._last_person(source, gender)

    def _last_person(self, source: Span, gender: Gender) -> Traced:
        turn = self.turn_at(source.ordinal)

        def misfit(entity: Entity) -> str | None:
            if entity.type != "PERSON":
                return NO_CANDIDATE
            if turn is not None and entity.entity_id == turn.speaker_id:
                return "whose turn it is, and who would say “I”"
            if may_be(entity.gender, gender):
                return None
            return "a man" if entity.gender is Gender.MALE else "a woman"

        return self._last(source, misfit, unnamed_of=gender)

    def last_thing(self, source: Span) -> Traced:
        """Return the organisation or country that "it" goes back to."""

        def misfit(entity: Entity) -> str | None:
            return None if entity.type in THINGS else NO_CANDIDATE

        return self._last(source, misfit, subjects_only=True, max_back=1)

    def last_group(self, source: Span) -> Speaker | None:
        """Return the group, or the several, that "they" goes back to: who spoke in this paragraph or the one before."""
        if not self.groups:
            return None
        at, group = self.groups[-1]
        return group if at < source and source.ordinal - at.ordinal <= 1 else None

    def holder_of(self, source: Span, phrase: str) -> Traced:
        """Return the one person whose role a phrase names, if he was spoken of in these paragraphs."""
        wanted = phrase.lower()

        def has_role(entity: Entity) -> bool:
            return entity.type == "PERSON" and any(_is_role(role.text.lower(), wanted) for role in entity.roles)

        return self._only(source, has_role, "with this role")

    def body_called(self, source: Span, phrase: str) -> Traced:
        """Return the body in whose name a phrase stands: "the zoo" is the Ely Zoo."""
        wanted = f" {phrase.lower()} "

        def is_called_so(entity: Entity) -> bool:
            return entity.type in BODIES and any(
                wanted in f" {name.lower()} " and len(name) > len(phrase) for name in (entity.name, *entity.aliases)
            )

        return self._last_of(source, is_called_so, "whose name has the word")

    def last_firm(self, source: Span) -> Traced:
        """Return the organisation that "the company" goes back to, if it stands in this sentence or the one before."""
        public = load_words().public

        def misfit(entity: Entity) -> str | None:
            if entity.type != "ORG":
                return NO_CANDIDATE
            return "no firm" if public.intersection(entity.name.lower().split()) else None

        return self._last(source, misfit, max_back=1)

    def _only(self, source: Span, fits: Callable[[Entity], bool], how: str) -> Traced:
        """Return the only entity of the page that fits, if it was spoken of lately."""
        fitting = [entity for entity in self.entities.values() if fits(entity)]
        if len(fitting) != 1:
            return Traced(None, "", tuple((entity.name, f"not the only one {how}") for entity in fitting))
        near = range(max(source.ordinal - MAX_PARAGRAPHS_BACK, 0), source.ordinal + 1)
        if all(seen.entity_id != fitting[0].entity_id for ordinal in near for seen in self.seen[ordinal]):
            return Traced(None, "", ((fitting[0].name, "not spoken of in the last paragraphs"),))
        return Traced(fitting[0], f"the only one {how}")

    def _last_of(self, source: Span, fits: Callable[[Entity], bool], how: str) -> Traced:
        """Return who or what was spoken of last, of those that fit."""
        fitting = {entity.entity_id: entity for entity in self.entities.values() if fits(entity)}
        if not fitting:
            return NOT_TRACED
        before = (
            fitting[seen.entity_id]
            for ordinal in range(source.ordinal, -1, -1)
            for seen in reversed(self.seen[ordinal])
            if seen.entity_id in fitting and (ordinal, seen.start) < (source.ordinal, source.start)
        )
        chosen = next(before, None)
        if chosen is None:
            return Traced(None, "", tuple((entity.name, "not spoken of before") for entity in fitting.values()))
        lost = tuple((entity.name, "not spoken of last") for entity in fitting.values() if entity is not chosen)
        return Traced(chosen, f"the {'last' if lost else 'only'} one {how}", lost)

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
        is_meant = unnamed_of is not None and may_be(gender_of_noun(seen.unnamed), unnamed_of)
        return None if is_meant else NO_CANDIDATE

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


def _chosen(here: Sequence[_Seen]) -> _Seen:
    """Return whom a sentence is about: the last who spoke in it, else the first of the weightiest."""
    best = max(seen.weight for seen in here)
    top = [seen for seen in here if seen.weight == best]
    return top[-1] if best == SPEAKER else top[0]


def _sentences_back(n: int) -> str:
    return "in the same sentence" if n == 0 else "in the sentence before" if n == 1 else f"{n} sentences back"


def _is_role(role: str, wanted: str) -> bool:
    """Whether a noun phrase names a role: "the senator" that of "Sen." and of "state senator", but of no former one."""
    if (_FORMER.search(role) is None) != (_FORMER.search(wanted) is None):
        return False
    role, wanted = _FORMER.sub("", role), _FORMER.sub("", wanted)
    titles = load_words().titles
    meanings = (role, *titles.get(role, ()), *titles.get(role.rpartition(" ")[2], ()))
    return any(one == wanted or one.endswith(f" {wanted}") or wanted.endswith(f" {one}") for one in meanings)


def set_stage(layout: Layout, entities: DocumentEntities, turns: Sequence[Turn]) -> Stage:
    """Place the mentions of a document."""
    by_id = {entity.entity_id: entity for entity in entities.entities}
    mentions: list[list[PlacedMention]] = [[] for _ in layout.texts]
    for placed in sorted(_placed(entities.mentions, len(mentions)), key=lambda placed: placed.span):
        mentions[placed.span.ordinal].append(placed)
    told = [[mention for mention in here if not layout.is_marked(mention.span)] for here in mentions]
    subjects = set(_subjects(layout, told))
    seen = [
        [
            _Seen(ordinal, mention.span.start, mention.entity_id, SUBJECT if mention.span in subjects else MENTIONED)
            for mention in here
            if mention.entity_id in by_id
        ]
        for ordinal, here in enumerate(told)
    ]
    by_ordinal = {segment.ordinal: turn for turn in turns for segment in turn.segments}
    return Stage(layout, by_id, mentions, by_ordinal, seen, deque(opening_pronouns(layout)))


def _placed(mentions: Sequence[Mention], n_paragraphs: int) -> Iterator[PlacedMention]:
    for mention in mentions:
        if mention.ordinal is None or mention.start is None or mention.end is None:
            continue
        if 0 <= mention.ordinal < n_paragraphs:
            span = Span(mention.ordinal, mention.start, mention.end)
            yield PlacedMention(span, mention.text, mention.type, mention.entity_id, mention.why)


def _subjects(layout: Layout, mentions: Sequence[Sequence[PlacedMention]]) -> Iterator[Span]:
    """Yield the mentions that are probably subjects: the first of a sentence, unless a preposition stands before it."""
    for here in mentions:
        last = -1
        for mention in here:
            start = layout.sentence_start(mention.span.ordinal, mention.span.start)
            if start == last:
                continue
            lead = layout.texts[mention.span.ordinal][start : mention.span.start]
            if not _PREPOSITION.search(lead):
                last = start
                yield mention.span
