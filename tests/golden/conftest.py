"""The two seed pages through the real chain, once for all tests: read, split, one language pass, resolve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.entities.entity import DocumentEntities
from flows.entities.resolve import resolve_entities
from flows.language.network import load_model
from flows.language.reader import read
from flows.language.reading import Reading
from flows.pages.document import SplitPage
from flows.pages.split import split_page
from flows.settings import READER
from flows.sources.find import find_pages
from flows.sources.page import Page
from flows.sources.read import read_page

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = {"article": "000_eef1f693c3e9b6b8.txt", "transcript": "001_c39a9f76c0dc688c.txt"}


@dataclass(frozen=True)
class Understood:
    page: Page
    split: SplitPage
    reading: Reading
    entities: DocumentEntities


@pytest.fixture(scope="session")
def seeds() -> dict[str, Understood]:
    pages = {kind: read_page(next(find_pages([str(SEEDS / name)])).ref) for kind, name in FILES.items()}
    splits = {kind: split_page(page) for kind, page in pages.items()}
    texts = [[paragraph.text for paragraph in split.paragraphs] for split in splits.values()]
    readings = dict(zip(FILES, read(texts, load_model(READER)), strict=True))
    return {
        kind: Understood(
            pages[kind], splits[kind], readings[kind], resolve_entities(pages[kind], splits[kind], readings[kind])
        )
        for kind in FILES
    }
