from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language.decode import (
    Found,
    Scores,
    best_links,
    distance_bucket,
    find_spans,
    forbidden_order,
    kind_chances,
    log_softmax,
)
from flows.language.labels import DISTANCE_STEPS, N_DISTANCES
from flows.language.windows import Pieces, Window

N_LABELS = 5  # outside, and begin and inside of two kinds


def pieces_of(lengths: list[int], firsts: list[bool] | None = None) -> Pieces:
    """Pieces of paragraphs with so many pieces each."""
    n = sum(lengths)
    zeros = np.zeros(n, dtype=np.int64)
    paragraphs = np.repeat(np.arange(len(lengths)), lengths)
    flags = np.ones(n, dtype=bool) if firsts is None else np.array(firsts)
    return Pieces(zeros, paragraphs, zeros, zeros, flags, zeros, zeros, np.diff(paragraphs, prepend=-1) > 0)


def logits_of(labels: list[int]) -> np.ndarray:
    logits = np.zeros((len(labels), N_LABELS), dtype=np.float32)
    logits[np.arange(len(labels)), labels] = 6
    return logits


ANY_ORDER = np.zeros((N_LABELS, N_LABELS), dtype=np.float32)


@pytest.mark.parametrize(
    ("labels", "lengths", "spans"),
    [
        ([0, 1, 2, 0, 3], [5], [(1, 2, 0), (4, 4, 1)]),
        ([1, 1, 2], [3], [(0, 0, 0), (1, 2, 0)]),
        ([1, 2, 1, 2], [2, 2], [(0, 1, 0), (2, 3, 0)]),
        ([0, 0], [2], []),
    ],
    ids=["two kinds", "side by side", "two paragraphs", "nothing"],
)
def test_spans_are_runs_of_labels(labels: list[int], lengths: list[int], spans: list[tuple[int, int, int]]) -> None:
    found = find_spans(pieces_of(lengths), logits_of(labels), ANY_ORDER)
    assert [(one.first, one.last, one.kind) for one in found] == spans


def test_spans_end_with_the_first_piece_of_their_last_word() -> None:
    pieces = pieces_of([4], [True, False, True, False])
    found = find_spans(pieces, logits_of([1, 0, 2, 0]), ANY_ORDER)
    assert [(one.first, one.last) for one in found] == [(0, 2)]


def test_the_chances_of_kinds_are_those_of_all_words_of_a_span() -> None:
    pieces = pieces_of([3, 2])
    logits = logits_of([1, 2, 0, 3, 4])
    first, second = find_spans(pieces, logits, ANY_ORDER)
    chances = kind_chances(pieces, logits, [first, second])
    assert chances.argmax(axis=1).tolist() == [0, 1]
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(kind_chances(pieces, logits, [second])[0], chances[1])
    assert kind_chances(pieces, logits, []).shape == (0, 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(0, 10_000))
def test_the_best_legal_sequence_is_found(lengths: list[int], seed: int) -> None:
    random = np.random.default_rng(seed)
    logits = random.normal(size=(sum(lengths), N_LABELS)).astype(np.float32)
    order = random.normal(size=(N_LABELS, N_LABELS)).astype(np.float32)
    spans = {(one.first, one.last, one.kind) for one in find_spans(pieces_of(lengths), logits, order)}
    expected = set()
    first = 0
    for length in lengths:
        labels = _best_by_trying_all(log_softmax(logits[first : first + length]), order)
        expected |= {(first + start, first + end, kind) for start, end, kind in _runs(labels)}
        first += length
    assert spans == expected


def _best_by_trying_all(scores: np.ndarray, order: np.ndarray) -> tuple[int, ...]:
    allowed = order + forbidden_order(N_LABELS)

    def total(labels: tuple[int, ...]) -> float:
        steps = sum(allowed[one, two] for one, two in pairwise(labels))
        return float(
            forbidden_order(N_LABELS)[0, labels[0]] + steps + sum(scores[i, label] for i, label in enumerate(labels))
        )

    return max(product(range(N_LABELS), repeat=len(scores)), key=total)


def _runs(labels: tuple[int, ...]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for place, label in enumerate(labels):
        if label % 2 == 1:
            runs.append((place, place, label // 2))
        elif label:
            runs[-1] = (runs[-1][0], place, runs[-1][2])
    return runs


def test_distances_are_told_apart_by_sign_and_size() -> None:
    distances = np.array([0, 1, -1, 2, 3, 4, 500, -500])
    middle = N_DISTANCES // 2
    steps = len(DISTANCE_STEPS)
    assert distance_bucket(distances).tolist() == [
        middle, middle + 1, middle - 1, middle + 2, middle + 2, middle + 3, middle + steps, middle - steps,
    ]  # fmt: skip


def test_a_span_points_to_the_nearest_product_or_to_nothing() -> None:
    vectors = np.zeros((3, 6, 2), dtype=np.float32)
    to = vectors.copy()
    vectors[0, 1] = (4, 0)
    to[0, 4] = (4, 0)
    no_link = np.zeros((3, 6), dtype=np.float32)
    no_link[0, 2] = 9
    nothing = np.zeros((6, 1), dtype=np.float32)
    scores = Scores(nothing, nothing, nothing, vectors, to, no_link)
    distances = np.zeros((3, N_DISTANCES), dtype=np.float32)
    spans = [Found(place, place, 0) for place in range(10, 16)]
    links = best_links(0, Window(10, 10, 16), scores, distances, [spans[1], spans[2]], [spans[3], spans[4]])
    assert [target for target, _ in links] == [1, None]
    assert all(probability > 0.5 for _, probability in links)
