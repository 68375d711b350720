"""How every room reads its reviewed word lists: `<room>/lexicons/*.toml` and `*.txt`, each once per process.

Each file begins with comments that say what it holds and where it comes from.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

_FLOWS: Final = Path(__file__).parent


def lexicon_folder(room: str) -> Path:
    return _FLOWS / room / "lexicons"


@cache
def read_table(room: str, name: str) -> dict[str, Any]:
    """Return a room's `NAME.toml`."""
    return tomllib.loads((lexicon_folder(room) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def read_entries(room: str, name: str) -> tuple[str, ...]:
    """Return the entries of a room's `NAME.txt`, one a line, without blank lines and comments."""
    lines = (lexicon_folder(room) / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
