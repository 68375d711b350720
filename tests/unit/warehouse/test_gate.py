from __future__ import annotations

import polars as pl
import pytest

from schemas.tables import DOCUMENT_TABLES, TABLES
from warehouse import gate, staging
from warehouse.layout import NO_SYNDICATION
from warehouse.store import read


@pytest.fixture
def verdicts(writer):
    """Check a run over the snapshot; `change` damages the staged tables, `runs` the counts of the run."""

    def check(documents, change=lambda tables: tables, tables_of=None, rejects=(), runs=None, same_as=None):
        snapshot = read(writer.warehouse)
        tables = change(tables_of(documents, rejects=rejects))
        folder = staging.write_batch(writer.warehouse, "b1", tables)
        run = writer.change(snapshot, [folder]).run_tables["runs"]
        run = run.with_columns(**(runs or {}))
        with gate.preview(snapshot, [folder], {"runs": run}, same_as) as connection:
            found = gate.run_checks(connection, "run-9")
        assert found.schema == TABLES["checks"].polars_schema
        return found

    return check


@pytest.fixture
def offenders(verdicts, tables_of):
    """Check names that did not pass, with the number of failed rows."""

    def check(documents, change=lambda tables: tables, **options):
        found = verdicts(documents, change, tables_of, **options)
        bad = found.filter(pl.col("verdict") != "passed")
        assert all(0 < len(sample) <= 5 for sample in bad["sample"])
        return dict(bad.select("check", "failed").iter_rows())

    return check


def test_whole_documents_pass_every_check(verdicts, tables_of):
    found = verdicts({"a": "It will rain", "b": "It will not"}, tables_of=tables_of)
    assert set(found["verdict"]) == {"passed"}
    assert set(found["run_id"]) == {"run-9"}
    assert found.filter(check="completeness")["tested"].to_list() == [2]
    assert gate.may_commit(found)
    assert gate.run_state(found) == "Completed"


def test_a_run_without_pages_passes(verdicts, tables_of):
    assert gate.run_state(verdicts({}, tables_of=tables_of)) == "Completed"


def test_changed_documents_pass_over_a_warehouse_that_holds_them(writer, offenders):
    writer.run({"a": "It will rain", "b": "It will not"})
    assert offenders({"a": "Perhaps", "c": "Nobody knows"}) == {}


def changed(table, **columns):
    return lambda tables: {**tables, table: tables[table].with_columns(**columns)}


def without(table):
    return lambda tables: {**tables, table: tables[table].clear()}


def doubled(tables):
    return {name: pl.concat([frame, frame]) for name, frame in tables.items()}


OTHER = pl.lit("f" * 16)
DAMAGES = [
    pytest.param(changed("quotes", speaker_id=OTHER), {"references_entities", "entity_counts"}, id="quote's speaker"),
    pytest.param(changed("mentions", entity_id=OTHER), {"references_entities", "entity_counts"}, id="mention's entity"),
    pytest.param(changed("paragraphs", speaker_id=OTHER), {"references_entities"}, id="turn's speaker"),
    pytest.param(changed("quotes", parent_quote_id=OTHER), {"references_quotes"}, id="parent quote"),
    pytest.param(changed("quotes", cue_ordinal=pl.lit(7, pl.Int32)), {"references_paragraphs"}, id="cue's ordinal"),
    pytest.param(changed("quotes", speaker_end=pl.lit(999, pl.Int32)), {"references_paragraphs"}, id="speaker's end"),
    pytest.param(changed("mentions", ordinal=pl.lit(7, pl.Int32)), {"references_paragraphs"}, id="mention's ordinal"),
    pytest.param(without("pages"), {"references_documents"}, id="no page"),
    pytest.param(without("documents"), {"references_documents"}, id="no document"),
    pytest.param(
        without("paragraphs"),
        {"documents_have_paragraphs", "references_paragraphs", "completeness"},
        id="no paragraph",
    ),
    pytest.param(without("dropped"), {"completeness"}, id="nothing dropped"),
    pytest.param(changed("dropped", page_end=pl.lit(11, pl.Int32)), {"completeness"}, id="a character is missing"),
    pytest.param(changed("dropped", page_end=pl.lit(15, pl.Int32)), {"completeness"}, id="a character stands twice"),
    pytest.param(changed("paragraphs", page_end=pl.lit(999, pl.Int32)), {"completeness"}, id="a span beyond the page"),
    pytest.param(changed("entities", n_mentions=pl.lit(2, pl.Int32)), {"entity_counts"}, id="counted mentions"),
    pytest.param(changed("entities", n_quotes=pl.lit(0, pl.Int32)), {"entity_counts"}, id="counted quotes"),
    pytest.param(doubled, {f"keys_{table}" for table in DOCUMENT_TABLES}, id="all rows twice"),
]


