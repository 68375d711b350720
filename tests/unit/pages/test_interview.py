from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.pages.document import SplitPage

Split = Callable[[str], SplitPage]

INTRODUCTION = "Anna Roe has been mayor of Lenn for nine years. Ben Poe met her in her office above the fish market."
TALK = [
    ("Why did you close the bridge?", "Because I had to. You have seen the steel, and so have I."),
    ("Are you sorry?", "I am sorry for the shops. I'd do it again, if you ask me."),
    ("What comes next?", "A ferry, and I'll be the first one on it."),
]
LABELS = {
    "letters": ("Q: ", "A: "),
    "names": ("Ben Poe: ", "Anna Roe: "),
    "surnames": ("Poe: ", "Roe: "),
    "capitals": ("POE: ", "ROE: "),
    "initials": ("BP: ", "AR: "),
}


def interview(style: str, *endings: str) -> str:
    ask, answer = LABELS[style]
    turns = [f"{label}{text}" for pair in TALK for label, text in zip((ask, answer), pair, strict=True)]
    return "\n\n".join([INTRODUCTION, *turns, *endings])


ENDINGS = [
    pytest.param("Roe will stand again in May, when the whole council is up for election.", id="the name opens it"),
    pytest.param("Her party has not made up its mind, Roe said, and will meet again on Friday.", id="reported speech"),
    pytest.param("This interview has been edited for length and clarity.", id="an editors' note"),
    pytest.param("(This conversation was held in the last week of May.)", id="an editors' note in brackets"),
]


@pytest.mark.parametrize("style", LABELS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_prose_about_the_speaker_ends_the_last_turn(split: Split, style: str, ending: str) -> None:
    page = split(interview(style, ending, "The bridge was built in 1911, by a firm that has long been gone."))
    assert [p.turn for p in page.paragraphs] == [None, 0, 1, 2, 3, 4, 5, None, None]
    assert {p.kind for p in page.paragraphs if p.turn is None} == {"body"}


GOING_ON = [
    pytest.param("The shops were told in March. Most of them had seen it coming for years.", id="no name"),
    pytest.param("Everybody calls me Roe, and that is what I said to the king as well.", id="first person"),
    pytest.param("Poe asked that, too, and the answer is that the ferry runs until ten.", id="about the other one"),
    pytest.param("Lenn is a small town. People said that a bridge is a bridge.", id="about a place"),
]


@pytest.mark.parametrize("style", [style for style in LABELS if style != "letters"])
@pytest.mark.parametrize("paragraph", GOING_ON)
def test_a_turn_goes_on_over_paragraphs(split: Split, style: str, paragraph: str) -> None:
    page = split(interview(style, paragraph))
    assert page.paragraphs[-1].turn == 5


def test_what_is_said_after_prose_in_between_has_labels_again(split: Split) -> None:
    text = interview(
        "names", "Roe said that her tea was cold.", "Ben Poe: Shall we stop here?", "Anna Roe: I think so."
    )
    assert [p.turn for p in split(text).paragraphs][-4:] == [5, None, 6, 7]


def test_a_heading_between_turns_is_nobodys(split: Split) -> None:
    page = split(interview("capitals", "THE LAST QUESTION", "POE: Do you swim?", "ROE: I do, but not here."))
    assert [(p.kind, p.turn) for p in page.paragraphs][-3:] == [("subheading", None), ("turn", 6), ("turn", 7)]


def test_a_page_is_a_transcript_when_most_of_it_is_turns(split: Split) -> None:
    prose = [f"House number {n} on the river bank was sold on Monday, and its owner was glad of it." for n in range(20)]
    page = split("\n\n".join([*prose, interview("letters"), "Roe said she would stay."]))
    assert page.kind == "article"
    assert len({p.turn for p in page.paragraphs} - {None}) == 6
    assert split(interview("letters")).kind == "transcript"
