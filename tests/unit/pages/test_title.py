from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.pages.extent import Extent
from flows.pages.lines import Line
from flows.pages.title import choose_title, without_site

TITLE = "Old bridge over the Lenn to close"
NAMES = {"thelennpost", "lennpost", "lennpostcom", "auto"}


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        (TITLE, TITLE),
        (f"{TITLE} - The Lenn Post", TITLE),
        (f"{TITLE} | Politics | Lenn Post", TITLE),
        (f"{TITLE} – LennPost.com", TITLE),
        (f"{TITLE} :: Lenn Post", TITLE),
        (f"Lenn Post: {TITLE}", TITLE),
        (f"Opinion | {TITLE}", TITLE),
        (f"War – and after it: {TITLE}", f"War – and after it: {TITLE}"),
        (f"{TITLE} | Auto", TITLE),
        (f"{TITLE} | Automatic doors open", f"{TITLE} | Automatic doors open"),
        ("Lenn Post", "Lenn Post"),
        ("Politics | Lenn Post", "Politics"),
        (" | ", " | "),
        ("a | " * 50, "a | " * 50),
    ],
)
def test_without_site(title: str, bare: str) -> None:
    assert without_site(title, NAMES) == bare


@pytest.mark.parametrize(
    ("stated", "visible", "title"),
    [
        pytest.param([], [], None, id="nothing"),
        pytest.param([], ["A line"], "A line", id="the found line"),
        pytest.param([TITLE], [TITLE.upper()], TITLE, id="not in capitals"),
        pytest.param([TITLE.replace("'", "’")], [TITLE], TITLE, id="as printed"),
        pytest.param([f"{TITLE} - The Lenn Post"], ["Menu", TITLE], TITLE, id="a part of what is stated"),
        pytest.param(["Bridge shut", TITLE], ["Menu", TITLE], TITLE, id="the stated one that is visible"),
        pytest.param(["Wholly other words"], [TITLE], "Wholly other words", id="the stated one"),
    ],
)
def test_choose_title(line: Callable[[str], Line], stated: list[str], visible: list[str], title: str | None) -> None:
    lines = [line(text) for text in visible]
    headings = [len(lines) - 1] if lines else []
    assert choose_title(stated, lines, headings, Extent(len(lines), len(lines)), NAMES) == title
