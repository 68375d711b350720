"""Imports go down only, and each library stays where it belongs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# From the ground up: a module may import its own layer's folder and everything below it.
LAYERS = [
    {"schemas"},
    {
        "flows.batch_sizes",
        "flows.exits",
        "flows.history",
        "flows.lexicons",
        "flows.options",
        "flows.progress",
        "flows.timeouts",
    },
    {"flows.sources"},
    {"flows.pages"},
    {"flows.language"},
    {"flows.settings"},
    {"flows.entities"},
    {"flows.quotes"},
    {"flows.rows"},
    {
        "flows.annotate",
        "flows.corrections",
        "flows.reporting",
        "flows.version",
        "flows.plan",
        "flows.server",
        "flows.server_process",
    },
    {"flows.batches", "flows.copies"},
    {"flows.outcome", "flows.workers"},
    {"flows.tasks"},
    {"flows.ingest", "flows.upkeep"},
    {"flows.schedule"},
    {"flows.cli"},
]
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}
WAREHOUSE_FROM = RANKS["flows.annotate"]
HOMES = {
    "prefect": {"flows.tasks", "flows.ingest", "flows.upkeep", "flows.schedule", "flows.cli"},
    "duckdb": {"warehouse", "flows.reporting"},
    "onnxruntime": {"flows.language"},
    "tokenizers": {"flows.language"},
}


def modules() -> list[Path]:
    return sorted(path for top in ("flows", "schemas", "warehouse") for path in (ROOT / top).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The layer's name that a module belongs to: a top-level package, or a room or file of flows."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "flows" and len(parts) > 1 else parts[0]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in {"flows", "warehouse"}:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)
            else:
                yield node.module


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_go_down_only(path) -> None:
    own = room_of(name_of(path))
    for imported in imports_of(path):
        room = room_of(imported)
        if own == "flows" or room in {own, "flows"}:
            continue
        if own == "warehouse":
            assert room not in RANKS or room == "schemas", f"warehouse imports {imported}"
        elif room == "warehouse":
            assert RANKS[own] >= WAREHOUSE_FROM, f"{own} imports {imported}"
        elif room in RANKS:
            assert RANKS[room] < RANKS[own], f"{own} imports {imported}"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_each_library_stays_where_it_belongs(path) -> None:
    own = room_of(name_of(path))
    for imported in imports_of(path):
        library = imported.split(".")[0]
        assert own in HOMES.get(library, {own}), f"{own} imports {imported}"


def test_every_module_of_flows_has_a_layer() -> None:
    rooms = {room_of(name_of(path)) for path in modules()} - {"flows", "warehouse"}
    assert rooms == set(RANKS)
