"""What stands where in a warehouse, and the one way to read it: resolve `current` once and stay on that snapshot.

current -> snapshots/00000012       the committed snapshot, a link
snapshots/00000012/                 manifest.json, onrecord.duckdb, <table>/<chunk>.parquet
chunks/<table>/<chunk>.parquet      the same files, one inode each; never changed once written
staging/<batch>/<table>.parquet     work of a run that has not been committed yet
lock                                held by the one writer
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import polars as pl

from schemas.errors import WarehouseError
from schemas.tables import TABLES

# Raised when the layout changes in a way that older code would misread.
FORMAT_VERSION: Final = 1
# A query, a notebook or a copy job may stay on a snapshot for this long after the next one came.
GRACE_SECONDS: Final = 3600.0
# So that one can look at what the last runs changed, however long ago they were.
KEEP_SNAPSHOTS: Final = 3
# Lines of a user's corrections, each with what is wrong with it: none.
NO_CORRECTIONS: Final = pl.DataFrame(schema={"line": pl.Int64, "problem": pl.String})
# Which documents belong to another text than their rows say: none.
NO_SYNDICATION: Final = pl.DataFrame(schema={"doc_id": pl.String, "syndication_id": pl.String})


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A folder that holds a warehouse, or will.

    keep_snapshots: the last snapshots are kept, the current one among them; at least 1.
    grace_seconds: a snapshot is also kept for this long after another took its place.
    """

    root: Path
    keep_snapshots: int = KEEP_SNAPSHOTS
    grace_seconds: float = GRACE_SECONDS

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", Path(self.root).absolute())

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def lock_file(self) -> Path:
        return self.root / "lock"

    @property
    def staging(self) -> Path:
        return self.root / "staging"

    @property
    def scratch(self) -> Path:
        """Where a run keeps what it needs until it ends; `recover` removes it."""
        return self.staging / ".unfinished-scratch"

    @property
    def chunks(self) -> Path:
        return self.root / "chunks"

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    def snapshot_folder(self, number: int) -> Path:
        return self.snapshots / f"{number:08d}"

    def chunk_file(self, table: str, chunk: str) -> Path:
        return self.chunks / table / f"{chunk}.parquet"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds.

    parent: the number of the snapshot that it was made from; 0 where that was the empty warehouse.
    tables: rows by table and chunk.
    """

    number: int
    parent: int
    created_at_utc: datetime
    pipeline_version: str
    tables: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(
            {
                "format_version": FORMAT_VERSION,
                "number": self.number,
                "parent": self.parent,
                "created_at_utc": self.created_at_utc.isoformat(),
                "pipeline_version": self.pipeline_version,
                "tables": self.tables,
            },
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Raise WarehouseError where the text is no manifest, or one of a later layout."""
        try:
            values = json.loads(text)
            if values["format_version"] > FORMAT_VERSION:
                raise WarehouseError(
                    f"the warehouse has format {values['format_version']}, this onrecord knows {FORMAT_VERSION}:"
                    " use a newer onrecord"
                )
            return cls(
                number=values["number"],
                parent=values["parent"],
                created_at_utc=datetime.fromisoformat(values["created_at_utc"]),
                pipeline_version=values["pipeline_version"],
                tables=values["tables"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise WarehouseError(f"a manifest can't be read: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One committed state. Its files never change, and stay for a grace period after the next commit."""

    path: Path
    manifest: Manifest

    @property
    def number(self) -> int:
        """From 1; 0 where nothing was committed yet."""
        return self.manifest.number

    def files(self, table: str) -> list[Path]:
        """Return the table's Parquet files: at least one, but none in snapshot 0."""
        return [self.path / table / f"{chunk}.parquet" for chunk in self.manifest.tables.get(table, {})]

    def n_rows(self, table: str) -> int:
        return sum(self.manifest.tables.get(table, {}).values())

    def scan(self, table: str) -> pl.LazyFrame:
        """Return the table's rows as a polars scan, typed as its model says."""
        return scan(self.files(table), table)


def scan(files: list[Path], table: str, *, file_column: str | None = None) -> pl.LazyFrame:
    """Scan Parquet files as rows of a table. Columns that older files lack are null.

    file_column: a further column with the path of the file that each row is from.
    """
    if not files:
        nothing = TABLES[table].empty().lazy()
        return nothing.with_columns(pl.lit("").alias(file_column)) if file_column else nothing
    return pl.scan_parquet(
        files,
        schema=TABLES[table].polars_schema,
        missing_columns="insert",
        extra_columns="ignore",
        glob=False,
        include_file_paths=file_column,
    )


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a snapshot's folder, None where it has none (it was never finished, or is being removed).

    Raises WarehouseError for a manifest that can't be understood.
    """
    try:
        return Manifest.from_json((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def read(warehouse: Warehouse) -> Snapshot:
    """Return the current snapshot; it blocks nobody and nobody blocks it.

    Raises WarehouseError where `current` is no link to a whole snapshot, as after a copy that lost its links.
    """
    try:
        folder = warehouse.root / warehouse.current.readlink()
    except FileNotFoundError:
        nothing = Manifest(0, 0, datetime.fromisoformat("1970-01-01T00:00:00+00:00"), "")
        return Snapshot(warehouse.snapshot_folder(0), nothing)
    except OSError as error:
        raise WarehouseError(
            f"{warehouse.current} is no link: was the warehouse copied without its links? Remove it, and the next run"
            " sets the link again"
        ) from error
    manifest = read_manifest(folder)
    if manifest is None:
        raise WarehouseError(f"{warehouse.current} leads to {folder}, which is no whole snapshot")
    return Snapshot(folder, manifest)
