"""Pages as outlets set them: what stands around and inside the article is dropped under its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.document import SplitPage
from flows.pages.drop import judge_lines
from flows.pages.lines import read_lines
from flows.pages.site import line_key
from schemas.vocabulary import DROP_REASONS

Split = Callable[[str], SplitPage]

BODY = [
    "The town council voted on Monday to close the old bridge over the river Lenn for two years of repairs.",
    "“We had no choice,” said Anna Roe, the mayor. “The steel is older than most of us, and it shows.”",
    "Drivers will be sent over the new road, which adds twelve minutes to the way into the city, the plan says.",
    "Shops on the river bank fear for their trade. They asked the state for help, and have had no answer so far.",
    "The work is to start in the spring, when the water is low, and will cost the town about nine million.",
]


def reasons(page: SplitPage) -> dict[str, str]:
    return {span.text: span.reason for span in page.dropped}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Advertisement", "advert"),
        ("Story continues below", "advert"),
        ("Article continues after advertisement", "advert"),
        ("READ MORE: Lenn valley towns ask for a second bridge", "teaser"),
        ("Related: Nine bridges that nobody uses", "teaser"),
        ("LENN VALLEY TOWNS ASK THE STATE FOR A SECOND BRIDGE", "teaser"),
        ("Sign up for our morning newsletter and never miss a story.", "signup"),
        ("Get the latest valley news straight to your inbox.", "signup"),
        ("The old bridge seen from the north bank. (Photo: Ben Poe)", "caption"),
        ("FILE - The old bridge in a picture of last spring", "caption"),
        ("Getty Images", "credit"),
        ("Photo by Ben Poe/Lenn Pictures", "credit"),
        ("0:00 / 4:12", "navigation"),
        ("Share this article", "navigation"),
        ("Correction: The bridge has two lanes, not three.", "update_note"),
        ("Cara Doe contributed to this report.", "byline"),
    ],
)
def test_a_line_inside_the_body(split: Split, text: str, reason: str) -> None:
    page = split("\n\n".join([*BODY[:3], text, *BODY[3:]]))
    assert reasons(page) == {text: reason}
    assert [p.text for p in page.paragraphs] == BODY


@pytest.mark.parametrize(
    "text",
    [
        "Related protests in the valley were called off by the unions after the vote, a spokesman said on Monday.",
        "Corrections officers will have to take the new road as well, the union said.",
        "By noon, the bridge was empty.",
        "Comments like that, she said, did not help the town at all in its talks with the state.",
        "“Sign up for the bus,” he said.",
        "She shares a house with her sister on the north bank of the river.",
    ],
)
def test_prose_that_sounds_like_furniture_stays(split: Split, text: str) -> None:
    page = split("\n\n".join([*BODY[:3], text, *BODY[3:]]))
    assert [p.text for p in page.paragraphs] == [*BODY[:3], text, *BODY[3:]]


def test_a_public_radio_page(split: Split) -> None:
    caption = "Anna Roe stands on the old bridge after the vote. The bridge was built in the last century."
    head = ["© 2021 Lenn Public Radio", "Lenn News · North Bank · South Bank", "Play Live Radio", "0:00 0:00"]
    page = split(
        "\n".join(
            [
                *head,
                "",
                "Old Bridge Over The Lenn To Close For Repairs",
                "",
                caption,
                "Ben Poe",
                "AFP/Getty Images",
                caption,
                "",
                "Updated at 4:10 p.m. ET",
                "",
                *BODY,
                "",
                "Copyright 2021 State Radio. All rights reserved.",
                "Cara Doe is a reporter on the State Desk.",
                "Dan Low covers rivers and roads for State Radio.",
            ]
        )
    )
    assert [p.text for p in page.paragraphs] == BODY
    assert reasons(page) == {
        "© 2021 Lenn Public Radio": "copyright",
        "Lenn News · North Bank · South Bank": "navigation",
        "Play Live Radio": "navigation",
        "0:00 0:00": "navigation",
        "Old Bridge Over The Lenn To Close For Repairs": "headline",
        caption: "caption",
        "Ben Poe": "credit",
        "AFP/Getty Images": "credit",
        "Updated at 4:10 p.m. ET": "update_note",
        "Copyright 2021 State Radio. All rights reserved.": "copyright",
        "Cara Doe is a reporter on the State Desk.": "author_bio",
        "Dan Low covers rivers and roads for State Radio.": "author_bio",
    }
    assert (page.facts.site, page.facts.publisher) == ("Lenn Public Radio", "State Radio")
    assert page.facts.authors == ("Cara Doe", "Dan Low")


def test_a_newspaper_page_with_menus_and_comments(split: Split) -> None:
    menu = ["Skip to main content", "Home", "Politics", "Sport", "Weather", "Obituaries", "Log in", "Subscribe"]
    head = ["Old bridge over the Lenn to close", "The council has no money for a new one.", "By Cara Doe, Staff Writer"]
    tail = [
        "Most read",
        "Ten walks for the spring",
        "Comments",
        "I said so years ago, and nobody in the town listened.",
    ]
    page = split(
        "\n".join([*menu, *head, "May 4, 2021", *BODY, *tail, "So did I, and it was the same with the school."])
    )
    assert [p.text for p in page.paragraphs] == BODY
    assert page.facts.title == "Old bridge over the Lenn to close"
    assert page.facts.authors == ("Cara Doe",)
    assert reasons(page)["Comments"] == "comment"
    assert reasons(page)["By Cara Doe, Staff Writer"] == "byline"
    assert reasons(page)["May 4, 2021"] == "timestamp"
    assert reasons(page)["Skip to main content"] == "navigation"


def test_headlines_under_a_teaser_heading_go_with_it(split: Split) -> None:
    page = split("\n".join([*BODY[:3], "Don't miss", "Ten walks for the spring", "A bakery opens again", *BODY[3:]]))
    assert [p.text for p in page.paragraphs] == BODY
    assert set(reasons(page).values()) == {"teaser"}


def test_a_list_without_marks_stays_under_its_announcement(split: Split) -> None:
    entries = ["Ten walks for the spring", "A bakery opens again", "The school has a new roof"]
    announced = [*BODY[:3], "The council also spoke of:", *entries, *BODY[3:]]
    assert [p.text for p in split("\n".join(announced)).paragraphs] == announced


def test_a_pull_quote_is_dropped_and_the_sentence_stays(split: Split) -> None:
    pulled = "“The steel is older than most of us, and it shows.”"
    page = split("\n".join([*BODY[:3], pulled, *BODY[3:]]))
    assert [p.text for p in page.paragraphs] == BODY
    assert reasons(page) == {pulled: "other"}


@pytest.mark.parametrize(
    ("bio", "is_bio"),
    [
        pytest.param("Cara Doe covers rivers for the Lenn Post.", True, id="covers"),
        pytest.param("Cara Doe is a professor of law at Lenn College.", True, id="unknown person"),
        pytest.param("Anna Roe is a lawyer by trade.", False, id="person of the story"),
        pytest.param("Follow Cara Doe on Twitter @caradoe.", True, id="handle"),
        pytest.param("Sen. Cara Doe is a reporter of the bill.", False, id="title"),
        pytest.param("“Cara Doe is a writer,” said the mayor.", False, id="quotation"),
    ],
)
def test_the_line_about_the_author(split: Split, bio: str, is_bio: bool) -> None:
    page = split("\n".join([*BODY, bio]))
    assert reasons(page) == ({bio: "author_bio"} if is_bio else {})


def test_a_page_of_bios_is_not_emptied(split: Split) -> None:
    bios = [f"{name} Doe covers rivers for the Lenn Post." for name in ("Cara", "Dana", "Elsa", "Fred")]
    assert split("\n".join(bios)).paragraphs


def test_lines_of_the_site_are_boilerplate_unless_their_words_say_more() -> None:
    offer = "Lenn Post readers get the town map at half the price in our shop on the market square."
    lines = read_lines("\n".join([*BODY, offer, "Sign up for our morning newsletter and never miss a story."]))
    verdict = judge_lines(lines, site_lines={line_key(line) for line in lines[-2:]})
    assert verdict is not None
    assert verdict.reasons == (*[None] * len(BODY), "boilerplate", "signup")


def test_a_line_of_the_site_that_opens_a_turn_is_speech() -> None:
    turns = [f"{name}: {text}" for name, text in zip(["ROE", "POE"] * 3, BODY, strict=False)]
    lines = read_lines("\n".join(turns))
    verdict = judge_lines(lines, range(len(lines)), {line_key(line) for line in lines})
    assert verdict is not None
    assert set(verdict.reasons) == {None}


def test_the_standfirst_stands_between_headline_and_byline(split: Split) -> None:
    standfirst = "The council has no money for a new one, and the old one is older than its members"
    head = ["Old bridge over the Lenn to close", standfirst, "By Cara Doe, Staff Writer", "May 4, 2021"]
    page = split("\n".join([*head, *BODY]))
    assert reasons(page)[standfirst] == "standfirst"
    assert [p.text for p in page.paragraphs] == BODY


def test_hints_name_what_words_do_not() -> None:
    caption = "The old bridge in spring, seen from the north bank"
    lines = read_lines("\n".join(["Advertisement", *BODY, "Cara Doe covers rivers for the Lenn Post.", caption]))
    hints = ["caption"] * len(lines)
    verdict = judge_lines(lines, hints=hints)
    assert verdict is not None
    assert verdict.reasons[0] == "advert"
    assert verdict.reasons[-1] == "caption"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Menu\nHome\nLog in", "0:00 / 4:12"], ids=["empty", "blank", "menu", "clock"]
)
def test_a_page_without_running_text_has_no_body(text: str) -> None:
    assert judge_lines(read_lines(text)) is None


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=120), st.sampled_from([*BODY, "Advertisement", "Comments"])), max_size=15))
def test_every_line_is_body_or_has_a_reason_of_the_closed_list(texts: list[str]) -> None:
    lines = read_lines("\n".join(texts))
    verdict = judge_lines(lines)
    if verdict is not None:
        assert len(verdict.reasons) == len(lines)
        assert None in verdict.reasons
        assert set(verdict.reasons) <= {None, *DROP_REASONS}
        assert verdict.reasons[verdict.extent.first] is None
        assert verdict.reasons[verdict.extent.last - 1] is None
