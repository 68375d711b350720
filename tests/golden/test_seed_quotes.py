"""The quotes of the two seed pages, through the real chain: read, split, one language pass, resolve, find.

`article_quotes.json` and `transcript_quotes.json` hold what must come: `also` other boundaries that are as good,
`optional` rows that may come if they have these speakers, `not_quotes` words that must not be a quote.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.entities.resolve import resolve_entities
from flows.language.reader import read
from flows.pages.split import split_page
from flows.quotes.find import find_quotes
from flows.sources.find import find_pages
from flows.sources.read import read_page

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
PAGES = {"article": "000_eef1f693c3e9b6b8.txt", "transcript": "001_c39a9f76c0dc688c.txt"}
EXPECTED = {kind: json.loads((HERE / f"{kind}_quotes.json").read_text(encoding="utf-8")) for kind in PAGES}


@pytest.fixture(scope="module")
def quotes_of():
    pages = {kind: read_page(next(find_pages([str(SEEDS / name)])).ref) for kind, name in PAGES.items()}
    splits = {kind: split_page(page) for kind, page in pages.items()}
    readings = read([[paragraph.text for paragraph in split.paragraphs] for split in splits.values()])
    found = {}
    for (kind, split), reading in zip(splits.items(), readings, strict=True):
        entities = resolve_entities(pages[kind], split, reading)
        quotes = find_quotes(pages[kind].doc_id, split, reading, entities)
        found[kind] = [_row(quote, split.paragraphs) for quote in quotes]
    return found


def _row(quote, paragraphs):
    def words(span):
        return paragraphs[span.ordinal].text[span.start : span.end]

    row = {
        "kind": quote.kind,
        "speaker": quote.speaker_name,
        "speakers": list(quote.speakers),
        "cue": quote.cue_text,
        "segments": [words(segment) for segment in quote.segments],
        "via": list(quote.via),
        "reported_by": quote.reported_by,
        "speaker_text": quote.speaker_text,
    }
    assert quote.text == " ".join(row["segments"])
    assert quote.cue is None or words(quote.cue) == quote.cue_text
    assert quote.speaker is None or words(quote.speaker) == quote.speaker_text
    return row


def _same_place(row, wanted):
    return row["cue"] == wanted["cue"] and row["segments"] in [wanted["segments"], *wanted.get("also", [])]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        pytest.param(page, wanted, id=f"{page}: {wanted['speaker']} {wanted['cue']} {wanted['segments'][0][:24]}")
        for page, expected in EXPECTED.items()
        for wanted in expected["quotes"]
    ],
)
def test_the_quote_comes_with_its_speaker(quotes_of, page, wanted):
    [row] = [row for row in quotes_of[page] if _same_place(row, wanted)]
    compared = {key: value for key, value in wanted.items() if key not in {"segments", "also"}}
    compared.setdefault("via", [])
    assert {key: row[key] for key in compared} == compared


@pytest.mark.parametrize("page", PAGES)
def test_the_turns_are_quotes(quotes_of, page):
    turns = [row for row in quotes_of[page] if row["kind"] == "turn"]
    assert [{"speaker": row["speaker"], "segments": row["segments"]} for row in turns] == EXPECTED[page]["turns"]


@pytest.mark.parametrize("page", PAGES)
def test_what_nobody_said_is_no_quote(quotes_of, page):
    for wrong in EXPECTED[page]["not_quotes"]:
        for row in quotes_of[page]:
            if row["kind"] != "turn":
                assert not any(segment.startswith(wrong["text"]) for segment in row["segments"]), wrong


@pytest.mark.parametrize("page", PAGES)
def test_nothing_else_comes_but_what_may(quotes_of, page):
    expected = EXPECTED[page]
    optional = [(one["cue"], one["speakers"]) for one in expected["optional"]]
    others = [
        (row["cue"], row["speakers"])
        for row in quotes_of[page]
        if row["kind"] != "turn" and not any(_same_place(row, wanted) for wanted in expected["quotes"])
    ]
    assert [one for one in others if one not in optional] == []
