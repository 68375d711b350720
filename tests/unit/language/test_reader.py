"""The pass around the network: a stand-in that knows a word's label by heart shows what becomes of its scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from flows.language.labels import LINKS, N_DISTANCES, NAME_TYPES, SPAN_KINDS, begin, n_labels
from flows.language.network import Model
from flows.language.reader import read
from flows.language.reading import Span

SOURCE, CUE, CONTENT, RELAY = (begin(kind) for kind in range(len(SPAN_KINDS)))
PERSON = begin(NAME_TYPES.index("PERSON"))
# word: its label in a span, its label as a name.
WORDS = {
    "ann": (SOURCE, PERSON),
    "lee": (SOURCE + 1, PERSON + 1),
    "jo": (0, PERSON),
    "said": (CUE, 0),
    "so": (CONTENT, 0),
    "far": (CONTENT + 1, 0),
    "tass": (RELAY, 0),
}
IDS = {"[UNK]": 0, **{word: number for number, word in enumerate(WORDS, start=1)}}
WIDTH = 2


class StandIn:
    """Gives each word its label. Contents and relays point to every cue, cues to every source, and to "jo"."""

    def run(self, names: Sequence[str], given: Mapping[str, Any]) -> list[Any]:
        n_windows, n_pieces = given["ids"].shape
        scores = {
            "spans": np.zeros((n_windows, n_pieces, n_labels(SPAN_KINDS)), dtype=np.float32),
            "names": np.zeros((n_windows, n_pieces, n_labels(NAME_TYPES)), dtype=np.float32),
            "kinds": np.zeros((n_windows, n_pieces, 3), dtype=np.float32),
            "link_from": np.ones((n_windows, n_pieces, len(LINKS) * WIDTH), dtype=np.float32),
            "link_to": np.zeros((n_windows, n_pieces, len(LINKS) * WIDTH), dtype=np.float32),
            "no_link": np.zeros((n_windows, n_pieces, len(LINKS)), dtype=np.float32),
        }
        scores["kinds"][..., 1] = 1
        for word, (span, name) in WORDS.items():
            at = given["ids"] == IDS[word]
            scores["spans"][at, span] = 9
            scores["names"][at, name] = 9
            if span == CUE:
                scores["link_to"][at] = [4, 4, 0, 0, 4, 4]
            if span == SOURCE or word == "jo":
                scores["link_to"][at] = [0, 0, 4, 4, 0, 0]
        unknown = given["ids"] == 0
        scores["spans"][unknown, 0] = scores["names"][unknown, 0] = 9
        return [scores[name] for name in names]


@pytest.fixture(scope="module")
def model() -> Model:
    tokenizer = Tokenizer(WordLevel(IDS, unk_token="[UNK]"))  # type: ignore[call-arg]
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    # The nearer, the better.
    distances = -np.abs(np.arange(N_DISTANCES, dtype=np.float32) - N_DISTANCES // 2)
    spans, names = (np.zeros((n, n), dtype=np.float32) for n in (n_labels(SPAN_KINDS), n_labels(NAME_TYPES)))
    return Model(StandIn(), tokenizer, np.tile(distances, (len(LINKS), 1)), spans, names)


def test_spans_are_whole_words_and_linked(model: Model) -> None:
    reading = read([["Ann Lee, 40, said so far, Tass wrote."]], model)[0]
    assert [(name.span, name.type) for name in reading.names] == [(Span(0, 0, 7), "PERSON")]
    attribution = reading.attributions[0]
    assert attribution.source == Span(0, 0, 7)
    assert attribution.cue == Span(0, 13, 17)
    assert attribution.contents == (Span(0, 18, 24),)
    assert attribution.relays == (Span(0, 26, 30),)
    assert attribution.kind == "thought"


def test_contents_of_one_cue_are_one_attribution_also_over_paragraphs(model: Model) -> None:
    reading = read([["So far.", "Ann said. So."]], model)[0]
    assert [attribution.contents for attribution in reading.attributions] == [(Span(0, 0, 6), Span(1, 10, 12))]


def test_a_content_without_a_cue_stands_alone(model: Model) -> None:
    attribution = read([["So far."]], model)[0].attributions[0]
    assert (attribution.cue, attribution.source, attribution.kind) == (None, None, None)


def test_a_source_that_no_label_shows_is_the_name_the_cue_points_to(model: Model) -> None:
    attribution = read([["Jo waved and said so."]], model)[0].attributions[0]
    assert attribution.source == Span(0, 0, 2)


def test_how_documents_are_batched_changes_nothing(model: Model) -> None:
    documents = [["Ann said so."], [], ["", "So far, said Jo."], ["Nothing here."]]
    together = read(documents, model)
    assert together == [read([document], model)[0] for document in documents]
    assert [len(reading.attributions) for reading in together] == [1, 0, 1, 0]
