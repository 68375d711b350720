"""Pages of our own, each full of one form of reporting, against the answers of a careful reader: figures with floors.

`forms/FORM.toml` holds a page and all its quotes: content (segments without outer marks), kind, cue, speaker (the name,
or the noun where nobody is named), `is_pronoun` (the page has a pronoun there), `via`, `reported_by`; `also` and
`also_speaker` for what is as good, `optional` for what may come or not; `not_quotes` for words that are none, and
`known_not_quotes_failures` for those of them that still come. `python -m tests.quality.report` shows what is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.quality.chain import find_rows
from tests.quality.score import VIEWS, Row, f1, pair_up, read_answers

HERE = Path(__file__).parent
FORMS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("forms/*.toml"))}
FLOORS = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
N_WORST = 5
MIN_WORDS, MAX_WORDS = 150, 350


@pytest.fixture(scope="module")
def understood():
    """Kind and rows of every page, which are read in one batch."""
    return find_rows({name: form["text"] for name, form in FORMS.items()})


@pytest.fixture(scope="module")
def pairs(understood):
    return {name: pair_up(list(read_answers(form)), understood[name][1]) for name, form in FORMS.items()}


@pytest.mark.parametrize("view", VIEWS)
def test_quotes_are_as_good_as_they_were(pairs, view):
    figure = f1(view, [pair for page in pairs.values() for pair in page])
    by_form = sorted((f1(view, page), name) for name, page in pairs.items())
    worst = ", ".join(f"{name} {value:.0f}" for value, name in by_form[:N_WORST])
    assert figure >= FLOORS[view], f"{view}: {figure:.1f}, the floor is {FLOORS[view]}. The worst forms: {worst}"


@pytest.mark.parametrize("name", FORMS)
def test_a_page_is_what_its_form_says(understood, name):
    assert understood[name][0] == FORMS[name]["kind"]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_well_made(name):
    form = FORMS[name]
    text = form["text"]
    answers = list(read_answers(form))  # fails where a content isn't on the page, or out of order
    assert MIN_WORDS <= len(text.split()) <= MAX_WORDS
    assert len({answer.words[0] for answer in answers}) == len(answers)
    for answer in answers:
        assert answer.kind in {"direct", "mixed", "indirect", "turn"}
        assert answer.details["cue"] in text
        assert answer.speakers[0] or answer.is_optional
    for quote in form["quote"]:
        assert all("\n" not in segment for segment in quote["content"])
    not_quotes = form.get("not_quotes", [])
    assert all(words in text for words in not_quotes)
    assert set(form.get("known_not_quotes_failures", [])) <= set(not_quotes)


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if "not_quotes" in form])
def test_what_nobody_said_is_no_quote(understood, name):
    contents = [plain(row.content) for row in understood[name][1]]
    found = {words for words in FORMS[name]["not_quotes"] if plain(words) in contents}
    assert found == set(FORMS[name].get("known_not_quotes_failures", []))


def test_the_forms_are_many_and_of_all_kinds():
    answers = [answer for form in FORMS.values() for answer in read_answers(form) if not answer.is_optional]
    n_of = Counter(answer.kind for answer in answers)
    assert len(answers) >= 130
    assert min(n_of[kind] for kind in ("direct", "mixed", "indirect", "turn")) >= 20
    sentences = Counter(form["form"] for form in FORMS.values())
    assert [sentence for sentence, n in sentences.items() if n > 1] == []


def test_the_answers_themselves_are_right_in_every_view():
    for form in FORMS.values():
        answers = list(read_answers(form))
        rows = [Row(one.kind, one.content, one.words[0], one.speakers[0], None, one.details) for one in answers]
        assert {f1(view, pair_up(answers, rows)) for view in VIEWS} == {100.0}
        assert all(f1(view, pair_up(answers, [])) == 0 for view in ("speech_found", "speech", "exact"))
