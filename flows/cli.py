"""The `onrecord` command. Thin: it reads arguments, calls one flow or one query, and prints what came back.

Prefect, pandera and DuckDB are imported by the command that needs them, after the environment was settled.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from flows.exits import EXIT_GATE, plain_errors
from flows.history import configure_history
from flows.options import (
    CorrectionsOption,
    DateColumnOption,
    HtmlColumnOption,
    PathArguments,
    TextColumnOption,
    UrlColumnOption,
    WaitOption,
    WarehouseOption,
    WorkersOption,
)
from flows.progress import Observer, watched_by
from flows.settings import Settings, load_settings
from schemas.errors import UsageError

if TYPE_CHECKING:
    import pyarrow

app = typer.Typer(
    name="onrecord",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

DEFAULT_SOURCES: Final = ["seeds"]
_SINGLE_PAGES: Final = frozenset({"text", "html"})
# An archive or dump may hold any number; what is sure is that it is worth all processes.
_PAGES_OF_ARCHIVE: Final = 1_000_000


def main() -> None:
    """Run the command line. Exit status: 0, 1 gate, 2 usage, 3 busy, 4 failed otherwise, 130 interrupted."""
    app()


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from flows.version import installed_version

        typer.echo(f"onrecord {installed_version('onrecord')}")
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
]


@app.callback()
def options(_version: VersionOption = False) -> None:
    """News pages in, tables of paragraphs, quotes and entities out."""


@app.command()
def run(
    paths: PathArguments = None,
    warehouse: WarehouseOption = None,
    workers: WorkersOption = None,
    text_column: TextColumnOption = None,
    html_column: HtmlColumnOption = None,
    url_column: UrlColumnOption = None,
    date_column: DateColumnOption = None,
    corrections: CorrectionsOption = None,
    wait: WaitOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but the commit.")] = False,
) -> None:
    """Ingest pages: read, annotate, check, commit."""
    with plain_errors():
        columns = _columns(text_column, html_column, url_column, date_column)
        settings = load_settings(warehouse=warehouse, workers=workers, corrections=corrections, **columns)
        _ingest(_sources(paths), settings, wait=wait, dry_run=dry_run)


@app.command()
def replay(
    paths: PathArguments = None,
    warehouse: WarehouseOption = None,
    workers: WorkersOption = None,
    text_column: TextColumnOption = None,
    html_column: HtmlColumnOption = None,
    url_column: UrlColumnOption = None,
    date_column: DateColumnOption = None,
    corrections: CorrectionsOption = None,
    wait: WaitOption = False,
) -> None:
    """Ingest pages, known rejects among them tried again."""
    with plain_errors():
        columns = _columns(text_column, html_column, url_column, date_column)
        settings = load_settings(warehouse=warehouse, workers=workers, corrections=corrections, **columns)
        _ingest(_sources(paths), settings, wait=wait, retry_rejects=True)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="One SELECT.")],
    warehouse: WarehouseOption = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or parquet.")] = "table",
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write there instead.")] = None,
) -> None:
    """Answer a question in SQL. It can only read."""
    with plain_errors():
        from flows.reporting.answers import WRITERS, print_table

        if form != "table" and form not in WRITERS:
            raise UsageError(f"--format {form}: one of table, {', '.join(WRITERS)}")
        if form == "parquet" and output is None and sys.stdout.isatty():
            raise UsageError("--format parquet is not for a terminal: add --output FILE, or a pipe")
        answer = _answer(load_settings(warehouse=warehouse), query)
        if form == "table" and output is None:
            print_table(answer)
        elif form == "table":
            with cast("Path", output).open("w", encoding="utf-8") as file:
                print_table(answer, Console(file=file))
        else:
            with output.open("wb") if output else nullcontext(sys.stdout.buffer) as target:
                WRITERS[form](answer, target)


@app.command()
def samples(warehouse: WarehouseOption = None) -> None:
    """Answer three sample questions, and show the SQL that asks them."""
    with plain_errors():
        from flows.reporting.answers import print_table
        from warehouse.sql_files import read_folder

        settings = load_settings(warehouse=warehouse)
        for question in read_folder("samples"):
            typer.echo(f"\n{question.sql}\n")
            print_table(_answer(settings, question.sql))


@app.command()
def entity(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name or alias, in any spelling; or an identity's id.")],
    entity_type: Annotated[
        str | None, typer.Option("--type", metavar="T", help="PERSON, ORG, GPE, …: where several bear the name.")
    ] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Show whom or what a name means, how that is known, and what was said."""
    with plain_errors():
        from flows.reporting.entity import print_entity, read_entity

        print_entity(read_entity(load_settings(warehouse=warehouse).warehouse, name, entity_type))