@pytest.mark.parametrize(("change", "expected"), DAMAGES)
def test_each_damage_is_found(offenders, change, expected):
    found = offenders({"a": "It will rain"}, change)
    assert expected <= set(found)
    assert found[min(expected)] >= 1


def test_a_quote_id_that_another_document_has_is_found(writer, offenders, tables_of):
    writer.run({"a": "It will rain"})
    stolen = tables_of({"a": "It will rain"})["quotes"]["quote_id"][0]
    assert offenders({"b": "It will not"}, changed("quotes", quote_id=pl.lit(stolen))) == {"keys_quotes": 1}


@pytest.mark.parametrize("gap", [" \n\n\t", "\u00a0 \ufeff\u200b\n\u00ad"], ids=["plain", "odd"])
def test_what_normalises_to_nothing_may_stand_between_spans(offenders, gap):
    def with_gap(tables):
        text = tables["pages"]["text"][0] + gap
        return {**tables, "pages": tables["pages"].with_columns(text=pl.lit(text), source=pl.lit(text))}

    assert offenders({"a": "It will rain"}, with_gap) == {}


def test_offsets_count_code_points(offenders):
    assert offenders({"a": "Zoë 👩‍🚀 é naïve 中文"}) == {}


@pytest.mark.parametrize("count", ["n_pages", "n_loaded", "n_known_rejects"])
def test_counts_that_do_not_add_up_are_found(offenders, count):
    assert offenders({"a": "It will rain"}, runs={count: pl.col(count) + 1}) == {"accounting": 1}


@pytest.mark.parametrize(
    ("n_documents", "n_rejects", "state", "checks"),
    [
        pytest.param(20, 1, "Completed", set(), id="one in twenty-one"),
        pytest.param(1, 1, "CompletedWithWarnings", {"rejects_some"}, id="one of two"),
        pytest.param(0, 3, "CompletedWithWarnings", {"rejects_some"}, id="all of three"),
        pytest.param(9, 11, "Failed", {"rejects_some", "rejects_most"}, id="most of twenty"),
    ],
)
def test_the_share_of_rejects_decides(verdicts, tables_of, n_documents, n_rejects, state, checks):
    documents = {f"d{n}": f"Words {n}" for n in range(n_documents)}
    found = verdicts(documents, tables_of=tables_of, rejects=tuple(f"r{n}" for n in range(n_rejects)))
    assert gate.run_state(found) == state
    assert gate.may_commit(found) == (state != "Failed")
    bad = found.filter(pl.col("verdict") != "passed")
    assert set(bad["check"]) == checks
    assert all(len(sample) == min(5, n_rejects) for sample in bad["sample"])


def test_same_as_must_join_known_entities_smaller_id_first(writer, offenders, id_of):
    known = id_of("PERSON", "Mira Okafor")

    def pair(first, second):
        return TABLES["same_as"].frame(
            [{"from_id": first, "to_id": second, "score": 1.0, "why": "test", "by": "rule", "doc_id": ""}]
        )

    assert offenders({"a": "One"}, same_as=pair("0" * 16, known)) == {"references_same_as": 1}
    assert offenders({"a": "One"}, same_as=pair(known, known)) == {"references_same_as": 1}


@pytest.mark.parametrize(
    ("current", "staged", "n_copies"),
    [
        pytest.param({}, {"a": "One", "b": "Two"}, 0, id="different texts"),
        pytest.param({}, {"a": "One", "b": "One", "c": "One"}, 2, id="the same text in a run"),
        pytest.param({"a": "One"}, {"b": "One", "c": "One"}, 2, id="the same text in the warehouse"),
        pytest.param({"a": "One"}, {"a": "One"}, 0, id="the document itself"),
        pytest.param({"a": "One"}, {"a": "Two", "b": "One"}, 0, id="a text that is replaced"),
    ],
)
def test_copies_are_counted(writer, current, staged, n_copies):
    snapshot = writer.run(current)
    assert gate.count_copies(snapshot, [writer.stage(staged)], NO_SYNDICATION) == n_copies


def test_near_copies_are_counted(writer, id_of):
    snapshot = writer.run({"a": "One"})
    joined = pl.DataFrame(
        {"doc_id": [id_of("doc", name) for name in "ab"], "syndication_id": [id_of("text", "One")] * 2}
    )
    assert gate.count_copies(snapshot, [writer.stage({"b": "One again"})], joined) == 1


def test_every_check_has_a_whole_header():
    checks = list(gate.checks())
    assert len({check.name for check in checks}) == len(checks)
    assert {check.severity for check in checks} == {"error", "warn"}
    assert all(check.what and "$" not in check.what + check.tested + check.offenders for check in checks)
