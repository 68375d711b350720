"""What a user corrects: names that are one, or that must stay apart, everywhere or in one document.

The file is a table in CSV with a header, a line for each correction:

    action,type,name,other,other_type,document,why
    merge,PERSON,Bob Roe,Robert Roe,,,the same mayor
    apart,PERSON,Ana Roe,Ana Roe-Poe,,,mother and daughter
    merge,PERSON,Roe,Ana Roe,,https://lantern.example/a,no other Roe was there
    apart,PERSON,Ana Roe,,,9f86d081884c7d65,a namesake who paints

`document` is the address of a page or its doc_id; empty: everywhere. In one document `name` is what stands there, and
`other` whom or what it means; apart without `other` says that it is not the one of that name elsewhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.entities.identity import entity_id_of
from flows.entities.partition import Partition
from flows.sources.address import doc_id_of, normalise_url, web_address
from schemas.columns import ID_PATTERN
from schemas.errors import UsageError
from schemas.vocabulary import ENTITY_TYPES

COLUMNS: Final = ("action", "type", "name", "other", "other_type", "document", "why")
REQUIRED: Final = ("action", "type", "name", "why")
ACTIONS: Final = ("merge", "apart")
# More than this in one message are no help.
_MAX_FAULTS: Final = 10


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the file. line: its number. doc_id: the only document it holds for; empty: everywhere."""

    line: int
    action: str
    entity_id: str
    other_id: str
    doc_id: str
    name: str
    other: str
    why: str

    @property
    def is_merge(self) -> bool:
        return self.action == "merge"

    @property
    def named(self) -> str:
        return f"{self.name}, {self.other}" if self.other else self.name


def parse_corrections(text: str, file: str) -> tuple[Correction, ...]:
    """Read the text of a file of corrections. Raises UsageError that names file, line and reason of each fault."""
    rows = csv.DictReader(text.splitlines(), strict=True)
    faults: list[str] = []
    corrections: list[Correction] = []
    try:
        header = [name.strip() for name in rows.fieldnames or ()]
        rows.fieldnames = header
        faults.extend(f"line 1: {fault}" for fault in _faults_of_header(header))
        for row in rows if not faults else ():
            cells = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
            if not any(cells.values()):
                continue
            found = [*_faults_of_row(cells)] if None not in row else ["more cells than the header has columns"]
            faults.extend(f"line {rows.line_num}: {fault}" for fault in found)
            if not found:
                corrections.append(_correction(rows.line_num, cells))
    except csv.Error as error:
        faults.append(f"line {rows.reader.line_num}: {error}")
    faults = faults or list(_contradictions(corrections))
    if faults:
        more = f"; and {len(faults) - _MAX_FAULTS} more" if len(faults) > _MAX_FAULTS else ""
        raise UsageError(f"{file}: " + "; ".join(faults[:_MAX_FAULTS]) + more)
    return tuple(corrections)


def _faults_of_header(header: Sequence[str]) -> Iterator[str]:
    if unknown := [name for name in header if name not in COLUMNS]:
        yield f"no column is called {', '.join(unknown)}: there are {', '.join(COLUMNS)}"
    if missing := [name for name in REQUIRED if name not in header]:
        yield f"column {', '.join(missing)} is missing"


def _faults_of_row(cells: dict[str, str]) -> Iterator[str]:
    for name in REQUIRED:
        if not cells.get(name):
            yield f"{name} is empty"
    if cells.get("action") and cells["action"] not in ACTIONS:
        yield f"action {cells['action']}: one of {', '.join(ACTIONS)}"
    for name in ("type", "other_type"):
        if cells.get(name) and cells[name] not in ENTITY_TYPES:
            yield f"{name} {cells[name]}: one of {', '.join(ENTITY_TYPES)}"
    if not cells.get("other") and (cells.get("action") == "merge" or not cells.get("document")):
        yield "other is empty"
    elif cells.get("name") == cells.get("other") and cells.get("type") == (
        cells.get("other_type") or cells.get("type")
    ):
        yield "name and other are the same"


def _correction(line: int, cells: dict[str, str]) -> Correction:
    entity_id = entity_id_of(cells["type"], cells["name"])
    other = cells.get("other", "")
    document = cells.get("document", "")
    return Correction(
        line=line,
        action=cells["action"],
        entity_id=entity_id,
        other_id=entity_id_of(cells.get("other_type") or cells["type"], other) if other else entity_id,
        doc_id=_doc_id(document),
        name=cells["name"],
        other=other,
        why=cells["why"],
    )


def _doc_id(document: str) -> str:
    if not document or re.match(ID_PATTERN, document):
        return document
    url = web_address(document)
    return doc_id_of(document if url is None else normalise_url(url))


def _contradictions(corrections: Sequence[Correction]) -> Iterator[str]:
    """Yield what can't hold together: apart and yet merged, or one name in one document with two meanings."""
    everywhere = [one for one in corrections if not one.doc_id]
    merged = Partition()
    for one in everywhere:
        if one.is_merge:
            merged.join(one.entity_id, one.other_id)
    for one in everywhere:
        if not one.is_merge and merged.find(one.entity_id) == merged.find(one.other_id):
            group = merged.find(one.entity_id)
            lines = ", ".join(
                str(other.line) for other in everywhere if other.is_merge and merged.find(other.entity_id) == group
            )
            yield f"line {one.line}: {one.named} are kept apart, and merged by line {lines}"
    first: dict[tuple[str, str], Correction] = {}
    for one in corrections:
        if one.doc_id:
            before = first.setdefault((one.doc_id, one.entity_id), one)
            if (before.is_merge or one.is_merge) and (before.action, before.other_id) != (one.action, one.other_id):
                yield f"line {one.line}: {one.named} has another meaning in that document by line {before.line}"


def unused(
    corrections: Iterable[Correction], entity_ids: frozenset[str], in_documents: frozenset[tuple[str, str]]
) -> dict[int, str]:
    """Return, by line, why corrections have nothing to correct.

    entity_ids: of all entities. in_documents: doc_id and entity_id of those in the documents that corrections name.
    """
    found: dict[int, str] = {}
    for one in corrections:
        if one.doc_id and (one.doc_id, one.entity_id) not in in_documents:
            found[one.line] = f"{one.name} is not the name of an entity of its type in that document"
        elif one.entity_id not in entity_ids:
            found[one.line] = f"{one.name} is not the name of an entity of its type"
        elif one.other_id not in entity_ids:
            found[one.line] = f"{one.other} is not the name of an entity of its type"
    return found
