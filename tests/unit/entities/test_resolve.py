"""Whole documents, each a trap named after what it tests."""

from __future__ import annotations

import pytest

PEOPLE = [
    pytest.param(
        ["[PERSON Tova Ellmark] spoke.", "Then [ORG Ellmark] left.", "[GPE Ellmark]'s aides stayed."],
        {"Tova Ellmark": ("Tova Ellmark", "Ellmark")},
        id="a full name decides for its surname whatever the reader called it",
    ),
    pytest.param(
        ["[PERSON Tova Ellmark] spoke.", "Nobody asked Ellmark why."],
        {"Tova Ellmark": ("Tova Ellmark", "Ellmark")},
        id="a surname that the reader missed",
    ),
    pytest.param(
        ["[PERSON Tova Ellmark reports].", "It is cold, [NORP Tova] says."],
        {"Tova Ellmark": ("Tova Ellmark", "Tova")},
        id="a reporter called by the first name",
    ),
    pytest.param(
        ["[PERSON President Ellmark] met [PERSON Sen. Dara Quist] and [PERSON Mr. Ellmark's] aide."],
        {"Ellmark": ("Ellmark",), "Dara Quist": ("Dara Quist",)},
        id="titles and possessives are no part of a name",
    ),
    pytest.param(
        ["[ORG Spokeswoman Tova Ellmark] said so.", "[PERSON Ellmark] left."],
        {"Tova Ellmark": ("Tova Ellmark", "Ellmark")},
        id="a person with a title that the reader took for an organisation",
    ),
    pytest.param(
        ["[ORG U.S. Secretary of State Tova Ellmark] spoke.", "Special Envoy of [PERSON State Dara Quist] left."],
        {"Tova Ellmark": ("Tova Ellmark",), "Dara Quist": ("Dara Quist",)},
        id="a title with an object is no part of a name",
    ),
    pytest.param(
        ["They sold [PERSON Hawkwing] missiles to [PERSON Boris Ellmark]."],
        {"Boris Ellmark": ("Boris Ellmark",)},
        id="a weapon is no person",
    ),
    pytest.param(
        ["They were unlike the [NORP Ellmark] administration."],
        {"Ellmark": ("Ellmark",)},
        id="whose administration it is",
    ),
    pytest.param(
        ["[PERSON Republican Dara Quist] and [PERSON Democrat Boris Ellmark] agreed."],
        {"Dara Quist": ("Dara Quist",), "Boris Ellmark": ("Boris Ellmark",)},
        id="a party is no first name",
    ),
    pytest.param(
        ["[PERSON Quist] came. [PERSON Ellmark] left.", "Then [PERSON Quist had forgiven Ellmark]."],
        {"Quist": ("Quist",), "Ellmark": ("Ellmark",)},
        id="a verb between two people is no middle name",
    ),
    pytest.param(
        ["Sens. [PERSON Dara Quist and Boris Ellmark] agreed."],
        {"Dara Quist": ("Dara Quist",), "Boris Ellmark": ("Boris Ellmark",)},
        id="two people in one span",
    ),
    pytest.param(
        ["[PERSON Staffan] de [PERSON Quist] spoke.", "[PERSON De Quist] left and de Quist came back."],
        {"Staffan de Quist": ("Staffan de Quist", "De Quist", "de Quist")},
        id="particles join the parts of a name",
    ),
    pytest.param(
        ["[PERSON Tova O’Quist] spoke.", "[PERSON O’Quist’s] aides, O’Quist said, left."],
        {"Tova O’Quist": ("Tova O’Quist", "O’Quist")},
        id="apostrophes inside and after a name",
    ),
    pytest.param(
        ["[PERSON Dara B. Quist] spoke.", "[PERSON Dara Quist] left.", "[PERSON Quist] sat."],
        {"Dara B. Quist": ("Dara B. Quist", "Dara Quist", "Quist")},
        id="with and without middle initial",
    ),
    pytest.param(
        ["[PERSON Boris Ellmark, Jr.], spoke.", "[PERSON Ellmark] left."],
        {"Boris Ellmark, Jr.": ("Boris Ellmark, Jr.", "Ellmark")},
        id="a suffix",
    ),
    pytest.param(
        ["[PERSON Tova Ellmark] spoke.", "[PERSON Tova Ellmark Resigns] today.", "[PERSON Tova Ellmark] left."],
        {"Tova Ellmark": ("Tova Ellmark",)},
        id="a verb of a headline is cut off where the name stands alone elsewhere",
    ),
    pytest.param(
        [
            "The pro-[PERSON Ellmark] camp and the [PERSON anti-Quist] camp met.",
            "[PERSON Tova Ellmark], [PERSON Dara Quist].",
        ],
        {"Tova Ellmark": ("Ellmark", "Tova Ellmark"), "Dara Quist": ("Quist", "Dara Quist")},
        id="prefixes",
    ),
    pytest.param(
        ["[PERSON Dara Wexmark Quist] spoke.", "[PERSON Wexmark Quist] left."],
        {"Dara Wexmark Quist": ("Dara Wexmark Quist", "Wexmark Quist")},
        id="a surname of two words",
    ),
    pytest.param(
        [
            "[PERSON Dara Quist] and [PERSON Tova Ellmark] spoke.",
            "[WORK Quist and Ellmark] left; [ORG Ellmark’s 2008] run.",
        ],
        {"Dara Quist": ("Dara Quist", "Quist"), "Tova Ellmark": ("Tova Ellmark", "Ellmark")},
        id="people in a span that the reader took for a work",
    ),
]


