"""One entity of the warehouse as people want to see it: who it is, by which names, how that is known, what it said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from flows.entities.across import APPLY_FROM_SCORE
from flows.entities.names import fold
from flows.reporting.answers import unfolding
from schemas.errors import UsageError
from schemas.vocabulary import ENTITY_TYPES
from warehouse.connect import connect, rows
from warehouse.sql_files import read_named
from warehouse.store import Warehouse, read

# What is shown; all of it stands in the tables and views.
MAX_NAMES: Final = 20
MAX_REASONS: Final = 3
MAX_JOINS: Final = 15
MAX_ROLES: Final = 10
MAX_QUOTES: Final = 5
MAX_DOCUMENTS: Final = 10
MAX_OTHERS: Final = 6
MAX_PROPOSALS: Final = 6
MAX_QUOTE_CHARS: Final = 100
MAX_TITLE_CHARS: Final = 45

NO_DATE: Final = "—"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntityView:
    """An entity, as rows of `warehouse/queries/entity_*.sql`.

    identity: its row of `identities`. names, joins, roles: all of them. quotes, documents: the most recent ones.
    others: rows of `identities` that bear the same name.
    """

    identity: Row
    names: Sequence[Row]
    joins: Sequence[Row]
    roles: Sequence[Row]
    quotes: Sequence[Row]
    documents: Sequence[Row]
    others: Sequence[Row]


def read_entity(warehouse: Path, name: str, entity_type: str | None = None) -> EntityView:
    """Find the entity that a name (or the id of an identity) means, and read what is known of it.

    Raises UsageError where the type is none, where the warehouse is empty, and where no entity is called so.
    """
    kind = _known_type(entity_type)
    snapshot = read(Warehouse(warehouse))
    if not snapshot.n_rows("documents"):
        raise UsageError(f"the warehouse {warehouse} holds no documents: onrecord run loads them")
    with connect(snapshot) as connection:
        asked = {"words": fold(name).split(), "identity_id": name}
        identity, others = choose(name, kind, rows(connection, read_named("queries", "entity_matches"), asked))
        chosen = {"identity_id": identity["identity_id"]}
        return EntityView(
            identity,
            names=rows(connection, read_named("queries", "entity_names"), chosen),
            joins=rows(connection, read_named("queries", "entity_joins"), chosen),
            roles=rows(connection, read_named("queries", "entity_roles"), chosen),
            quotes=rows(connection, read_named("queries", "entity_quotes"), chosen | {"n": MAX_QUOTES}),
            documents=rows(connection, read_named("queries", "entity_documents"), chosen | {"n": MAX_DOCUMENTS}),
            others=others,
        )


def _known_type(entity_type: str | None) -> str | None:
    kind = entity_type.upper() if entity_type else None
    if kind is not None and kind not in ENTITY_TYPES:
        raise UsageError(f"--type {entity_type}: one of {', '.join(ENTITY_TYPES)}")
    return kind


def choose(name: str, entity_type: str | None, candidates: Iterable[Row]) -> tuple[Row, list[Row]]:
    """Return the identity that a name means, and the others that bear it.

    candidates: rows of `entity_matches`. Of those that go by the name the one with the most mentions is meant: "Roe" is
    rather Ana Roe, whom many pages name, than the Roe of one. Raises UsageError where none bears the name, with those
    that bear a longer one.
    """
    words = frozenset(fold(name).split())
    candidates = sorted(
        (row for row in candidates if entity_type in (None, row["type"])),
        key=lambda row: (row["identity_id"] != name, -row["n_mentions"], row["name"], row["identity_id"]),
    )
    bearers = [row for row in candidates if _bears(name, row)]
    if bearers:
        return bearers[0], bearers[1:]
    if not name.strip():
        raise UsageError("NAME is empty: which entity?")
    nobody = f"no entity {f'of type {entity_type} ' if entity_type else ''}is called {name}"
    longer = [row for row in candidates if words and any(words <= set(fold(text).split()) for text in row["texts"])]
    if not longer:
        raise UsageError(nobody)
    proposals = [f"{row['name']} ({row['type']})" for row in longer]
    raise UsageError(f"{nobody}; there is {_some(proposals, MAX_PROPOSALS)}")


def _bears(name: str, row: Row) -> bool:
    """Whether an identity goes by a name, or has it as its id."""
    folded = fold(name)
    return row["identity_id"] == name or (folded != "" and any(fold(text) == folded for text in row["texts"]))


def print_entity(view: EntityView, console: Console | None = None) -> None:
    """Print an entity; lines are as long as they need to be where they don't go to a terminal."""
    console = unfolding(console)
    for part in _parts(view):
        console.print(part, highlight=False)


