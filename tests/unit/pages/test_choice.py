"""Which lines are taken for body when the model is sure, and when it is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.choice import choose_body


@pytest.mark.parametrize(
    ("log_odds", "n_words", "chosen"),
    [
        pytest.param([-5, 4, 5, -6], [3, 20, 30, 4], [False, True, True, False], id="sure"),
        pytest.param([-6, -1, -1.2, -7], [3, 40, 30, 4], [False, True, True, False], id="all low: what stands out"),
        pytest.param([3, 0.5, -0.3], [50, 2, 2], [True, True, False], id="likely lines, however short"),
        pytest.param([], [], [], id="no lines"),
    ],
)
def test_choose_body(log_odds: list[float], n_words: list[int], chosen: list[bool]) -> None:
    assert choose_body(log_odds, n_words).tolist() == chosen


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(-30, 30), st.integers(0, 500)), min_size=1, max_size=50))
def test_no_line_that_is_left_is_likelier_than_one_that_is_taken(lines: list[tuple[float, int]]) -> None:
    log_odds = np.array([odds for odds, _ in lines])
    chosen = choose_body(log_odds.tolist(), [words for _, words in lines])
    assert chosen.any()
    assert max(log_odds[~chosen], default=-np.inf) <= min(log_odds[chosen])
