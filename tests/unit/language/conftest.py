"""The reader that comes along is loaded once for all tests of this room."""

from __future__ import annotations

import pytest

from flows.language.network import Model, load_model
from flows.settings import READER


@pytest.fixture(scope="session")
def shipped_model() -> Model:
    return load_model(READER)
