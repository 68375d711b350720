"""Whom a source means, and how that is known."""

from __future__ import annotations

import pytest


def speakers(quotes):
    return [(quote.speaker_name, quote.resolution) for quote in quotes]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ["{s1 Mayor Ada Quill} {c1 said} {1 that it was late}."], [("Ada Quill", "name")], id="full name",
        ),
        pytest.param(
            ["{s1 Lindholm's Secretary of State Ada Quill} {c1 said} {1 that it was late}."], [("Ada Quill", "name")],
            id="title with an object",
        ),
        pytest.param(
            ["{s1 A spokesman for Mayor Ada Quill} {c1 said} {1 that it was late}."], [(None, "none")],
            id="somebody else of hers",
        ),
        pytest.param(
            ["It was {s1 a bridge that Ada Quill} {c1 says} {1 was never safe}."], [("Ada Quill", "name")],
            id="in a relative clause",
        ),
        pytest.param(
            ["Ada Quill came.", "{s1 Quill} {c1 said} {1 that it was late}."], [("Ada Quill", "name")], id="short name",
        ),
        pytest.param(
            ["Ada Quill ran. {s1 A spokeswoman} {c1 said} {1 that it was late}. {s2 She} {c2 said} {2 that she left}."],
            [(None, "none"), (None, "none")], id="somebody without a name is meant",
        ),
        pytest.param(
            ["Tomas Vey came. {s1 A spokeswoman} {c1 said} {1 that it was late}. {s2 He} {c2 said} {2 that he left}."],
            [(None, "none"), ("Tomas Vey", "pronoun")], id="the one without a name is a woman",
        ),
        pytest.param(
            ["Tomas Vey came. He likes to cite Omar Senn.", "It rained. {1 “I was late,”} {s1 he} {c1 said}."],
            [("Tomas Vey", "pronoun")], id="who is spoken of goes on",
        ),
        pytest.param(
            ["Tomas Vey came. Later that day he met Omar Senn. {s1 He} {c1 said} {1 that it was late}."],
            [("Tomas Vey", "pronoun")], id="who is spoken of goes on, behind a phrase",
        ),
        pytest.param(
            ["It was up to Ada Quill, {s1 who} {c1 said} {1 that it was late}."], [("Ada Quill", "pronoun")],
            id="who, right after the name",
        ),
        pytest.param(
            ["Ada Quill saw the mill, the well and the bridge, {s1 who} {c1 said} {1 that it was late}."],
            [(None, "none")], id="who, far from the name",
        ),
        pytest.param(
            ["{s1 The newspaper, Harbour Gazette,} {c1 said} {1 that it was late}."], [("Harbour Gazette", "name")],
            id="a body in apposition",
        ),
        pytest.param(
            ["{s1 Ada Quill and Tomas Vey, who live here,} {c1 said} {1 that it was late}."],
            [("Ada Quill and Tomas Vey", "name")], id="two people, and what follows",
        ),
        pytest.param(
            ["Ada Quill stood up and {c1 promised}: {1 “We will go home.”}"],
            [("Ada Quill", "carried")], id="a cue without a source",
        ),
        pytest.param(
            ["{s1 Ada Quill} {c1 said} {1 that it was late} and {c2 promised}: {2 “We will go home.”}"],
            [("Ada Quill", "name")] * 2, id="two cues of one subject",
        ),
        pytest.param(
            ["{s1 Ada Quill} {c1 pointed to} {1 the lake and the mill}, and then {c2 said} {2 it was late}."],
            [("Ada Quill", "name")] * 2, id="two cues of one subject, and no marks",
        ),
        pytest.param(
            ["Ada Quill was {c2 asked}: {2 “Will you go home?”}"], [(None, "none")],
            id="a passive cue without a source",
        ),
        pytest.param(
            ["{s1 The town's mayor, Ada Quill,} {c1 said} {1 that it was late}."], [("Ada Quill", "name")],
            id="apposition",
        ),
        pytest.param(
            ["{s1 Ada Quill, who leads Lindholm,} {c1 said} {1 that it was late}."], [("Ada Quill", "name")],
            id="relative clause",
        ),
        pytest.param(
            ["{s1 Radio Lindholm's Nora Bly} {c1 reports} {1 that it was late}."], [("Nora Bly", "name")],
            id="owner and name",
        ),
        pytest.param(
            ["{s1 Ada Quill} {c1 said} {1 that it was late}. {s2 She} {c2 said} {2 that she was tired}."],
            [("Ada Quill", "name"), ("Ada Quill", "pronoun")], id="she goes back to the last speaker",
        ),
        pytest.param(
            ["Ada Quill met Tomas Vey. {s1 He} {c1 said} {1 that it was late}."], [("Tomas Vey", "pronoun")],
            id="gender decides",
        ),
        pytest.param(
            ["Omar Senn spoke about Tomas Vey.", "{s1 He} {c1 said} {1 that it was late}."], [("Omar Senn", "pronoun")],
            id="a subject goes before another mention",
        ),
        pytest.param(
            ["{s1 Lindholm} {c1 says} {1 that the bridge is safe}, and {s2 it} {c2 accuses} {2 the press of lying}."],
            [("Lindholm", "name"), ("Lindholm", "pronoun")], id="it goes back to a place",
        ),
        pytest.param(
            ["{s1 Reporters} {c1 asked} {1 whether it was late}."], [("Reporters", "group")], id="group",
        ),
        pytest.param(
            ["Ada Quill came. {s1 She later} {c1 said} {1 that she was tired}."], [("Ada Quill", "pronoun")],
            id="a pronoun and when",
        ),
        pytest.param(
            ["{s1 Ada Quill later Thursday} {c1 said} {1 that she was tired}."], [("Ada Quill", "name")],
            id="somebody and when",
        ),
        pytest.param(
            ["{s1 Radio Lindholm issued a statement} {c1 saying} {1 that it was late}."], [("Radio Lindholm", "name")],
            id="what somebody did to say it",
        ),
        pytest.param(
            ["{s1 Secretary of state Ada Quill} {c1 said} {1 that it was late}."], [("Ada Quill", "name")],
            id="an office in small letters",
        ),
        pytest.param(
            ["{s1 Speaker of the House Rep. Ada Quill} {c1 said} {1 that it was late}."], [("Ada Quill", "name")],
            id="two offices",
        ),
        pytest.param(
            ["{s1 The harbour officials} {c1 said} {1 that it was late}. {s2 They} {c2 said} {2 that nobody came}."],
            [("harbour officials", "group"), ("harbour officials", "pronoun")], id="they go back to a group",
        ),
        pytest.param(
            ["Ada Quill came late.", "{s1 The mayor} {c1 said} {1 that she was tired}."], [("Ada Quill", "noun")],
            id="role",
        ),
        pytest.param(
            ["{s1 Ada Quill and Tomas Vey} {c1 said} {1 that it was late}."], [("Ada Quill and Tomas Vey", "name")],
            id="joint",
        ),
        pytest.param(
            ["Ida Roth came late.", "{s1 The judge} {c1 said} {1 that she was tired}."], [(None, "none")],
            id="a role that somebody had",
        ),
        pytest.param(
            ["Ida Roth came late.", "{s1 The former judge} {c1 said} {1 that she was tired}."], [("Ida Roth", "noun")],
            id="a role that somebody had, and is called so",
        ),
        pytest.param(
            ["Ada Quill met Tomas Vey at noon.", "{s1 The 61-year-old} {c1 said} {1 that it was late}."],
            [("Ada Quill", "noun")], id="an age",
        ),
        pytest.param(
            ["Lindholm Water Board met Tarn & Vale.", "{s1 The board} {c1 said} {1 that it was late}."],
            [("Lindholm Water Board", "noun")], id="a body with the word in its name",
        ),
        pytest.param(
            ["Tarn & Vale met Lindholm Water Board.", "{s1 The company} {c1 said} {1 that it was late}."],
            [("Tarn & Vale", "noun")], id="a company is no public body",
        ),
        pytest.param(
            ["Tarn & Vale came.", "It rained.", "It snowed.", "{s1 The company} {c1 said} {1 that it was late}."],
            [("company", "group")], id="a company far back",
        ),
        pytest.param(
            ["Tarn & Vale came. {s1 The company} {c1 said} {1 that it was late}. {s2 It} {c2 said} {2 that it left}."],
            [("Tarn & Vale", "noun"), ("Tarn & Vale", "pronoun")], id="it goes back to the company",
        ),
        pytest.param(
            ["{s1 Ada Quill and Tomas Vey} {c1 said} {1 that it was late}. {s2 They} {c2 said} {2 that they left}."],
            [("Ada Quill and Tomas Vey", "name"), ("Ada Quill and Tomas Vey", "pronoun")], id="they are two",
        ),
        pytest.param(
            ['Ada Quill was angry. "This is the end of it all."'], [("Ada Quill", "carried")], id="subject before",
        ),
        pytest.param(
            ['{1 "This is the end,"} {s1 Ada Quill} {c1 said}.', '"We will never come back here."'],
            [("Ada Quill", "name"), ("Ada Quill", "carried")], id="last speaker",
        ),
        pytest.param(
            ["Ada Quill and Nora Bly left.", "{s1 A spokeswoman for the port} {c1 said} {1 that it was late}."],
            [(None, "none")],
            id="unnamed person",
        ),
        pytest.param(
            ["{s1 Quill's spokesman} {c1 said} {1 that it was late}."], [(None, "none")],
            id="an owner is not the speaker",
        ),
        pytest.param(
            ["{s1 Mayor Ada Quill's clerk, Tomas Vey,} {c1 said} {1 that it was late}."], [("Tomas Vey", "name")],
            id="nor is an owner with a title",
        ),
        pytest.param(
            ["{s1 He} {c1 said} {1 that it was late}."], [(None, "none")], id="nobody to go back to",
        ),
        pytest.param(
            ["{s1 One clerk inside Radio Lindholm} {c1 said} {1 that it was late}."], [(None, "none")],
            id="behind a preposition",
        ),
    ],
)  # fmt: skip
def test_speakers(quotes_in, paragraphs, expected):
    assert speakers(quotes_in(*paragraphs)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Ada Quill and Tomas Vey", ["Ada Quill", "Tomas Vey"], id="two"),
        pytest.param("Ada Quill, Nora Bly and Sen. Omar Senn", ["Ada Quill", "Nora Bly", "Omar Senn"], id="three"),
        pytest.param("Ada Quill, the mayor, and her aide, Tomas Vey,", ["Ada Quill", "Tomas Vey"], id="appositions"),
        pytest.param("Ada Quill, who leads the board, and Tomas Vey", ["Ada Quill", "Tomas Vey"], id="a clause"),
        pytest.param("Two clerks, Ada Quill of Lindholm and Nora Bly,", ["Ada Quill", "Nora Bly"], id="what they are"),
        pytest.param("Tarn & Vale and the Harbour Gazette", ["Tarn & Vale", "Harbour Gazette"], id="bodies"),
        pytest.param("Ada Quill, a friend of Nora Bly and Omar Senn,", ["Ada Quill"], id="friends of hers"),
        pytest.param("Ada Quill, who saw Nora Bly and left,", ["Ada Quill"], id="whom she saw"),
        pytest.param("Ada Quill and Tomas Vey's clerk", [], id="an owner"),
        pytest.param("Aides to Ada Quill and Tomas Vey", ["Aides"], id="their aides"),
        pytest.param("A paper by Ada Quill and Tomas Vey", [], id="their paper"),
        pytest.param("Clerks in Lindholm and Tarn & Vale", ["Clerks"], id="where they are"),
    ],
)  # fmt: skip
def test_who_speaks_together(quotes_in, source, expected):
    [quote] = quotes_in(f"{{s1 {source}}} {{c1 said}} {{1 that it was late}}.")
    assert list(quote.speakers) == expected


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Ada Quill, a friend of the mayor, " * 40 + "and others", id="a list of many"),
        pytest.param("Ada Quill" + " later Monday" * 40 + " at noon", id="many times"),
    ],
)
def test_a_long_source_takes_no_longer_than_its_words(quotes_in, source):
    """Patterns that can read such a source in two ways a word would take years."""
    [quote] = quotes_in(f"{{s1 {source}}} {{c1 said}} {{1 that it was late}}.")
    assert quote.speaker_text == source


