"""How far a run is, for whoever watches it from the same process, such as the command line's progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

# Called with pages done and pages to do.
Observer = Callable[[int, int], None]


def _nobody(_n_done: int, _n_pages: int) -> None:
    """Watch nothing."""


_observer: Final[ContextVar[Observer]] = ContextVar("observer", default=_nobody)


@contextmanager
def watched_by(observer: Observer) -> Iterator[None]:
    """Have the observer told of the progress of runs that start inside this block."""
    token = _observer.set(observer)
    try:
        yield
    finally:
        _observer.reset(token)


def tell(n_done: int, n_pages: int) -> None:
    _observer.get()(n_done, n_pages)
