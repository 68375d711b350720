from __future__ import annotations

import pytest

from flows.entities.roles import roles_beside

ROLES = [
    pytest.param("U.S. Secretary of State Tova Ellmark left.", ["Secretary of State"], id="with object"),
    pytest.param("Then-Secretary of State Tova Ellmark left.", ["Secretary of State"], id="then-"),
    pytest.param(
        "Canadian Deputy Prime Minister Tova Ellmark left.", ["Deputy Prime Minister"], id="without the country"
    ),
    pytest.param("President Tova Ellmark left.", ["President"], id="one word"),
    pytest.param("Mr. Tova Ellmark left.", [], id="a form of address is no role"),
    pytest.param("The bank's foreign minister, Tova Ellmark, left.", ["foreign minister"], id="before, with commas"),
    pytest.param("Tova Ellmark, the bank's chief executive, left.", ["chief executive"], id="after, possessor"),
    pytest.param(
        "Tova Ellmark, a senior editor at the Gazette, left.", ["senior editor at the Gazette"], id="after, object"
    ),
    pytest.param(
        "Tova Ellmark, chair of the Ways and Means Committee, left.",
        ["chair of the Ways and Means Committee"],
        id="and in a name",
    ),
    pytest.param("Tova Ellmark, who was mayor, left.", [], id="a clause"),
    pytest.param("Tova Ellmark, lost her partner in the crowd, and left.", [], id="a clause with a verb"),
    pytest.param("Tova Ellmark, now the mayor of Ostervik, left.", ["mayor of Ostervik"], id="after, since when"),
    pytest.param("He left the campaign. Former Tova Ellmark aides stayed.", [], id="a word of the sentence before"),
    pytest.param("A former chairman of Mr. Tova Ellmark's council left.", [], id="the object of a role"),
    pytest.param("The taxi driver Tova Ellmark left.", ["taxi driver"], id="two nouns"),
    pytest.param("To defeat President Tova Ellmark is hard.", ["President"], id="a verb before a title"),
    pytest.param("Her deputy, Tova Ellmark, left.", ["deputy"], id="deputy, of somebody"),
    pytest.param("Tova Ellmark, a surgeon at St. Agnes, left.", ["surgeon at St. Agnes"], id="an abbreviation"),
    pytest.param("Tova Ellmark, eager to help senators for once, left.", [], id="an adjective"),
    pytest.param("The president, Tova Ellmark told us.", ["president"], id="known gap: a comma that opens a clause"),
    pytest.param("They lost their mayor. Tova Ellmark left.", [], id="a role in the sentence before"),
    pytest.param(
        "Tova Ellmark, a top adviser to Mrs. Quist, left.", ["top adviser to Mrs. Quist"], id="an abbreviation inside"
    ),
    pytest.param("Tova Ellmark, a senator to remember, left.", [], id="a verb after to"),
    pytest.param("The president of the Tova Ellmark left.", [], id="a name that is the object"),
    pytest.param("His father Tova Ellmark left.", [], id="a relative"),
    pytest.param("Tova Ellmark", [], id="nothing beside"),
]


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_roles_beside(text, roles):
    start = text.index("Tova")
    assert [text[slice(*span)] for span in roles_beside(text, start, start + len("Tova Ellmark"))] == roles


def test_roles_keep_the_span_they_were_read_from(resolve):
    document = resolve("It rained.", "Mayor [PERSON Tova Ellmark] left.")
    (role,) = document.entity("Tova Ellmark").roles
    assert (role.text, role.ordinal, role.start, role.end) == ("Mayor", 1, 0, 5)
