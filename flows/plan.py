"""What a run has to do: which pages are new, and how they go into batches.

An archive holds hundreds of thousands of pages, so they stand as columns (about a hundred bytes a page) and become
values only batch by batch.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.batch_sizes import batch_sizes
from flows.sources.page import FoundPage, PageRef

_SCHEMA: Final = pl.Schema(
    {"doc_id": pl.String, "file": pl.UInt32, "record": pl.String, "content_sha256": pl.String, "problem": pl.String}
)
# Rows are gathered as Python values before they become columns.
_CHUNK_PAGES: Final = 10_000


class _File(NamedTuple):
    source_uri: str
    path: Path
    source_format: str


@dataclass(frozen=True, slots=True)
class PageIndex:
    """Pages as columns, in the order in which they were found.

    rows: doc_id, file (index in `files`), record, content_sha256, problem; see `FoundPage`.
    """

    files: tuple[_File, ...]
    rows: pl.DataFrame

    @staticmethod
    def of(pages: Iterable[FoundPage]) -> PageIndex:
        files: dict[_File, int] = {}
        found = (
            (
                page.ref.doc_id,
                files.setdefault(_File(page.ref.source_uri, page.ref.path, page.ref.source_format), len(files)),
                page.ref.source_record,
                page.content_sha256,
                page.problem,
            )
            for page in pages
        )
        chunks = [pl.DataFrame(schema=_SCHEMA)]
        while chunk := list(islice(found, _CHUNK_PAGES)):
            chunks.append(pl.DataFrame(chunk, schema=_SCHEMA, orient="row"))
        return PageIndex(tuple(files), pl.concat(chunks, rechunk=True))

    def __len__(self) -> int:
        return self.rows.height

    def pages(self, first: int = 0, n_pages: int | None = None) -> Iterator[FoundPage]:
        """Yield the pages from the place `first` on."""
        for doc_id, file, record, content_sha256, problem in self.rows.slice(first, n_pages).iter_rows():
            source_uri, path, source_format = self.files[file]
            yield FoundPage(PageRef(doc_id, path, source_uri, source_format, record), content_sha256, problem)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages that are annotated together. The key is the same for the same pages and the same salt."""

    key: str
    pages: tuple[FoundPage, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, in batches of at most so many pages for so many workers; and what is not.

    todo: by file, and in each file in its order.
    """

    todo: PageIndex
    batch_pages: int
    n_workers: int
    n_found: int
    n_superseded: int
    n_unchanged: int
    n_known_rejects: int

    @property
    def n_pages(self) -> int:
        """Pages that are to be annotated."""
        return len(self.todo)

    @property
    def n_batches(self) -> int:
        return len(self._batch_sizes)

    @property
    def _batch_sizes(self) -> tuple[int, ...]:
        return batch_sizes(self.n_pages, self.batch_pages, self.n_workers)

    def batches(self, salt: str) -> Iterator[Batch]:
        """Yield the batches one by one. salt: what else the rows depend on, such as the pipeline version."""
        sizes = self._batch_sizes
        for first, n_pages in zip(accumulate(sizes, initial=0), sizes, strict=False):
            pages = tuple(self.todo.pages(first, n_pages))
            digest = hashlib.sha256(salt.encode())
            for page in pages:
                line = f"{page.ref.doc_id}:{page.ref.source_uri}:{page.ref.source_record}:{page.content_sha256};"
                digest.update(line.encode("utf-8", "surrogatepass"))
            yield Batch(digest.hexdigest()[:16], pages)


def plan_run(
    found: PageIndex, loaded: pl.DataFrame, rejected: pl.DataFrame, *, batch_pages: int, n_workers: int
) -> Plan:
    """Decide page by page: superseded, unchanged, known as a reject, or to be annotated.

    Of pages with the same address the last found counts, the others are superseded.

    loaded: doc_id and content_sha256 of the warehouse's documents that have the current pipeline version.
    rejected: the same of the open rejects that are not to be tried again. A page that was rejected after it had
        changed is in both: its last good version stands, and it stays a reject.
    """
    key = ["doc_id", "content_sha256"]
    latest = found.rows.with_row_index("place").unique("doc_id", keep="last")
    known_rejects = latest.join(rejected, on=key, how="semi", nulls_equal=True)
    rest = latest.join(rejected, on=key, how="anti", nulls_equal=True)
    todo = rest.join(loaded, on=key, how="anti", nulls_equal=True)
    return Plan(
        todo=PageIndex(found.files, _by_file(found.files, todo)),
        batch_pages=batch_pages,
        n_workers=n_workers,
        n_found=len(found),
        n_superseded=len(found) - latest.height,
        n_unchanged=rest.height - todo.height,
        n_known_rejects=known_rejects.height,
    )


def _by_file(files: tuple[_File, ...], rows: pl.DataFrame) -> pl.DataFrame:
    """Sort by file and by place in the file: the same batches in whatever order the files were given."""
    ranks = {file: rank for rank, file in enumerate(sorted(files))}
    order = pl.Series("rank", [ranks[file] for file in files], dtype=pl.UInt32)
    return (
        rows.with_columns(rank=order.gather(rows["file"]) if len(order) else pl.lit(0))
        .sort("rank", "place")
        .drop("rank", "place")
    )
