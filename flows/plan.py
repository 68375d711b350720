"""What a run has to do: which pages are new, and how they go into batches."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from flows.sources.page import PageRef


@dataclass(frozen=True, slots=True)
class HashedRef:
    """A page that was found, with the SHA-256 of its bytes; None where they can't be read."""

    ref: PageRef
    content_sha256: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the warehouse knows of a page: the bytes and the pipeline version that it was last tried with."""

    content_sha256: str | None
    pipeline_version: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages that are annotated together. The key is the same for the same pages and pipeline version."""

    key: str
    pages: tuple[HashedRef, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, and what is not."""

    batches: tuple[Batch, ...]
    n_unchanged: int
    n_known_rejects: int

    @property
    def n_pages(self) -> int:
        """Pages that are to be annotated."""
        return sum(len(batch.pages) for batch in self.batches)


def plan_run(
    pages: Sequence[HashedRef],
    loaded: Container[tuple[str, Known]],
    rejected: Container[tuple[str, Known]],
    *,
    pipeline_version: str,
    batch_pages: int,
) -> Plan:
    """Decide page by page: unchanged, known as a reject, or to be annotated.

    pages: each address once.
    loaded: doc_id and origin of the warehouse's documents.
    rejected: the same of the open rejects that are not to be tried again. A page that was rejected after it had
        changed is in both: its last good version stands, and it stays a reject.
    """
    todo: list[HashedRef] = []
    n_unchanged = n_known_rejects = 0
    for page in pages:
        now = (page.ref.doc_id, Known(page.content_sha256, pipeline_version))
        if now in rejected:
            n_known_rejects += 1
        elif now in loaded:
            n_unchanged += 1
        else:
            todo.append(page)
    return Plan(tuple(_batches(todo, pipeline_version, batch_pages)), n_unchanged, n_known_rejects)


def _batches(pages: Sequence[HashedRef], pipeline_version: str, batch_pages: int) -> Iterator[Batch]:
    # By doc_id, so that the batches don't depend on the order in which pages were given.
    in_order = sorted(pages, key=lambda page: page.ref.doc_id)
    for first in range(0, len(in_order), batch_pages):
        members = in_order[first : first + batch_pages]
        digest = hashlib.sha256(pipeline_version.encode())
        for page in members:
            digest.update(
                f"{page.ref.doc_id}:{page.ref.source_uri}:{page.content_sha256};".encode("utf-8", "surrogateescape")
            )
        yield Batch(digest.hexdigest()[:16], tuple(members))
