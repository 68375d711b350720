"""From a split page, its reading and its entities to quotes with speakers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from flows.entities.entity import DocumentEntities
from flows.language.reading import Reading, Span
from flows.pages.document import SplitPage
from flows.quotes.drafts import Draft, draft_quotes
from flows.quotes.layout import Layout, lay_out
from flows.quotes.quote import Quote
from flows.quotes.reasons import reasons_of
from flows.quotes.relays import find_relays
from flows.quotes.speaker import NOBODY, Speaker, speaker_of
from flows.quotes.speakers import resolve_source
from flows.quotes.stage import Stage, set_stage
from flows.quotes.turns import Turn, find_turns
from flows.quotes.words import load_words

ID_HEX_DIGITS: Final = 16
# "was asked", "Asked whether": the subject is the one who is told.
_PASSIVE: Final = re.compile(r"(?:\b(?:is|are|was|were|be|been|being|get|gets|got|when|if)(?: \w+)? |^\W*|[.!?]\W*)$")


def find_quotes(doc_id: str, split: SplitPage, reading: Reading, entities: DocumentEntities) -> tuple[Quote, ...]:
    """Return the quotes of a page: its turns, and what is reported in paragraphs, in the order of the text.

    What stands inside another quote's words makes no row of its own; what is reported in a turn does, with the turn
    as its parent.
    """
    layout = lay_out([paragraph.text for paragraph in split.paragraphs], reading)
    turns = find_turns(split.paragraphs, entities)
    stage = set_stage(layout, entities, turns)
    turn_quotes = {turn.number: _turn_quote(doc_id, layout, turn) for turn in turns}
    quotes: list[Quote] = list(turn_quotes.values())
    last = NOBODY
    for draft in draft_quotes(layout):
        speaker = _speaker(stage, draft, last)
        turn = stage.turn_at(draft.segments[0].ordinal)
        if turn is not None and (draft.attribution is None or _says_it_himself(layout, draft, turn, speaker)):
            continue
        last = speaker
        parent = turn_quotes[turn.number] if turn is not None else None
        quotes.append(_quote(doc_id, stage, draft, speaker, parent))
    return tuple(sorted(_unique(quotes), key=lambda quote: (quote.segments[0], quote.kind != "turn", quote.quote_id)))


def _unique(quotes: Sequence[Quote]) -> Iterator[Quote]:
    seen: set[str] = set()
    for quote in quotes:
        if quote.quote_id not in seen:
            seen.add(quote.quote_id)
            yield quote


def _says_it_himself(layout: Layout, draft: Draft, turn: Turn, speaker: Speaker) -> bool:
    """Whether the turn's speaker only says that he says something, without marks: "I think it's late"."""
    source = draft.attribution.source if draft.attribution is not None else None
    if source is None or speaker.entity_id is None or speaker.entity_id != turn.speaker_id:
        return False
    is_himself = layout.text_of(source).lower() in load_words().self_
    return is_himself and _kind(layout, draft.segments) == "indirect"


def _speaker(stage: Stage, draft: Draft, last: Speaker) -> Speaker:
    attribution = draft.attribution
    source = attribution.source if attribution is not None else None
    cue = attribution.cue if attribution is not None else None
    if source is not None:
        speaker = resolve_source(stage, source)
    elif cue is None:
        speaker = _carried(stage, draft, last)
    else:
        speaker = _subject_of(stage, cue)
    stage.note_speaker(source or cue or draft.segments[0], speaker)
    return speaker


def _subject_of(stage: Stage, cue: Span) -> Speaker:
    """Give a cue without a source to the subject of its sentence: "Roe praised the team and said it would go on"."""
    before = stage.layout.texts[cue.ordinal][: cue.start]
    entity = None if _PASSIVE.search(before) else stage.subject_before(cue)
    if entity is None:
        return replace(NOBODY, reasons=("speaker: none beside the cue",))
    return speaker_of(
        entity, "carried", f"speaker: none beside the cue; “{entity.name}” is the subject of its sentence"
    )


def _carried(stage: Stage, draft: Draft, last: Speaker) -> Speaker:
    """Give words without a cue to who is spoken of right before them: the last speaker, or the last subject."""
    entity = stage.last_subject(draft.segments[0])
    if entity is not None:
        reason = f"speaker: without a cue; “{entity.name}” is the subject of the sentence before"
        return speaker_of(entity, "carried", reason)
    if last.name is not None and stage.is_recent(draft.segments[0]):
        reason = "speaker: without a cue; the last speaker goes on"
        return Speaker(last.entity_id, last.name, "carried", last.names, (reason,))
    return replace(NOBODY, reasons=("speaker: without a cue, and nobody is spoken of right before",))


def _kind(layout: Layout, segments: Sequence[Span]) -> str:
    """direct: only words inside marks; mixed: some of them; indirect: none."""
    marked = [layout.is_marked(segment) for segment in segments]
    if all(marked):
        return "direct"
    return "mixed" if any(layout.has_marks(segment) for segment in segments) else "indirect"


def _quote(doc_id: str, stage: Stage, draft: Draft, speaker: Speaker, parent: Quote | None) -> Quote:
    layout, attribution = stage.layout, draft.attribution
    cue = attribution.cue if attribution is not None else None
    source = attribution.source if attribution is not None else None
    return Quote(
        quote_id=quote_id(doc_id, draft.segments, cue),
        kind=_kind(layout, draft.segments),
        text=" ".join(layout.text_of(segment) for segment in draft.segments),
        segments=draft.segments,
        cue=cue,
        cue_text=layout.text_of(cue) if cue is not None else None,
        speaker=source,
        speaker_text=layout.text_of(source) if source is not None else None,
        speaker_id=speaker.entity_id,
        speaker_name=speaker.name,
        speakers=speaker.names,
        resolution=speaker.resolution,
        via=find_relays(stage, attribution) if attribution is not None else (),
        reported_by=parent.speaker_name if parent is not None else None,
        parent_quote_id=parent.quote_id if parent is not None else None,
        rule=draft.rule,
        reasons=(*reasons_of(layout, draft), *speaker.reasons),
    )


def _turn_quote(doc_id: str, layout: Layout, turn: Turn) -> Quote:
    return Quote(
        quote_id=quote_id(doc_id, turn.segments, None),
        kind="turn",
        text=" ".join(layout.text_of(segment) for segment in turn.segments),
        segments=turn.segments,
        cue=None,
        cue_text=None,
        speaker=None,
        speaker_text=None,
        speaker_id=turn.speaker_id,
        speaker_name=turn.speaker_name,
        speakers=turn.speakers,
        resolution="turn_label" if turn.speaker_name is not None else "none",
        via=(),
        reported_by=None,
        parent_quote_id=None,
        rule="turn",
        reasons=(f"speaker: labelled “{turn.label}”",) if turn.label is not None else (),
    )


def quote_id(doc_id: str, segments: Sequence[Span], cue: Span | None) -> str:
    """Return the hash of the document, the segments and the cue that a quote is known by."""
    places = [f"{span.ordinal}:{span.start}:{span.end}" for span in segments]
    cue_place = f"{cue.ordinal}:{cue.start}:{cue.end}" if cue is not None else "-"
    key = "\n".join([doc_id, *places, cue_place])
    return hashlib.sha256(key.encode()).hexdigest()[:ID_HEX_DIGITS]
