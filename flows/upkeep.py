"""Upkeep of the warehouse, each a flow: the run history shows it beside the loads."""

# No postponed annotations here: a scheduled run loads the flow by its entry point, and then Prefect can't resolve the
# names in them when it validates the parameters.

from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows import tasks
from flows.settings import load_settings
from warehouse.store import Warehouse, lock


@flow(name="compact")
def compact(
    warehouse: Annotated[Path | None, Field(description="the folder of the tables; by default as set")] = None,
    wait: Annotated[bool, Field(description="wait for another writer instead of failing")] = True,
) -> int:
    """Merge small chunks, so that a warehouse of many small loads stays quick to query. Returns the snapshot."""
    store = Warehouse(load_settings(warehouse=warehouse).warehouse)
    with lock(store, wait=wait):
        tasks.clear_up(store)
        return tasks.merge_chunks(store)
