"""The user's table of corrections: what is wrong in it is said by line, before anything is done with it."""

from __future__ import annotations

import pytest

from flows.entities.corrections import parse_corrections, unused
from flows.entities.identity import entity_id_of
from flows.sources.address import doc_id_of
from schemas.errors import UsageError

HEADER = "action,type,name,other,document,why"

WRONG = [
    pytest.param("", "column action, type, name, why is missing", id="empty file"),
    pytest.param("action,type,name,reason", "no column is called reason", id="unknown column"),
    pytest.param("action,type,name", "column why is missing", id="missing column"),
    pytest.param(f"{HEADER}\nmurge,PERSON,Ana Roe,Roe,,x", "line 2: action murge", id="unknown action"),
    pytest.param(f"{HEADER}\nmerge,HUMAN,Ana Roe,Roe,,x", "line 2: type HUMAN", id="unknown type"),
    pytest.param(f"{HEADER}\nmerge,PERSON,,Roe,,x", "line 2: name is empty", id="no name"),
    pytest.param(f"{HEADER}\nmerge,PERSON,Roe,,,x", "line 2: other is empty", id="merged with nobody"),
    pytest.param(f"{HEADER}\napart,PERSON,Roe,,,x", "line 2: other is empty", id="apart from nobody, everywhere"),
    pytest.param(f"{HEADER}\nmerge,PERSON,Roe,Roe,,x", "name and other are the same", id="the same name twice"),
    pytest.param(f"{HEADER}\nmerge,PERSON,Ana Roe,Roe,,", "line 2: why is empty", id="no reason"),
    pytest.param(f"{HEADER}\nmerge,PERSON,Ana Roe,Roe,,x,y", "line 2: more cells than", id="too many cells"),
    pytest.param(f'{HEADER}\nmerge,PERSON,"Ana Roe,Roe,,x', "line 2: unexpected end of data", id="open quotation mark"),
    pytest.param(
        f"{HEADER}\nmerge,PERSON,A,B,,x\n\nmerge,PERSON,B,C,,x\napart,PERSON,C,A,,x",
        "line 5: C, A are kept apart, and merged by line 2, 4",
        id="apart and yet merged by way of a third",
    ),
    pytest.param(
        f"{HEADER}\nmerge,PERSON,Roe,Ana Roe,a.txt,x\nmerge,PERSON,Roe,Ina Roe,a.txt,x",
        "line 3: Roe, Ina Roe has another meaning in that document by line 2",
        id="two meanings in one document",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_a_fault_names_the_file_the_line_and_the_reason(text, message):
    with pytest.raises(UsageError, match=r"^corrections\.csv: ") as error:
        parse_corrections(text, "corrections.csv")
    assert message in str(error.value)


def test_faults_are_said_all_at_once_but_not_without_end():
    with pytest.raises(UsageError, match="and 2 more"):
        parse_corrections("\n".join([HEADER, *["merge,PERSON,,,,"] * 4]), "corrections.csv")


DOCUMENTS = [
    pytest.param("", "", id="everywhere"),
    pytest.param("0123456789abcdef", "0123456789abcdef", id="doc_id"),
    pytest.param("HTTPS://Lantern.example:443/a#b", doc_id_of("https://lantern.example/a"), id="URL"),
    pytest.param("news/a.txt", doc_id_of("news/a.txt"), id="path"),
]


@pytest.mark.parametrize(("document", "doc_id"), DOCUMENTS)
def test_a_document_is_named_by_its_address_or_id(document, doc_id):
    (found,) = parse_corrections(f"{HEADER}\nmerge,PERSON,Roe,Ana Roe,{document},x", "corrections.csv")
    assert found.doc_id == doc_id


def test_two_types_may_be_one():
    text = "action,type,name,other,other_type,why\nmerge,GPE,Union,Union,ORG,the state and its army"
    (found,) = parse_corrections(text, "corrections.csv")
    assert (found.entity_id, found.other_id) == (entity_id_of("GPE", "Union"), entity_id_of("ORG", "Union"))


def test_lines_without_a_name_to_correct_are_told():
    lines = ["merge,PERSON,Roe,Ana Roe,,x", "merge,PERSON,Roe,Poe,,x", "merge,PERSON,Poe,Roe,,x"]
    lines += ["merge,PERSON,Roe,Ana Roe,a.txt,x", "merge,PERSON,Roe,Ana Roe,b.txt,x"]
    corrections = parse_corrections("\n".join((HEADER, *lines)), "corrections.csv")
    roe, ana = entity_id_of("PERSON", "Roe"), entity_id_of("PERSON", "Ana Roe")
    problems = unused(corrections, frozenset((roe, ana)), frozenset([(doc_id_of("a.txt"), roe)]))
    assert {line: problem.split(" is not")[0] for line, problem in problems.items()} == {3: "Poe", 4: "Poe", 6: "Roe"}
