"""Longest match of many names over a text, in time linear in the text."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

_TOKEN: Final = re.compile(r"\w+|\W")


def tokens_of(text: str) -> list[str]:
    """Cut a text into words and single other characters; joined, they are the text."""
    return _TOKEN.findall(text)


class Trie(Generic[T]):
    """Names by their tokens. A match starts and ends where a token does, so never inside a word."""

    __slots__ = ("_root",)

    # A value stands under a key that no token can be.
    _VALUE: Final = ""

    def __init__(self, values: Mapping[str, T] | None = None) -> None:
        self._root: dict[str, Any] = {}
        for name, value in (values or {}).items():
            self.insert(name, value)

    def insert(self, name: str, value: T) -> None:
        """Add a name; a later value replaces an earlier one."""
        node = self._root
        for token in tokens_of(name):
            node = node.setdefault(token, {})
        node[self._VALUE] = value

    def get(self, name: str) -> T | None:
        """Return the value of exactly this name."""
        node: dict[str, Any] | None = self._root
        for token in tokens_of(name):
            node = node.get(token) if node is not None else None
        value: T | None = node.get(self._VALUE) if node is not None else None
        return value

    @property
    def first_tokens(self) -> Container[str]:
        """The tokens that names start with."""
        return self._root

    def longest(self, tokens: Sequence[str], first: int) -> tuple[int, T] | None:
        """Return the end (as an index of tokens) and value of the longest name that starts at `tokens[first]`."""
        node: dict[str, Any] | None = self._root.get(tokens[first])
        found: tuple[int, T] | None = None
        index = first + 1
        while node is not None:
            if self._VALUE in node:
                found = index, node[self._VALUE]
            if index >= len(tokens):
                break
            node = node.get(tokens[index])
            index += 1
        return found
