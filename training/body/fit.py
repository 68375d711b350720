"""Fit the body model to labelled pages, and try it on sites that it has not seen.

What comes out is the plain object that `flows.pages.model.read_model` reads.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from flows.pages.features import FeatureTable

# Chosen by cross-validation over sites; half or twice as much changes F1 by less than its spread over the seeds.
LOGISTIC_C = 0.01
N_TREES = 80
MAX_LEAVES = 15
MAX_DEPTH = 4
LEARNING_RATE = 0.1
MIN_LINES_PER_LEAF = 20
SHARE_OF_FEATURES_PER_SPLIT = 0.3
MAX_DEVIATIONS = 4.0
# Between these shares in the body a line is neither body nor not.
DOUBTFUL = (0.35, 0.65)
DOUBTFUL_WEIGHT = 0.3


@dataclass(frozen=True)
class TrainingPage:
    """A page to learn from.

    site: its host; pages of one site are never on both sides of a trial.
    share_in_body: for each line the share of its words that stand in the marked body.
    is_free: for each line, whether it may be body or not (titles, standfirsts).
    weight: what the page counts, next to others.
    """

    doc: str
    site: str
    words: npt.NDArray[np.int_]
    table: FeatureTable
    share_in_body: npt.NDArray[np.float64]
    is_free: npt.NDArray[np.bool_]
    weight: float = 1.0

    @property
    def is_body(self) -> npt.NDArray[np.bool_]:
        return self.share_in_body >= 0.5


def is_held_out(site: str) -> bool:
    """Return whether the site belongs to the third that training never sees while a method is chosen."""
    return int(hashlib.sha1(f"site:{site}".encode()).hexdigest(), 16) % 3 == 0  # noqa: S324 (a split, no secret)


def line_importance(page: TrainingPage) -> npt.NDArray[np.float64]:
    """Return what an error at each line costs: its share of the body's words and of the body's lines, halved."""
    body = page.is_body
    if not body.any():
        return np.zeros(len(body))
    of_words = np.maximum(page.words, 1) / max(int(page.words[body].sum()), 50)
    of_lines = 1 / max(int(body.sum()), 3)
    doubtful = (page.share_in_body > DOUBTFUL[0]) & (page.share_in_body < DOUBTFUL[1])
    return page.weight * (of_words + of_lines) / 2 * np.where(doubtful, DOUBTFUL_WEIGHT, 1.0) * ~page.is_free


def fit_model(pages: Sequence[TrainingPage], seed: int = 0) -> dict[str, Any]:
    """Return the fitted model as what its file holds, without the file's header."""
    names = pages[0].table.names
    values = np.concatenate([page.table.values for page in pages])
    is_body = np.concatenate([page.is_body for page in pages])
    weights = np.concatenate([line_importance(page) for page in pages])
    weights *= len(weights) / weights.sum()
    mean, scale = values.mean(axis=0), np.maximum(values.std(axis=0), 1e-6)
    standard = np.clip((values - mean) / scale, -MAX_DEVIATIONS, MAX_DEVIATIONS)
    logistic = LogisticRegression(C=LOGISTIC_C, max_iter=500).fit(standard, is_body, sample_weight=weights)
    boosted = HistGradientBoostingClassifier(
        max_iter=N_TREES,
        max_depth=MAX_DEPTH,
        max_leaf_nodes=MAX_LEAVES,
        learning_rate=LEARNING_RATE,
        min_samples_leaf=MIN_LINES_PER_LEAF,
        max_features=SHARE_OF_FEATURES_PER_SPLIT,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=seed,
    ).fit(values, is_body, sample_weight=weights)
    columns = np.stack([mean, scale, logistic.coef_[0]], axis=1)
    return {
        "features": {name: [_short(v) for v in row] for name, row in zip(names, columns, strict=True)},
        "intercept": _short(logistic.intercept_[0]),
        "base": _short(boosted._baseline_prediction.ravel()[0]),
        "trees": [_tree(one[0].nodes, names) for one in boosted._predictors],
    }


def trials(pages: Sequence[Any], seed: int, n_folds: int = 5) -> Iterator[tuple[list[Any], list[Any]]]:
    """Return (to train on, to try on) of things that have a `site`, so that no site stands on both sides."""
    sites = sorted({page.site for page in pages})
    random.Random(seed).shuffle(sites)
    fold = {site: index % n_folds for index, site in enumerate(sites)}
    for index in range(n_folds):
        yield (
            [page for page in pages if fold[page.site] != index],
            [page for page in pages if fold[page.site] == index],
        )


def _tree(nodes: Any, names: Sequence[str]) -> list[list[Any]]:
    return [
        [_short(node["value"])]
        if node["is_leaf"]
        else [names[node["feature_idx"]], _short(node["num_threshold"]), int(node["left"]), int(node["right"])]
        for node in nodes
    ]


def _short(number: float) -> float:
    return float(f"{number:.6g}")


def model_file(about: Mapping[str, str], model: Mapping[str, Any]) -> str:
    """Return the file's text: the header, then a line per feature and a line per tree."""
    features = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in model["features"].items())
    trees = ",\n".join(f"  {json.dumps(tree)}" for tree in model["trees"])
    return (
        f'{{\n"about": {json.dumps(dict(about), indent=2, ensure_ascii=False)},\n'
        f'"intercept": {model["intercept"]},\n"base": {model["base"]},\n'
        f'"features": {{\n{features}\n}},\n"trees": [\n{trees}\n]\n}}\n'
    )
