"""Whom a source means: a name, a pronoun or noun phrase traced to one, or a group without a name of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from flows.entities.entity import Gender
from flows.entities.roles import is_role_noun, role_before
from flows.language.reading import Span
from flows.quotes.joint import joint_bodies, joint_people
from flows.quotes.speaker import NOBODY, Speaker, speaker_of
from flows.quotes.stage import NOT_TRACED, PlacedMention, Stage, Traced
from flows.quotes.words import gender_of_pronoun, load_words

# Where the head of an English noun phrase ends: what follows says more about it.
_PHRASE_END: Final = re.compile(
    r"\s*(?:[,;:(\[]|\s[–—-]+\s|\b(?:of|in|at|for|from|with|to|on|by|as|during|after|before|near|against|inside|under|over|about|across|among|between|without|within|behind|who|whom"
    r"|which|whose|that|when|where|familiar|speaking|close|involved)\b)"
)
_DEFINITE: Final = re.compile(r"(?:the|this)\s", re.I)
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_OWNS: Final = re.compile(r"['’]s? \w")
_AND: Final = re.compile(r" and |&")
_AGE: Final = re.compile(r"\d{1,3}-year-old")
_DETERMINER: Final = re.compile(r"^(?:the|a|an|this|that|these|those|some|many|several|other|both|most|all)\s+", re.I)
_OUTER: Final = " \t,.;:–—-\"“”'‘’()[]"
_RELATIVES: Final = frozenset({"who", "whom"})
# Between a name and "who" a party, a number or a place may stand: "Ana Roe (D), who", "Ana Roe of Ely Court, who".
_BEFORE_WHO: Final = re.compile(r",? ?(?:\([^()]{1,30}\),? |\d\d, |(?:of|from) (?:the )?(?:[A-Z][\w’'-]*,? )+)? ?")
PERSON: Final = "PERSON"
# Of those who were passed by, the nearest; a page of many people would fill a screen.
MAX_LOST: Final = 5
SPEAKING_TYPES: Final = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "WORK", "LOC", "PRODUCT"})


def resolve_source(stage: Stage, source: Span) -> Speaker:
    """Return whom a source means; `NOBODY` where that isn't clear."""
    text = stage.layout.text_of(source)
    lower = text.lower().strip(_OUTER)
    if lower in load_words().pronouns:
        return _by_pronoun(stage, source, lower)
    mentions = stage.mentions_in(source)
    if lower in _RELATIVES:
        return _by_relative(stage, source)
    joint = _joint(stage, source, mentions)
    if joint is not None:
        return joint
    core_end = _core_end(text)
    named = _head_mention(stage, source, core_end, mentions)
    return _named(stage, named) if named is not None else _by_noun(stage, source, text[:core_end])


# Names


def _core_end(text: str) -> int:
    """Return where the head of the phrase ends, before what follows it."""
    match = _PHRASE_END.search(text, 1)
    return match.start() if match is not None else len(text.rstrip(_OUTER)) or len(text)


def _named(stage: Stage, mention: PlacedMention) -> Speaker:
    entity = stage.entities.get(mention.entity_id)
    if entity is None:
        return NOBODY
    if entity.type == "NORP":
        if _is_adjective(mention):
            return NOBODY
        return Speaker(None, mention.text, "group", (mention.text,), ("speaker: people of one kind, not one person",))
    return speaker_of(entity, "name", f"speaker: named “{mention.text}”, {mention.why}")


def _traced(words: str, resolution: str, traced: Traced) -> Speaker:
    """Return whom some words were traced to, with the reasons for that, and against the others."""
    lost = tuple(f"not {name}: {why}" for name, why in traced.lost[:MAX_LOST])
    if traced.entity is None:
        why = f": {traced.how}" if traced.how else ""
        return replace(NOBODY, reasons=(f"speaker: “{words}” can't be traced{why}", *lost))
    return speaker_of(traced.entity, resolution, f"speaker: “{words}” is “{traced.entity.name}”, {traced.how}", *lost)


def _joint(stage: Stage, source: Span, mentions: list[PlacedMention]) -> Speaker | None:
    """Several names that make up the source together; people who have places and firms beside them come first."""
    if not _AND.search(stage.layout.text_of(source)):
        return None
    mentions = [one for one in mentions if source.holds(one.span) and _can_speak(stage, one) and not _is_adjective(one)]
    people = [mention for mention in mentions if stage.type_of(mention) == PERSON]
    joint = joint_people(stage, source, people) or joint_bodies(stage, source, mentions)
    entities = [stage.entities[mention.entity_id] for mention in joint if mention.entity_id in stage.entities]
    names = tuple(dict.fromkeys(entity.name for entity in entities))
    if len(names) < 2:
        return None
    joined = ", ".join(names[:-1]) + f" and {names[-1]}"
    return Speaker(None, joined, "name", names, ("speaker: several names joined by “and”",))


def _is_adjective(mention: PlacedMention) -> bool:
    """Whether a name of a people is none of several people: "Roe, the French and Irish consul"."""
    return mention.type == "NORP" and not mention.text.endswith("s")


def _can_speak(stage: Stage, mention: PlacedMention) -> bool:
    return stage.type_of(mention) in SPEAKING_TYPES


def _head_mention(stage: Stage, source: Span, core_end: int, mentions: list[PlacedMention]) -> PlacedMention | None:
    """Return the mention at the head of the phrase, or in apposition to it."""
    head_end = source.start + core_end
    return (
        _behind_role(stage, source, mentions)
        or _closing(stage, source, head_end, mentions)
        or _apposed(stage, source, head_end, mentions)
    )


