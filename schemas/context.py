"""The row rules that need more than the row: each table beside what its rows must agree with.

A model here extends the table's own by evidence columns, which `schemas.evidence` computes from the other tables of
the same documents, and by checks that compare the row with them. Nothing of this is stored.
"""

from __future__ import annotations

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.columns import Count, Offset, Strings
from schemas.entities import Entities, Mentions
from schemas.pages import Documents
from schemas.paragraphs import Dropped, Paragraphs
from schemas.quotes import Quotes

CONTROL_CHARACTER = r"\p{Cc}"


def _same(one: str, other: str) -> Any:
    """Return a frame-wide check: two columns hold the same, null equal to null."""

    def check(_cls: Any, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(one).eq_missing(pl.col(other)))

    check.__name__ = f"{one}_equals_{other}"
    return pa.dataframe_check(classmethod(check))


def _no_control_characters(*names: str) -> Any:
    def no_control_characters(_cls: Any, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(~pl.col(data.key).str.contains(CONTROL_CHARACTER))

    return pa.check(*names)(classmethod(no_control_characters))


class DocumentsInContext(Documents):
    """Documents, each with what its paragraphs, labels and dropped spans leave uncovered of the page."""

    page_known: bool = pa.Field(eq=True)
    n_uncovered: Count = pa.Field(eq=0)
    n_covered_twice: Count = pa.Field(eq=0)
    n_paragraphs: Count = pa.Field(gt=0)

    no_control_characters = _no_control_characters("title", "site", "publisher", "section")


class ParagraphsInContext(Paragraphs):
    """Paragraphs, each with the normalised slices of its page, its rank, and whether its speaker is an entity."""

    page_slice: str = pa.Field(nullable=True)
    label_slice: str = pa.Field(nullable=True)
    rank: Offset
    speaker_known: bool = pa.Field(eq=True)

    text_equals_slice = _same("text", "page_slice")
    label_equals_slice = _same("label", "label_slice")
    ordinals_without_gap = _same("ordinal", "rank")
    no_control_characters = _no_control_characters("text", "label")


class DroppedInContext(Dropped):
    """Dropped spans, each with the normalised slice of its page."""

    page_slice: str = pa.Field(nullable=True)

    text_equals_slice = _same("text", "page_slice")
    no_control_characters = _no_control_characters("text")


class QuotesInContext(Quotes):
    """Quotes, each with the slices of its segments, cue and speaker, and whether what it refers to is there."""

    segment_slices: str = pa.Field(nullable=True)
    cue_slice: str = pa.Field(nullable=True)
    speaker_slice: str = pa.Field(nullable=True)
    speaker_known: bool = pa.Field(eq=True)
    parent_known: bool = pa.Field(eq=True)
    segments_in_order: bool = pa.Field(eq=True)

    text_equals_slices = _same("text", "segment_slices")
    cue_equals_slice = _same("cue", "cue_slice")
    speaker_equals_slice = _same("speaker_text", "speaker_slice")
    no_control_characters = _no_control_characters("text", "speaker_name")


class MentionsInContext(Mentions):
    """Mentions, each with its slice of the page and of the paragraph, and whether its entity is there."""

    page_slice: str = pa.Field(nullable=True)
    paragraph_slice: str = pa.Field(nullable=True)
    entity_known: bool = pa.Field(eq=True)

    text_equals_page_slice = _same("text", "page_slice")
    text_equals_paragraph_slice = _same("text", "paragraph_slice")
    no_control_characters = _no_control_characters("text")


class EntitiesInContext(Entities):
    """Entities, each with the slices of its roles and what can be counted of it in the document."""

    role_texts: Strings
    role_slices: Strings
    mentions_counted: Count
    quotes_counted: Count

    roles_equal_slices = _same("role_texts", "role_slices")
    mentions_are_counted = _same("n_mentions", "mentions_counted")
    quotes_are_counted = _same("n_quotes", "quotes_counted")
    no_control_characters = _no_control_characters("name")


class ParagraphNotes(pa.DataFrameModel):
    """What is worth a warning in a paragraph; the row loads all the same."""

    balanced_marks: bool = pa.Field(eq=True)