def test_several_speakers_are_listed(quotes_in):
    [quote] = quotes_in("{s1 Ada Quill and Tomas Vey} {c1 said} {1 that it was late}.")
    assert (quote.speakers, quote.speaker_id) == (("Ada Quill", "Tomas Vey"), None)


def test_a_group_has_a_name_and_no_id(quotes_in):
    [quote] = quotes_in("{s1 Reporters} {c1 asked} {1 whether it was late}.")
    assert (quote.speaker_name, quote.speaker_id, quote.speakers) == ("Reporters", None, ("Reporters",))


@pytest.mark.parametrize(
    ("text", "via"),
    [
        pytest.param(
            '{1 "It is shut,"} {s1 Ada Quill} {c1 said}, according to {r1 Radio Lindholm}. {1 "It was old."}',
            ("Radio Lindholm",), id="according to",
        ),
        pytest.param(
            '{1 "It is shut,"} {s1 Ada Quill} {c1 said}, {s2 Radio Lindholm} {c2 reported}.',
            ("Radio Lindholm",), id="a clause of its own",
        ),
        pytest.param(
            '{1 "It is shut,"} {s1 Ada Quill} {c1 told} the Harbour Gazette.', ("Harbour Gazette",),
            id="told a newspaper",
        ),
        pytest.param(
            '{1 "It is shut,"} {s1 Quill} {c1 told} Radio Lindholm in an interview.', ("Radio Lindholm",),
            id="interview",
        ),
        pytest.param(
            'In an interview with the daily Harbour Gazette, {s1 Ada Quill} {c1 said} {1 "it is shut"}.',
            ("Harbour Gazette",), id="in an interview with a newspaper",
        ),
        pytest.param(
            '{1 "It is shut,"} {s1 Ada Quill} {c1 said} in an interview with Tomas Vey.', (),
            id="in an interview with a person",
        ),
        pytest.param(
            "{s1 Ada Quill} {c1 said} {1 it was late}, Radio Lindholm reported.", ("Radio Lindholm",),
            id="a clause that the reader missed",
        ),
        pytest.param(
            "It was late, {s1 Ada Quill} {c1 said} on Friday, {c2 according to} {s2 Radio Lindholm}.",
            ("Radio Lindholm",), id="a day in between, and no content",
        ),
        pytest.param('{1 "It is shut,"} {s1 Ada Quill} {c1 told} Tomas Vey.', (), id="told a person"),
        pytest.param('{1 "It is shut,"} {s1 Ada Quill} {c1 said}.', (), id="nobody"),
    ],
)  # fmt: skip
def test_relays(quotes_in, text, via):
    [quote] = quotes_in(text)
    assert quote.via == via
    assert quote.resolution == "name"


def test_a_station_that_reports_what_somebody_said_passes_it_on(quotes_in):
    text = "{s1 Ada Quill} {c1 said} {1 that it was late}, {s2 Radio Lindholm} {c2 reported}."
    (quote,) = quotes_in(text)
    assert (quote.speaker_name, quote.text, quote.via) == ("Ada Quill", "it was late", ("Radio Lindholm",))
