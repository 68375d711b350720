"""The body model: how likely a line is body, from its features, by weights in a file that can be read.

Two small models of the same features, whose log odds are averaged: a logistic regression, which is steady on pages
unlike those it was trained on, and boosted trees, which know what only holds together ("short, but between two long
sentences"). training/ makes the files under weights/.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from flows.pages.features import FeatureTable

Column = npt.NDArray[np.float64]

_WEIGHTS: Final = Path(__file__).parent / "weights"
# A feature this many standard deviations from the mean says no more than one at that distance.
_MAX_DEVIATIONS: Final = 4.0
# Lines that are judged at once: a bound on memory, whatever the page.
_CHUNK_LINES: Final = 4096


@dataclass(frozen=True)
class Trees:
    """Boosted trees: the nodes of all of them, one after the other, and where each tree begins.

    A node leads on to `below` where its feature is at most the threshold, else to `above`; a leaf leads to itself.
    """

    roots: npt.NDArray[np.intp]
    feature: npt.NDArray[np.intp]
    threshold: Column
    below: npt.NDArray[np.intp]
    above: npt.NDArray[np.intp]
    value: Column
    depth: int

    def sums(self, values: Column) -> Column:
        """Return for each line the sum of the leaves that it falls into."""
        n_lines, n_features = values.shape
        cells, of_line = values.ravel(), np.arange(n_lines)[:, None] * n_features
        node = np.broadcast_to(self.roots, (n_lines, len(self.roots)))
        for _ in range(self.depth):
            is_below = cells.take(of_line + self.feature.take(node)) <= self.threshold.take(node)
            node = np.where(is_below, self.below.take(node), self.above.take(node))
        sums: Column = self.value.take(node).sum(axis=1)
        return sums


@dataclass(frozen=True)
class BodyModel:
    """features: the columns that it reads, in its order. mean, scale and weight: of the regression, per feature."""

    features: tuple[str, ...]
    mean: Column
    scale: Column
    weight: Column
    intercept: float
    trees: Trees
    base: float

    def log_odds(self, table: FeatureTable) -> Column:
        """Return for each line the logarithm of its odds of being body.

        Raises KeyError where the table lacks a feature of the model.
        """
        place = {name: index for index, name in enumerate(table.names)}
        values = table.values[:, [place[name] for name in self.features]]
        chunks = [self._chunk(values[first : first + _CHUNK_LINES]) for first in range(0, len(values), _CHUNK_LINES)]
        return np.concatenate(chunks) if chunks else np.zeros(0)

    def _chunk(self, values: Column) -> Column:
        standard = np.clip((values - self.mean) / self.scale, -_MAX_DEVIATIONS, _MAX_DEVIATIONS)
        linear = standard @ self.weight + self.intercept
        odds: Column = (linear + self.trees.sums(values) + self.base) / 2
        return odds


@cache
def load_model(name: str) -> BodyModel:
    """Return the model of weights/NAME.json."""
    return read_model(json.loads((_WEIGHTS / f"{name}.json").read_text(encoding="utf-8")))


def read_model(file: Mapping[str, Any]) -> BodyModel:
    """Return the model that the parsed file describes: see training/README.md for its form."""
    names = tuple(file["features"])
    rows = np.array([file["features"][name] for name in names], dtype=np.float64)
    place = {name: index for index, name in enumerate(names)}
    return BodyModel(
        features=names,
        mean=rows[:, 0],
        scale=rows[:, 1],
        weight=rows[:, 2],
        intercept=float(file["intercept"]),
        trees=_read_trees(file["trees"], place),
        base=float(file["base"]),
    )


def _read_trees(trees: Sequence[Sequence[Sequence[Any]]], place: Mapping[str, int]) -> Trees:
    """Return the trees as arrays. A node is [feature, threshold, node if at most, node if above], a leaf [value]."""
    roots = list(accumulate((len(tree) for tree in trees[:-1]), initial=0)) if trees else []
    nodes = [
        (0, 0.0, root + at, root + at, node[0])
        if len(node) == 1
        else (place[node[0]], node[1], root + node[2], root + node[3], 0.0)
        for root, tree in zip(roots, trees, strict=True)
        for at, node in enumerate(tree)
    ]
    feature, threshold, below, above, value = zip(*nodes, strict=True) if nodes else ((),) * 5
    return Trees(
        roots=np.array(roots, dtype=np.intp),
        feature=np.array(feature, dtype=np.intp),
        threshold=np.array(threshold, dtype=np.float64),
        below=np.array(below, dtype=np.intp),
        above=np.array(above, dtype=np.intp),
        value=np.array(value, dtype=np.float64),
        depth=max(map(_depth, trees), default=0),
    )


def _depth(tree: Sequence[Sequence[Any]], node: int = 0) -> int:
    if len(tree[node]) == 1:
        return 0
    return 1 + max(_depth(tree, tree[node][2]), _depth(tree, tree[node][3]))