@app.command()
def explain(
    quote_id: Annotated[str, typer.Argument(metavar="QUOTE_ID", help="As in quotes.quote_id, or its first digits.")],
    warehouse: WarehouseOption = None,
) -> None:
    """Show how a quote was found: its marks, its cue, and who else might have said it."""
    with plain_errors():
        from flows.reporting.explain import print_quote, read_quote

        print_quote(read_quote(load_settings(warehouse=warehouse).warehouse, quote_id))


@app.command()
def ui(
    warehouse: WarehouseOption = None,
    port: Annotated[
        int | None, typer.Option("--port", help="On loopback.  [default: 4200, or ONRECORD_UI_PORT]")
    ] = None,
) -> None:
    """Show the run history: start the Prefect server on loopback and print its address."""
    with plain_errors():
        settings = load_settings(warehouse=warehouse, ui_port=port)
        with _server(settings) as api_url:
            typer.echo(f"run history: {api_url.removesuffix('/api')}  (Ctrl-C ends the server)")
            signal.pause()


@app.command()
def schedule(
    paths: PathArguments = None,
    cron: Annotated[str, typer.Option("--cron", help="When to run, such as '0 6 * * *'.")] = "0 6 * * *",
    timezone: Annotated[str, typer.Option("--timezone", help="The time zone of --cron.")] = "UTC",
    warehouse: WarehouseOption = None,
    workers: WorkersOption = None,
    corrections: CorrectionsOption = None,
    port: Annotated[int | None, typer.Option("--port", help="Of the server, if none runs yet.")] = None,
) -> None:
    """Ingest pages on a schedule, until Ctrl-C."""
    with plain_errors():
        settings = load_settings(warehouse=warehouse, workers=workers, corrections=corrections, ui_port=port)
        sources = paths or DEFAULT_SOURCES
        if "-" in sources:
            raise UsageError("-: a schedule runs again and again, and standard input can be read once")
        # A wrong path is said now, not at six in the morning.
        _n_workers(sources, settings)
        _check_corrections(settings)
        configure_history(settings.warehouse)
        from flows.schedule import cron_schedule, serve

        timetable = cron_schedule(cron, timezone)
        with _server(settings) as api_url:
            typer.echo(f"run history: {api_url.removesuffix('/api')}  (Ctrl-C ends the schedule)")
            serve(sources, settings, timetable)


@app.command()
def recover(warehouse: WarehouseOption = None, wait: WaitOption = False) -> None:
    """Clear up after a killed run or a moved folder. Every run does this by itself."""
    with plain_errors():
        from warehouse.store import Warehouse, lock
        from warehouse.store import recover as repair

        store = Warehouse(load_settings(warehouse=warehouse).warehouse)
        with lock(store, wait=wait):
            done = repair(store)
        typer.echo("\n".join(done) or "nothing to clear up")


@app.command()
def compact(warehouse: WarehouseOption = None, wait: WaitOption = False) -> None:
    """Merge small files, for a warehouse of many small loads."""
    with plain_errors():
        settings = load_settings(warehouse=warehouse)
        _require_free(settings, wait=wait)
        wait_until_ready = _open_history(settings)
        from flows.upkeep import compact as merge

        wait_until_ready()
        typer.echo(f"current snapshot: {merge(settings.warehouse, wait=wait)}")


