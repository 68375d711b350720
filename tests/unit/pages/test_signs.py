"""What a line alone says it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.pages.lines import Line
from flows.pages.signs import line_sign

MakeLine = Callable[[str], Line]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("By Cara Doe", "byline"),
        ("Cara Doe, Staff Writer", "byline"),
        ("By the river, the town is quiet, and nobody has seen the mayor today.", None),
        ("Updated at 4:10 p.m. ET", "update_note"),
        ("Updating the bridge will take years.", None),
        ("May 4, 2021", "timestamp"),
        ("In May 2021 the bridge was closed.", None),
        ("3 hours ago", "timestamp"),
        ("© 2021 Lenn Public Radio", "copyright"),
        ("Copyright law is what the court spoke about on Monday.", None),
        ("© Ben Poe Boats in the harbour", "caption"),
        ("Photo by Ben Poe/Lenn Pictures", "credit"),
        ("He paid for the photo by selling his car to a neighbour.", None),
        ("(APPLAUSE)", "sound_cue"),
        ("(He had a car then.)", None),
        ("News · Weather · Traffic · Sport", "navigation"),
        ("17", "navigation"),
        ("• • •", "navigation"),
    ],
)
def test_line_sign(line: MakeLine, text: str, sign: str | None) -> None:
    assert line_sign(line(text)) == sign
