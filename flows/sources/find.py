"""Find the pages under the paths that a user gave, and give each its address."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Final

from flows.sources.page import PageRef
from schemas.errors import UsageError

# Ending, in lower case, to source format. A new format adds its endings here and its reader in read.py.
FORMAT_BY_ENDING: Final[Mapping[str, str]] = {".txt": "text"}

# 16 hex digits hold 64 bits: a clash between a million pages has a chance of 1 in 37 million.
_N_ID_DIGITS: Final = 16

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def find_pages(paths: Sequence[str]) -> list[PageRef]:
    """Return the pages that the paths lead to: a file stands for itself, a folder for all pages below it.

    Order: as the paths were given, inside a folder by name. Hidden files and folders are skipped; so are files of
    a folder whose ending no reader knows. Links are followed, a folder that contains itself is entered once.

    Raises UsageError for a path that does not exist or can't be read, and for a file that was named itself and has
    an ending that no reader knows.
    """
    return [ref for path in paths for ref in _find_below(Path(path))]


def split_superseded(refs: Sequence[PageRef]) -> tuple[list[PageRef], list[PageRef]]:
    """Split into (kept, superseded): of refs with the same doc_id the last is kept. Both keep their order."""
    last = {ref.doc_id: index for index, ref in enumerate(refs)}
    kept = [ref for index, ref in enumerate(refs) if last[ref.doc_id] == index]
    superseded = [ref for index, ref in enumerate(refs) if last[ref.doc_id] != index]
    return kept, superseded


def doc_id_of(address: str) -> str:
    """Return the document id of an address: a URL, or a path relative to the folder that was given.

    The same name in another Unicode form (as file systems hand it out) is the same address. Bytes that are not
    UTF-8, which Python keeps as lone surrogates, count as they are.
    """
    canonical = unicodedata.normalize("NFC", address)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:_N_ID_DIGITS]


def _find_below(path: Path) -> Iterator[PageRef]:
    if _is_folder(path):
        for file in _walk(path, ancestors=frozenset()):
            yield _ref(file, address=file.relative_to(path).as_posix())
    elif path.suffix.lower() in FORMAT_BY_ENDING:
        yield _ref(path, address=path.name)
    else:
        known = ", ".join(sorted(FORMAT_BY_ENDING))
        raise UsageError(f"{_shown(path)}: no reader for this ending; known: {known}")


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UsageError(f"{_shown(path)}: {_why(error)}") from error


def _walk(folder: Path, ancestors: frozenset[tuple[int, int]]) -> Iterator[Path]:
    """Yield the page files below a folder. `ancestors` are the folders above it: a link back to one is a loop."""
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        raise UsageError(f"{_shown(folder)}: {_why(error)}") from error
    identity = (status.st_dev, status.st_ino)
    if identity in ancestors:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        mode = _mode(entry)
        if stat.S_ISDIR(mode):
            yield from _walk(entry, ancestors | {identity})
        elif entry.suffix.lower() in FORMAT_BY_ENDING and (stat.S_ISREG(mode) or not mode):
            yield entry


def _mode(path: Path) -> int:
    """Return what kind of file it is; 0 for what can't be looked at, such as a link that leads nowhere.

    Such a page is found all the same: reading it gives the reason why it is set aside.
    """
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _ref(path: Path, address: str) -> PageRef:
    return PageRef(
        doc_id=doc_id_of(address),
        path=path,
        source_uri=_shown(path),
        source_format=FORMAT_BY_ENDING[path.suffix.lower()],
    )


def _shown(path: PurePath) -> str:
    """Return the path as printable text: what is not UTF-8 stands as the replacement character."""
    return _LONE_SURROGATE.sub("\ufffd", path.as_posix())


def _why(error: OSError | ValueError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
