"""Batches keep all workers busy to the end, and stay the same when pages come in behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.batch_sizes import batch_sizes


@pytest.mark.parametrize(
    ("n_pages", "n_workers", "expected"),
    [
        pytest.param(0, 2, (), id="nothing to do"),
        pytest.param(20, 2, (20,), id="not worth a second worker"),
        pytest.param(64, 2, (64,), id="one whole batch"),
        pytest.param(72, 2, (36, 36), id="a second worker takes half"),
        pytest.param(130, 4, (44, 43, 43), id="three workers"),
        pytest.param(200, 2, (64, 64, 36, 36), id="the rest in even parts"),
        pytest.param(131, 2, (64, 64, 3), id="a rest that is not worth parting"),
        pytest.param(300, 1, (64, 64, 64, 64, 44), id="one worker"),
    ],
)
def test_batch_sizes(n_pages, n_workers, expected) -> None:
    assert batch_sizes(n_pages, 64, n_workers) == expected


@given(st.integers(0, 2_000), st.integers(1, 70), st.integers(1, 9))
def test_the_batches_hold_all_pages_and_none_too_many(n_pages, most_pages, n_workers) -> None:
    sizes = batch_sizes(n_pages, most_pages, n_workers)
    assert sum(sizes) == n_pages
    assert all(1 <= size <= most_pages for size in sizes)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 70), st.integers(1, 9))
def test_whole_batches_stay_when_pages_are_added(n_pages, n_added, most_pages, n_workers) -> None:
    before = batch_sizes(n_pages, most_pages, n_workers)
    n_whole = n_pages // (most_pages * n_workers) * n_workers
    assert batch_sizes(n_pages + n_added, most_pages, n_workers)[:n_whole] == before[:n_whole]
