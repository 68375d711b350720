from __future__ import annotations

import itertools
import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.copies import MIN_SIMILARITY, syndicate
from flows.pages.signature import BAND_HASHES, N_BANDS, N_HASHES, VALUE, body_words, text_id, text_signature

SCHEMA = {"doc_id": pl.String, "text_id": pl.String, "text_signature": pl.Binary, "syndication_id": pl.String}
# How many places of a text's signature differ from its neighbour's, on either side of what makes a copy.
N_CHANGED = (0, 5, 20, 37, 38, 60)


def frame(rows):
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def make_texts(seed, n_texts=14):
    """Chains of texts: each is made from an earlier one by changing some places of its signature; some have none."""
    draw = random.Random(seed)
    signatures = [[draw.randrange(2**16) for _ in range(N_HASHES)]]
    for _ in range(n_texts - 1):
        changed = list(draw.choice(signatures))
        for place in draw.sample(range(N_HASHES), draw.choice(N_CHANGED)):
            changed[place] = draw.randrange(2**16)
        signatures.append(changed)
    return [
        (f"{draw.getrandbits(64):016x}", None if n % 7 == 6 else np.array(places, dtype=VALUE).tobytes())
        for n, places in enumerate(signatures)
    ]


def are_copies(one, other):
    if one is None or other is None:
        return False
    is_equal = np.frombuffer(one, VALUE) == np.frombuffer(other, VALUE)
    return bool(is_equal.reshape(N_BANDS, BAND_HASHES).all(axis=1).any()) and is_equal.mean() >= MIN_SIMILARITY


def from_scratch(texts):
    """The id of each text's group, by comparing all pairs again and again until nothing changes."""
    ids = {text_id: text_id for text_id in texts}
    is_settled = False
    while not is_settled:
        is_settled = True
        for one, other in itertools.permutations(texts, 2):
            if are_copies(texts[one], texts[other]) and ids[one] < ids[other]:
                ids[other], is_settled = ids[one], False
    return ids


class Store:
    """What a warehouse does with the answers: staged rows replace stored ones, ids are rewritten."""

    def __init__(self):
        self.rows = {}

    def run(self, documents, n_parts=2):
        staged = frame([(doc_id, *text, text[0]) for doc_id, text in documents.items()])
        stored = frame(sorted(self.rows.values()))
        parts = [stored[n::n_parts].lazy() for n in range(n_parts)] if self.rows else []
        answer = syndicate(parts, staged.lazy())
        assert answer["doc_id"].is_unique().all()
        ids = dict(answer.iter_rows())
        assert set(documents) <= set(ids) <= set(documents) | set(self.rows)
        for doc_id, now in ids.items():
            if doc_id not in documents:
                assert self.rows[doc_id][3] != now
        self.rows |= {row[0]: row for row in staged.iter_rows()}
        self.rows = {doc_id: (*row[:3], ids.get(doc_id, row[3])) for doc_id, row in self.rows.items()}

    def ids(self):
        return {doc_id: row[3] for doc_id, row in self.rows.items()}


@settings(max_examples=100, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    runs=st.lists(st.dictionaries(st.integers(0, 9), st.integers(0, 13), min_size=1, max_size=8), max_size=6),
)
def test_groups_do_not_depend_on_how_documents_came(seed, runs):
    texts = make_texts(seed)
    store = Store()
    for run in runs:
        store.run({f"{doc:016x}": texts[text] for doc, text in run.items()})
    now = {doc_id: row[1] for doc_id, row in store.rows.items()}
    expected = from_scratch({text_id: signature for text_id, signature in texts if text_id in now.values()})
    assert store.ids() == {doc_id: expected[text_id] for doc_id, text_id in now.items()}


def variant(base, n_changed, name):
    """A text whose signature differs from another's in the last places, by its own values."""
    places = np.frombuffer(base[1], VALUE).copy()
    places[N_HASHES - n_changed :] = np.frombuffer(name.encode().ljust(2, b".")[:2], VALUE)[0]
    return name.ljust(16, "0"), places.tobytes()


@pytest.fixture
def story():
    return "5" * 16, np.arange(N_HASHES, dtype=VALUE).tobytes()


def test_a_document_that_links_two_groups_gives_both_the_smallest_id(story):
    left, right = variant(story, 30, "3"), ("7" * 16, (np.frombuffer(story[1], VALUE).copy()).tobytes())
    places = np.frombuffer(right[1], VALUE).copy()
    places[:30] = 60_000
    right = (right[0], places.tobytes())
    store = Store()
    store.run({"left": left, "copy of left": left, "right": right})
    assert store.ids() == {"left": left[0], "copy of left": left[0], "right": right[0]}
    store.run({"bridge": story})
    assert set(store.ids().values()) == {left[0]}
    store.run({"bridge": ("9" * 16, None)})
    assert store.ids() == {"left": left[0], "copy of left": left[0], "right": right[0], "bridge": "9" * 16}


@pytest.mark.parametrize(
    ("n_changed", "is_copy"),
    [pytest.param(37, True, id="just similar enough"), pytest.param(38, False, id="just too different")],
)
def test_the_threshold(story, n_changed, is_copy):
    store = Store()
    store.run({"a": story, "b": variant(story, n_changed, "8")})
    assert (store.ids()["a"] == store.ids()["b"]) == is_copy


def test_short_texts_match_by_their_words_alone():
    store = Store()
    store.run({"a": ("1" * 16, None), "b": ("2" * 16, None)})
    store.run({"c": ("1" * 16, None)})
    assert store.ids() == {"a": "1" * 16, "b": "2" * 16, "c": "1" * 16}


def test_rows_of_older_versions_keep_their_id(story):
    store = Store()
    store.rows = {"old": ("old", None, None, "4" * 16)}
    store.run({"a": story})
    assert store.ids() == {"old": "4" * 16, "a": story[0]}


def test_nothing_staged_changes_nothing():
    assert syndicate([], frame([]).lazy()).is_empty()


def story_of(name, n_paragraphs=8):
    draw = random.Random(name)
    return [
        " ".join(f"{draw.choice('bdfgklmnprst')}{draw.choice('aeiou')}{n % 7}x" for n in range(40))
        for _ in range(n_paragraphs)
    ]


@pytest.mark.parametrize(
    ("changed", "is_copy"),
    [
        pytest.param(lambda story: story[:-1], True, id="last paragraph cut"),
        pytest.param(lambda story: ["Ferry to sail again", *story, "© Lantern News Agency"], True, id="framed"),
        pytest.param(lambda story: ["EASTPORT (Lantern) — " + story[0], *story[1:]], True, id="dateline"),
        pytest.param(lambda story: [" ".join(story).upper()], True, id="other typography"),
        pytest.param(lambda story: story[:3], False, id="the beginning only"),
        pytest.param(lambda story: story[:4] + story_of("other", 4), False, id="half of it"),
        pytest.param(lambda story: story_of("other"), False, id="another story"),
    ],
)
def test_republished_stories(changed, is_copy):
    store = Store()
    for name, body in {"a": story_of("story"), "b": changed(story_of("story"))}.items():
        words = body_words(body)
        store.run({name: (text_id(words), text_signature(words))})
    assert (store.ids()["a"] == store.ids()["b"]) == is_copy


def test_signatures_of_another_size_are_not_compared(story):
    store = Store()
    store.rows = {"old": ("old", "4" * 16, story[1][:-2], "4" * 16)}
    store.run({"a": story})
    assert store.ids() == {"old": "4" * 16, "a": story[0]}
