"""`quotes`: who said what, how it is known, and who relays it."""

from __future__ import annotations

import pandera.polars as pa

from schemas import columns, vocabulary
from schemas.columns import Offset, Segments, Strings


class Quotes(pa.DataFrameModel):
    """Something that somebody is reported to have said."""

    quote_id: str = pa.Field(
        str_matches=columns.ID_PATTERN, description="a hash of the document, the segments and the cue"
    )
    doc_id: str = columns.doc_id()
    kind: str = columns.coded(vocabulary.QUOTE_KINDS, "how it is reported")
    text: str = pa.Field(str_length={"min_value": 1}, description="the segments, joined by a space")
    segments: Segments = pa.Field(description="where its words stand, without outer marks")
    cue: str = pa.Field(nullable=True, description="the head of what says that something is said: said, according to")
    cue_ordinal: Offset = columns.ordinal("the paragraph of the cue", nullable=True)
    cue_start: Offset = columns.text_start("where the cue starts", nullable=True)
    cue_end: Offset = columns.text_end("where the cue ends", nullable=True)
    speaker_text: str = pa.Field(nullable=True, description="how the text names the speaker at the quote")
    speaker_ordinal: Offset = columns.ordinal("the paragraph of speaker_text", nullable=True)
    speaker_start: Offset = columns.text_start("where speaker_text starts", nullable=True)
    speaker_end: Offset = columns.text_end("where speaker_text ends", nullable=True)
    speaker_id: str = pa.Field(
        nullable=True, str_matches=columns.ID_PATTERN, description="the entity that speaks, where it is one"
    )
    speaker_name: str = pa.Field(nullable=True, description="the speaker's canonical name, or the group's")
    speakers: Strings = pa.Field(description="all names where several speak together, else speaker_name or nothing")
    resolution: str = columns.coded(vocabulary.RESOLUTIONS, "how speaker_name was reached")
    via: Strings = pa.Field(description="who relays it, nearest first: according to Tass")
    reported_by: str = pa.Field(nullable=True, description="the speaker in whose turn it is reported")
    parent_quote_id: str = pa.Field(
        nullable=True, str_matches=columns.ID_PATTERN, description="the quote that it stands in"
    )
    rule: str = pa.Field(
        description="how it was found: turn, no_cue and marks_alone (words in marks), or where the cue stands:"
        " cue_before, cue_between, cue_behind"
    )
    reasons: Strings = pa.Field(
        description="what spoke for it, step by step: its words, marks, cue and speaker, and why not others"
    )

    class Config:
        strict = True
        unique = ["quote_id"]
        metadata = {"scope": "document"}
