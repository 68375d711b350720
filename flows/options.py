"""The options that several commands share, with what `--help` says of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

WarehouseOption = Annotated[
    Path | None,
    typer.Option("--warehouse", metavar="DIR", help="The warehouse.  [default: warehouse/data, or ONRECORD_WAREHOUSE]"),
]
PathArguments = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH", help="Files, folders, patterns; - reads paths from standard input.  [default: seeds]"
    ),
]
TextColumnOption = Annotated[
    str | None, typer.Option("--text-column", metavar="NAME", help="The column of a dump that holds the text.")
]
HtmlColumnOption = Annotated[
    str | None, typer.Option("--html-column", metavar="NAME", help="The column of a dump that holds the HTML.")
]
UrlColumnOption = Annotated[
    str | None, typer.Option("--url-column", metavar="NAME", help="The column of a dump that holds the address.")
]
DateColumnOption = Annotated[
    str | None, typer.Option("--date-column", metavar="NAME", help="The column that says when it was published.")
]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Processes that annotate.  [default: all cores, or ONRECORD_WORKERS]"),
]
CorrectionsOption = Annotated[
    Path | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="Names to merge or keep apart.  [default: corrections.csv in the warehouse, or ONRECORD_CORRECTIONS]",
    ),
]
WaitOption = Annotated[bool, typer.Option("--wait", help="Wait for another writer instead of giving up.")]
