"""The word lists and phrase tables of this room, as its rules look them up."""

from __future__ import annotations

from functools import cache
from typing import Any

from flows.lexicons import read_entries, read_table


def table(name: str) -> dict[str, Any]:
    """Return lexicons/NAME.toml."""
    return read_table("pages", name)


@cache
def words(name: str) -> frozenset[str]:
    """Return a list of single words: an entry of lexicons/words.toml, where white space parts them."""
    return frozenset(table("words")[name].split())


@cache
def transcript_words(name: str) -> frozenset[str]:
    """Return a list of single words: an entry of lexicons/transcripts.toml, where white space parts them."""
    return frozenset(table("transcripts")[name].split())


@cache
def transcript_phrases(name: str) -> tuple[str, ...]:
    """Return a list of phrases: an entry of lexicons/transcripts.toml, one a line."""
    return tuple(line.strip() for line in table("transcripts")[name].split("\n") if line.strip())


@cache
def phrases(name: str) -> frozenset[str]:
    """Return the entries of lexicons/NAME.txt."""
    return frozenset(read_entries("pages", name))
