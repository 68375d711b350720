"""`pages` and `documents`: a page as it came, and what was understood of it as a whole."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import columns, vocabulary
from schemas.columns import Count, Strings, TimeUtc


class Pages(pa.DataFrameModel):
    """A page: what all spans lead back to."""

    doc_id: str = columns.doc_id()
    source_uri: str = columns.source_uri()
    source_format: str = columns.coded(vocabulary.SOURCE_FORMATS, "what the page was read from")
    source_record: str = columns.source_record()
    url: str = pa.Field(nullable=True, description="the page's own address, where one is known")
    content_sha256: str = columns.content_sha256()
    source: str = pa.Field(description="the page as it came, decoded")
    text: str = pa.Field(description="what a reader sees of the page; all page offsets are offsets in it")

    class Config:
        strict = True
        unique = ["doc_id"]
        metadata = {"scope": "document"}


class Documents(pa.DataFrameModel):
    """An article or a transcript."""

    doc_id: str = columns.doc_id()
    kind: str = columns.coded(vocabulary.DOCUMENT_KINDS, "what was understood")
    title: str = pa.Field(nullable=True, description="the headline")
    site: str = pa.Field(nullable=True, description="where the page stands, such as a station's site")
    publisher: str = pa.Field(nullable=True, description="who made it")
    authors: Strings = pa.Field(description="who wrote or reported it, in the page's order")
    section: str = pa.Field(nullable=True, description="the part of the site")
    published_at_utc: TimeUtc = pa.Field(nullable=True, description="when it was published")
    published_precision: str = columns.coded(
        vocabulary.DATE_PRECISIONS, "how exactly the time of publication is known", nullable=True
    )
    published_from: str = columns.coded(
        vocabulary.DATE_SOURCES, "where the time of publication was found", nullable=True
    )
    updated_at_utc: TimeUtc = pa.Field(nullable=True, description="when it was last updated")
    language: str = pa.Field(nullable=True, description="the language, as an ISO 639-1 code, where it was detected")
    n_words: Count = pa.Field(gt=0, description="words in the paragraphs", metadata={"unit": "words"})
    text_id: str = pa.Field(
        nullable=True,
        str_matches=columns.ID_PATTERN,
        description="the same for all documents with the same words in their body",
    )
    text_signature: pl.Binary = pa.Field(
        nullable=True,
        description="MinHash signature of the body, which finds near copies: 126 unsigned 16-bit numbers,"
        " little-endian; null where the text is too short",
    )
    syndication_id: str = pa.Field(
        str_matches=columns.ID_PATTERN,
        description="the same for all documents with the same or nearly the same body: the smallest text_id among them",
    )
    pipeline_version: str = columns.pipeline_version()
    run_id: str = columns.run_id("the run that loaded it")

    class Config:
        strict = True
        unique = ["doc_id"]
        metadata = {"scope": "document"}
