from __future__ import annotations

from flows.pages.lexicon import phrases, table
from schemas.vocabulary import DROP_REASONS


def test_wording_speaks_of_drop_reasons_only() -> None:
    wording = table("wording")
    assert set(wording) - {"end"} <= set(DROP_REASONS)
    assert all(set(entries) <= {"is", "starts", "contains"} for entries in wording.values())


def test_entries_are_in_the_form_in_which_they_are_looked_up() -> None:
    for entries in table("wording").values():
        for phrase in (phrase for kind in entries.values() for phrase in kind):
            assert phrase == phrase.casefold().strip() != ""
    for name in ("no_labels", "reporting_verbs"):
        assert all(phrase == phrase.casefold().strip() for phrase in phrases(name))
