"""The files under the paths that a user gave: files, folders, patterns."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Final

from flows.sources.address import doc_id_of, record_doc_id, shown
from flows.sources.page import PageRef
from schemas.errors import UsageError

# Ending, in lower case, to source format. A new format adds its endings here, and its reader in find.py and read.py.
FORMAT_BY_ENDING: Final[Mapping[str, str]] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".jsonl": "jsonl",
    ".jsonl.gz": "jsonl",
    ".jsonl.zst": "jsonl",
    ".ndjson": "jsonl",
    ".ndjson.gz": "jsonl",
    ".ndjson.zst": "jsonl",
    # C4 comes with this ending; it holds a JSON object a line.
    ".json.gz": "jsonl",
    ".parquet": "parquet",
}
_PATTERN_CHARS: Final = frozenset("*?[")
_UTF8_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that is a page, or an archive or dump that holds pages.

    address: its path relative to the folder that was given, with forward slashes; its name where it was named itself.
    """

    path: Path
    address: str
    source_uri: str
    source_format: str

    def ref(self) -> PageRef:
        """Return the page that the file as a whole is."""
        return PageRef(doc_id_of(self.address), self.path, self.source_uri, self.source_format)

    def record_ref(self, record: str, url: str | None = None) -> PageRef:
        """Return the page that a record of the file is."""
        doc_id = record_doc_id(self.address, record, url)
        return PageRef(doc_id, self.path, self.source_uri, self.source_format, record)


def find_files(paths: Sequence[str]) -> Iterator[FoundFile]:
    """Yield the files that the paths lead to.

    A file stands for itself, a folder for all files below it, a pattern ("dumps/*.warc.gz") for what it matches:
    `*`, `?` and `[…]` inside a name, `**` for any folders between. A folder that a pattern matches stands for all
    files below it, but under `**`, which reaches them by itself. A path that exists is no pattern.

    Order: as the paths were given, inside a folder and among the matches of a pattern by name. Hidden files and
    folders are skipped; so are files of a folder or pattern whose ending no reader knows. Links are followed (by
    `**`: those to files only), a folder that contains itself is entered once.

    Raises UsageError for a path that does not exist or can't be read, for a pattern that matches nothing, and for a
    file that was named itself and has an ending that no reader knows.
    """
    for path in paths:
        yield from _find_matches(path) if _is_pattern(path) else _find_below(Path(path))


def read_path_list(stream: BinaryIO) -> list[str]:
    """Return the paths that stand in the stream, one a line; blank lines are left out. The names are the system's.

    Raises UsageError that names the line of the first path that does not exist.
    """
    paths: list[str] = []
    for number, line in enumerate(stream.read().removeprefix(_UTF8_MARK).split(b"\n"), start=1):
        path = os.fsdecode(line.removesuffix(b"\r"))
        if not path.strip():
            continue
        if not _is_pattern(path):
            _mode_of(Path(path), before=f"standard input, line {number}: ")
        paths.append(path)
    return paths


def _find_below(path: Path) -> Iterator[FoundFile]:
    if stat.S_ISDIR(_mode_of(path)):
        for file in _walk(path, ancestors=frozenset()):
            yield _found(file, address=file.relative_to(path).as_posix())
    else:
        yield _found(path, address=path.name)


def _is_pattern(path: str) -> bool:
    return not _PATTERN_CHARS.isdisjoint(path) and not os.path.lexists(path)


def _find_matches(pattern: str) -> Iterator[FoundFile]:
    parts = PurePath(pattern).parts
    n_fixed = next(index for index, part in enumerate(parts) if not _PATTERN_CHARS.isdisjoint(part))
    root = Path(*parts[:n_fixed])
    wild = [*parts[n_fixed:], "*"] if parts[-1] == "**" else parts[n_fixed:]
    try:
        matches = sorted(root.glob("/".join(wild)), key=os.fsencode)
    except (OSError, ValueError) as error:
        raise UsageError(f"{shown(PurePath(pattern))}: {why(error)}") from error
    if not matches:
        raise UsageError(f"{shown(PurePath(pattern))}: nothing matches this pattern")
    for match in matches:
        relative = match.relative_to(root)
        if any(part.startswith(".") for part in relative.parts):
            continue
        mode = _mode(match)
        if stat.S_ISDIR(mode) and "**" not in wild:
            for file in _walk(match, ancestors=frozenset()):
                yield _found(file, address=file.relative_to(root).as_posix())
        elif _is_page_file(match, mode):
            yield _found(match, address=relative.as_posix())


def _mode_of(path: Path, before: str = "") -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UsageError(f"{before}{shown(path)}: {why(error)}") from error


def _walk(folder: Path, ancestors: frozenset[tuple[int, int]]) -> Iterator[Path]:
    """Yield the page files below a folder. `ancestors` are the folders above it: a link back to one is a loop."""
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        raise UsageError(f"{shown(folder)}: {why(error)}") from error
    identity = (status.st_dev, status.st_ino)
    if identity in ancestors:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        mode = _mode(entry)
        if stat.S_ISDIR(mode):
            yield from _walk(entry, ancestors | {identity})
        elif _is_page_file(entry, mode):
            yield entry


def _mode(path: Path) -> int:
    """Return what kind of file it is; 0 for what can't be looked at, such as a link that leads nowhere.

    Such a page is found all the same: reading it gives the reason why it is set aside.
    """
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _is_page_file(path: Path, mode: int) -> bool:
    return bool(_format_of(path)) and (stat.S_ISREG(mode) or not mode)


def _format_of(path: PurePath) -> str | None:
    """Return the source format that the longest known ending of the name stands for."""
    name = path.name.lower()
    endings = [ending for ending in FORMAT_BY_ENDING if name.endswith(ending) and name != ending]
    return FORMAT_BY_ENDING[max(endings, key=len)] if endings else None


def _found(path: Path, address: str) -> FoundFile:
    source_format = _format_of(path)
    if source_format is None:
        raise UsageError(f"{shown(path)}: no reader for this ending; known: {', '.join(sorted(FORMAT_BY_ENDING))}")
    return FoundFile(path, address, shown(path), source_format)


def why(error: OSError | ValueError) -> str:
    """Return what the system says is wrong, without the path."""
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
