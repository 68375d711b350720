"""The body model: weights in, log odds out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flows.pages.features import FeatureTable
from flows.pages.model import load_model, read_model

TREE = [["length", 10.0, 1, 2], [-2.0], ["quoted", 0.5, 3, 4], [1.0], [3.0]]
FILE: dict[str, Any] = {
    "features": {"length": [10.0, 5.0, 1.0], "quoted": [0.0, 1.0, 2.0]},
    "intercept": 0.5,
    "base": -0.5,
    "trees": [TREE, [[0.25]]],
}


def odds_of(file: dict[str, Any], *rows: tuple[float, float]) -> list[float]:
    # The table has its columns in another order, and one that the model does not know.
    values = np.array([[quoted, 7.0, length] for length, quoted in rows])
    return read_model(file).log_odds(FeatureTable(("quoted", "unknown", "length"), values)).tolist()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param((10.0, 0.0), (0.5 + (-2.0 + 0.25) - 0.5) / 2, id="at the threshold"),
        pytest.param((15.0, 0.0), (1.5 + (1.0 + 0.25) - 0.5) / 2, id="second leaf"),
        pytest.param((15.0, 1.0), (3.5 + (3.0 + 0.25) - 0.5) / 2, id="third leaf"),
        pytest.param((1e9, 0.0), (4.5 + (1.0 + 0.25) - 0.5) / 2, id="far from the mean"),
    ],
)
def test_log_odds(row: tuple[float, float], expected: float) -> None:
    assert odds_of(FILE, row) == pytest.approx([expected])


def test_a_long_page_is_judged_in_parts_alike() -> None:
    rows = [(float(n % 40), float(n % 2)) for n in range(9000)]
    whole = odds_of(FILE, *rows)
    assert whole[:80] == whole[80:160] == whole[8000:8080]


def test_no_lines() -> None:
    table = FeatureTable(("length", "quoted"), np.zeros((0, 2)))
    assert read_model(FILE).log_odds(table).tolist() == []


def test_a_feature_that_is_missing_is_an_error() -> None:
    with pytest.raises(KeyError, match="quoted"):
        read_model(FILE).log_odds(FeatureTable(("length",), np.zeros((1, 1))))


def test_the_weights_that_are_shipped_can_be_read() -> None:
    model = load_model("text")
    assert len(model.features) == len(set(model.features)) == len(model.weight)
    assert model.trees.depth > 0
