"""The reviewed lists: each says where it comes from."""

import pytest

from flows.lexicons import lexicon_folder

LISTS = [path for room in ("pages", "entities", "quotes") for path in sorted(lexicon_folder(room).iterdir())]


@pytest.mark.parametrize("path", LISTS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
def test_every_list_says_where_it_comes_from(path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    comment = " ".join(line for line in lines if line.startswith("#"))
    assert lines[0].startswith("#")
    assert "by hand" in comment or "general knowledge" in comment, comment
