from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.pages.document import SplitPage

Split = Callable[[str], SplitPage]

QUESTION = "What did the council decide on Monday, and what does it mean for the town?"
ANSWER = "We decided to close the bridge. It is old, and it is not safe any more."
MORE = "And I should say that nobody in the room was happy about it."
THANKS = "Thank you for your time."


def turns(page: SplitPage) -> list[tuple[int | None, str | None, str]]:
    return [(p.turn, p.label, p.text) for p in page.paragraphs]


@pytest.mark.parametrize(
    ("host", "guest"),
    [
        ("POE", "ANNA ROE"),
        ("BEN POE, HOST", "ROE"),
        ("Ben Poe (host)", "Anna Roe"),
        ("Q", "A"),
        ("UNIDENTIFIED MALE #1", "MAYOR ANNA ROE"),
        ("O'NEIL-POE", "McROE"),
        ("Moderator", "Anna Roe, mayor of Lenn"),
    ],
)
def test_labels(split: Split, host: str, guest: str) -> None:
    page = split(f"{host}: {QUESTION}\n\n{guest}: {ANSWER}\n\n{MORE}\n\n{host}: {THANKS}\n\n{guest}: {THANKS}")
    assert page.kind == "transcript"
    assert turns(page) == [
        (0, host, QUESTION),
        (1, guest, ANSWER),
        (1, None, MORE),
        (2, host, THANKS),
        (3, guest, THANKS),
    ]
    assert {p.kind for p in page.paragraphs} == {"turn"}
    assert [(span.text, span.reason) for span in page.dropped] == [(":", "label_mark")] * 4


def test_a_label_on_its_own_line_opens_the_turn_of_the_next_paragraph(split: Split) -> None:
    page = split(f"BEN POE:\n{QUESTION}\n\nANNA ROE:\n{ANSWER}\n{MORE}\n\nBEN POE:\n{THANKS}")
    assert turns(page) == [(0, "BEN POE", QUESTION), (1, "ANNA ROE", ANSWER), (1, None, MORE), (2, "BEN POE", THANKS)]


def test_the_paragraph_before_the_first_label_is_body(split: Split) -> None:
    page = split(f"The mayor came to our studio.\n\nPOE: {QUESTION}\n\nROE: {ANSWER}\n\nPOE: {THANKS}")
    assert (page.paragraphs[0].kind, page.paragraphs[0].turn) == ("body", None)
    assert [p.turn for p in page.paragraphs] == [None, 0, 1, 2]


@pytest.mark.parametrize(
    "cue", ["(SOUNDBITE OF MUSIC)", "(CROSSTALK)", "[applause]", "(BEGIN VIDEO CLIP)", "(Laughter.)"]
)
def test_what_is_heard_is_dropped(split: Split, cue: str) -> None:
    page = split(f"POE: {QUESTION}\n\n{cue}\n\nROE: {ANSWER}\n\nPOE: {THANKS}\n\nROE: {THANKS}")
    assert (cue, "sound_cue") in [(span.text, span.reason) for span in page.dropped]
    assert len(page.paragraphs) == 4


def test_a_label_under_which_nothing_is_said_takes_no_turn(split: Split) -> None:
    page = split(f"POE: {QUESTION}\n\nROE:\n\n(LAUGHTER)\n\nPOE: {THANKS}\n\nROE: {ANSWER}\n\nPOE: {THANKS}")
    assert [(p.turn, p.label) for p in page.paragraphs] == [(0, "POE"), (1, "POE"), (2, "ROE"), (3, "POE")]
    assert ("ROE", "sound_cue") in [(span.text, span.reason) for span in page.dropped]


def test_the_credit_at_the_end_is_cut_off_and_the_bio_dropped(split: Split) -> None:
    bio = "Ben Poe has been with State Radio for nine years."
    page = split(
        f"POE: {QUESTION}\n\nROE: {ANSWER}\n\nPOE: {THANKS}\n\n"
        f"ROE: {THANKS} Transcript provided by State Radio, Copyright State Radio.\n\n{bio}"
    )
    assert page.paragraphs[-1].text == THANKS
    assert [(s.text, s.reason) for s in page.dropped if s.reason != "label_mark"] == [
        ("Transcript provided by State Radio, Copyright State Radio.", "copyright"),
        (bio, "author_bio"),
    ]
    assert page.facts.publisher == "State Radio"
    assert page.facts.authors == ("Ben Poe",)


@pytest.mark.parametrize(
    "labelled",
    [
        pytest.param(["LENN: The talks went on.", "LENN: The talks ended.", "LENN: All went home."], id="datelines"),
        pytest.param(["Time: 7 p.m.", "Where: Town hall.", "Tickets: None needed.", "Time: 9 p.m."], id="event"),
        pytest.param(["Note: It rained.", "Correction: It did not.", "Note: It may rain."], id="notes"),
        pytest.param(["Pros: It is new.", "Cons: It is far.", "Pros: It is cheap.", "Cons: It is loud."], id="test"),
        pytest.param(["Anna Roe: 120", "Ben Poe: 80", "Anna Roe: 14", "Ben Poe: 12"], id="results"),
        pytest.param(["WHAT IT MEANS: Nobody knows.", "WHAT IS NEXT: A vote.", "WHAT IT MEANS: More."], id="headings"),
        pytest.param(["Anna Roe said: “No.”", "Ben Poe added: “Never.”", "Anna Roe said: “Why?”"], id="quotations"),
    ],
)
def test_what_only_looks_like_labels_makes_no_transcript(split: Split, labelled: list[str]) -> None:
    lead = "The council met on Monday and spoke for three hours about the old bridge, as it had done the week before."
    page = split("\n\n".join([lead, *labelled, lead.replace("Monday", "Friday"), lead.replace("three", "four")]))
    assert page.kind == "article"
    assert all(p.label is None for p in page.paragraphs)


def test_a_short_interview_in_an_article_stays_an_article(split: Split) -> None:
    prose = [
        f"The {n} house on the river bank was sold on Monday, and its owner said that he was glad." for n in range(30)
    ]
    page = split("\n\n".join([*prose, f"Q: {QUESTION}", f"A: {ANSWER}", f"Q: {THANKS}", f"A: {THANKS}"]))
    assert page.kind == "article"
    assert len(page.paragraphs) == 34
