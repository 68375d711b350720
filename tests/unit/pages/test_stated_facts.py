"""What structured data, a dump's record and the address say, beside what a reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.document import Facts
from flows.pages.drop import judge_lines
from flows.pages.facts import read_facts
from flows.pages.lines import read_lines
from flows.sources.page import Head, Page

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TITLE = "Old bridge over the Lenn to close for two years"
BODY = [
    "The town council voted on Monday to close the old bridge over the river Lenn for two years of repairs.",
    "“We had no choice,” said Anna Roe, the mayor. “The steel is older than most of us, and it shows.”",
    "Drivers will be sent over the new road, which adds twelve minutes to the way into the city, the plan says.",
]
URL = "https://www.lennpost.com/local/bridge"


def facts_of(head: Head | None = None, above: list[str] | None = None, url: str | None = URL) -> Facts:
    text = "\n".join([*(above or []), *BODY])
    page = Page("0" * 16, "page.html", "html", None, url, "0" * 64, text, text, head or Head())
    lines = read_lines(text)
    verdict = judge_lines(lines)
    assert verdict is not None
    return read_facts(page, lines, verdict, now=NOW)


def article(**properties: Any) -> Head:
    return Head(json_ld=({"@type": "NewsArticle", **properties},))


def meta(**pairs: str) -> Head:
    return Head(meta=tuple((name.replace("__", ":"), value) for name, value in pairs.items()))


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        pytest.param(article(headline=TITLE.upper()), [TITLE], TITLE, id="the visible line"),
        pytest.param(article(headline=TITLE), ["Ten walks", "Sport"], TITLE, id="stated, not visible"),
        pytest.param(Head(title=f"{TITLE} | Local | Lenn Post"), [], TITLE, id="less section and host"),
        pytest.param(Head(title=f"Lenn Post: {TITLE}"), [], TITLE, id="less the site in front"),
        pytest.param(Head(title=f"Opinion | {TITLE}"), [TITLE], TITLE, id="less a label"),
        pytest.param(meta(og__title="Bridge to close"), [TITLE, "By Cara Doe"], "Bridge to close", id="in other words"),
        pytest.param(meta(og__title=f"{TITLE}, mayor says"), [TITLE, "By Cara Doe"], TITLE, id="in nearly these words"),
        pytest.param(article(headline="Tom &amp;amp; Ann: a story"), [], "Tom & Ann: a story", id="entities"),
        pytest.param(Head(title="Lenn Post"), [TITLE], TITLE, id="the site's name is no title"),
        pytest.param(Head(record={"title": TITLE}), [], TITLE, id="of the record"),
    ],
)
def test_title(head: Head, above: list[str], title: str) -> None:
    assert facts_of(head, above).title == title


PUBLISHED = "2021-05-04T17:45:10Z"
AT = datetime(2021, 5, 4, 17, 45, 10, tzinfo=UTC)
DAY = datetime(2021, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "above", "url", "at", "source"),
    [
        pytest.param(article(datePublished=PUBLISHED), ["May 9, 2021"], URL, AT, "json_ld", id="json-ld first"),
        pytest.param(meta(article__published_time=PUBLISHED), ["May 9, 2021"], URL, AT, "meta", id="then meta"),
        pytest.param(Head(record={"published": PUBLISHED}), ["May 9, 2021"], URL, AT, "record", id="then the record"),
        pytest.param(Head(), ["May 5, 2021"], f"{URL}/2021/05/04/", DAY, "url", id="then the address"),
        pytest.param(Head(), ["May 4, 2021"], URL, DAY, "text", id="then the text"),
        pytest.param(Head(times=(PUBLISHED,)), [], URL, AT, "text", id="then time elements"),
        pytest.param(Head(times=(PUBLISHED, "2021-05-09")), [], URL, None, None, id="elements of several days"),
        pytest.param(article(datePublished="2021-05-04"), ["May 4, 2021 1:45 pm EDT"], URL, None, "text", id="exact"),
        pytest.param(article(datePublished="2021-05-04 10:00"), [], URL, DAY, "json_ld", id="no zone"),
        pytest.param(article(datePublished="2031-05-04"), ["May 4, 2021"], URL, DAY, "text", id="in the future"),
        pytest.param(article(datePublished=PUBLISHED), [], f"{URL}/2019/01/02/", "2019-01-02", "url", id="restamped"),
        pytest.param(article(datePublished=PUBLISHED), [], f"{URL}/2021/05/05/", AT, "json_ld", id="near the address"),
        pytest.param(
            article(datePublished=PUBLISHED), ["May 4, 2021"], f"{URL}/2019/01/02/", AT, "json_ld", id="borne out"
        ),
        pytest.param(
            Head(json_ld=({"@type": "WebSite", "datePublished": PUBLISHED},)), [], URL, None, None, id="of the site"
        ),
        pytest.param(
            Head(record={"published": "2021-05-04", "fetched": "2021-05-01"}), [], URL, None, None, id="after fetched"
        ),
    ],
)
def test_published(head: Head, above: list[str], url: str, at: datetime | str | None, source: str | None) -> None:
    facts = facts_of(head, [TITLE, *above], url)
    assert facts.published_from == source
    if isinstance(at, str):
        at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    if facts.published_from == "text" and at is None:
        at = datetime(2021, 5, 4, 17, 45, tzinfo=UTC)
    assert facts.published_at_utc == at
    assert (facts.published_precision is None) == (at is None)


@pytest.mark.parametrize(
    ("modified", "updated"),
    [
        ("2021-05-04T18:45:10Z", datetime(2021, 5, 4, 18, 45, 10, tzinfo=UTC)),
        ("2021-05-04T17:45:50Z", None),
        ("2021-05-04T11:00:00Z", None),
        ("2021-05-04", None),
        ("2021-05-05", datetime(2021, 5, 5, tzinfo=UTC)),
        ("2031-05-05", None),
    ],
)
def test_updated_is_later_than_published(modified: str, updated: datetime | None) -> None:
    assert facts_of(article(datePublished=PUBLISHED, dateModified=modified)).updated_at_utc == updated


def test_the_article_of_this_page_is_told_from_others() -> None:
    other = {"@type": "NewsArticle", "url": "https://lennpost.com/local/tunnel", "datePublished": "2020-01-01"}
    here = {"@type": "NewsArticle", "mainEntityOfPage": {"@id": URL}, "datePublished": PUBLISHED, "headline": TITLE}
    video = {"@type": "VideoObject", "url": URL, "uploadDate": "2019-01-01"}
    facts = facts_of(Head(json_ld=(other, video, here)))
    assert (facts.title, facts.published_at_utc) == (TITLE, AT)


def test_a_broadcast_has_its_own_dates() -> None:
    head = Head(json_ld=({"@type": "VideoObject", "name": TITLE, "uploadDate": PUBLISHED},))
    assert (facts_of(head).title, facts_of(head).published_at_utc) == (TITLE, AT)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        pytest.param({"@type": "Person", "name": "Cara Doe"}, ("Cara Doe",), id="person"),
        pytest.param([{"name": "Cara Doe"}, "Dan Low"], ("Cara Doe", "Dan Low"), id="list"),
        pytest.param({"@id": "#cara"}, ("Cara Doe",), id="by reference"),
        pytest.param({"@type": "Organization", "name": "Vale Reporting"}, (), id="organisation"),
        pytest.param({"@type": "Person", "name": ["Cara Doe", "Dan Low"]}, ("Cara Doe", "Dan Low"), id="names"),
        pytest.param({}, (), id="empty"),
        pytest.param(7, (), id="a number"),
    ],
)
def test_authors(author: Any, names: tuple[str, ...]) -> None:
    person = {"@type": "Person", "@id": "#cara", "name": "Cara Doe"}
    assert facts_of(Head(json_ld=({"@type": "Article", "author": author}, person))).authors == names


def test_authors_of_meta_and_of_the_visible_byline() -> None:
    assert facts_of(meta(author="Dan Low"), [TITLE, "By Cara Doe"]).authors == ("Dan Low",)
    assert facts_of(meta(author="Lenn Post", og__site_name="Lenn Post"), [TITLE, "By Cara Doe"]).authors == (
        "Cara Doe",
    )
    assert facts_of(None, [TITLE, "By", "Cara Doe"]).authors == ("Cara Doe",)
    assert facts_of(None, [TITLE, "Cara Doe", "Political reporter @caradoe"]).authors == ("Cara Doe",)


@pytest.mark.parametrize(
    ("head", "url", "site"),
    [
        pytest.param(meta(og__site_name="The Lenn Post"), URL, "The Lenn Post", id="meta"),
        pytest.param(meta(og__site_name="Lenn Post | News for Lenn"), URL, "Lenn Post", id="less the motto"),
        pytest.param(
            Head(meta=(("og:site_name", "lennpost"),), json_ld=({"@type": "WebSite", "name": "Lenn Post"},)),
            URL,
            "Lenn Post",
            id="as written for people",
        ),
        pytest.param(
            Head(title=f"{TITLE} - The Lenn Post", meta=(("og:title", TITLE),)), URL, "The Lenn Post", id="end"
        ),
        pytest.param(Head(record={"site": "Lenn Post"}), URL, "Lenn Post", id="record"),
        pytest.param(Head(), "https://m.lennpost.co.uk/bridge", "lennpost.co.uk", id="host"),
        pytest.param(Head(), None, None, id="nothing"),
    ],
)
def test_site(head: Head, url: str | None, site: str | None) -> None:
    assert facts_of(head, url=url).site == site


@pytest.mark.parametrize(
    ("owner", "site"),
    [("The Lenn Post", "The Lenn Post"), ("Vale Media", "lennpost.com"), ("LennPost.com", "LennPost.com")],
)
def test_the_notice_names_the_site_where_it_bears_the_host_s_name(owner: str, site: str) -> None:
    assert facts_of(above=[f"© 2021 {owner}"]).site == site


@pytest.mark.parametrize(
    ("head", "above", "publisher"),
    [
        pytest.param(article(publisher={"name": "Lenn Post"}), [], "Lenn Post", id="json-ld"),
        pytest.param(article(publisher={"name": "Blogger"}), [], None, id="a program's name"),
        pytest.param(article(publisher="Lenn Post", author="Reuters"), [], "Reuters", id="an agency as the author"),
        pytest.param(article(publisher="Lenn Post"), [TITLE, "By AFP"], "Agence France-Presse", id="agency byline"),
        pytest.param(
            article(publisher="Lenn Post"),
            [TITLE, "AP Tuesday, May 4, 2021 9:02 AM"],
            "Associated Press",
            id="agency and date",
        ),
        pytest.param(meta(citation_publisher="Lenn Press"), [], "Lenn Press", id="meta"),
        pytest.param(Head(canonical="https://ostranews.com/bridge"), [], "ostranews.com", id="the original elsewhere"),
        pytest.param(Head(canonical="https://lennpost.com/bridge"), [], None, id="the original here"),
    ],
)
def test_publisher(head: Head, above: list[str], publisher: str | None) -> None:
    assert facts_of(head, above).publisher == publisher


@pytest.mark.parametrize(
    ("head", "url", "section"),
    [
        pytest.param(article(articleSection="Local News"), URL, "Local News", id="json-ld"),
        pytest.param(article(articleSection=["articles", "ideas"]), URL, "Ideas", id="the first that is one"),
        pytest.param(meta(article__section="News"), "https://lennpost.com/a/b", "News", id="news, for want of more"),
        pytest.param(meta(article__section="News"), "https://lennpost.com/politics/b", "Politics", id="more than news"),
        pytest.param(meta(article__section="Games,News"), URL, "Games", id="several in one"),
        pytest.param(Head(), "https://lennpost.com/opinion/b", "Opinion", id="address"),
        pytest.param(Head(), "https://lennpost.com/bridge", None, id="nothing"),
        pytest.param(Head(record={"section": "Sport"}), "https://lennpost.com/bridge", "Sport", id="record"),
        pytest.param(
            Head(
                json_ld=(
                    {
                        "@type": "BreadcrumbList",
                        "itemListElement": [
                            {"name": "Home"},
                            {"item": {"name": "Politics"}},
                            {"item": {"name": "Councils"}},
                            {"name": TITLE},
                        ],
                    },
                )
            ),
            "https://lennpost.com/bridge",
            "Councils",
            id="breadcrumb",
        ),
    ],
)
def test_section(head: Head, url: str, section: str | None) -> None:
    assert facts_of(head, url=url).section == section


def test_the_language_of_the_body_is_told() -> None:
    assert facts_of(Head(language="de")).language == "en"


PROPERTIES = (
    *("@type", "@id", "@value", "name", "url", "headline", "author", "publisher", "datePublished", "dateModified"),
    *("articleSection", "itemListElement", "item", "mainEntityOfPage", "breadcrumb", "inLanguage"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20) | st.just(URL),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(PROPERTIES),
            inner | st.sampled_from(["NewsArticle", "WebPage", "WebSite", "BreadcrumbList", "VideoObject"]),
            max_size=6,
        )
    ),
    max_leaves=20,
)
OBJECTS = st.dictionaries(
    st.sampled_from(PROPERTIES),
    JSON | st.sampled_from(["NewsArticle", "WebPage", "WebSite", "BreadcrumbList", "VideoObject"]),
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(OBJECTS, max_size=4),
    st.lists(
        st.tuples(
            st.sampled_from(["og:title", "author", "article:published_time", "og:site_name", "article:section"]),
            st.text(st.characters(codec=None), max_size=40),
        ),
        max_size=6,
    ),
    st.none() | st.text(st.characters(codec=None), max_size=40),
    st.dictionaries(
        st.sampled_from(["title", "published", "fetched", "authors", "section", "site"]), st.text(max_size=30)
    ),
)
def test_any_structured_data_makes_facts(
    objects: list[Mapping[str, Any]], pairs: list[tuple[str, str]], address: str | None, record: dict[str, str]
) -> None:
    facts = facts_of(Head(address, address, address, tuple(pairs), tuple(objects), (), record), url=address)
    assert facts.published_at_utc is None or 1990 <= facts.published_at_utc.year <= NOW.year
    assert (facts.published_at_utc is None) == (facts.published_from is None)
    assert all(isinstance(name, str) for name in facts.authors)
