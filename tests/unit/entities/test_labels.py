from __future__ import annotations

import pytest


def test_capitals_of_a_label_are_the_name_of_the_text(resolve):
    document = resolve(
        "[PERSON Tova Ellmark] joins us.",
        ("TOVA ELLMARK", "Good morning."),
        ("ELLMARK", "Again."),
        ("UNIDENTIFIED MAN", "No."),
    )
    assert document.people == {"Tova Ellmark": ("Tova Ellmark", "TOVA ELLMARK", "ELLMARK")}
    assert document.speakers == {0: "Tova Ellmark", 1: "Tova Ellmark"}


LABELS = [
    pytest.param("TOVA ELLMARK, HOST", "Tova Ellmark", id="a function after the name"),
    pytest.param("SEN. TOVA ELLMARK (D-OHIO)", "Tova Ellmark", id="title and party"),
    pytest.param("TOVA O'QUIST", "Tova O'Quist", id="apostrophe"),
    pytest.param("TOVA MCQUIST", "Tova McQuist", id="inner capital"),
    pytest.param("TOVA DE QUIST", "Tova de Quist", id="particle"),
    pytest.param("Mr. Ellmark", "Ellmark", id="mixed case"),
    pytest.param("REPORTER", None, id="a function"),
    pytest.param("Q", None, id="a letter"),
    pytest.param("THE PRESIDENT", None, id="an office"),
    pytest.param("UNIDENTIFIED WOMAN #2", None, id="unnamed"),
]


@pytest.mark.parametrize(("label", "speaker"), LABELS)
def test_names_of_labels(resolve, label, speaker):
    assert resolve((label, "Good morning.")).speakers == ({0: speaker} if speaker else {})


ADDRESSED = [
    pytest.param([("ELLMARK", "Why?"), ("QUIST", "Because. Thank you, Tova.")], "Tova Ellmark", id="sign-off"),
    pytest.param([("QUIST", "Good morning, Tova."), ("ELLMARK", "Hello.")], "Tova Ellmark", id="greeting"),
    pytest.param(
        [("QUIST", "Hi, Tova."), ("QUIST", "How was it?"), ("ELLMARK", "Cold.")], "Tova Ellmark", id="a turn in between"
    ),
    pytest.param([("ELLMARK", "Thanks to you, Tova is safe."), ("QUIST", "Good.")], "Ellmark", id="no address"),
    pytest.param([("ELLMARK", "So."), ("QUIST", "Thanks, Tova."), ("ROE", "Yes.")], "Ellmark", id="one of two"),
    pytest.param(
        [("ELLMARK", "So."), ("QUIST", "Thanks, Tova."), ("ELLMARK", "Yes."), ("QUIST", "Bye. Thanks, Dara.")],
        "Ellmark",
        id="addresses that disagree",
    ),
]


@pytest.mark.parametrize(("turns", "name"), ADDRESSED)
def test_first_name_by_address(resolve, turns, name):
    document = resolve(*turns)
    turn = next(index for index, (label, _) in enumerate(turns) if label == "ELLMARK")
    assert document.speakers[turn] == name


def test_an_address_of_somebody_known_by_that_first_name_tells_nothing_of_others(resolve):
    document = resolve(
        "[PERSON Dara Quist] reports.",
        ("ELLMARK", "Thanks, Dara."),
        ("QUIST", "Thank you, [PERSON Tova]."),
        ("ELLMARK", "So."),
    )
    assert document.people == {
        "Dara Quist": ("Dara Quist", "Dara", "QUIST"),
        "Tova Ellmark": ("ELLMARK", "Tova"),
    }
