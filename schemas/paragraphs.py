"""`paragraphs` and `dropped`: together they hold every non-blank character of a page."""

from __future__ import annotations

import pandera.polars as pa

from schemas import columns, vocabulary
from schemas.columns import Offset


class Paragraphs(pa.DataFrameModel):
    """A body paragraph, or one paragraph of a speaker's turn."""

    doc_id: str = columns.doc_id()
    ordinal: Offset = columns.ordinal("its place in the document, from 0 without a gap")
    kind: str = columns.coded(vocabulary.PARAGRAPH_KINDS, "what it is")
    text: str = pa.Field(str_length={"min_value": 1}, description="the normalised slice of the page, without the label")
    page_start: Offset = columns.page_start()
    page_end: Offset = columns.page_end()
    turn: Offset = pa.Field(ge=0, nullable=True, description="the number of the turn, from 0 without a gap")
    label: str = pa.Field(nullable=True, description="the turn's label as printed; on the turn's first paragraph only")
    label_start: Offset = columns.page_start("where the label starts", nullable=True)
    label_end: Offset = columns.page_end("where the label ends", nullable=True)
    speaker_id: str = pa.Field(
        nullable=True, str_matches=columns.ID_PATTERN, description="the entity that speaks the turn"
    )

    class Config:
        strict = True
        unique = ["doc_id", "ordinal"]
        metadata = {"scope": "document"}


class Dropped(pa.DataFrameModel):
    """A span of the page that was left out."""

    doc_id: str = columns.doc_id()
    page_start: Offset = columns.page_start()
    page_end: Offset = columns.page_end()
    text: str = pa.Field(str_length={"min_value": 1}, description="the normalised slice of the page")
    reason: str = columns.coded(vocabulary.DROP_REASONS, "why it is not body")

    class Config:
        strict = True
        unique = ["doc_id", "page_start"]
        metadata = {"scope": "document"}