@pytest.mark.parametrize(("paragraphs", "people"), PEOPLE)
def test_people(resolve, paragraphs, people):
    assert resolve(*paragraphs).people == people


def test_family_members_stay_apart(resolve):
    document = resolve(
        "[PERSON Tova Ellmark] and her husband, [PERSON Boris Ellmark], came. [PERSON Mr. Ellmark] sat; "
        "[PERSON Mrs. Ellmark] stood.",
        "[PERSON Ellmark] spoke.",
        "[PERSON Boris Ellmark] sang. [PERSON Ellmark] bowed.",
    )
    # Tova is on no list of first names, so only one of the two is known to be a man.
    assert set(document.people) == {"Tova Ellmark", "Boris Ellmark"}
    assert [name for text, name in document.meant if text == "Ellmark"] == [
        "Boris Ellmark",
        "Tova Ellmark",
        "Tova Ellmark",
        "Boris Ellmark",
    ]


def test_form_of_address_of_another_person_is_its_own_entity(resolve):
    document = resolve("[PERSON Laura Ellmark] spoke. [PERSON Mr. Ellmark], her brother, left.")
    assert document.meant == [("Laura Ellmark", "Laura Ellmark"), ("Ellmark", "Ellmark")]


def test_a_title_tells_who_of_a_family_is_meant(resolve):
    document = resolve(
        "[PERSON Tova Ellmark] came with President [PERSON Dara Ellmark].",
        "[PERSON Tova Ellmark] met President [PERSON Ellmark] and Judge [PERSON Ellmark].",
    )
    assert [name for text, name in document.meant if text == "Ellmark"] == ["Dara Ellmark", "Ellmark"]


def test_the_plural_of_a_surname_is_no_person(resolve):
    assert resolve("[PERSON Tova Ellmark] spoke.", "The [PERSON Ellmarks] left.").people == {
        "Tova Ellmark": ("Tova Ellmark",)
    }


