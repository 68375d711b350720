from __future__ import annotations

import pytest

from flows.pages.authors import agency_in, byline_names, choose_authors


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Cara Doe", ["Cara Doe"]),
        ("By Cara Doe and Dan Low", ["Cara Doe", "Dan Low"]),
        ("By CARA DOE, DAN LOW and Eva van der Berg", ["CARA DOE", "DAN LOW", "Eva van der Berg"]),
        ("By Cara Doe, Staff Writer", ["Cara Doe"]),
        ("Written by Cara Doe | May 4, 2021", ["Cara Doe"]),
        ("Cara Doe, Staff Writer", ["Cara Doe"]),
        ("Cara Doe Political Correspondent", ["Cara Doe"]),
        ("By J. R. O'Neil Jr. - 2021-05-04", ["J. R. O'Neil Jr."]),
        ("Cara DoePolitics Editor", ["Cara Doe"]),
        ("By Cara Doe Cara Doe", ["Cara Doe"]),
        ("By Cara DeSantis and Dan McLow", ["Cara DeSantis", "Dan McLow"]),
        ("Dan Low contributed reporting from Ostra.", []),
        ("By Reuters", []),
        ("By Lenn Post Staff", []),
        ("By", []),
    ],
)
def test_byline_names(byline: str, names: list[str]) -> None:
    assert byline_names(byline) == names


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        pytest.param(["Cara Doe"], ["Cara Doe"], id="a name"),
        pytest.param(["Cara Doe and Dan Low"], ["Cara Doe", "Dan Low"], id="two in one"),
        pytest.param(["Cara Doe", "Dan Low", "cara doe", "Cara Doe"], ["Cara Doe", "Dan Low"], id="twice"),
        pytest.param(["By Cara Doe, Lenn Bureau Chief"], ["Cara Doe"], id="office"),
        pytest.param(["Cara Doe, MS, RD"], ["Cara Doe"], id="degrees"),
        pytest.param(["Cara Doe for the Lenn Post"], ["Cara Doe"], id="paper"),
        pytest.param(["Cara Doe (in Ostra)"], ["Cara Doe"], id="place"),
        pytest.param(["cara@lennpost.com (Cara Doe)", "Cara Doe cara@lennpost.com"], ["Cara Doe"], id="address"),
        pytest.param(["Doe, Cara"], ["Cara Doe"], id="surname first"),
        pytest.param(["https://lennpost.com/cara-doe"], [], id="link"),
        pytest.param(
            ["admin", "Staff", "Reuters", "Associated Press", "Lenn Post", "Lenn Post Reporters"], [], id="none"
        ),
        pytest.param(["李小明"], ["李小明"], id="no capitals"),
    ],
)
def test_stated_authors(stated: list[str], names: list[str]) -> None:
    assert choose_authors([stated], ["Lenn Post"]) == tuple(names)


def test_the_first_place_that_names_people_counts_and_others_help_to_spell() -> None:
    places = [["Lenn Post"], ["CARA DOE"], ["Cara Doe", "Dan Low"]]
    assert choose_authors(places, ["Lenn Post"]) == ("Cara Doe",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        (["Dan Low", "Cara Doe"], ("Dan Low", "Cara Doe")),
        (["Dan Low"], ("Cara Doe",)),
        ([], ("Cara Doe",)),
    ],
)
def test_a_byline_that_has_more_people_counts(byline: list[str], names: tuple[str, ...]) -> None:
    assert choose_authors([["CARA DOE"], ["Cara Doe"]], [], byline) == names


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Reuters", "Reuters"),
        ("By Cara Doe, Associated Press", "Associated Press"),
        ("By AFP and Reuters", "Agence France-Presse"),
        ("By Cara Doe", None),
        ("By Cara Doe and AP", None),
        ("", None),
    ],
)
def test_agency(text: str, agency: str | None) -> None:
    assert agency_in(text) == agency
