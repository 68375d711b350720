"""How the command line ends: one exit status for each kind of end, and one line for an error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NoReturn

import typer

from schemas.errors import OnrecordError, QueryRefused, UsageError, WarehouseBusy

EXIT_GATE: Final = 1
EXIT_USAGE: Final = 2
EXIT_BUSY: Final = 3
EXIT_FAILED: Final = 4
EXIT_INTERRUPTED: Final = 130


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn errors into one line on standard error and an exit status."""
    try:
        yield
    except KeyboardInterrupt:
        _leave("stopped; the snapshot is as it was, and finished batches will be found again", EXIT_INTERRUPTED)
    except (UsageError, QueryRefused) as error:
        _leave(str(error), EXIT_USAGE)
    except WarehouseBusy as error:
        _leave(str(error), EXIT_BUSY)
    except (OnrecordError, OSError) as error:
        _leave(str(error), EXIT_FAILED)


def _leave(message: str, status: int) -> NoReturn:
    typer.echo(f"onrecord: {message}", err=True)
    raise typer.Exit(status)
