"""A step that takes too long is interrupted, whatever it does."""

import re
import subprocess
import sys
import threading
import time

import pytest

from flows.timeouts import TimedOut, time_limit

LIMIT_SECONDS = 0.2


def busy_loop():
    while True:
        pass


def catastrophic_pattern():
    re.match(r"(a+)+$", "a" * 40 + "b")


def parser_that_swallows_errors():
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            continue


@pytest.mark.parametrize("step", [busy_loop, catastrophic_pattern, parser_that_swallows_errors])
def test_a_step_is_interrupted(step) -> None:
    with pytest.raises(TimedOut, match=r"timed_out: not done after 0\.2 seconds"), time_limit(LIMIT_SECONDS):
        step()


def test_a_step_in_time_is_left_alone() -> None:
    with time_limit(LIMIT_SECONDS):
        done = True
    time.sleep(1.5 * LIMIT_SECONDS)
    assert done


def test_no_limit() -> None:
    with time_limit(None):
        time.sleep(0.01)


def test_other_threads_are_not_limited() -> None:
    done = []

    def work():
        with time_limit(0.01):
            time.sleep(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done


def test_code_that_can_not_be_interrupted_ends_its_process() -> None:
    program = """
import signal
from flows.timeouts import time_limit
with time_limit(0.2):
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])  # as if it never returned to Python
    while True:
        pass
"""
    ended = subprocess.run([sys.executable, "-c", program], timeout=30, check=False, capture_output=True)
    assert ended.returncode == 1
