"""DuckDB's own parser over other people's SQL: one SELECT that reads the warehouse and nothing else.

A read-only connection does not do: it runs `COPY … TO`, and functions that read any file. Locked settings stand
behind this check (see `connect`), not instead of it. The kind of a statement does not do either: an INSERT inside a
CTE is a SELECT by kind. So the parsed tree is walked, and what is not known to be harmless is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import duckdb

from schemas.errors import QueryRefused, UsageError

Tree = Mapping[str, Any]

# Every query node of a statement that only reads; the others write (INSERT_QUERY_NODE, …).
_READING_NODES: Final = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
# Table functions that make rows from their arguments or describe the catalog. Those left out read files, run SQL given
# as text (query, query_table, json_execute_serialized_sql) or change what the process does (enable_logging).
_HARMLESS_TABLE_FUNCTIONS: Final = frozenset(
    {
        "duckdb_columns",
        "duckdb_functions",
        "duckdb_tables",
        "duckdb_views",
        "generate_series",
        "json_each",
        "json_tree",
        "range",
        "repeat",
        "unnest",
    }
)
# Scalar functions that tell of the process or change it.
_REFUSED_FUNCTIONS: Final = frozenset({"getenv", "nextval", "setseed", "setval", "sleep_ms", "write_log"})


def parse(connection: duckdb.DuckDBPyConnection, sql: str) -> Tree:
    """Return DuckDB's tree of a text that is exactly one SELECT.

    Raises QueryRefused for several statements, none, or one of another kind; UsageError where it can't be parsed.
    """
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise UsageError(f"the query can't be parsed: {error}") from error
    if len(statements) != 1:
        raise QueryRefused(f"refused: one SELECT is allowed at a time, there are {len(statements)} statements")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise QueryRefused(f"refused: only SELECT is allowed, this is {statements[0].type.name}")
    row = connection.execute("select json_serialize_sql(?::varchar)", [sql]).fetchone()
    answer: dict[str, Any] = json.loads(row[0]) if row else {"error": True}
    if answer["error"]:
        raise QueryRefused(f"refused: only SELECT is allowed ({answer.get('error_message', 'no tree')})")
    tree: Tree = answer["statements"][0]
    return tree


def require_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise QueryRefused, with the reason, unless the text is one SELECT over the connection's tables and views."""
    tree = parse(connection, sql)
    for node in _nodes(tree):
        kind = str(node.get("type", ""))
        if kind.endswith("_NODE") and kind not in _READING_NODES:
            raise QueryRefused(f"refused: {kind.removesuffix('_QUERY_NODE').removesuffix('_NODE')} inside a SELECT")
        name = str(node.get("function_name", "")).lower()
        if name in _REFUSED_FUNCTIONS:
            raise QueryRefused(f"refused: the function {name} does more than read the warehouse")
        if kind == "TABLE_FUNCTION":
            function = str(node["function"].get("function_name", "")).lower()
            if function not in _HARMLESS_TABLE_FUNCTIONS:
                raise QueryRefused(f"refused: the table function {function or 'here'} may reach outside the warehouse")
    unknown = sorted(named_tables(tree) - _relations(connection))
    if unknown:
        raise QueryRefused(f"refused: {unknown[0]} is no table or view of the warehouse; SHOW TABLES lists them")


def named_tables(tree: Tree) -> set[str]:
    """Return the tables and views that a tree reads, in lower case, without its own CTEs."""
    tables = {str(node["table_name"]).lower() for node in _nodes(tree) if node.get("type") == "BASE_TABLE"}
    ctes = {
        str(entry["key"]).lower()
        for node in _nodes(tree)
        if isinstance(node.get("cte_map"), dict)
        for entry in node["cte_map"].get("map", ())
    }
    return tables - ctes


def _relations(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the names of all tables and views, DuckDB's own catalog views among them."""
    rows = connection.execute(
        "select lower(view_name) from duckdb_views() union select lower(table_name) from duckdb_tables()"
    ).fetchall()
    return {name for (name,) in rows}


def _nodes(tree: Any) -> Iterator[Tree]:
    """Yield every object of the tree, from the outside in, without recursion: a query may nest deeply."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
