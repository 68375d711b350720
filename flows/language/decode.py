"""From the network's scores to spans and links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from flows.language.labels import DISTANCE_STEPS, N_DISTANCES, OUTSIDE
from flows.language.windows import Ints, Pieces, Window

Floats = NDArray[np.float32]

FORBIDDEN: Final = -1e4


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of a window's pieces.

    spans, names, kinds: logits, a row per piece. link_from, link_to: per kind of link, a vector per piece (kind, piece,
    width). no_link: the scores of linking to nothing (kind, piece).
    """

    spans: Floats
    names: Floats
    kinds: Floats
    link_from: Floats
    link_to: Floats
    no_link: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """A labelled span.

    first, last: the pieces that start its first and its last word. kind: the number of its kind.
    """

    first: int
    last: int
    kind: int


def log_softmax(logits: Floats) -> Floats:
    """Return the logarithms of the probabilities in each row."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def own_scores(windows: Sequence[Window], scores: Sequence[Floats]) -> Floats:
    """Put the rows of windows together to rows of the batch: each piece's from the window that owns it."""
    return np.concatenate([rows[window.own - window.start :] for window, rows in zip(windows, scores, strict=True)])


def find_spans(pieces: Pieces, logits: Floats, order: Floats) -> list[Found]:
    """Return the best sequence of spans in each paragraph, in the order of the text.

    `order` says how likely a label is after another. An inside label follows its begin label or itself only; so what is
    found is always well-formed.
    """
    places = np.flatnonzero(pieces.firsts)
    if not len(places):
        return []
    scores = log_softmax(logits[places])
    paragraphs = pieces.paragraphs[places]
    labels = _best_labels(scores, np.flatnonzero(np.concatenate(([True], paragraphs[1:] != paragraphs[:-1]))), order)
    found = []
    start = None
    for word in range(len(labels) + 1):
        label = int(labels[word]) if word < len(labels) else OUTSIDE
        goes_on = label != OUTSIDE and label % 2 == 0
        if start is not None and not goes_on:
            found.append(Found(int(places[start]), int(places[word - 1]), (int(labels[start]) - 1) // 2))
            start = None
        if label % 2 == 1:
            start = word
    return found


def kind_chances(pieces: Pieces, logits: Floats, found: Sequence[Found]) -> Floats:
    """Return how likely each kind is of each span, given that it is one: a row per span, a column per kind.

    From the mean of the logarithms over the words, so that a long name is not surer than a short one.
    """
    if not found:
        return np.zeros((0, logits.shape[1] // 2), dtype=np.float32)
    places = np.flatnonzero(pieces.firsts)
    starts = np.searchsorted(places, [one.first for one in found])
    lengths = np.searchsorted(places, [one.last for one in found]) + 1 - starts
    offsets = np.cumsum(lengths) - lengths
    # The rows of all words of all spans; a span's sum is over its own rows only, whatever stands around it.
    rows = np.arange(lengths.sum()) - np.repeat(offsets - starts, lengths)
    scores = log_softmax(logits[places[rows]])
    of_kinds = scores[:, 2::2].copy()
    of_kinds[offsets] = scores[offsets, 1::2]
    sums = np.add.reduceat(of_kinds, offsets)
    means: Floats = (sums / lengths[:, None]).astype(np.float32)
    return np.exp(log_softmax(means))


def _best_labels(scores: Floats, starts: Ints, order_of_labels: Floats) -> Ints:
    """Viterbi over all paragraphs at once; `starts` are the rows at which paragraphs start."""
    n_labels = scores.shape[1]
    lengths = np.diff(np.append(starts, len(scores)))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    forbidden = forbidden_order(n_labels)
    allowed = order_of_labels + forbidden
    best = scores[starts] + forbidden[OUTSIDE]
    n_steps = int(lengths[0])
    back = np.zeros((n_steps, len(starts), n_labels), dtype=np.int8)
    final = best.copy()
    for step in range(1, n_steps):
        live = int(np.searchsorted(-lengths, -step, side="left"))
        candidates = best[:live, :, None] + allowed
        back[step, :live] = candidates.argmax(axis=1)
        best = candidates.max(axis=1) + scores[starts[:live] + step]
        final[:live] = best
    labels = np.zeros(len(scores), dtype=np.int64)
    current = final.argmax(axis=1)
    for step in range(n_steps - 1, -1, -1):
        live = int(np.searchsorted(-lengths, -step, side="left"))
        labels[starts[:live] + step] = current[:live]
        if step:
            current[:live] = back[step, np.arange(live), current[:live]]
    return labels


def forbidden_order(n_labels: int) -> Floats:
    """Return from label, to label: 0 where it may follow, else a number that nothing makes up for.

    What may follow "outside" may also start a paragraph.
    """
    labels = np.arange(n_labels)
    is_inside = (labels % 2 == 0) & (labels > 0)
    follows = (labels[:, None] == labels[None, :]) | (labels[:, None] + 1 == labels[None, :])
    return np.where(is_inside[None, :] & ~follows, FORBIDDEN, 0).astype(np.float32)


def distance_bucket(distance: Ints) -> Ints:
    """Return the class of a distance in pieces, told apart by sign and by steps that double."""
    size = np.searchsorted(np.array(DISTANCE_STEPS), np.abs(distance), side="right")
    return np.where(distance < 0, -size, size) + (N_DISTANCES // 2)


def best_links(
    link: int, window: Window, scores: Scores, distances: Floats, origins: Sequence[Found], targets: Sequence[Found]
) -> list[tuple[int | None, float]]:
    """Return for each origin the number of the target it points to, or None, and the probability of that.

    All must stand in the window. `distances` holds the weight of each class of distance, per kind of link.
    """
    if not origins:
        return []
    at = np.array([found.first for found in origins]) - window.start
    nothing = scores.no_link[link, at][:, None]
    if targets:
        to = np.array([found.first for found in targets]) - window.start
        products = scores.link_from[link, at] @ scores.link_to[link, to].T
        products /= np.sqrt(scores.link_from.shape[2])
        products += distances[link][distance_bucket(to[None, :] - at[:, None])]
        logits = np.concatenate([products, nothing], axis=1)
    else:
        logits = nothing
    probabilities = np.exp(log_softmax(logits))
    best = probabilities.argmax(axis=1)
    return [
        (int(number) if number < len(targets) else None, float(probabilities[row, number]))
        for row, number in enumerate(best)
    ]
