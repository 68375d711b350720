from __future__ import annotations

import pytest

from flows.entities.gender import gender_of_name, gender_of_title
from flows.entities.identity import entity_id_of
from flows.entities.names import fold, is_person_like, may_be_one, mixed_case, parse_person, surname_key, titles_end

PARSED = [
    pytest.param("Ana Roe", ("Ana", (), "Roe", ""), id="first and last"),
    pytest.param("Ana B. Roe", ("Ana", ("B.",), "Roe", ""), id="middle initial"),
    pytest.param("Ana de la Roe", ("Ana", (), "de la Roe", ""), id="particles"),
    pytest.param("Ana Roe, Jr.", ("Ana", (), "Roe", "Jr."), id="suffix"),
    pytest.param("Ana “Nan” Roe", ("Ana", (), "Roe", ""), id="nickname"),
    pytest.param("Roe", (None, (), "Roe", ""), id="one word"),
    pytest.param("van Roe", (None, (), "van Roe", ""), id="only a surname"),
]


@pytest.mark.parametrize(("text", "expected"), PARSED)
def test_parse_person(text, expected):
    name = parse_person(text)
    assert name is not None
    assert (name.first, name.middle, name.surname, name.suffix) == expected


@pytest.mark.parametrize("text", ["", "42", "Roe 3", "a@b", "--", "Roe (Ohio)"])
def test_no_persons_name(text):
    assert parse_person(text) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("Ana B. Roe", "Ana Roe", True, id="middle initial"),
        pytest.param("A. Roe", "Ana Roe", True, id="first initial"),
        pytest.param("Ana al-Roe", "Ana Roe", True, id="particle"),
        pytest.param("Añá Roe", "Ana Roe", True, id="accents"),
        pytest.param("Ana B. Roe", "Ana C. Roe", False, id="other middle"),
        pytest.param("Ana Roe Jr.", "Ana Roe Sr.", False, id="other suffix"),
        pytest.param("Ana Roe", "Ina Roe", False, id="other first name"),
        pytest.param("Ken Roe", "Kenneth Roe", True, id="short form"),
        pytest.param("Kate Roe", "Cathy Roe", False, id="two short forms"),
        pytest.param("Roe", "Ana Roe", False, id="no full name"),
    ],
)
def test_may_be_one(one, other, expected):
    a, b = parse_person(one), parse_person(other)
    assert a is not None
    assert b is not None
    assert may_be_one(a, b) is may_be_one(b, a) is expected


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("ANA ROE", "Ana Roe"),
        ("ANA O'ROE-MCROE", "Ana O'Roe-McRoe"),
        ("ANA VAN ROE", "Ana van Roe"),
        ("Ana Roe", "Ana Roe"),
        ("J.K. ROE", "J.K. Roe"),
    ],
)
def test_mixed_case(printed, usual):
    assert mixed_case(printed) == usual


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Sen. Ana Roe", "Ana Roe"),
        ("Former President Ana Roe", "Ana Roe"),
        ("Dean Roe", "Dean Roe"),
        ("Dean Ana Roe", "Ana Roe"),
        ("President", "President"),
    ],
)
def test_titles_end(text, rest):
    assert text[titles_end(text, 0, len(text)) :] == rest


def test_ids_agree_in_all_cases_and_differ_by_type():
    assert entity_id_of("PERSON", "ANA O'ROE") == entity_id_of("PERSON", "Ana O’Roe")
    assert entity_id_of("PERSON", "Roe") != entity_id_of("ORG", "Roe")
    assert len(entity_id_of("PERSON", "Roe")) == 16


def test_folding_and_surname_keys():
    assert fold("José Ruíz-Peña") == fold("Jose Ruiz Pena")
    name = parse_person("Ana al-Roe")
    assert name is not None
    assert surname_key(name) == "roe"


@pytest.mark.parametrize(("author", "expected"), [("Ana Roe", True), ("Gazette News Staff", False), ("Reuters", False)])
def test_authors_that_are_people(author, expected):
    assert is_person_like(author) is expected


def test_gender_is_said_only_where_it_is_sure():
    assert gender_of_title("mrs").value == "female"
    assert gender_of_title("senator").value == "unknown"
    assert gender_of_name("Laura Roe").value == "female"
    assert gender_of_name("Laura").value == "unknown"
    assert gender_of_name("Taylor Roe").value == "unknown"
