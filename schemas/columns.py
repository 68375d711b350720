"""Columns that stand in more than one table, and the types they have: each is described here once."""

from __future__ import annotations

from typing import Annotated, Any, Final

import pandera.polars as pa
import polars as pl

ID_PATTERN: Final = r"^[0-9a-f]{16}$"
ID_OR_NONE_PATTERN: Final = r"^([0-9a-f]{16})?$"
SHA256_PATTERN: Final = r"^[0-9a-f]{64}$"

# Pages are capped far below 2**31 characters, so 32 bits hold every offset, ordinal and count.
Offset = pl.Int32
Count = pl.Int32
Strings = Annotated[pl.List, pl.String]
TimeUtc = Annotated[pl.Datetime, "us", "UTC"]

SEGMENT: Final = pl.Struct({"ordinal": pl.Int32, "start": pl.Int32, "end": pl.Int32})
ROLE: Final = pl.Struct({"text": pl.String, "ordinal": pl.Int32, "start": pl.Int32, "end": pl.Int32})
Segments = Annotated[pl.List, SEGMENT]
Roles = Annotated[pl.List, ROLE]


def doc_id(**overrides: Any) -> Any:
    """The document, and the page it was made from."""
    return pa.Field(
        str_matches=ID_PATTERN,
        description="the page: a hash of its URL where one is known, else of its path in the folder that was given,"
        " plus the record in it",
        **overrides,
    )


def run_id(description: str = "the run, as Prefect numbers it") -> Any:
    return pa.Field(description=description)


def coded(values: dict[str, str], description: str, *, nullable: bool = False) -> Any:
    """A column that holds one of a closed list of values."""
    return pa.Field(isin=list(values), description=description, nullable=nullable, metadata={"values": values})


def page_start(description: str = "where it starts", *, nullable: bool = False) -> Any:
    return pa.Field(ge=0, nullable=nullable, description=description, metadata={"unit": "offset in pages.text"})


def page_end(description: str = "where it ends", *, nullable: bool = False) -> Any:
    return pa.Field(ge=0, nullable=nullable, description=description, metadata={"unit": "offset in pages.text"})


def text_start(description: str = "where it starts", *, nullable: bool = False) -> Any:
    return pa.Field(ge=0, nullable=nullable, description=description, metadata={"unit": "offset in paragraphs.text"})


def text_end(description: str = "where it ends", *, nullable: bool = False) -> Any:
    return pa.Field(ge=0, nullable=nullable, description=description, metadata={"unit": "offset in paragraphs.text"})


def ordinal(description: str = "the paragraph's place in the document, from 0", *, nullable: bool = False) -> Any:
    return pa.Field(ge=0, nullable=nullable, description=description)


def pipeline_version() -> Any:
    return pa.Field(description="the version of onrecord and a hash of its rules and models")


def content_sha256() -> Any:
    return pa.Field(str_matches=SHA256_PATTERN, description="SHA-256 of the page's bytes")


def source_uri() -> Any:
    return pa.Field(description="where the page was read: the path as it was given or found")


def source_record() -> Any:
    return pa.Field(
        nullable=True,
        description="the record in an archive or dump: its byte offset (WARC, JSONL), its line (packed JSONL) or its"
        " row (Parquet)",
    )
