"""The warehouse's four verbs, `commit`, `read`, `recover` and `compact`, and the lock that a writer holds.

    with lock(warehouse, wait=True):
        recover(warehouse)
        base = read(warehouse)
        ...
        snapshot = commit(warehouse, base, Change(run_id, staged))

Nothing outside this folder knows how they work, so that another engine can stand behind the same verbs.
"""

from __future__ import annotations

from warehouse.commit import Change, commit
from warehouse.compact import compact
from warehouse.layout import Manifest, Snapshot, Warehouse, read
from warehouse.lock import lock
from warehouse.recover import recover

__all__ = ["Change", "Manifest", "Snapshot", "Warehouse", "commit", "compact", "lock", "read", "recover"]