def _ingest(
    paths: list[str], settings: Settings, *, wait: bool, dry_run: bool = False, retry_rejects: bool = False
) -> None:
    """Run the flow with a progress bar beside it, print its report, and leave with its exit status."""
    n_workers = _n_workers(paths, settings)
    _check_corrections(settings)
    _require_free(settings, wait=wait)
    from flows.workers import prepare_workers

    workers = prepare_workers(n_workers, settings.language_model)
    wait_until_ready = _open_history(settings)
    with _progress_bar() as observer:
        from flows.ingest import ingest
        from flows.reporting.report import RunReport, terminal_text

        workers.wait_until_ready()
        wait_until_ready()
        with watched_by(observer):
            state = ingest(
                paths,
                warehouse=settings.warehouse,
                workers=settings.workers,
                columns=settings.columns,
                corrections=settings.corrections,
                wait=wait,
                dry_run=dry_run,
                retry_rejects=retry_rejects,
                return_state=True,
            )
    report = state.result(raise_on_failure=False)
    if isinstance(report, BaseException):
        raise report
    typer.echo(terminal_text(cast("RunReport", report)))
    if state.is_failed():
        raise typer.Exit(EXIT_GATE)


def _columns(text: str | None, html: str | None, url: str | None, date: str | None) -> dict[str, str | None]:
    return {"text_column": text, "html_column": html, "url_column": url, "date_column": date}


def _sources(paths: list[str] | None) -> list[str]:
    """Return the paths that were given, those from standard input in the place of `-`."""
    if not paths:
        return DEFAULT_SOURCES
    from flows.sources.files import read_path_list

    sources = [path for given in paths for path in (read_path_list(sys.stdin.buffer) if given == "-" else [given])]
    if not sources:
        raise UsageError("-: no path stands in standard input")
    return sources


def _n_workers(paths: list[str], settings: Settings) -> int:
    """Return how many processes the paths keep busy, as far as one can tell without opening archives.

    Raises UsageError for a path that does not exist, before anything starts.
    """
    from flows.batch_sizes import busy_workers
    from flows.sources.files import find_files

    n_pages = sum(1 if file.source_format in _SINGLE_PAGES else _PAGES_OF_ARCHIVE for file in find_files(paths))
    return busy_workers(n_pages, settings.batch_pages, settings.workers)


def _check_corrections(settings: Settings) -> None:
    """Say what is wrong with the corrections, before anything starts."""
    from flows.corrections import read_corrections

    read_corrections(settings.corrections_file)


def _require_free(settings: Settings, *, wait: bool) -> None:
    """Say at once that another writer is at work, before anything is started. The run itself takes the lock."""
    from warehouse.store import Warehouse, lock

    if not wait:
        with lock(Warehouse(settings.warehouse)):
            pass


@contextmanager
def _progress_bar() -> Iterator[Observer]:
    """Show on the terminal how far the run is; show nothing where standard error is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("starting", total=None)

        def observe(n_done: int, n_pages: int) -> None:
            bar.update(task, description="annotating pages", completed=n_done, total=n_pages)

        yield observe


def _answer(settings: Settings, sql: str) -> pyarrow.Table:
    from warehouse.connect import query
    from warehouse.store import Warehouse, read

    return query(read(Warehouse(settings.warehouse)), sql)


def _open_history(settings: Settings) -> Callable[[], None]:
    """Settle where a run's history goes, before Prefect is imported; return a way to wait until it can be written."""
    _end_in_order()
    if configure_history(settings.warehouse) is not None:
        return lambda: None
    from flows.server import start_own_server

    os.environ["PREFECT_API_URL"], wait_until_ready = start_own_server(settings.warehouse)
    return wait_until_ready


def _end_in_order() -> None:
    """Let SIGTERM, by which service managers stop us, end everything that Ctrl-C would."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def _server(settings: Settings) -> Iterator[str]:
    """Hold a Prefect server over the run history, or use the API that the user has configured."""
    configured = configure_history(settings.warehouse)
    if configured is not None:
        yield configured
        return
    from flows.server import shared_server

    _end_in_order()
    typer.echo("starting the Prefect server …", err=True)
    with shared_server(settings.warehouse, settings.ui_port) as api_url:
        os.environ["PREFECT_API_URL"] = api_url
        yield api_url
