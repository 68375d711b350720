"""Clauses of attribution set right: who only passes on is a relay, who speaks in a relative clause is a source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from flows.language.reading import Attribution, Span

_WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# Between what is said and who passes it on: "…, Roe said, according to Tass".
_GAP_BEFORE_RELAY: Final = re.compile(rf"(?:\s(?:(?:early|earlier|last|late|on)\s)*{_WEEKDAY})?,?\s(?:as\s)?$")
MAX_GAP_CHARS: Final = 30
# What stations do with what others said; who "said" or "wrote" it is its speaker as often as not.
_PASSES_ON: Final = re.compile(r"\breport(?:s|ed)\b")
# "which the mayor", "that Russia", "which friends": a relative pronoun that is the object, and a short noun phrase.
_IN_RELATIVE_CLAUSE: Final = re.compile(
    r"\b(?:that|which|whom) ("
    r"(?:[^\W\d_a-z][\w’']*|(?:the|a|an|he|she|they|it|his|her|their|its|some|many|most|several)\b)(?: [\w.’'-]+){0,4}"
    r"|[a-z]+)$"
)
# "he later", "she angrily", but "she and her aides".
_PRONOUN: Final = re.compile(r"(?:he|she|they|it|who)\b(?! and\b)", re.I)
# "The town issued a statement", which says something.
_ISSUED: Final = re.compile(
    r"(?P<who>[^,;:()“”\"]{2,80}?)(?<! own)(?<!['’]s) (?:(?:has|have|had|also|then|later|quickly) )*"
    r"(?:circulated|e-?mailed|issued|issues|posted|posts|published|put out|released|releases|sent|sends)\b"
)
# "++": what was read as a time is not read in another way when no end follows, of which there are too many.
_WHEN: Final = re.compile(
    r"(?:,? (?:(?:early|earlier|last|late|later|on|this) )*"
    rf"(?:{_WEEKDAY}|today|tonight|yesterday)(?: (?:morning|afternoon|evening|night))?"
    r"|,? (?:again|already|also|always|angrily|earlier|flatly|further|just|later|never|now|often|once|previously"
    r"|privately|publicly|quickly|recently|repeatedly|reportedly|still|subsequently|then|too))++,?$"
)
# ", as the Gazette's Ana Roe has reported.", ", Radio Ely reported." at the end of what they reported.
_AS_REPORTED: Final = re.compile(
    r", (?:as )?(?P<source>(?:[A-Z][\w’'.&-]* ){1,6}?)(?:has |have |had |later |once )?"
    r"(?P<cue>(?:argue|explain|note|observe|report)(?:d|ed|s)|wrote|writes|said|says|puts? it)(?=[.!]|$)"
)
_SPACE_BEHIND_MARK: Final = re.compile(r"(?<=[”\"’'»])\s+$")
MAX_SPACE_CHARS: Final = 3
# Between what somebody said and his next verb: "pointed to Ely | and | says …".
_JOINS_CUES: Final = re.compile(r",? (?:and|but|then)(?: (?:also|later|then|[a-z]+ly))? $")
MAX_JOINT_CHARS: Final = 30


def settle_clauses(texts: Sequence[str], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return a document's attributions and those that the reader missed, in `… , as Roe has reported`.

    With relays joined to what they pass on, a source for each verb of one subject, and sources cut to who speaks.
    """
    attributions = _with_words_before(texts, list(_with_shared_sources(texts, attributions)))
    attributions = [*attributions, *_as_reported(texts, attributions)]
    told = list(_without_antecedents(texts, list(_with_relays(texts, attributions))))
    return [_from(found, _who_alone(texts, found.source)) for found in told]


def _from(found: Attribution, source: Span | None) -> Attribution:
    """Return an attribution with this source; itself where that is its own, as nearly always."""
    return found if source == found.source else replace(found, source=source)


