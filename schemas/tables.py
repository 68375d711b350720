"""All tables: their models, keys and scopes, and the polars and Arrow schemas that derive from the models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandera.polars as pa
import polars as pl
import pyarrow

from schemas.entities import Entities, Mentions, SameAs
from schemas.errors import TableError
from schemas.nested import nested_series
from schemas.pages import Documents, Pages
from schemas.paragraphs import Dropped, Paragraphs
from schemas.quotes import Quotes
from schemas.runs import Checks, Rejects, Runs, Warnings

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Table:
    """A table of the warehouse, as its model describes it."""

    name: str
    model: type[pa.DataFrameModel]

    @cached_property
    def _schema(self) -> pa.DataFrameSchema:
        return self.model.to_schema()

    @property
    def description(self) -> str:
        return (self.model.__doc__ or "").strip()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row; the table is sorted by them."""
        return tuple(self._schema.unique or ())

    @property
    def scope(self) -> str:
        """What its rows belong to.

        `document`: rows are replaced with their doc_id. `run`: every run adds rows. `warehouse`: all rows are
        computed anew from all documents.
        """
        metadata: Any = self.model.get_metadata()
        return str(metadata[self.model.__name__]["dataframe"]["scope"])

    @property
    def columns(self) -> Mapping[str, Any]:
        """The model's columns by name: dtype, nullable, description, metadata."""
        return self._schema.columns

    @cached_property
    def polars_schema(self) -> pl.Schema:
        return pl.Schema({name: column.dtype.type for name, column in self.columns.items()})

    @cached_property
    def _nested(self) -> Mapping[str, pyarrow.DataType]:
        """The columns of lists, by name."""
        return {field.name: field.type for field in self.arrow_schema if pyarrow.types.is_nested(field.type)}

    @cached_property
    def _flat_schema(self) -> pl.Schema:
        return pl.Schema({name: dtype for name, dtype in self.polars_schema.items() if name not in self._nested})

    @cached_property
    def arrow_schema(self) -> pyarrow.Schema:
        """The schema of the table's Parquet files."""
        return self.empty().to_arrow(compat_level=pl.CompatLevel.oldest()).schema

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.polars_schema)

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
        """Return the rows as a typed frame, sorted by key.

        Raises TableError when a row lacks a column or a value has another type than the model asks for.
        """
        rows = list(rows)
        try:
            flat = pl.DataFrame(rows, schema=self._flat_schema, strict=True)
            nested = {name: nested_series([row[name] for row in rows], dtype) for name, dtype in self._nested.items()}
        except (pl.exceptions.PolarsError, pyarrow.ArrowException, TypeError, KeyError) as error:
            raise TableError(f"{self.name}: {error}") from error
        return flat.with_columns(**nested).select(self.polars_schema.names()).sort(self.key)


TABLES: Final[Mapping[str, Table]] = {
    name: Table(name, model)
    for name, model in {
        "pages": Pages,
        "documents": Documents,
        "paragraphs": Paragraphs,
        "dropped": Dropped,
        "quotes": Quotes,
        "mentions": Mentions,
        "entities": Entities,
        "same_as": SameAs,
        "rejects": Rejects,
        "runs": Runs,
        "checks": Checks,
        "warnings": Warnings,
    }.items()
}
DOCUMENT_TABLES: Final = tuple(name for name, table in TABLES.items() if table.scope == "document")
RUN_TABLES: Final = tuple(name for name, table in TABLES.items() if table.scope == "run")
