"""One writer at a time: an advisory lock on a file, held for a whole run and let go by the system if the run dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from schemas.errors import WarehouseBusy, WarehouseError
from warehouse.layout import Warehouse

_held: Final[dict[Path, int]] = {}


def _let_go_in_child() -> None:
    """Close the copies that a forked child got: a child that outlives its run must not keep the lock."""
    for descriptor in _held.values():
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


@contextmanager
def lock(warehouse: Warehouse, wait: bool = False) -> Iterator[None]:
    """Hold the warehouse's lock; wait for it, or raise WarehouseBusy, which says who holds it.

    The file's descriptor is not passed on to child processes, whether they are forked or started.
    """
    if warehouse.root in _held:
        raise WarehouseBusy(f"this process already writes to {warehouse.root}")
    warehouse.root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(warehouse.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(descriptor, 32).decode(errors="replace").strip()
        os.close(descriptor)
        raise WarehouseBusy(
            f"process {holder or 'unknown'} is writing to {warehouse.root}: wait for it, or run with --wait"
        ) from error
    except BaseException:
        os.close(descriptor)
        raise
    _held[warehouse.root] = descriptor
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        # Gone already in a forked child that leaves this block: there the number may mean another file.
        if _held.pop(warehouse.root, None) is not None:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)


def require_lock(warehouse: Warehouse) -> None:
    """Raise WarehouseError unless this process holds the lock."""
    if warehouse.root not in _held:
        raise WarehouseError(f"writing to {warehouse.root} needs its lock")
