"""`recover`: what a killed run or a moved folder left behind is put right; nobody needs to do it by hand."""

from __future__ import annotations

from warehouse import disk
from warehouse.layout import Snapshot, Warehouse, read, read_manifest
from warehouse.lock import require_lock
from warehouse.publish import clear_uncommitted, numbered_folders
from warehouse.staging import remove_unfinished
from warehouse.views import is_bound, write_database


def recover(warehouse: Warehouse) -> list[str]:
    """Put the warehouse right and say what was done, one sentence each; nothing where all is well.

    Sets `current` again where a copy of the folder lost its links, removes snapshots, chunks and staged batches that
    were never finished, and writes the current `onrecord.duckdb` anew where the folder moved. Made for the start of
    each run; the caller holds the lock.
    """
    require_lock(warehouse)
    done = _set_current_again(warehouse)
    done += [f"removed {path}" for path in clear_uncommitted(warehouse)]
    done += [f"removed {path.relative_to(warehouse.root)}" for path in remove_unfinished(warehouse)]
    snapshot = read(warehouse)
    if snapshot.number and not is_bound(snapshot):
        write_database(snapshot)
        done.append(f"wrote {snapshot.path.relative_to(warehouse.root)}/onrecord.duckdb anew")
    return done


def _set_current_again(warehouse: Warehouse) -> list[str]:
    """Let `current` lead to the last whole snapshot where it is missing or leads nowhere.

    A first commit that was killed just before its swap is completed by this: all of it was on the disk.
    """
    if (warehouse.current / "manifest.json").exists():
        return []
    for folder in reversed(numbered_folders(warehouse)):
        manifest = read_manifest(folder)
        if manifest and all(
            file.exists() for table in manifest.tables for file in Snapshot(folder, manifest).files(table)
        ):
            disk.point(warehouse.current, str(folder.relative_to(warehouse.root)))
            return [f"set current to snapshot {manifest.number}"]
    return []
