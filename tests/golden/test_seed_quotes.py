"""The quotes of the two seed pages, through the real chain: read, split, one language pass, resolve, find.

`article_quotes.json` and `transcript_quotes.json` hold what must come: `also` other boundaries that are as good,
`optional` rows that may come if they have these speakers, `not_quotes` words that must not be a quote.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.quotes.find import find_quotes

HERE = Path(__file__).parent
PAGES = ("article", "transcript")
EXPECTED = {kind: json.loads((HERE / f"{kind}_quotes.json").read_text(encoding="utf-8")) for kind in PAGES}


@pytest.fixture(scope="module")
def quotes_of(seeds):
    found = {}
    for kind, seed in seeds.items():
        quotes = find_quotes(seed.page.doc_id, seed.split, seed.reading, seed.entities)
        found[kind] = [_row(quote, seed.split.paragraphs) for quote in quotes]
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
