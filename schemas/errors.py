"""The errors that onrecord raises itself, in one tree.

OnrecordError
├── UsageError          the command was given something it can't work with (exit status 2)
├── PageError           one page can't be loaded; it becomes a row of `rejects`
├── TableError          a table has not the shape that its model asks for: a fault of ours
└── WarehouseError      the warehouse can't be used as it is
    ├── WarehouseBusy   another writer holds the lock
    └── QueryRefused    a statement that may do more than read
"""

from __future__ import annotations

from dataclasses import dataclass


class OnrecordError(Exception):
    """Whatever onrecord itself finds wrong."""


class UsageError(OnrecordError):
    """A wrong argument or setting: nothing was started."""


@dataclass
class PageError(OnrecordError):
    """One page can't be loaded.

    stage: where on the way it failed (a value of `vocabulary.STAGES`).
    reason: a stable code, such as `empty` or `undecodable`, then what a person needs to know.
    """

    stage: str
    reason: str

    def __str__(self) -> str:
        return f"{self.stage}: {self.reason}"


class TableError(OnrecordError):
    """A whole table has the wrong columns or types, so no row of it can be trusted."""


class WarehouseError(OnrecordError):
    """The warehouse can't be used as it is."""


class WarehouseBusy(WarehouseError):
    """Another writer holds the lock of this warehouse."""


class QueryRefused(WarehouseError):
    """The statement is not one plain SELECT, or reaches outside the warehouse."""
