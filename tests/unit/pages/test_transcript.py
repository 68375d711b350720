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
        ("Question", "Answer"),
        ("Reporter", "Prime Minister"),
        ("MR. POE", "THE WITNESS"),
        ("Sen. POE", "Secretary ROE"),
        ("Speaker 1", "Speaker 2"),
        ("BP", "A.R."),
        ("ROE AND POE", "THE COURT"),
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


NOT_LABELS = {
    "datelines": ["LENN: The talks went on.", "LENN: The talks ended.", "LENN: All went home."],
    "datelines of many places": [
        "NEW HARLAN: The vote was put off until the spring.", "LENN: The bridge was shut.",
        "NEW HARLAN: A storm is on its way.", "LENN: “I am glad,” said the mayor.",
    ],
    "datelines with a dash": [
        "LENN — The talks went on.", "HARLAN (SN) — It rained.", "LENN — The talks ended.", "HARLAN (SN) — It went on.",
    ],
    "event": ["Time: 7 p.m.", "Where: Town hall.", "Tickets: None needed.", "Time: 9 p.m."],
    "person's facts": ["Name: Anna Roe", "Age: 34", "Job: Mayor", "Lives: Lenn, with two dogs."],
    "notes": ["Note: It rained.", "Correction: It did not.", "Note: It may rain."],
    "links": ["Watch: You won't believe it.", "Related: Why I left.", "Watch: I came back.", "Related: Do you care?"],
    "test": ["Pros: It is new.", "Cons: It is far.", "Pros: It is cheap.", "Cons: It is loud."],
    "results": ["Anna Roe: 120", "Ben Poe: 80", "Anna Roe: 14", "Ben Poe: 12"],
    "headings": ["WHAT IT MEANS: Nobody knows.", "WHAT IS NEXT: A vote.", "WHAT IT MEANS: More."],
    "quotations": ["Anna Roe said: “No.”", "Ben Poe added: “Never.”", "Anna Roe said: “Why?”"],
    "quotations behind names": ["Anna Roe: “I won't.”", "Ben Poe: “I will.”", "Anna Roe: “You?”", "Ben Poe: “I.”"],
    "headlines": ["Roe: I'll stay", "Poe: We will win it", "Roe: I won't sell", "Anna Roe: My life in Lenn"],
    "live report": ["14:32 I am told that it is over.", "14:30 You can see the smoke.", "14:28 We are on our way."],
    "steps": ["Mix: Add what you have.", "Fry: Use a hot pan, if you can.", "Mix: You want it smooth."],
    "posts": ["@annaroe: I can't believe it!", "@benpoe: Me neither.", "@annaroe: You were there?", "@benpoe: I was."],
    "outline": ["A. I begin with the bridge.", "B. You know the rest.", "A. We end there."],
    "questions only": ["Q: What is it?", "It is a bridge that I know.", "Q: Who built it?", "I did.", "Q: Why?"],
    "names as headings": ["Anna Roe", "I like her prose, and you will too.", "Ben Poe", "I like his, if you ask me."],
    "letters": ["DEAR GWEN: I can't sleep.", "DEAR TIRED: You can.", "DEAR GWEN: I still can't.", "DEAR TIRED: Try."],
}  # fmt: skip


@pytest.mark.parametrize("labelled", NOT_LABELS.values(), ids=NOT_LABELS)
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


def test_commenters_are_no_speakers(split: Split) -> None:
    prose = [f"The {n} house on the river bank was sold, and its owner said that he was glad." for n in range(6)]
    comments = ["Anna Roe: I don't believe it.", "Ben Poe: You should.", "Anna Roe: Why?", "Ben Poe: I was there."]
    page = split("\n\n".join([*prose, "Comments", *comments]))
    assert page.kind == "article"
    assert all(p.turn is None for p in page.paragraphs)


def test_the_headline_with_a_colon_is_no_turn(split: Split) -> None:
    headline = "Anna Roe: I Never Wanted to Leave Lenn"
    page = split(f"{headline}\n\nBen Poe: {QUESTION}\n\nAnna Roe: {ANSWER}\n\nBen Poe: {THANKS}\n\nAnna Roe: {MORE}")
    assert [p.label for p in page.paragraphs if p.turn is not None] == ["Ben Poe", "Anna Roe", "Ben Poe", "Anna Roe"]
    assert headline not in [p.text for p in page.paragraphs if p.turn is not None]


def test_a_label_at_the_start_of_a_wrapped_line_opens_a_turn(split: Split) -> None:
    page = split(
        "Mr. Poe: I would like to know what the council decided on Monday,\n"
        "and what it means for those of us who have to cross the river to\n"
        "get to work in the morning.\n"
        "Mayor Roe: We decided to close the bridge. It is old, and as you\n"
        "have seen for yourself it is not safe any more. The ferry will be\n"
        "free for everybody who lives here, and it will go every hour.\n"
        "Mr. Poe: And who said so? When I asked the harbour master about\n"
        "it yesterday: nothing. He told me that he had not been asked, and\n"
        "that he would not answer me either.\n"
        "Mayor Roe: I said so, and I will say it to him as well.\n"
    )
    assert [(p.turn, p.label) for p in page.paragraphs] == [
        (0, "Mr. Poe"), (1, "Mayor Roe"), (2, "Mr. Poe"), (3, "Mayor Roe"),
    ]  # fmt: skip


def test_a_cue_inside_a_paragraph_parts_it_between_sentences_only(split: Split) -> None:
    page = split(
        f"POE: {QUESTION}\n\nROE: I did. (Laughter.) And I (laughter) would do it again. [applause]\n\n"
        f"POE: {THANKS}\n\nROE: {ANSWER}"
    )
    assert [(p.turn, p.label, p.text) for p in page.paragraphs][1:3] == [
        (1, "ROE", "I did."), (1, None, "And I (laughter) would do it again."),
    ]  # fmt: skip
    assert [s.text for s in page.dropped if s.reason == "sound_cue"] == ["(Laughter.)", "[applause]"]
