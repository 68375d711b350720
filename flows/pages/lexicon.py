"""The word lists and phrase tables of this room, read once from the reviewed files in lexicons/."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return lexicons/NAME.toml."""
    return tomllib.loads(_read(f"{name}.toml"))


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of single words: an entry of lexicons/words.toml, where white space parts them."""
    return frozenset(table("words")[name].split())


@cache
def phrases(name: str) -> frozenset[str]:
    """Return lexicons/NAME.txt, an entry a line; lines that start with # are notes."""
    return frozenset(line for line in _read(f"{name}.txt").split("\n") if line and not line.startswith("#"))


def _read(file_name: str) -> str:
    return files("flows.pages").joinpath("lexicons", file_name).read_text(encoding="utf-8")
