"""The reviewed lists: well formed, without repeats, and believed in the right order."""

from __future__ import annotations

import re

import pytest

from flows.entities import lexicon
from flows.entities.gazetteer import look_up
from flows.entities.trie import Trie, tokens_of

KNOWN = [
    ("U.S.", "United States", "GPE"),
    ("America", "United States", "GPE"),
    ("UK", "United Kingdom", "GPE"),
    ("Washington, D.C.", "Washington", "GPE"),
    ("U.N.", "United Nations", "ORG"),
    ("U.N. Security Council", "United Nations Security Council", "ORG"),
    ("CAIRO", "Cairo", "GPE"),
    ("Canadian", "Canadian", "NORP"),
    ("Europe", "Europe", "LOC"),
]


@pytest.mark.parametrize(("form", "name", "kind"), KNOWN, ids=[row[0] for row in KNOWN])
def test_known_names(form, name, kind):
    known = look_up(form)
    assert known is not None
    assert (known.name, known.type) == (name, kind)


@pytest.mark.parametrize("form", ["us", "who", "Ana Roe", ""])
def test_unknown_names(form):
    assert look_up(form) is None


@pytest.mark.parametrize("name", ["countries", "organisations", "groups", "nicknames"])
def test_no_name_is_listed_twice(name):
    names = [re.split("[|:]", line)[0].strip() for line in lexicon.entries(name) if not line.startswith("[")]
    assert len(names) == len(set(names))


def test_the_longest_name_counts_and_ends_with_a_word():
    trie: Trie[int] = Trie()
    trie.insert("Ana Roe", 1)
    trie.insert("Ana Roe Bank", 2)
    tokens = tokens_of("Ana Roe Banker")
    assert trie.longest(tokens, 0) == (3, 1)
    assert trie.longest(tokens_of("Ana Roe Bank."), 0) == (5, 2)
    assert trie.longest(tokens, 2) is None
