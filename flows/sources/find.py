"""Find the pages under the paths that a user gave, one after the other, whatever kind of file holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from flows.sources.files import FoundFile, find_files, why
from flows.sources.jsonl import find_jsonl_pages
from flows.sources.limits import too_large
from flows.sources.options import DEFAULT_OPTIONS, SourceOptions
from flows.sources.page import FoundPage
from flows.sources.parquet import find_parquet_pages
from flows.sources.warc import find_warc_pages

_CHUNK_BYTES: Final = 1 << 20


def find_pages(paths: Sequence[str], options: SourceOptions = DEFAULT_OPTIONS) -> Iterator[FoundPage]:
    """Yield the pages that the paths lead to, in the order of `find_files` and, in an archive, of its records.

    A page's document id is that of its URL where an archive or dump gives one, else of its file's path relative to
    the folder that was given, with the record in it. An address that a page gives itself (a canonical link) is a
    claim that anybody can make, and makes no id.

    The same address may come several times; which of them counts is not decided here. Nothing but the page at hand
    is held in memory. What can't be read is a page with a `problem`.

    Raises UsageError as `find_files` does, when it gets there.
    """
    for file in find_files(paths):
        try:
            yield from _FINDERS[file.source_format](file, options)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            yield FoundPage(file.ref(), None, f"unreadable: {why(error)}")


def _find_whole_file(file: FoundFile, options: SourceOptions) -> Iterator[FoundPage]:
    """Yield the one page that the file is. content_sha256 is that of the file's bytes."""
    digest = hashlib.sha256()
    n_bytes = 0
    with file.path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
            n_bytes += len(chunk)
    max_bytes = options.limits.max_page_bytes
    yield FoundPage(file.ref(), digest.hexdigest(), too_large(n_bytes, max_bytes) if n_bytes > max_bytes else None)


_FINDERS: Final[Mapping[str, Callable[[FoundFile, SourceOptions], Iterator[FoundPage]]]] = {
    "text": _find_whole_file,
    "html": _find_whole_file,
    "warc": find_warc_pages,
    "jsonl": find_jsonl_pages,
    "parquet": find_parquet_pages,
}
