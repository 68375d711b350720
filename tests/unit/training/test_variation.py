from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from training.corpus.annotated import AnnotatedPage, read_annotated
from training.corpus.text import as_text
from training.reader.variation import NamePool, varied

PAGES = sorted((Path(__file__).parents[3] / "corpus" / "pages").glob("*.xml"))[::40]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_marks_stay_whole_words_in_every_version(path: Path) -> None:
    text = as_text(read_annotated(path))
    pool = NamePool.of([text])
    chance = random.Random(1)
    for _ in range(5):
        version = varied(text, pool, chance)
        for mark in version.marks:
            words = version.paragraphs[mark.block][mark.start : mark.end]
            assert words
            assert words == words.strip()


def test_a_family_keeps_one_name(page_of: Callable[..., AnnotatedPage]) -> None:
    text = as_text(
        page_of('<p><name id="e1" type="PERSON">Ann Roe</name> and <name id="e2" type="PERSON">Jan Roe</name></p>')
    )
    pool = NamePool(["Mia"], ["Poe"], {})
    versions = {varied(text, pool, random.Random(seed)).paragraphs[0] for seed in range(20)}
    assert versions == {"Ann Roe and Jan Roe", "Mia Poe and Mia Poe"}
