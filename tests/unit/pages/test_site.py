from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages import site
from flows.pages.lines import read_lines
from flows.sources.page import Block, Page

# fmt: off
WORDS = [
    "harbour", "council", "wall", "winter", "storm", "ferry", "engine", "crew", "island", "bridge", "market",
    "school", "garden", "river", "library", "doctor", "orchard", "festival", "train", "museum", "baker",
    "forest", "valley", "lantern", "captain", "teacher", "bakery", "window", "letter", "quarry",
]
# fmt: on
TEASER = "More harbour news from our newsroom"
SIGN_UP = "Every morning we send the news of the harbour to thousands of readers who like it short."
INTRODUCTION = "This article is part of a series in which we follow the rebuilding of the harbour wall."
BACKGROUND = "The wall was built in 1911 and has been repaired four times since the great storm of 1953."
ANSWER = "Thank you very much, Captain."


def prose(name: str, n_paragraphs: int = 8) -> list[str]:
    """Paragraphs of a text that no other name gives."""
    draw = random.Random(name)
    return [" ".join(draw.choices(WORDS, k=20)).capitalize() + "." for _ in range(n_paragraphs)]


def page(name: str, *paragraphs: str, url: str | None = "https://www.lantern.example/") -> Page:
    text = "\n\n".join(paragraphs)
    doc_id = hashlib.sha256(name.encode()).hexdigest()[:16]
    return Page(doc_id, f"pages/{name}.txt", "text", None, url and url + name, "0" * 64, text, text)


def keys(*lines: str) -> set[int]:
    return {site.line_key(read_lines(line)[0]) for line in lines}


@pytest.fixture
def learn(tmp_path: Path):
    def learned(pages, stored=(), of="lantern.example"):
        surveys = [
            site.write_survey(tmp_path / "survey" / f"{n}.parquet", site.survey(pages[n : n + 5]))
            for n in range(0, len(pages), 5)
        ]
        files = []
        for n, part in enumerate(stored):
            files.append(tmp_path / f"{n}.parquet")
            columns = ("doc_id", "url", "source_uri", "source_record", "text")
            rows = [{name: getattr(one, name) for name in columns} for one in part]
            pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String)).write_parquet(files[-1])
        return set(site.learn(surveys, files).of(of))

    return learned


@pytest.mark.parametrize(
    ("url", "source_uri", "source_record", "expected"),
    [
        pytest.param("https://www.lantern.example/a", "a.html", None, "lantern.example", id="www"),
        pytest.param("https://m.example.com:8080/a", "a.html", None, "example.com", id="subdomain and port"),
        pytest.param("http://News.Example.co.uk/a", "a.html", None, "example.co.uk", id="two-part suffix"),
        pytest.param("https://mira.github.io/a", "a.html", None, "mira.github.io", id="subdomains of different people"),
        pytest.param("http://127.0.0.1:8000/a", "a.html", None, "127.0.0.1", id="address"),
        pytest.param("http://localhost/a", "a.html", None, "localhost", id="no suffix"),
        pytest.param("http://[broken/a", "pages/a.html", None, "folder:pages", id="broken address"),
        pytest.param("nonsense", "pages/a.html", None, "folder:pages", id="no address"),
        pytest.param(None, "pages/lantern/a.txt", None, "folder:pages/lantern", id="folder"),
        pytest.param(None, "a.txt", None, "folder:", id="no folder"),
        pytest.param(None, "dumps/a.jsonl", "17", "file:dumps/a.jsonl", id="dump"),
    ],
)
def test_site_of(url, source_uri, source_record, expected):
    assert site.site_of_address(url, source_uri, source_record) == expected


@settings(max_examples=100, deadline=None)
@given(st.none() | st.text() | st.text().map("https://{}/".format), st.text(), st.none() | st.text())
def test_every_address_has_a_site(url, source_uri, source_record):
    assert isinstance(site.site_of_address(url, source_uri, source_record), str)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_every_page_can_be_surveyed(texts):
    assert site.survey([page(str(n), text) for n, text in enumerate(texts)]).height == len(texts)


@pytest.mark.parametrize(
    ("n_pages", "n_with", "line", "is_boilerplate"),
    [
        pytest.param(2, 2, TEASER, False, id="a link in both of two texts"),
        pytest.param(3, 3, TEASER, True, id="a link in all of three texts"),
        pytest.param(3, 3, SIGN_UP, True, id="a sentence in all of three texts"),
        pytest.param(6, 3, BACKGROUND, False, id="a sentence in half of six texts"),
        pytest.param(12, 4, TEASER, True, id="a link in a third"),
        pytest.param(12, 3, TEASER, False, id="a link in three texts"),
        pytest.param(40, 7, TEASER, False, id="a link in a sixth"),
        pytest.param(12, 6, SIGN_UP, True, id="a sentence in half"),
        pytest.param(12, 5, SIGN_UP, False, id="a sentence in five texts"),
        pytest.param(12, 12, INTRODUCTION, True, id="a series' introduction"),
        pytest.param(12, 5, BACKGROUND, False, id="background that follow-ups repeat"),
        pytest.param(40, 9, BACKGROUND, False, id="background in a running story"),
        pytest.param(12, 12, ANSWER, False, id="what is said in every transcript"),
        pytest.param(12, 12, "Q: Captain, what will the council do next year?", False, id="a short question"),
        pytest.param(12, 12, "CAPTAIN MIRA OKAFOR, HARBOUR POLICE:", False, id="a label on a line of its own"),
        pytest.param(12, 12, "What happened next", False, id="a short sub-heading"),
    ],
)
def test_lines_on_many_pages(learn, n_pages, n_with, line, is_boilerplate):
    pages = [
        page(str(n), *prose(str(n), 4), *([line] if n < n_with else []), *prose(f"rest of {n}", 4))
        for n in range(n_pages)
    ]
    assert learn(pages) == (keys(line) if is_boilerplate else set())


