"""kill -9 in the middle of a writer's work: readers and the next run find a whole snapshot, and nothing to repair."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time

import pytest

from warehouse.layout import Warehouse
from warehouse.store import lock, read

N_KILLS = 4
# Time for a commit or two after the first, so that every part of a commit is hit over the kills.
LONGEST_LIFE_SECONDS = 0.4


@pytest.fixture
def reader(tmp_path, committer):
    """A thread that reads the current snapshot without pause and collects what was wrong with it."""
    warehouse = Warehouse(tmp_path / "data")
    faults: list[BaseException] = []
    seen: list[int] = []
    is_over = threading.Event()

    def read_on():
        while not is_over.wait(0.01):
            try:
                snapshot = read(warehouse)
                committer.require_whole(snapshot)
                seen.append(snapshot.number)
            except Exception as fault:
                faults.append(fault)

    thread = threading.Thread(target=read_on)
    thread.start()
    yield seen, faults
    is_over.set()
    thread.join()


def test_a_killed_writer_leaves_a_whole_snapshot_and_the_next_goes_on(tmp_path, committer, reader):
    warehouse = Warehouse(tmp_path / "data", keep_snapshots=2, grace_seconds=5)
    luck = random.Random(20240501)
    last = 0
    for _ in range(N_KILLS):
        with subprocess.Popen(
            [sys.executable, str(committer.file), str(warehouse.root)], stdout=subprocess.PIPE, text=True
        ) as process:
            committed = int(process.stdout.readline())
            assert committed > last
            time.sleep(luck.uniform(0, LONGEST_LIFE_SECONDS))
            process.kill()
            committed = max([committed, *map(int, process.stdout.read().split())])
        snapshot = read(warehouse)
        assert snapshot.number in (committed, committed + 1)
        committer.require_whole(snapshot)
        last = snapshot.number
    with lock(warehouse):
        committer.require_whole(committer.run_once(warehouse))
    seen, faults = reader
    assert faults == []
    assert seen == sorted(seen)
    assert len(set(seen)) > N_KILLS