NOT_PEOPLE = [
    pytest.param(
        "[PERSON Ransomware] locked it. The ransomware came by mail. [PERSON Quarrels] followed, said [PERSON Quist].",
        {"Quarrels": "PERSON", "Quist": "PERSON"},
        id="a word that starts a sentence and is a common one elsewhere",
    ),
    pytest.param("[PERSON U.S.-Canada] ties froze.", {"United States": "GPE", "Canada": "GPE"}, id="two countries"),
    pytest.param("[PERSON Ellmark University] closed.", {"Ellmark University": "ORG"}, id="a university"),
    pytest.param("It fell on the town of [LOC Sarun Vey].", {"Sarun Vey": "GPE"}, id="a town that is called so"),
    pytest.param("[PERSON Fort Ellmark] fell.", {"Fort Ellmark": "GPE"}, id="a fort"),
    pytest.param("[ORG Ellmark] Tower fell.", {"Ellmark Tower": "FAC"}, id="a tower"),
    pytest.param("[PERSON Canada] won.", {"Canada": "GPE"}, id="a country"),
    pytest.param("[PERSON Norwegian] won.", {"Norwegian": "NORP"}, id="a nationality is no country"),
    pytest.param("Secretary of [ORG State] and Attorney [ORG General] met.", {}, id="parts of titles"),
    pytest.param(
        "The [ORG UN Security Council] met.", {"United Nations Security Council": "ORG"}, id="longest known name"
    ),
    pytest.param("It ended, the [ORG White House] said.", {"White House": "ORG"}, id="seat of government"),
    pytest.param("It ended in Erie, [GPE Pa].", {"Pennsylvania": "GPE"}, id="abbreviation at the end of a sentence"),
    pytest.param("[PERSON NAOP] met.", {"NAOP": "ORG"}, id="an acronym is no person"),
    pytest.param("The [FAC White House] said so.", {"White House": "ORG"}, id="a known name has its known type"),
    pytest.param("[PERSON X] and [ORG !!!] and [GPE the] and [ORG 12].", {}, id="no names at all"),
    pytest.param(
        "See [ORG https://example.org/Roe] and [PERSON ReplyShareLikeRoe].", {}, id="addresses and glued words"
    ),
]


@pytest.mark.parametrize(("paragraph", "names"), NOT_PEOPLE)
def test_types(resolve, paragraph, names):
    assert resolve(paragraph).names == names


def test_a_person_named_like_a_place_and_the_place(resolve):
    document = resolve("[PERSON Dara Lima] flew home.", "[PERSON Lima] arrived in [GPE Lima] at noon.")
    assert document.meant == [("Dara Lima", "Dara Lima"), ("Lima", "Dara Lima"), ("Lima", "Lima")]
    assert [mention.type for mention in document.entities.mentions] == ["PERSON", "PERSON", "GPE"]


def test_organisations_join_their_short_forms(resolve):
    document = resolve(
        "The [ORG Ostervik Harbour Authority] ([ORG OHA]) met. [ORG Quist Inc.] sued the [ORG OHA]. [ORG Quist] won.",
    )
    assert document.names == {"Ostervik Harbour Authority": "ORG", "Quist Inc.": "ORG"}


def test_title_and_byline_are_places_of_mentions(resolve):
    document = resolve(
        "[PERSON Tova Ellmark] left.", title="Ellmark Leaves Canada", byline="By Dara Quist", authors=["Dara Quist"]
    )
    assert [(mention.place, mention.text) for mention in document.entities.mentions] == [
        ("title", "Ellmark"),
        ("title", "Canada"),
        ("byline", "Dara Quist"),
        ("paragraph", "Tova Ellmark"),
    ]
    assert document.meant[0] == ("Ellmark", "Tova Ellmark")


def test_gender_comes_from_titles_and_first_names(resolve):
    document = resolve("[PERSON Laura Ellmark], Mr. [PERSON Quist] and [PERSON Zyx Roe] met.")
    genders = {entity.name: entity.gender.value for entity in document.entities.entities}
    assert genders == {"Laura Ellmark": "female", "Quist": "male", "Zyx Roe": "unknown"}
