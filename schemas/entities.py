"""`mentions`, `entities` and `same_as`: names on the page, whom they mean, and which of those are one."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import columns, vocabulary
from schemas.columns import Count, Offset, Roles, Strings


class Mentions(pa.DataFrameModel):
    """A name at a place in the text."""

    doc_id: str = columns.doc_id()
    page_start: Offset = columns.page_start()
    page_end: Offset = columns.page_end()
    place: str = columns.coded(vocabulary.MENTION_PLACES, "in what part of the page it stands")
    ordinal: Offset = columns.ordinal("the paragraph, where it stands in one", nullable=True)
    start: Offset = columns.text_start(nullable=True)
    end: Offset = columns.text_end(nullable=True)
    text: str = pa.Field(str_length={"min_value": 1}, description="the name as printed")
    type: str = columns.coded(vocabulary.ENTITY_TYPES, "the type of the entity")
    entity_id: str = pa.Field(str_matches=columns.ID_PATTERN, description="whom or what it means")
    why: str = pa.Field(description="why it means that entity")

    class Config:
        strict = True
        unique = ["doc_id", "page_start"]
        metadata = {"scope": "document"}


class Entities(pa.DataFrameModel):
    """An entity in a document. The same entity_id in two documents is the same entity."""

    doc_id: str = columns.doc_id()
    entity_id: str = pa.Field(str_matches=columns.ID_PATTERN, description="a hash of type and name")
    name: str = pa.Field(str_length={"min_value": 1}, description="the canonical name")
    type: str = columns.coded(vocabulary.ENTITY_TYPES, "what it is")
    aliases: Strings = pa.Field(description="the names that the document gives it, in order of appearance")
    roles: Roles = pa.Field(description="roles and titles beside the name, with the span each was read from")
    n_mentions: Count = pa.Field(ge=1, description="mentions in the document")
    n_quotes: Count = pa.Field(ge=0, description="quotes in the document with this speaker")

    class Config:
        strict = True
        unique = ["doc_id", "entity_id"]
        metadata = {"scope": "document"}


class SameAs(pa.DataFrameModel):
    """Two entities that are one, applied by views, never by a rewrite.

    from_id is the smaller id. For one document it is the entity there, and to_id whom or what it means; one and the
    same id says that the name means something else there than elsewhere.
    """

    from_id: str = pa.Field(str_matches=columns.ID_PATTERN, description="an entity")
    to_id: str = pa.Field(str_matches=columns.ID_PATTERN, description="the entity that it is")
    score: pl.Float64 = pa.Field(in_range={"min_value": 0.0, "max_value": 1.0}, description="how sure, from 0 to 1")
    why: str = pa.Field(description="the evidence")
    by: str = columns.coded(vocabulary.SAME_AS_AUTHORS, "who says so")
    doc_id: str = pa.Field(
        str_matches=columns.ID_OR_NONE_PATTERN, description="the only document it holds for; empty: all"
    )

    class Config:
        strict = True
        unique = ["from_id", "to_id", "doc_id"]
        metadata = {"scope": "warehouse"}
