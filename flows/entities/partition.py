"""Sets of things that were joined two by two, some of which must never meet."""

from __future__ import annotations


class Partition:
    """Disjoint sets of ids. The smallest id of a set stands for it."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._apart: dict[str, set[str]] = {}

    def find(self, one: str) -> str:
        """Return the id that stands for the set of an id."""
        root = one
        while (parent := self._parent.get(root, root)) != root:
            root = parent
        while one != root:
            self._parent[one], one = root, self._parent.get(one, root)
        return root

    def keep_apart(self, one: str, other: str) -> None:
        """Never join the sets of these two."""
        first, second = self.find(one), self.find(other)
        self._apart.setdefault(first, set()).add(second)
        self._apart.setdefault(second, set()).add(first)

    def may_join(self, one: str, other: str) -> bool:
        first, second = self.find(one), self.find(other)
        return all(self.find(enemy) != second for enemy in self._apart.get(first, ()))

    def join(self, one: str, other: str) -> None:
        """Make the sets of two ids one."""
        first, second = sorted((self.find(one), self.find(other)))
        if first != second:
            self._parent[second] = first
            self._apart.setdefault(first, set()).update(self._apart.pop(second, ()))
