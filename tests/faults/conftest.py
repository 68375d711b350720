from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

COMMITTER = Path(__file__).with_name("committer.py")


@pytest.fixture(scope="session")
def committer() -> SimpleNamespace:
    """The names of committer.py, and the file itself as `file`."""
    return SimpleNamespace(**runpy.run_path(str(COMMITTER)), file=COMMITTER)
