"""docs/tables.md says what the models say."""

from pathlib import Path

from schemas.docs import tables_page

TABLES_PAGE = Path(__file__).parents[3] / "docs" / "tables.md"


def test_the_page_is_not_stale() -> None:
    assert TABLES_PAGE.read_text(encoding="utf-8") == tables_page(), "stale: run `make docs`"
