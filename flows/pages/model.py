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
    """Boosted trees as arrays of one row per tree, one column per node; a leaf points to itself."""

    feature: npt.NDArray[np.intp]
    threshold: Column
    below: npt.NDArray[np.intp]
    above: npt.NDArray[np.intp]
    value: Column
    depth: int

    def sums(self, values: Column) -> Column:
        """Return for each line the sum of the leaves that it falls into."""
        n_trees = len(self.feature)
        trees = np.arange(n_trees)
        lines = np.arange(len(values))[:, None]
        node = np.zeros((len(values), n_trees), dtype=np.intp)
        for _ in range(self.depth):
            is_below = values[lines, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(is_below, self.below[trees, node], self.above[trees, node])
        sums: Column = self.value[trees, node].sum(axis=1)
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
    n_nodes = max((len(tree) for tree in trees), default=1)
    shape = (len(trees), n_nodes)
    itself = np.broadcast_to(np.arange(n_nodes), shape)
    feature, below, above = np.zeros(shape, dtype=np.intp), itself.copy(), itself.copy()
    threshold, value = np.zeros(shape), np.zeros(shape)
    for row, tree in enumerate(trees):
        for column, node in enumerate(tree):
            if len(node) == 1:
                value[row, column] = node[0]
            else:
                feature[row, column], threshold[row, column] = place[node[0]], node[1]
                below[row, column], above[row, column] = node[2], node[3]
    return Trees(feature, threshold, below, above, value, max(map(_depth, trees), default=0))


def _depth(tree: Sequence[Sequence[Any]], node: int = 0) -> int:
    if len(tree[node]) == 1:
        return 0
    return 1 + max(_depth(tree, tree[node][2]), _depth(tree, tree[node][3]))
