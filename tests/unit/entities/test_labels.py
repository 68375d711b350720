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


FORMS = [
    pytest.param("STATE SEN. TOVA ELLMARK (D), OHIO", {"Tova Ellmark"}, id="a modifier before the title"),
    pytest.param("SECRETARY OF STATE ELLMARK", {"Ellmark"}, id="an office with of"),
    pytest.param("THE DUKE OF LENN", set(), id="a title and a place"),
    pytest.param("Ms. ELLMARK of Ohio", {"Ellmark"}, id="a state behind the name"),
    pytest.param("The Secretary of State for Ports (Tova Ellmark)", {"Tova Ellmark"}, id="an office and its holder"),
    pytest.param("Mr Deputy Speaker (Sir Omar Quist)", {"Omar Quist"}, id="a chair and who is in it"),
    pytest.param("The PRESIDING OFFICER (Mr. Quist)", {"Quist"}, id="a surname in brackets"),
    pytest.param("Mr. Speaker (Lab)", set(), id="a party in brackets"),
    pytest.param("BY MS. ELLMARK: Q", {"Ellmark"}, id="an examination's heading"),
    pytest.param("Lenn Evening Post", set(), id="a paper"),
    pytest.param("Tova Ellmark -- Chief Executive Officer", {"Tova Ellmark"}, id="a function behind a double hyphen"),
    pytest.param("The MINISTER FOR WORKS", set(), id="an office alone"),
]


@pytest.mark.parametrize(("label", "names"), FORMS)
def test_whom_a_label_names(resolve, label, names):
    assert set(resolve((label, "Good morning.")).names) == names


INITIALS = [
    pytest.param("TE", ["Tova Ellmark", "Omar Quist"], "Tova Ellmark", id="first and last"),
    pytest.param("T.E.", ["Tova Ellmark"], "Tova Ellmark", id="with full stops"),
    pytest.param("TBE", ["Tova B. Ellmark"], "Tova B. Ellmark", id="with a middle name"),
    pytest.param("TE", ["Tova de Ellmark"], "Tova de Ellmark", id="without the particle"),
    pytest.param("TE", ["Tova Ellmark", "Tomas Eder"], None, id="two people fit"),
    pytest.param("TE", ["Tova Ellmark", "Tova B. Ellmark"], "Tova B. Ellmark", id="two forms of one name fit"),
    pytest.param("TE", ["Omar Quist"], None, id="nobody fits"),
    pytest.param("LEE", ["Tova Lee"], "Tova Lee", id="a short surname"),
    pytest.param("LEE", ["Omar Quist"], "Lee", id="a short surname of somebody not named in full"),
    pytest.param("XQZ", ["Omar Quist"], None, id="letters that are no name"),
]


@pytest.mark.parametrize(("label", "people", "speaker"), INITIALS)
def test_initials_join_the_one_name_that_they_fit(resolve, label, people, speaker):
    introduction = " and ".join(f"[PERSON {name}]" for name in people) + " met."
    document = resolve(introduction, (label, "Good morning."), ("Q", "Why?"))
    assert document.speakers == ({0: speaker} if speaker else {})


def test_initials_join_the_author(resolve):
    document = resolve(
        "[PERSON Omar Quist] is back.", ("TE", "Why?"), byline="By Tova Ellmark", authors=["Tova Ellmark"]
    )
    assert document.speakers == {0: "Tova Ellmark"}


def test_two_who_speak_together_are_both_named_and_nobody_alone_is_the_speaker(resolve):
    document = resolve(("TOVA ELLMARK", "Yes."), ("OMAR QUIST", "No."), ("ELLMARK AND QUIST", "Never."))
    assert document.speakers == {0: "Tova Ellmark", 1: "Omar Quist"}
    assert document.meant[-2:] == [("ELLMARK", "Tova Ellmark"), ("QUIST", "Omar Quist")]


def test_who_examines_asks_until_somebody_else_does(resolve):
    document = resolve(
        ("BY MR. QUIST: Q", "Why?"), ("A", "Because."), ("THE COURT", "Go on."), ("Q", "And then?"), ("A", "Nothing."),
        ("BY MS. ELLMARK: Q.", "Really?"), ("A", "Really."), ("Q.", "No."),
    )  # fmt: skip
    assert document.speakers == {0: "Quist", 3: "Quist", 5: "Ellmark", 7: "Ellmark"}


def test_a_word_in_capitals_among_other_names_is_the_paper_that_asks(resolve):
    document = resolve(("LEDGER", "Why?"), ("Ellmark", "Because."), ("LEDGER", "And now?"), ("Ellmark", "Nothing."))
    assert document.speakers == {1: "Ellmark", 3: "Ellmark"}


def test_a_surname_in_capitals_beside_a_parliament_s_titles_stays_a_name(resolve):
    document = resolve(("Tova ELLMARK", "Why?"), ("ELLMARK", "Because."), ("The CLERK", "Order."))
    assert document.speakers[1] == "Tova ELLMARK"
