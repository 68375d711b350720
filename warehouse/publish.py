"""From a draft to the current snapshot, in one step that either happened or not."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas.errors import WarehouseError
from warehouse import disk
from warehouse.draft import Draft
from warehouse.layout import Manifest, Snapshot, Warehouse, read, read_manifest
from warehouse.views import write_database


def require_current(warehouse: Warehouse, base: Snapshot) -> None:
    """Raise WarehouseError unless `base` is what `current` leads to, so that no other commit is lost."""
    number = read(warehouse).number
    if number != base.number:
        raise WarehouseError(f"the current snapshot is {number}, the change was made on {base.number}")


def publish(warehouse: Warehouse, draft: Draft, base: Snapshot, pipeline_version: str) -> Snapshot:
    """Make the draft the current snapshot.

    Everything is on the disk before the swap of `current`, which is the commit. Whatever goes wrong before it
    leaves files that `recover` and the next commit remove.
    """
    draft.finish()
    snapshot = Snapshot(
        warehouse.snapshot_folder(draft.number),
        Manifest(draft.number, base.number, datetime.now(UTC), pipeline_version, draft.tables),
    )
    for table, chunks in draft.tables.items():
        (snapshot.path / table).mkdir(parents=True)
        for chunk in chunks:
            disk.link_or_copy(warehouse.chunk_file(table, chunk), snapshot.path / table / f"{chunk}.parquet")
        disk.sync(snapshot.path / table)
    write_database(snapshot)
    disk.write_text(snapshot.path / "manifest.json", snapshot.manifest.to_json())
    disk.sync(snapshot.path)
    disk.sync(warehouse.snapshots)
    disk.point(warehouse.current, str(snapshot.path.relative_to(warehouse.root)))
    # The commit stands. What can't be removed now, such as a file that is open elsewhere, is removed later.
    with suppress(OSError):
        expire(warehouse)
    return snapshot


def expire(warehouse: Warehouse) -> list[int]:
    """Remove snapshots that are neither among the last ones nor within the grace period, and return their numbers.

    A snapshot's age counts from the commit that took its place: until then readers could still pick it up.
    """
    manifests = committed(warehouse)
    oldest_grace = datetime.now(UTC) - timedelta(seconds=warehouse.grace_seconds)
    older = manifests[: -max(1, warehouse.keep_snapshots)]
    expired = [
        manifest.number
        for manifest, follower in zip(older, manifests[1:], strict=False)
        if follower.created_at_utc < oldest_grace
    ]
    for number in expired:
        disk.remove_folder(warehouse.snapshot_folder(number))
    _remove_unused_chunks(warehouse, [manifest for manifest in manifests if manifest.number not in expired])
    return expired


def clear_uncommitted(warehouse: Warehouse) -> list[str]:
    """Remove snapshots that were never committed or only half removed, and chunks that no snapshot uses.

    Returns what was removed, as paths in the warehouse. The caller holds the lock. Raises WarehouseError, and removes
    nothing, where `current` is missing although there are whole snapshots: `recover` sets it again.
    """
    current = read(warehouse).number
    if not current and committed(warehouse):
        raise WarehouseError(f"{warehouse.current} is missing: recover the warehouse first")
    removed = []
    for folder in numbered_folders(warehouse):
        if int(folder.name) > current or not (folder / "manifest.json").exists():
            disk.remove_folder(folder)
            removed.append(str(folder.relative_to(warehouse.root)))
    return removed + _remove_unused_chunks(warehouse, committed(warehouse))


def committed(warehouse: Warehouse) -> list[Manifest]:
    """Return the manifests of all whole snapshots, the oldest first."""
    return [manifest for manifest in map(read_manifest, numbered_folders(warehouse)) if manifest]


def numbered_folders(warehouse: Warehouse) -> list[Path]:
    """Return the snapshots' folders, the oldest first, half-made ones among them."""
    return sorted(
        (folder for folder in warehouse.snapshots.glob("*") if folder.name.isdecimal()),
        key=lambda folder: int(folder.name),
    )


def _remove_unused_chunks(warehouse: Warehouse, manifests: Sequence[Manifest]) -> list[str]:
    """Remove chunk files that no manifest names and return them, as paths in the warehouse."""
    used = {
        warehouse.chunk_file(table, chunk)
        for manifest in manifests
        for table, chunks in manifest.tables.items()
        for chunk in chunks
    }
    unused = sorted(set(warehouse.chunks.glob("*/*")) - used)
    for path in unused:
        path.unlink()
    return [str(path.relative_to(warehouse.root)) for path in unused]