def _parts(view: EntityView) -> Iterator[RenderableType]:
    """Yield what is printed, from top to bottom. Names come as Text, so that no "[x]" in them is read as markup."""
    identity = view.identity
    yield Text.assemble((identity["name"], "bold"), f"  {identity['type']}  {identity['identity_id']}")
    yield Text(summary(identity))
    yield from _section(
        "names", len(view.names), ["name", "#mentions", "#documents", "why"], map(_name_cells, view.names[:MAX_NAMES])
    )
    yield from _section(
        "joined across documents",
        len(view.joins),
        ["verdict", "#score", "by", "other name", "why"],
        map(partial(_join_cells, name=identity["name"]), view.joins[:MAX_JOINS]),
    )
    places = {row["text"]: row for row in view.roles}
    roles = identity["roles"]
    yield from _section(
        "roles",
        len(roles),
        ["role", "#documents", "read in"],
        (_role_cells(role, places.get(role["text"])) for role in roles[:MAX_ROLES]),
    )
    n_quotes = view.quotes[0]["n_all"] if view.quotes else 0
    yield from _section(
        "quotes" if n_quotes == identity["n_quotes"] else "quotes, copies of a text once",
        n_quotes,
        ["date", "document", "words"],
        map(_quote_cells, view.quotes),
        "the last ",
    )
    yield from _section(
        "documents",
        identity["n_documents"],
        ["date", "document", "#mentions", "#quotes"],
        map(_document_cells, view.documents),
        "the last ",
    )
    if view.others:
        yield Text(f"\n{also(view.others)}")


def _section(
    heading: str, n_all: int, columns: Sequence[str], cells: Iterable[Sequence[str]], which: str = ""
) -> Iterator[RenderableType]:
    """Yield a heading and a table; nothing where there are no rows. A column's name starts with # for numbers."""
    lines = list(cells)
    if not lines:
        return
    shown = f" ({which}{len(lines)} of {n_all:,})" if n_all > len(lines) else ""
    yield Text(f"\n{heading}{shown}", style="bold")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        is_number = name.startswith("#")
        table.add_column(
            Text(name.removeprefix("#")),
            justify="right" if is_number else "left",
            overflow="fold",
            no_wrap=is_number or name == "date",
        )
    for line in lines:
        table.add_row(*map(Text, line))
    yield table


def summary(identity: Row) -> str:
    """Return the counts and dates of an identity in one line."""
    counts = ", ".join(_count(identity[f"n_{things}"], things) for things in ("documents", "mentions", "quotes"))
    return f"{counts}; first seen {day(identity['first_seen_at_utc'])}, last seen {day(identity['last_seen_at_utc'])}"


def also(others: Sequence[Row]) -> str:
    """Return the line about others of the same name."""
    told = [
        f"{row['name']} ({row['type']} {row['identity_id']}, {_count(row['n_mentions'], 'mentions')})" for row in others
    ]
    return f"also: {_some(told, MAX_OTHERS)}; with --type, or the id as the name"


def verdict(row: Row) -> str:
    """Return what a row of `entity_joins` comes to: joined, proposed, or apart."""
    if row["is_alone"] or (row["by"] == "user" and not row["score"]):
        return "apart"
    return "joined" if row["score"] >= APPLY_FROM_SCORE or row["doc_id"] else "proposed"


def _name_cells(row: Row) -> list[str]:
    reasons = [f"{reason['why']} ({reason['n']:,})" for reason in row["reasons"]]
    return [row["text"], f"{row['n_mentions']:,}", f"{row['n_documents']:,}", _some(reasons, MAX_REASONS)]


def _join_cells(row: Row, name: str) -> list[str]:
    others = [other for other in dict.fromkeys((row["from_name"], row["to_name"])) if other not in (name, None)]
    told = ", ".join(others) or name
    where = f" (in {cut(document_name(row), MAX_TITLE_CHARS)})" if row["doc_id"] else ""
    return [verdict(row), f"{row['score']:.2f}", row["by"], f"{told}{where}", row["why"]]


def _role_cells(role: Row, place: Row | None) -> list[str]:
    read_in = "" if place is None else f"{cut(document_name(place), MAX_TITLE_CHARS)}: {around(place)}"
    return [role["text"], f"{role['n_documents']:,}", read_in]


def _quote_cells(row: Row) -> list[str]:
    return [day(row["published_at_utc"]), cut(document_name(row), MAX_TITLE_CHARS), cut(row["text"], MAX_QUOTE_CHARS)]


def _document_cells(row: Row) -> list[str]:
    return [day(row["published_at_utc"]), document_name(row), f"{row['n_mentions']:,}", f"{row['n_quotes']:,}"]


def document_name(row: Row) -> str:
    """Return the title of a row's document, else its file, with the place in it."""
    if row["title"]:
        return str(row["title"])
    record = row["source_record"]
    return PurePath(row["source_uri"]).name + ("" if record is None else f" at {record}")


def around(place: Row) -> str:
    """Return a role with the whole words around it, in one line."""
    before, after = place["before"], place["after"]
    if place["is_cut_before"]:
        before = "…" + before.partition(" ")[2]
    if place["is_cut_after"]:
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{place['words']}{after}".split())


def day(when: datetime | None) -> str:
    """Return a time as its day in UTC."""
    return NO_DATE if when is None else f"{when:%Y-%m-%d}"


def cut(text: str, n_chars: int) -> str:
    """Return a text in one line of at most so many characters, cut between words where that is possible."""
    line = " ".join(text.split())
    if len(line) <= n_chars:
        return line
    start = line[:n_chars]
    whole_words = start.rsplit(" ", 1)[0].rstrip(" ,;:—–-")
    # A word as long as the line, such as an address, is cut in the middle.
    return (whole_words if len(whole_words) > n_chars // 2 else start[:-1]) + "…"


def _some(items: Sequence[str], n_shown: int) -> str:
    n_more = len(items) - n_shown
    return ", ".join(items[:n_shown]) + (f" and {n_more:,} more" if n_more > 0 else "")


def _count(n: int, things: str) -> str:
    return f"{n:,} {things.removesuffix('s') if n == 1 else things}"