def _with_shared_sources(texts: Sequence[str], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield attributions; a verb without a subject of its own, right behind what another's reports, has the other's."""
    sources = {
        (part.ordinal, part.end): source
        for found in attributions
        if (source := found.source) is not None
        for part in (found.cue, *found.contents[-1:])
        if part is not None and source.ordinal == part.ordinal
    }
    for found in attributions:
        cue, source = found.cue, found.source
        if source is None and cue is not None:
            joint = _JOINS_CUES.search(texts[cue.ordinal], max(0, cue.start - MAX_JOINT_CHARS), cue.start)
            source = sources.get((cue.ordinal, joint.start())) if joint is not None else None
        yield _from(found, source)


def _with_words_before(texts: Sequence[str], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return attributions; words that the reader left without a cue belong to the clause without words behind them.

    As in `"What did you eat?" a reporter asked.`, which the reader knows best with a comma.
    """
    loose = {
        (last.ordinal, last.end): found
        for found in attributions
        if found.cue is None and found.source is None
        for last in found.contents[-1:]
    }
    settled: list[Attribution] = []
    taken: set[Attribution] = set()
    for found in attributions:
        words = None
        if not found.contents and found.source is not None and (clause := clause_of(found)) is not None:
            gap = _SPACE_BEHIND_MARK.search(texts[clause.ordinal], max(0, clause.start - MAX_SPACE_CHARS), clause.start)
            words = loose.pop((clause.ordinal, gap.start()), None) if gap is not None else None
        if words is not None:
            taken.add(words)
        settled.append(replace(found, contents=words.contents) if words is not None else found)
    return [found for found in settled if found not in taken]


def _as_reported(texts: Sequence[str], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the clauses that say who reported a sentence, where the reader saw none."""
    cues = sorted(found.cue for found in attributions if found.cue is not None)
    for ordinal, text in enumerate(texts):
        for clause in _AS_REPORTED.finditer(text):
            cue = Span(ordinal, *clause.span("cue"))
            source = Span(ordinal, clause.start("source"), clause.end("source") - 1)
            number = bisect_left(cues, cue)
            # Cues don't overlap each other, so one of two is the only one that may overlap this.
            if not any(one.overlaps(cue) for one in cues[max(number - 1, 0) : number + 1]):
                yield Attribution(cue, source, (), "speech", ())


def _with_relays(texts: Sequence[str], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield attributions; a clause that only passes on another becomes its relay: "Roe said, Tass reported".

    What the reader gives to the relay belongs to who said it.
    """
    by_clause_end = {
        (clause.ordinal, clause.end): found
        for found in attributions
        if found.source is not None and (clause := clause_of(found)) is not None
    }
    by_content_end = {(last.ordinal, last.end): found for found in attributions for last in found.contents[-1:]}
    passed_on: dict[Attribution, list[Attribution]] = {}
    relays = set()
    for found in attributions:
        clause = clause_of(found)
        if found.source is None or clause is None:
            continue
        gap = _GAP_BEFORE_RELAY.search(texts[clause.ordinal], max(clause.start - MAX_GAP_CHARS, 0), clause.start)
        place = (clause.ordinal, gap.start()) if gap is not None else (-1, -1)
        told = by_clause_end.get(place)
        if told is None and found.cue is not None and _PASSES_ON.search(_words(texts, found.cue)):
            # "Poe said that it was late, the radio reported".
            told = by_content_end.get(place)
            told = told if told is not None and told.source is not None and told is not found else None
        # Of two clauses without a content, what the reader left out belongs to the first: "It rained, Poe said, …".
        if told is not None and (told.contents[0] <= clause if told.contents else not found.contents):
            passed_on.setdefault(told, []).append(found)
            relays.add(found)
    for found in attributions:
        if found not in relays:
            yield _passed_on(found, passed_on[found]) if found in passed_on else found


def _passed_on(found: Attribution, others: Sequence[Attribution]) -> Attribution:
    """Return an attribution with what the clauses of its relays hold."""
    more = (content for other in others for content in other.contents if not _holds(content, found))
    sources = [other.source for other in others if other.source is not None]
    contents = sorted({*found.contents, *more})
    return replace(found, contents=tuple(contents), relays=(*found.relays, *sources))


def _words(texts: Sequence[str], span: Span) -> str:
    return texts[span.ordinal][span.start : span.end].lower()


def _holds(content: Span, found: Attribution) -> bool:
    """Whether a content holds the clause of an attribution: then it is all of what that says, and its clause, too."""
    clause = clause_of(found)
    return clause is not None and content.holds(clause)


def _without_antecedents(texts: Sequence[str], attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield attributions with sources cut to who speaks in a relative clause: "a strike that Russia | says …"."""
    speakers: dict[Span, Span] = {}
    for found in attributions:
        cue, source = found.cue, found.source
        if cue is None or source is None or cue.ordinal != source.ordinal:
            continue
        text = texts[source.ordinal]
        speaker = _IN_RELATIVE_CLAUSE.search(text, source.start, source.end)
        if speaker is not None and text[source.end : cue.start] == " ":
            speakers[source] = replace(source, start=speaker.start(1))
    for found in attributions:
        yield replace(found, source=speakers[found.source]) if found.source in speakers else found


def _who_alone(texts: Sequence[str], source: Span | None) -> Span | None:
    """Return a source cut to who speaks, without what he does or when: "he later", "the town issued a statement"."""
    if source is None:
        return None
    text = texts[source.ordinal]
    if pronoun := _PRONOUN.match(text, source.start, source.end):
        return replace(source, end=pronoun.end())
    if issued := _ISSUED.match(text, source.start, source.end):
        source = replace(source, end=issued.end("who"))
    if when := _WHEN.search(text, source.start, source.end):
        source = replace(source, end=when.start())
    return source


def clause_of(found: Attribution) -> Span | None:
    """Return the span of cue and source, where they stand in one paragraph; of the cue where there is no source."""
    cue, source = found.cue, found.source
    if cue is None or source is None or source.ordinal != cue.ordinal:
        return cue
    return Span(cue.ordinal, min(cue.start, source.start), max(cue.end, source.end))
