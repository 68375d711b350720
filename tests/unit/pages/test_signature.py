from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.signature import (
    MIN_SIGNED_WORDS,
    SIGNATURE_BYTES,
    VALUE,
    body_words,
    text_id,
    text_signature,
)

STORY = [f"Paragraph {n} " + " ".join(random.Random(n).choices("abcdefghijklmnop", k=40)) for n in range(20)]


def similarity(one, other):
    signatures = [np.frombuffer(text_signature(body_words(text)), VALUE) for text in (one, other)]
    return float((signatures[0] == signatures[1]).mean())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(["“IT'S late,” she said – twice."], id="other marks and case"),
        pytest.param(["It’s late,", "she said:", "twice!"], id="other paragraphs"),
        pytest.param(["Its late she said twice"], id="no marks at all"),
    ],
)
def test_typography_does_not_change_the_words(other):
    assert (
        body_words(other) == body_words(["'It's late', she said -- twice."]) == ["its", "late", "she", "said", "twice"]
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(["It's late, he said twice."], id="another word"),
        pytest.param(["She said twice it's late."], id="another order"),
        pytest.param(["It's late, she said."], id="a word less"),
    ],
)
def test_other_words_are_another_text(other):
    assert text_id(body_words(other)) != text_id(body_words(["It's late, she said twice."]))


def test_bodies_of_punctuation_are_told_apart():
    assert text_id(body_words(["…"])) != text_id(body_words(["!!!"]))


def test_values_are_what_earlier_versions_stored():
    words = body_words(STORY)
    assert text_id(words) == "97bb06c4efc7d1c6"
    assert text_signature(words)[:12].hex() == "b9647557545440d09be4b4a4"


def test_short_texts_have_no_signature():
    words = ["word"] * MIN_SIGNED_WORDS
    assert len(text_signature(words)) == SIGNATURE_BYTES
    assert text_signature(words[1:]) is None


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        pytest.param(STORY, 1.0, 1.0, id="the same"),
        pytest.param(STORY[:-1], 0.88, 0.99, id="last paragraph cut"),
        pytest.param(["Harbour wall to be rebuilt", *STORY, "© Lantern News Agency"], 0.92, 1.0, id="headline, notice"),
        pytest.param(["EASTPORT (Lantern) — " + STORY[0], *STORY[1:]], 0.95, 1.0, id="dateline"),
        pytest.param(STORY[:10], 0.35, 0.65, id="half of it"),
        pytest.param([paragraph[::-1] for paragraph in STORY], 0.0, 0.3, id="other words"),
    ],
)
def test_similarity_is_the_share_of_words_in_common(other, least, most):
    assert least <= similarity(STORY, other) <= most


def test_changed_figures_weigh_more_than_changed_words():
    report = "The ferry left at {} with {} people and came back at {} with {} after {} hours. " + " ".join(
        STORY[0].split() * 3
    )
    words = report.format("noon", "many", "night", "few", "six")
    assert similarity([report.format(*range(10, 15))], [report.format(*range(20, 25))]) < 0.5
    assert similarity([words], [words.replace("many", "some").replace("few", "none")]) > 0.7


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(), max_size=5), st.integers(1, 100))
def test_any_text_has_an_id_and_perhaps_a_signature(paragraphs, n_times):
    words = body_words(paragraphs * n_times)
    assert len(text_id(words)) == 16
    signature = text_signature(words)
    assert (signature is None) == (len(words) < MIN_SIGNED_WORDS)
    assert signature is None or len(signature) == SIGNATURE_BYTES


def test_a_long_text_is_signed_in_pieces_as_in_one():
    words = [str(n) for n in range(5_000)]
    halves = [np.frombuffer(text_signature(part), VALUE) for part in (words[:2_502], words[2_500:])]
    whole = np.frombuffer(text_signature(words), VALUE)
    assert all(value in {one, other} for value, one, other in zip(whole, *halves, strict=True))
