"""The `.sql` files beside the code: each begins with a comment that says what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A statement with its name (the file's) and its leading comment, without the dashes. `sql` is the whole text."""

    name: str
    comment: str
    sql: str


@cache
def read_folder(folder: str) -> tuple[SqlFile, ...]:
    """Return the statements of `warehouse/<folder>`, by name."""
    return tuple(_read(path) for path in sorted((_HERE / folder).glob("*.sql")))


def read_named(folder: str, name: str) -> str:
    """Return the text of the statement `warehouse/<folder>/<name>.sql`."""
    return next(file.sql for file in read_folder(folder) if file.name == name)


def _read(path: Path) -> SqlFile:
    text = path.read_text(encoding="utf-8").strip().rstrip(";")
    comment = takewhile(lambda line: line.startswith("--"), text.splitlines())
    return SqlFile(path.stem, "\n".join(line.removeprefix("--").strip() for line in comment), text)