def test_punctuation_case_and_typography_make_no_difference(learn):
    forms = ["More: HARBOUR news — from our newsroom", "More harbour news, from our newsroom", TEASER]
    assert learn([page(str(n), forms[n % 3], *prose(str(n))) for n in range(6)]) == keys(TEASER)


def test_copies_of_a_story_make_no_boilerplate(learn):
    story = prose("story", 12)
    copies = [page(f"copy {n}", f"Headline number {n} of the story", *story[: 12 - n % 3]) for n in range(8)]
    others = [page(f"other {n}", *prose(f"other {n}")) for n in range(5)]
    assert learn(copies + others) == set()
    assert learn(copies) == set()


def test_versions_of_a_live_page_make_no_boilerplate(learn):
    entries = prose("live", 60)
    versions = [page(f"version {n}", *entries[: 3 * n]) for n in range(1, 21)]
    others = [page(f"other {n}", *prose(f"other {n}")) for n in range(5)]
    assert learn(versions + others) == set()


def test_boilerplate_is_found_among_copies(learn):
    story = prose("story", 12)
    copies = [page(f"copy {n}", *story, SIGN_UP) for n in range(5)]
    others = [page(f"other {n}", *prose(f"other {n}"), SIGN_UP) for n in range(5)]
    assert learn(copies + others) == keys(SIGN_UP)


def test_a_block_of_a_page_is_a_line(learn):
    def with_blocks(one: Page) -> Page:
        ends = [index for index, char in enumerate(one.text) if char == "."]
        starts = [0, *(end + 1 for end in ends[:-1])]
        return replace(one, blocks=tuple(Block(start, end + 1, "p") for start, end in zip(starts, ends, strict=True)))

    pages = [page(str(n), " ".join([*prose(str(n)), SIGN_UP])) for n in range(6)]
    assert learn(pages) == set()
    assert learn([with_blocks(one) for one in pages]) == keys(SIGN_UP)


def test_each_site_is_learned_by_itself(learn):
    own = [page(f"own {n}", *prose(f"own {n}"), TEASER) for n in range(4)]
    others = [page(f"other {n}", *prose(f"other {n}"), TEASER, url="https://other.example/") for n in range(2)]
    assert learn(own + others) == keys(TEASER)
    assert learn(own + others, of="other.example") == set()


def test_stored_pages_of_the_site_count(learn):
    new = [page("new", *prose("new"), TEASER)]
    stored = [page(f"stored {n}", *prose(f"stored {n}"), TEASER) for n in range(5)]
    elsewhere = [page(f"elsewhere {n}", *prose(str(n)), TEASER, url="https://other.example/") for n in range(5)]
    assert learn(new) == set()
    assert learn(new, [stored[:2], stored[2:]]) == keys(TEASER)
    assert learn(new, [elsewhere]) == set()
    assert learn(new, [stored[:3], elsewhere]) == keys(TEASER)
    assert learn(new, [[page("new", "Older version."), stored[0]]]) == set()


def test_no_more_pages_of_a_site_are_looked_at_than_needed(learn, monkeypatch):
    monkeypatch.setattr(site, "MAX_SITE_PAGES", 5)
    pages = [page(f"new {n}", *prose(f"new {n}"), TEASER) for n in range(8)]
    assert learn(pages) == keys(TEASER)
    assert learn(list(reversed(pages))) == keys(TEASER)
    old = [[page(f"old {n}", *prose(f"old {n}"), "An older link that is gone now")] for n in range(5)]
    newer = [[page(f"newer {n}", *prose(f"newer {n}"), TEASER)] for n in range(5)]
    assert learn(pages, old + newer) == keys(TEASER)


def test_nothing_is_learned_from_nothing(learn):
    assert learn([]) == set()
    assert learn([page("empty", "")]) == set()


def test_site_lines_are_written_once_for_the_same_lines(tmp_path):
    lines = site.SiteLines({"a.example": frozenset({1, -2}), "b.example": frozenset({3})})
    same = site.SiteLines({"b.example": frozenset({3}), "a.example": frozenset({-2, 1})})
    path = site.write_site_lines(tmp_path, lines)
    assert site.write_site_lines(tmp_path, same) == path
    assert site.write_site_lines(tmp_path, site.NO_SITE_LINES) != path
    assert site.read_site_lines(path) == lines
    assert site.read_site_lines(path).of("c.example") == frozenset()
    assert site.read_site_lines(None) == site.NO_SITE_LINES
