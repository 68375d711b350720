"""Whom a source means, and how that is known."""

from __future__ import annotations

import pytest


def speakers(quotes):
    return [(quote.speaker_name, quote.resolution) for quote in quotes]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ["Mayor Ada Quill said that it was late."], [("Ada Quill", "name")], id="full name",
        ),
        pytest.param(
            ["Ada Quill came.", "Quill said that it was late."], [("Ada Quill", "name")], id="short name",
        ),
        pytest.param(
            ["The town's mayor, Ada Quill, said that it was late."], [("Ada Quill", "name")], id="apposition",
        ),
        pytest.param(
            ["Ada Quill, who leads Lindholm, said that it was late."], [("Ada Quill", "name")], id="relative clause",
        ),
        pytest.param(
            ["Radio Lindholm's Nora Bly reports that it was late."], [("Nora Bly", "name")], id="owner and name",
        ),
        pytest.param(
            ["Ada Quill said that it was late. She said that she was tired."],
            [("Ada Quill", "name"), ("Ada Quill", "pronoun")], id="she goes back to the last speaker",
        ),
        pytest.param(
            ["Ada Quill met Tomas Vey. He said that it was late."], [("Tomas Vey", "pronoun")], id="gender decides",
        ),
        pytest.param(
            ["Omar Senn spoke about Tomas Vey.", "He said that it was late."], [("Omar Senn", "pronoun")],
            id="a subject goes before another mention",
        ),
        pytest.param(
            ["Lindholm says that the bridge is safe, and it accuses the press of lying."],
            [("Lindholm", "name"), ("Lindholm", "pronoun")], id="it goes back to a place",
        ),
        pytest.param(
            ["Reporters asked whether it was late."], [("Reporters", "group")], id="group",
        ),
        pytest.param(
            ["The harbour officials said that it was late. They said that nobody came."],
            [("harbour officials", "group"), ("harbour officials", "pronoun")], id="they go back to a group",
        ),
        pytest.param(
            ["Ada Quill came late.", "The mayor said that she was tired."], [("Ada Quill", "noun")], id="role",
        ),
        pytest.param(
            ["Ada Quill and Tomas Vey said that it was late."], [("Ada Quill and Tomas Vey", "name")], id="joint",
        ),
        pytest.param(
            ['Ada Quill was angry. "This is the end of it all."'], [("Ada Quill", "carried")], id="subject before",
        ),
        pytest.param(
            ['"This is the end," Ada Quill said.', '"We will never come back here."'],
            [("Ada Quill", "name"), ("Ada Quill", "carried")], id="last speaker",
        ),
        pytest.param(
            ["Ada Quill and Nora Bly left.", "A spokeswoman for the port said that it was late."], [(None, "none")],
            id="unnamed person",
        ),
        pytest.param(
            ["Quill's spokesman said that it was late."], [(None, "none")], id="an owner is not the speaker",
        ),
        pytest.param(
            ["He said that it was late."], [(None, "none")], id="nobody to go back to",
        ),
        pytest.param(
            ["One clerk inside Radio Lindholm said that it was late."], [(None, "none")], id="behind a preposition",
        ),
    ],
)  # fmt: skip
def test_speakers(quotes_in, paragraphs, expected):
    assert speakers(quotes_in(*paragraphs)) == expected


def test_several_speakers_are_listed(quotes_in):
    [quote] = quotes_in("Ada Quill and Tomas Vey said that it was late.")
    assert (quote.speakers, quote.speaker_id) == (("Ada Quill", "Tomas Vey"), None)


def test_a_group_has_a_name_and_no_id(quotes_in):
    [quote] = quotes_in("Reporters asked whether it was late.")
    assert (quote.speaker_name, quote.speaker_id, quote.speakers) == ("Reporters", None, ("Reporters",))


@pytest.mark.parametrize(
    ("text", "via"),
    [
        pytest.param(
            '"It is shut," Ada Quill said, according to Radio Lindholm. "It was old."',
            ("Radio Lindholm",), id="according to",
        ),
        pytest.param('"It is shut," Ada Quill told the Harbour Gazette.', ("Harbour Gazette",), id="told a newspaper"),
        pytest.param('"It is shut," Quill told Radio Lindholm in an interview.', ("Radio Lindholm",), id="interview"),
        pytest.param('"It is shut," Ada Quill told Tomas Vey.', (), id="told a person"),
        pytest.param('"It is shut," Ada Quill said.', (), id="nobody"),
    ],
)  # fmt: skip
def test_relays(quotes_in, text, via):
    [quote] = quotes_in(text)
    assert quote.via == via
    assert quote.resolution == "name"
