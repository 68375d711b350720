"""What every page must keep, whatever stands on it, and how paragraphs come out."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.pages.document import SplitPage
from flows.pages.split import split_page
from flows.sources.page import PageRef, RawPage
from flows.sources.read import build_page, hash_bytes
from schemas.errors import PageError
from schemas.normalise import normalise
from schemas.vocabulary import DROP_REASONS, PARAGRAPH_KINDS

Split = Callable[[str], SplitPage]

LEAD = "The town council voted on Monday to close the old bridge over the river Lenn for two years of repairs."
SECOND = "“We had no choice,” said Anna Roe, the mayor. “The steel is older than most of us, and it shows.”"
THIRD = "Drivers will be sent over the new road, which adds twelve minutes to the way into the city, the plan says."

UNSEEN = ["\u200b", "\xa0", "", "\x00\x01", "\x1c", "\ufeff"]
FURNITURE = ["(APPLAUSE)", "Read more", "Comments", "Getty Images", "Anna Roe", "By Anna Roe", "May 4, 2021", "• item"]
SPEECH = [
    "ANNA ROE:", "ROE: Yes, we did it all.", "BEN POE: And why?", "Q: Why?", "A: Because I could.", "Q:",
    "[00:12:31] ROE: You did. (APPLAUSE) I know.", "Q  (Off-mic.)", "BY MR. ROE:", "Anna Roe 0:12", "Mr. ROE. I rise.",
    "ROE (12:31): (Laughter) (Laughter)\u200b", "ROE — I think so. [music]\u200b.", "12:31", "**ROE:** I am.",
    "Anna Roe", "DIRECT EXAMINATION", "Roe said that she was glad of it.", "This interview has been edited.",
    "ROE [00:12]: \u200b",
]  # fmt: skip
NOTICES = [
    "Copyright 2020 Lenn Media.",
    "Thank you. Copyright 2021 Lenn Media.",
    "Anna Roe covers courts for the Post.",
]
BROKEN = ["ROE: \u200b", "DonÃ¢â‚¬â„¢t â€™ go.", "Ã©:"]
LINES = st.sampled_from([LEAD, SECOND, THIRD, *UNSEEN, *FURNITURE, *SPEECH, *NOTICES, *BROKEN])
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", "\x0b", " \n ", "\x85", "\t\n", "\f"])
# A conversation in one house style, with all that may stand between its words.
STYLES = st.sampled_from([
    "{}: {}", "{}:\n{}", "{} {}", "{}. {}", "{} — {}", "[00:12:31] {}: {}", "{} (12:31): {}", "{}\n{}",
    "{} 0:12\n{}", "**{}:** {}",
])  # fmt: skip
CAST = st.sampled_from(
    [("ANNA ROE", "POE"), ("Anna Roe", "Ben Poe"), ("Q", "A"), ("Mr. ROE", "The SPEAKER"), ("AR", "BP")]
)
SAYINGS = st.lists(
    st.sampled_from([
        "Why did you go?", "I had to.", "(LAUGHTER)", "\u200b", "You know, [music] I did. (Laughter.) Yes.", "\n",
        "[12:31]", "BY MR. ROE:\n", "Roe said that she was glad.", "DIRECT EXAMINATION\n", "Ã©", "\x00", "—", LEAD,
    ]),
    max_size=4,
).map(" ".join)  # fmt: skip
CONVERSATIONS = st.builds(
    lambda style, cast, sayings, gap: gap.join(style.format(cast[n % 2], said) for n, said in enumerate(sayings)),
    STYLES, CAST, st.lists(SAYINGS, min_size=3, max_size=9), st.sampled_from(["\n", "\n\n", "\r\n", "\u2028"]),
)  # fmt: skip
PAGES = st.one_of(
    CONVERSATIONS,
    st.lists(st.tuples(LINES, BREAKS), max_size=25).map(lambda parts: "".join(a + b for a, b in parts)),
    st.lists(st.tuples(LINES | st.text(max_size=20), BREAKS), max_size=12).map(
        lambda parts: "".join(a + b for a, b in parts)
    ),
    st.text(max_size=100),
)

ELEMENTS = st.sampled_from(
    ["p", "div", "h2", "li", "pre", "br", "table", "td", "b", "article", "nav", "script", "span"]
)
HTML_PAGES = st.one_of(
    st.lists(st.tuples(ELEMENTS, LINES | st.text(max_size=20), st.booleans()), max_size=15).map(
        lambda parts: "".join(
            f"<{tag}>{text}" + (f"</{tag}>" if is_closed else "") for tag, text, is_closed in parts
        ).encode("utf-8", "surrogatepass")
    ),
    st.binary(max_size=200),
)


def spans_of(page: SplitPage) -> list[tuple[int, int]]:
    labels = [(p.label_start, p.label_end) for p in page.paragraphs if p.label is not None]
    paragraphs = [(p.page_start, p.page_end) for p in page.paragraphs]
    dropped = [(span.page_start, span.page_end) for span in page.dropped]
    return sorted([*labels, *paragraphs, *dropped])  # type: ignore[type-var]


def assert_promises(text: str, page: SplitPage) -> None:
    """Every row equals its slice, and every character that is not blank stands once."""
    assert page.paragraphs
    for paragraph in page.paragraphs:
        assert paragraph.text == normalise(text[paragraph.page_start : paragraph.page_end]) != ""
        assert paragraph.kind in PARAGRAPH_KINDS
        if paragraph.label is not None:
            assert paragraph.label == normalise(text[paragraph.label_start : paragraph.label_end]) != ""
    for span in page.dropped:
        assert span.text == normalise(text[span.page_start : span.page_end]) != ""
        assert span.reason in DROP_REASONS

    spans = spans_of(page)
    assert all(one[1] <= other[0] for one, other in pairwise(spans)), "spans overlap"
    covered = {offset for start, end in spans for offset in range(start, end)}
    assert all(char.isspace() or offset in covered for offset, char in enumerate(text)), "a character is lost"

    assert [p.ordinal for p in page.paragraphs] == list(range(len(page.paragraphs)))
    turns = [p.turn for p in page.paragraphs if p.turn is not None]
    assert turns == sorted(turns)
    assert sorted(set(turns)) == list(range(len(set(turns))))
    assert turns or page.kind == "article"
    assert all((p.kind == "turn") == (p.turn is not None) for p in page.paragraphs)
    assert all(p.turn is not None for p in page.paragraphs if p.label is not None)


@settings(deadline=None, max_examples=300)
@given(text=PAGES)
@example(text="AA:A?\rAB:\rAA[]:\x85\u200b")
def test_promises_hold_for_any_text(split: Split, text: str) -> None:
    try:
        page = split(text)
    except PageError as error:
        assert (error.stage, error.reason.split(":")[0]) == ("split", "no_body")  # noqa: PT017
        return
    assert_promises(text, page)


@settings(deadline=None, max_examples=200)
@given(content=HTML_PAGES)
def test_promises_hold_for_any_html(content: bytes) -> None:
    ref = PageRef("0" * 16, Path("page.html"), "page.html", "html")
    try:
        page = build_page(RawPage(ref, content, hash_bytes(content), "html"))
        split = split_page(page)
    except PageError as error:
        assert error.stage in {"read", "split"}  # noqa: PT017
        return
    assert_promises(page.text, split)


@pytest.mark.parametrize(
    "text",
    ["Menu\nSports\nWeather\nSign in", "\u200b\n\u200b", "____\n* * *", "ANNA ROE:\nBEN POE:\nANNA ROE:\nBEN POE:\n"],
    ids=["menu only", "nothing visible", "rules only", "labels only"],
)
def test_a_page_without_running_text_is_an_error(split: Split, text: str) -> None:
    with pytest.raises(PageError, match="no_body"):
        split(text)


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r\n\r\n", "\u2028"], ids=repr)
def test_a_line_is_a_paragraph(split: Split, gap: str) -> None:
    page = split(gap.join([LEAD, SECOND, THIRD]))
    assert [p.text for p in page.paragraphs] == [LEAD, SECOND, THIRD]
    assert page.dropped == ()


def test_hard_wrapped_lines_are_joined_at_blank_lines(split: Split) -> None:
    wrapped = (
        "The town council voted on Monday to close the old bridge over\n"
        "the river Lenn for two years of repairs, and to send drivers\n"
        "over the new road, which adds twelve minutes to the way into\n"
        "the city.\n"
        "\n"
        "“We had no choice,” said Anna Roe, the mayor. “The steel is\n"
        "older than most of us, and it shows in every part of it that\n"
        "the engineers have looked at.”\n"
        "\n"
        "Shops on the river bank fear for their trade, and ask for\n"
        "help from the state that nobody in the council has yet\n"
        "spoken for.\n"
    )
    page = split(wrapped)
    assert [p.text.split()[0] for p in page.paragraphs] == ["The", "“We", "Shops"]
    assert all("\n" in wrapped[p.page_start : p.page_end] for p in page.paragraphs)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("What happens next", "subheading", id="heading"),
        pytest.param("Why now?", "body", id="question"),
        pytest.param("It was over.", "body", id="short sentence"),
        pytest.param("• Two lanes stay open", "list_item", id="bullet"),
        pytest.param("1. Take the new road.", "list_item", id="number"),
        pytest.param("What the council asks for:", "body", id="colon"),
    ],
)
def test_kinds_inside_the_body(split: Split, text: str, kind: str) -> None:
    page = split("\n".join([LEAD, SECOND, text, THIRD, SECOND.replace("mayor", "owner")]))
    assert [(p.text, p.kind) for p in page.paragraphs][2] == (text, kind)
    assert {p.kind for p in page.paragraphs if p.text != text} == {"body"}


def test_a_notice_is_cut_off_the_last_paragraph(split: Split) -> None:
    page = split("\n".join([LEAD, SECOND, f"{THIRD} Copyright 2021 Lenn Media. All rights reserved."]))
    assert page.paragraphs[-1].text == THIRD
    assert [(span.text, span.reason) for span in page.dropped] == [
        ("Copyright 2021 Lenn Media. All rights reserved.", "copyright")
    ]
    assert page.facts.publisher == "Lenn Media"


@pytest.mark.parametrize(
    "text",
    [
        "word " * 400_000,
        "a\n" * 60_000,
        "ANNA ROE: yes.\n" * 30_000,
        "(" * 1_000_000,
        "Anna Roe is a the of " * 60_000,
        f"{LEAD}\n" + "\u200b\n" * 100_000,
        "\n".join(f"“It is number {n}, and that is a long way to say it.”" for n in range(20_000)),
    ],
    ids=["one long line", "short lines", "labels", "brackets", "names", "invisible lines", "quotations"],
)
def test_time_grows_with_the_page_only(split: Split, text: str) -> None:
    started = time.process_time()
    try:
        split(text)
    except PageError as error:
        assert error.stage == "split"  # noqa: PT017
    assert time.process_time() - started < 10
