from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import polars as pl
import pytest

from flows.entities.across import APPLY_FROM_SCORE, propose_same_as
from flows.entities.corrections import Correction, parse_corrections
from flows.entities.identity import entity_id_of
from schemas.tables import TABLES


def warehouse(
    *names: str | tuple[str, int], kind: str = "PERSON", aliases: Mapping[str, Sequence[str]] = {}
) -> pl.DataFrame:
    counted = [name if isinstance(name, tuple) else (name, 2) for name in names]
    return pl.DataFrame(
        [(entity_id_of(kind, name), name, kind, n, list(aliases.get(name, [name]))) for name, n in counted],
        schema={
            "entity_id": pl.String,
            "name": pl.String,
            "type": pl.String,
            "n_documents": pl.Int64,
            "aliases": pl.List(pl.String),
        },
        orient="row",
    )


def joined(names: pl.DataFrame, corrections: Sequence[Correction] = ()) -> set[frozenset[str]]:
    """Pairs of names that views apply."""
    name_of = dict(zip(names["entity_id"], names["name"], strict=True))
    rows = propose_same_as(names, corrections).filter(pl.col("score") >= APPLY_FROM_SCORE)
    return {
        frozenset((name_of[one], name_of[other])) for one, other in zip(rows["from_id"], rows["to_id"], strict=True)
    }


PAIRS = [
    pytest.param(["Omar Roe", "Omar al-Roe"], True, id="particle"),
    pytest.param(["José Roe", "Jose Roe"], True, id="accents"),
    pytest.param(["Ana-Maria Roe", "Ana Maria Roe"], True, id="hyphen"),
    pytest.param(["Ana B. Roe", "Ana Roe"], True, id="middle initial"),
    pytest.param(["Ana Beatrix Roe", "Ana B. Roe"], True, id="middle name and its initial"),
    pytest.param(["Ana Roe Jr.", "Ana Roe"], True, id="suffix"),
    pytest.param(["A. Roe", "Ana Roe"], True, id="first initial"),
    pytest.param(["Roe", "Tova Roe"], True, id="the one with this surname"),
    pytest.param(["Roe", ("Tova Roe", 1)], False, id="a full name that stands once"),
    pytest.param(["Laura", "Tova Laura"], False, id="a lone first name"),
    pytest.param(["Ana Beatrix Roe", "Ana Bertha Roe"], False, id="other middle names"),
    pytest.param(["Ana Roe Jr.", "Ana Roe Sr."], False, id="other suffixes"),
    pytest.param(["Ana Roe", "Ina Roe"], False, id="other first names"),
    pytest.param(["Ana Roe", "Ana Poe"], False, id="other surnames"),
]


@pytest.mark.parametrize(("names", "expected"), PAIRS)
def test_two_names(names, expected):
    table = warehouse(*names)
    assert joined(table) == ({frozenset(table["name"])} if expected else set())


def test_an_acronym_is_the_one_organisation_that_other_documents_call_so():
    names = ["Ostervik Harbour Authority", "Oaken Heath Alliance", "OHA"]
    one_bears_it = warehouse(*names, kind="ORG", aliases={names[0]: [names[0], "O.H.A."]})
    assert joined(one_bears_it) == {frozenset(("OHA", "Ostervik Harbour Authority"))}
    both_bear_it = warehouse(*names, kind="ORG", aliases={name: [name, "OHA"] for name in names})
    assert joined(both_bear_it) == set()


def corrected(*lines: str) -> tuple[Correction, ...]:
    return parse_corrections("\n".join(("action,type,name,other,why", *lines)), "corrections.csv")


CORRECTED = [
    pytest.param(["merge,PERSON,Bob Roe,Ana Poe,x"], {("Bob Roe", "Ana Poe")}, id="merged against all rules"),
    pytest.param(["apart,PERSON,Omar Coe,Omar al-Coe,x"], set(), id="kept apart"),
    pytest.param(["merge,PERSON,Omar Coe,Omar al-Coe,x"], {("Omar Coe", "Omar al-Coe")}, id="merged as the rule does"),
]


@pytest.mark.parametrize(("lines", "expected"), CORRECTED)
def test_corrections_go_before_rules(lines, expected):
    names = ["Bob Roe", "Ana Poe", *(("Omar Coe", "Omar al-Coe") if "Coe" in lines[0] else ())]
    assert joined(warehouse(*names), corrected(*lines)) == {frozenset(pair) for pair in expected}


def test_what_is_kept_apart_is_not_joined_by_way_of_a_third_name():
    names = warehouse("A. Roe", "Ana Roe", "Ana B. Roe")
    assert len(joined(names)) == 2
    pairs = joined(names, corrected("apart,PERSON,A. Roe,Ana B. Roe,x"))
    assert pairs == {frozenset(("Ana Roe", "Ana B. Roe"))}, "the surer of the two rules"


def test_a_correction_for_one_document_says_nothing_of_others():
    lines = "action,type,name,other,document,why\nmerge,PERSON,Roe,Ana Poe,0123456789abcdef,x\n"
    lines += "apart,PERSON,Ana Poe,,0123456789abcdef,x"
    names = warehouse("Roe", "Ana Poe")
    rows = propose_same_as(names, parse_corrections(lines, "corrections.csv"))
    roe, poe = names["entity_id"]
    assert sorted(rows.select("from_id", "to_id", "score", "by", "doc_id").iter_rows()) == sorted(
        [(roe, poe, 1.0, "user", "0123456789abcdef"), (poe, poe, 0.0, "user", "0123456789abcdef")]
    )


UNSURE = [
    pytest.param(["Roe", "Ana Roe", "Ina Roe"], id="two with this surname"),
    pytest.param(["Ana Roe", "Ana B. Roe", "Ana C. Roe"], id="two with a middle name"),
    pytest.param(["A. Roe", "Ana Roe", "Alma Roe"], id="two with this initial"),
]


@pytest.mark.parametrize("names", UNSURE)
def test_several_fit_so_none_is_applied(names):
    assert joined(warehouse(*names)) == set()


def test_organisations_join_by_spelling_only():
    assert joined(warehouse("Caffè Roe", "Caffe Roe", "Caffe", kind="ORG")) == {frozenset(("Caffè Roe", "Caffe Roe"))}


def test_rows_fit_the_table_and_repeat_in_any_order():
    names = warehouse("Ana B. Roe", "Ana Roe", "A. Roe", "Roe", "José Poe", "Jose Poe", "Poe")
    rows = propose_same_as(names)
    TABLES["same_as"].model.validate(rows)
    assert (rows["from_id"] < rows["to_id"]).all()
    assert rows.equals(propose_same_as(names.reverse()))
    assert propose_same_as(names.clear()).is_empty()


@pytest.mark.parametrize("surnames", [1, 5_000], ids=["all of one surname", "many surnames"])
def test_time_grows_with_the_number_of_names(surnames):
    def letters(number: int) -> str:
        return "".join("abcdefghij"[int(digit)] for digit in str(number))

    names = warehouse(*(f"F{letters(i)} L{letters(i % surnames)}" for i in range(20_000)))
    start = time.process_time()
    propose_same_as(names)
    assert time.process_time() - start < 10
