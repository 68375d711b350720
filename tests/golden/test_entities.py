"""Short documents of our own, each a trap named after what it tests, through the real chain to their entities.

`entities/NAME.toml` holds the page and what a careful reader would answer: all people, organisations and places with
their forms; `roles` that must be found beside them and `not_roles` that must not; names that are `absent`; what certain
mentions mean (`means`). `xfail` says what is known to go wrong, and where: in what the reader saw, or in the decisions.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from flows.entities.entity import DocumentEntities
from flows.entities.resolve import resolve_entities
from flows.language.network import load_model
from flows.language.reader import read
from flows.pages.split import split_page
from flows.settings import READER
from flows.sources.page import Page

FOLDER = Path(__file__).parent / "entities"
TRAPS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
# All entities of these types are listed in a file; of the others only what the trap is about.
COMPLETE_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC"})


@pytest.fixture(scope="session")
def resolved() -> dict[str, tuple[str, DocumentEntities]]:
    """Kind and entities of all documents, which are read in one batch."""
    pages, splits = {}, {}
    for name, trap in TRAPS.items():
        text = trap["text"]
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        pages[name] = Page(sha256[:16], f"{name}.txt", "text", None, None, sha256, text, text)
        splits[name] = split_page(pages[name])
    texts = [[paragraph.text for paragraph in split.paragraphs] for split in splits.values()]
    readings = dict(zip(splits, read(texts, load_model(READER)), strict=True))
    return {name: (split.kind, resolve_entities(pages[name], split, readings[name])) for name, split in splits.items()}


def parameter(name: str) -> Any:
    if "xfail" not in TRAPS[name]:
        return name
    return pytest.param(name, marks=pytest.mark.xfail(reason=TRAPS[name]["xfail"], raises=AssertionError, strict=True))


@pytest.mark.parametrize("name", [parameter(name) for name in TRAPS])
def test_entities_are_as_a_careful_reader_says(name: str, resolved: dict[str, tuple[str, DocumentEntities]]) -> None:
    kind, found = resolved[name]
    trap = TRAPS[name]
    problems = [*differences(trap, found)]
    if kind != trap["kind"]:
        problems.insert(0, f"kind: {kind}, not {trap['kind']}")
    assert not problems, "\n".join(["", trap["trap"], *problems])


def differences(trap: dict[str, Any], found: DocumentEntities) -> list[str]:
    """Return in words what is not as the file says."""
    entities = {(entity.type, entity.name): entity for entity in found.entities}
    wanted = {(one["type"], one["name"]): one for one in trap["entity"]}
    problems = [f"missing: {' '.join(key)}" for key in wanted if key not in entities]
    problems += [
        f"too many: {' '.join(key)} {list(entity.aliases)}"
        for key, entity in entities.items()
        if key not in wanted and (entity.type in COMPLETE_TYPES or entity.name in trap.get("absent", ()))
    ]
    for key, one in wanted.items():
        if (entity := entities.get(key)) is None:
            continue
        if set(entity.aliases) != set(one["aliases"]):
            problems.append(f"{entity.name}: aliases {list(entity.aliases)}, not {one['aliases']}")
        roles = [role.text for role in entity.roles]
        problems += [f"{entity.name}: roles {roles}, no {role!r}" for role in one.get("roles", ()) if role not in roles]
        problems += [f"{entity.name}: {role!r} is no role" for role in one.get("not_roles", ()) if role in roles]
        if entity.n_mentions != one.get("n_mentions", entity.n_mentions):
            problems.append(f"{entity.name}: {entity.n_mentions} mentions, not {one['n_mentions']}")
    return problems + wrongly_meant(trap, found)


def wrongly_meant(trap: dict[str, Any], found: DocumentEntities) -> list[str]:
    """Return in words which mentions mean another than the file says. `nth` counts from 1, among equal texts."""
    names = {entity.entity_id: entity.name for entity in found.entities}
    counts: Counter[str] = Counter()
    meant: dict[tuple[str, int], str] = {}
    for mention in found.mentions:
        counts[mention.text] += 1
        meant[mention.text, counts[mention.text]] = names[mention.entity_id]
    return [
        f"mention {one['nth']} of {one['text']!r} means {meant.get((one['text'], one['nth']))!r}, not {one['name']!r}"
        for one in trap.get("means", ())
        if meant.get((one["text"], one["nth"])) != one["name"]
    ]


def test_every_trap_is_told_apart() -> None:
    sentences = Counter(trap["trap"] for trap in TRAPS.values())
    assert [sentence for sentence, n in sentences.items() if n > 1] == []