def _behind_role(stage: Stage, source: Span, mentions: list[PlacedMention]) -> PlacedMention | None:
    """Return who stands behind a role: "U.S. Secretary of State Ann Lee", but not "a spokesman for Mayor Ann Lee"."""
    text = stage.layout.texts[source.ordinal]
    for mention in mentions:
        start = mention.span.start
        # "Speaker of the House Rep. Ann Lee" has two.
        while stage.type_of(mention) == PERSON and (role := role_before(text, start)) and role[0] >= source.start:
            start = role[0]
        is_owner = _OWNS.match(text, mention.span.end, source.end)
        if start < mention.span.start and not is_owner and not _PHRASE_END.search(text, source.start, start):
            return mention
    return None


def _closing(stage: Stage, source: Span, head_end: int, mentions: list[PlacedMention]) -> PlacedMention | None:
    """Return the mention that ends the phrase's head: "Ann Lee", "the bank Lee Brothers"."""
    text = stage.layout.texts[source.ordinal]
    for mention in reversed(mentions):
        span = mention.span
        ends_phrase = span.start < head_end <= span.end or not text[span.end : head_end].strip(_OUTER + "’s")
        if ends_phrase and span.start <= head_end and span.end <= source.end + 1 and _can_speak(stage, mention):
            return mention
    return None


def _apposed(stage: Stage, source: Span, head_end: int, mentions: list[PlacedMention]) -> PlacedMention | None:
    """Return who or what is named behind the head: "the mayor, Ann Lee", "the bank, Lee Brothers"."""
    text = stage.layout.texts[source.ordinal]
    is_body = is_group(text[source.start : head_end].strip(_OUTER).rpartition(" ")[2].lower())
    for mention in mentions:
        is_named_so = stage.type_of(mention) == PERSON or (is_body and stage.type_of(mention) == "ORG")
        if mention.span.start < head_end or not is_named_so:
            continue
        before = text[source.start : mention.span.start].rstrip()
        after = text[mention.span.end : source.end]
        if before.endswith(",") and (not after.strip() or _PHRASE_END.match(after)):
            return mention
    return None


# Pronouns


def _by_pronoun(stage: Stage, source: Span, lower: str) -> Speaker:
    words = load_words()
    if lower in words.self_:
        turn = stage.turn_at(source.ordinal)
        if turn is not None and turn.speaker_id is not None and lower in {"i", "me", "my"}:
            return Speaker(
                turn.speaker_id,
                turn.speaker_name,
                "pronoun",
                (turn.speaker_name or "",),
                ("speaker: whose turn it is",),
            )
        return NOBODY
    gender = gender_of_pronoun(lower)
    if gender is not Gender.UNKNOWN:
        return _traced(lower, "pronoun", stage.last_person(source, gender))
    if lower in words.it:
        return _traced(lower, "pronoun", stage.last_thing(source))
    group = stage.last_group(source)
    if group is not None:
        why = f"speaker: “{lower}” is “{group.name}”, {'who' if len(group.names) > 1 else 'the group that'} spoke"
        return Speaker(None, group.name, "pronoun", group.names, (why,))
    return replace(NOBODY, reasons=(f"speaker: “{lower}” can't be traced",))


def _by_relative(stage: Stage, source: Span) -> Speaker:
    """Trace "who" to the person right before it: "Ana Roe of Ely, who said"."""
    text = stage.layout.texts[source.ordinal]
    start = stage.layout.sentence_start(source.ordinal, source.start)
    before = stage.mentions_in(Span(source.ordinal, start, source.start)) if start < source.start else []
    for mention in reversed(before):
        gap = text[mention.span.end : source.start]
        if stage.type_of(mention) == PERSON and _BEFORE_WHO.fullmatch(gap):
            entity = stage.entities[mention.entity_id]
            return speaker_of(entity, "pronoun", f"speaker: “who” is “{entity.name}”, right before it")
    return replace(NOBODY, reasons=("speaker: “who” can't be traced",))


# Noun phrases


def _by_noun(stage: Stage, source: Span, core: str) -> Speaker:
    phrase = core.strip(_OUTER)
    if not phrase:
        return NOBODY
    core = _POSSESSIVE.sub("", _DETERMINER.sub("", phrase))
    head = core.rsplit(maxsplit=1)[-1].lower() if core else ""
    traced = _known(stage, source, core, head) if _DEFINITE.match(phrase) else NOT_TRACED
    if traced.entity is not None:
        return _traced(phrase, "noun", traced)
    if is_group(head):
        return Speaker(None, core, "group", (core,), ("speaker: an unnamed group",))
    words = load_words()
    is_person = is_role_noun(head) or head in words.women or head in words.men
    nobody = _traced(phrase, "noun", traced)
    return replace(nobody, unnamed=phrase) if is_person else nobody


def _known(stage: Stage, source: Span, core: str, head: str) -> Traced:
    """Return whom or what "the" goes back to: a body with the words in its name, the last firm, who has the role."""
    words = load_words()
    if head in words.artefacts:
        return NOT_TRACED
    if _AGE.fullmatch(core):
        return stage.last_person(source)
    body = stage.body_called(source, core)
    if body.entity is None and head in words.firms:
        body = stage.last_firm(source)
    return body if body.entity is not None or is_group(head) else stage.holder_of(source, core)


def is_group(head: str) -> bool:
    """Whether a noun means several people: a plural, or a collective such as "committee"."""
    words = load_words()
    if head in words.group_nouns or head in words.plurals:
        return True
    is_thing = head in words.artefacts or head.removesuffix("s") in words.artefacts
    is_plural = head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s")) and len(head) > 3
    return is_plural and not is_thing
