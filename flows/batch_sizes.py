"""How many pages go into each batch, and how many workers are worth starting."""

from __future__ import annotations

import math
from typing import Final

# The rows of a batch are checked in a twentieth of a second, however few they are: the time of a page.
_MIN_PAGES: Final = 8


def batch_sizes(n_pages: int, most_pages: int, n_workers: int) -> tuple[int, ...]:
    """Return the sizes of the batches, in turn: whole batches as long as each worker gets one, the rest in even parts.

    So no worker waits long for another's last batch. And the whole ones stay the same when pages come in behind them: a
    run that was stopped finds them again.
    """
    n_busy = busy_workers(n_pages, most_pages, n_workers)
    n_whole = n_pages // (most_pages * n_busy) * n_busy
    n_left = n_pages - n_whole * most_pages
    n_parts = min(n_busy, math.ceil(n_left / min(_MIN_PAGES, most_pages)))
    parts = (n_left // n_parts + (part < n_left % n_parts) for part in range(n_parts))
    return (most_pages,) * n_whole + tuple(parts)


def busy_workers(n_pages: int, most_pages: int, most_workers: int) -> int:
    """Return how many processes the pages are worth: to start one takes the time of some dozen pages."""
    return max(1, min(most_workers, math.ceil(n_pages / most_pages)))
