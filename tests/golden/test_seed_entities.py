"""The entities of the two seed pages, through the real chain: read, split, one language pass, resolve."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from flows.entities.across import APPLY_FROM_SCORE, propose_same_as

HERE = Path(__file__).parent
PAGES = ("article", "transcript")


@pytest.fixture(scope="module")
def resolved(seeds):
    return {kind: understood.entities for kind, understood in seeds.items()}


@pytest.fixture(params=PAGES)
def page(request, resolved):
    expected = json.loads((HERE / f"{request.param}_entities.json").read_text(encoding="utf-8"))
    return resolved[request.param], expected


def test_every_entity_is_found_with_its_type_names_and_role(page):
    found, expected = page
    by_name = {(entity.name, entity.type): entity for entity in found.entities}
    for wanted in expected["entities"]:
        entity = by_name.get((wanted["name"], wanted["type"]))
        assert entity is not None, wanted["name"]
        assert set(wanted["aliases"]) <= set(entity.aliases), wanted["name"]
        if "role" in wanted:
            assert wanted["role"] in [role.text for role in entity.roles], wanted["name"]


def test_there_are_no_other_people(page):
    found, expected = page
    people = {entity.name for entity in found.entities if entity.type == "PERSON"}
    assert people == {wanted["name"] for wanted in expected["entities"] if wanted["type"] == "PERSON"}


def test_nothing_stands_under_a_wrong_type(page):
    found, expected = page
    wrong = {(one["text"], one["type"]) for one in expected["not_entities"]}
    assert not wrong & {(mention.text, mention.type) for mention in found.mentions}


def test_every_turn_has_its_speaker(page):
    found, expected = page
    names = {entity.entity_id: entity.name for entity in found.entities}
    speakers = {str(turn): names[entity_id] for turn, entity_id in found.speaker_ids.items()}
    assert speakers == expected["speakers"]


@pytest.mark.parametrize(
    "name",
    ["Rex Tillerson", "Sergey Lavrov", "Vladimir Putin", "Trump", "United States", "Russia", "Syria", "NPR"],
)
def test_both_pages_give_the_same_id(resolved, name):
    ids = {next(entity.entity_id for entity in found.entities if entity.name == name) for found in resolved.values()}
    assert len(ids) == 1


def test_same_as_joins_two_spellings_of_one_person(resolved):
    entities = [entity for found in resolved.values() for entity in found.entities]
    names = (
        pl.DataFrame(
            {
                "entity_id": [e.entity_id for e in entities],
                "name": [e.name for e in entities],
                "type": [e.type for e in entities],
            }
        )
        .group_by("entity_id", "name", "type")
        .agg(pl.len().alias("n_documents"), pl.lit([], pl.List(pl.String)).alias("aliases"))
    )
    rows = propose_same_as(names).filter(pl.col("score") >= APPLY_FROM_SCORE)
    by_id = dict(zip(names["entity_id"], names["name"], strict=True))
    assert [{by_id[a], by_id[b]} for a, b in zip(rows["from_id"], rows["to_id"], strict=True)] == [
        {"Bashar Assad", "Bashar al-Assad"}
    ]
