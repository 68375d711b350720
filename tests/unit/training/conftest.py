from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from training.corpus.annotated import AnnotatedPage, read_annotated

WritePage = Callable[..., AnnotatedPage]


@pytest.fixture
def page_of(tmp_path: Path) -> WritePage:
    """Read a page of these blocks."""

    def read(blocks: str, kind: str = "article") -> AnnotatedPage:
        path = tmp_path / "p-1.xml"
        path.write_text(
            f'<page id="p-1" kind="{kind}" genre="g" english="US" split="train">\n{blocks}\n</page>', encoding="utf-8"
        )
        return read_annotated(path)

    return read
