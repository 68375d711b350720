"""How a quote is shown to people who ask how it came about."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from flows.reporting.explain import print_quote, read_quote, who
from schemas.errors import UsageError

QUOTE = {
    "quote_id": "0123456789abcdef",
    "kind": "mixed",
    "rule": "cue_before",
    "title": None,
    "source_uri": "pages/[a].txt",
    "source_record": None,
    "segments": [{"ordinal": 3, "start": 9, "end": 24}],
    "cue_ordinal": 3,
    "cue_start": 4,
    "cue_end": 8,
    "speaker_ordinal": 3,
    "speaker_start": 0,
    "speaker_end": 3,
    "speaker_text": "Roe",
    "speaker_name": "Ana Roe",
    "speaker_id": "f" * 16,
    "resolution": "name",
    "via": ["Gazette"],
    "reported_by": None,
    "paragraphs": [{"ordinal": 3, "text": "Roe said it was “[late]” again."}],
    "reasons": ["words: linked", "speaker: named “Roe”", "not Ina Roe: farther back"],
}


def shown(quote) -> list[str]:
    target = StringIO()
    print_quote(quote, Console(file=target))
    return target.getvalue().splitlines()


def test_a_quote_is_shown_in_its_paragraph_with_all_its_reasons() -> None:
    assert shown(QUOTE) == [
        "quote 0123456789abcdef  mixed, rule cue_before",
        "[a].txt",
        "",
        "{Roe} <said> [it was “[late]”] again.",
        "[words]  <cue>  {who says it}",
        "",
        "who says it: Ana Roe (ffffffffffffffff), resolution name; the text says “Roe”",
        "via: Gazette",
        "",
        "  words: linked",
        "  speaker: named “Roe”",
        "    not Ina Roe: farther back",
    ]


NOBODY = {"speaker_name": None, "speaker_id": None, "speaker_text": None, "resolution": "none"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(NOBODY, "nobody, as far as is sure, resolution none", id="nobody"),
        pytest.param(
            {"speaker_name": "officials", "speaker_id": None, "speaker_text": "officials", "resolution": "group"},
            "officials, resolution group; the text says “officials”",
            id="a group has no id",
        ),
    ],
)
def test_who(change, expected) -> None:
    assert who(QUOTE | change) == expected


@pytest.mark.parametrize("quote_id", ["", "abc", "xyz1", "0123456789abcdef0", "[bold]"])
def test_what_is_no_id_is_said(tmp_path, quote_id) -> None:
    with pytest.raises(UsageError, match=r"as in quotes\.quote_id"):
        read_quote(tmp_path, quote_id)


def test_an_id_that_no_quote_has_is_said(tmp_path) -> None:
    with pytest.raises(UsageError, match=r"no quote of .* has the id abcd"):
        read_quote(tmp_path, "ABCD ")
