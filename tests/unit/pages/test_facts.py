from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from flows.pages.document import SplitPage

Split = Callable[[str], SplitPage]

TITLE = "Old bridge over the Lenn to close for two years"
BODY = [
    "The town council voted on Monday to close the old bridge over the river Lenn for two years of repairs.",
    "“We had no choice,” said Anna Roe, the mayor. “The steel is older than most of us, and it shows.”",
    "Drivers will be sent over the new road, which adds twelve minutes to the way into the city, the plan says.",
]


def page(*, head: list[str] | None = None, tail: list[str] | None = None) -> str:
    return "\n".join([*(head or []), *BODY, *(tail or [])])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param([TITLE], TITLE, id="first line"),
        pytest.param(["Menu", "Sport", TITLE, "By Cara Doe", "May 4, 2021"], TITLE, id="above the byline"),
        pytest.param([TITLE, "Nobody knows what comes after.", "By Cara Doe"], TITLE, id="above the standfirst"),
        pytest.param([TITLE, "Ten walks for the spring", "May 4, 2021"], TITLE, id="not another story's"),
        pytest.param([], None, id="none"),
        pytest.param(["Ten walks for the spring", "Sport", "Weather", "May 4, 2021"], None, id="unrelated"),
    ],
)
def test_title(split: Split, head: list[str], title: str | None) -> None:
    result = split(page(head=head))
    assert result.facts.title == title
    assert [p.text for p in result.paragraphs] == BODY


@pytest.mark.parametrize(
    ("head", "tail", "site", "publisher"),
    [
        pytest.param(["© 2021 Lenn Radio"], ["Copyright 2021 State Radio."], "Lenn Radio", "State Radio", id="both"),
        pytest.param([], ["Copyright 2021 by State Radio. To see more, visit us."], None, "State Radio", id="by"),
        pytest.param([], ["© 2019-2021 Lenn Post. All rights reserved."], None, "Lenn Post", id="years"),
        pytest.param([], ["Read more", "Home", "About", "Jobs", "© 2021 Lenn Post"], "Lenn Post", None, id="foot"),
        pytest.param(["By Reuters"], [], None, "Reuters", id="agency byline"),
        pytest.param([], [], None, None, id="nothing"),
    ],
)
def test_site_and_publisher(
    split: Split, head: list[str], tail: list[str], site: str | None, publisher: str | None
) -> None:
    facts = split(page(head=head, tail=tail)).facts
    assert (facts.site, facts.publisher) == (site, publisher)


def test_an_agency_in_the_dateline_is_the_publisher(split: Split) -> None:
    assert split("\n".join([f"LENN (AP) — {BODY[0]}", *BODY[1:]])).facts.publisher == "Associated Press"


def test_times(split: Split) -> None:
    facts = split(page(head=[TITLE, "Published May 4, 2021 5:45 PM ET", "Updated: May 5, 2021"])).facts
    assert facts.published_at_utc == datetime(2021, 5, 4, 21, 45, tzinfo=UTC)
    assert (facts.published_precision, facts.published_from) == ("minute", "text")
    assert facts.updated_at_utc == datetime(2021, 5, 5, tzinfo=UTC)


def test_an_update_without_a_date_and_dates_of_the_story_are_no_times(split: Split) -> None:
    facts = split(
        page(head=["Updated at 5:45 p.m. ET"], tail=["The bridge was opened on June 1, 1954, he said."])
    ).facts
    assert (facts.published_at_utc, facts.updated_at_utc, facts.published_from) == (None, None, None)
