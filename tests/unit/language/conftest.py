"""The language model is loaded once for all tests of this room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from flows.language.reader import load_reader, read
from flows.language.reading import Reading


@pytest.fixture(scope="session")
def read_page() -> Callable[[Sequence[str]], Reading]:
    load_reader()
    return lambda paragraphs: read([paragraphs])[0]
