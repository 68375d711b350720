"""A commit that stops before each single thing it does to the disk: before or after, never between."""

from __future__ import annotations

import os
import shutil

import pytest

from warehouse.layout import Warehouse
from warehouse.store import compact, lock, read

# Everything through which the store changes a disk, but for the bytes of a file, which count from its fsync on.
DISK_CALLS = ("chmod", "fsync", "link", "mkdir", "replace", "rmdir", "symlink", "unlink")
# Every so many calls one is stopped at; all of them in the last part, where `current` is swapped and old files go.
STRIDE = 53
LAST_CALLS = 6


class Stopped(BaseException):
    """Not an Exception: nothing may take it for an error that it can go on after, as it can't go on after a kill."""


class Clock:
    """Counts calls that change the disk and stops before the chosen one."""

    def __init__(self, monkeypatch, stop_at=None):
        self.n_calls = 0
        self.swap_at = 0
        self.stop_at = stop_at
        for name in DISK_CALLS:
            monkeypatch.setattr(os, name, self.counted(name, getattr(os, name)))

    def counted(self, name, call):
        def count_and_call(*args, **kwargs):
            self.n_calls += 1
            if name == "replace" and str(args[1]).endswith("current"):
                self.swap_at = self.n_calls
            if self.n_calls == self.stop_at:
                raise Stopped
            return call(*args, **kwargs)

        return count_and_call


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, committer):
    """A warehouse with a few snapshots, so that the next commit replaces, adds, expires and merges."""
    warehouse = Warehouse(tmp_path_factory.mktemp("prepared") / "data", keep_snapshots=1, grace_seconds=0)
    with lock(warehouse):
        for _ in range(4):
            committer.run_once(warehouse)
    return warehouse


def copied(prepared, folder):
    shutil.copytree(prepared.root, folder, symlinks=True)
    return Warehouse(folder, keep_snapshots=1, grace_seconds=0)


def stops(n_calls, swap_at):
    near_swap = range(swap_at - 3, swap_at + 4)
    last = range(n_calls - LAST_CALLS, n_calls + 1)
    return sorted({*range(1, n_calls, STRIDE), *near_swap, *last} & set(range(1, n_calls + 1)))


@pytest.mark.parametrize("verb", ["commit", "compact"])
def test_wherever_it_stops_the_snapshot_is_whole_and_the_next_run_works(prepared, tmp_path, committer, verb):
    def act(warehouse):
        return compact(warehouse) if verb == "compact" else committer.run_once(warehouse)

    def require_whole(snapshot, base):
        """A compacted snapshot holds what its base holds under the next number."""
        if verb == "commit" or snapshot.number == base.number:
            committer.require_whole(snapshot)
        else:
            for table in ("pages", "quotes", "entities", "runs"):
                assert sorted(map(str, snapshot.scan(table).collect().iter_rows())) == sorted(
                    map(str, base.scan(table).collect().iter_rows())
                )

    base = read(prepared)
    counting = copied(prepared, tmp_path / "counting")
    with pytest.MonkeyPatch.context() as patched, lock(counting):
        clock = Clock(patched)
        require_whole(act(counting), base)
    outcomes = set()
    for stop_at in stops(clock.n_calls, clock.swap_at):
        warehouse = copied(prepared, tmp_path / f"stopped-{stop_at}")
        with pytest.MonkeyPatch.context() as patched, lock(warehouse):
            Clock(patched, stop_at)
            with pytest.raises(Stopped):
                act(warehouse)
        snapshot = read(warehouse)
        assert snapshot.number == base.number + (stop_at > clock.swap_at), stop_at
        outcomes.add(snapshot.number)
        require_whole(snapshot, base)
        if verb == "commit":
            with lock(warehouse):
                committer.require_whole(committer.run_once(warehouse))
            assert len(list(warehouse.snapshots.iterdir())) == 1
        else:
            with lock(warehouse):
                committer.recover(warehouse)
                require_whole(compact(warehouse), base)
        assert not list(warehouse.root.rglob("*.new"))
        shutil.rmtree(warehouse.root)
    assert len(outcomes) == 2
