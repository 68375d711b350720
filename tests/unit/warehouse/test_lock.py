from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from schemas.errors import WarehouseBusy
from warehouse.store import lock

HOLD = """
import os, sys
from pathlib import Path
from warehouse.layout import Warehouse
from warehouse.lock import lock

with lock(Warehouse(Path(sys.argv[1]))):
    if sys.argv[2] == "and fork" and os.fork():
        # The child says so, once it has come to life without the lock.
        sys.stdin.read()
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def hold(warehouse):
    """Start processes that hold the lock until their input ends."""
    started = []

    def start(how="alone"):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(warehouse.root), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout.readline() == b"held\n"
        return process

    yield start
    for process in started:
        subprocess.run(["kill", "-9", "--", f"-{process.pid}"], check=False, stderr=subprocess.DEVNULL)
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_a_second_writer_is_told_who_writes_or_waits(warehouse, hold):
    process = hold()
    with pytest.raises(WarehouseBusy, match=f"process {process.pid} is writing"), lock(warehouse, wait=False):
        pass
    threading.Timer(0.3, process.stdin.close).start()
    start = time.monotonic()
    with lock(warehouse, wait=True):
        assert time.monotonic() - start > 0.2
        assert process.wait(timeout=10) == 0


def test_a_killed_writer_holds_nothing_even_where_its_child_lives_on(warehouse, hold):
    process = hold("and fork")
    process.kill()
    process.wait()
    with lock(warehouse, wait=False):
        pass


def test_the_lock_can_be_taken_again(warehouse):
    for _ in range(2):
        with lock(warehouse):
            pass


def test_an_error_lets_go_of_the_lock(warehouse):
    with pytest.raises(ValueError, match="trouble"), lock(warehouse):
        raise ValueError("trouble")
    with lock(warehouse):
        pass


def test_a_process_cannot_take_the_lock_twice(warehouse):
    with lock(warehouse), pytest.raises(WarehouseBusy, match="this process"), lock(warehouse, wait=True):
        pass
