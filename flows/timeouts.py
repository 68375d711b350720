"""A limit on the time that a page may take, in a worker process.

Two lines of defence. A signal interrupts Python code, regular expressions among it, and the page becomes a reject with
the reason. Code in C that never returns to Python can't be interrupted; then a thread that Python does not hold ends
the process, and the pool finds the page at fault as it does after a crash.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

# The signal comes again for code that swallowed it in a bare `except`.
_AGAIN_SECONDS: Final = 1.0
# The process ends when the signal had no effect for this many times the limit.
_HARD_FACTOR: Final = 2.0


class TimedOut(BaseException):
    """A step took longer than its limit. No Exception, so that a parser's own `except Exception` can't swallow it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"timed_out: not done after {seconds:g} seconds")


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raise TimedOut inside the block when it takes longer; None sets no limit.

    Only the main thread of a process can be limited, and limits don't nest.
    """
    if seconds is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    is_over = False

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        if not is_over:
            raise TimedOut(seconds)

    before = signal.signal(signal.SIGALRM, interrupt)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 (os.devnull is no path of ours)
        faulthandler.dump_traceback_later(_HARD_FACTOR * seconds, exit=True, file=nowhere)
        signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_SECONDS)
        try:
            yield
        finally:
            is_over = True
            signal.setitimer(signal.ITIMER_REAL, 0.0)
            faulthandler.cancel_dump_traceback_later()
            signal.signal(signal.SIGALRM, before)
