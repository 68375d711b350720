from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.pages.document import SplitPage
from flows.pages.lines import Line
from flows.pages.split import split_page
from flows.sources.page import Page


def page_of(text: str) -> Page:
    return Page("0" * 16, "page.txt", "text", None, None, "0" * 64, text, text)


@pytest.fixture(scope="session")
def split() -> Callable[[str], SplitPage]:
    """Split a page that is given as text."""
    return lambda text: split_page(page_of(text))


@pytest.fixture(scope="session")
def line() -> Callable[[str], Line]:
    """Make a line of a text without odd characters."""
    return lambda text: Line(0, len(text), text)
