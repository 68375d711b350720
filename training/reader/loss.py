"""What training makes small: how far the network's scores are from the marks, and from a teacher's scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from flows.language.decode import distance_bucket, forbidden_order
from flows.language.labels import LINKS, OUTSIDE
from flows.language.windows import Ints
from training.reader.examples import IGNORED, NONE, Example
from training.reader.network import LINK_WIDTH, Network


@dataclass(frozen=True)
class Weights:
    """How much each part counts beside the spans of attributions. teacher: likeness to a teacher's scores."""

    names: float = 1.0
    links: float = 1.0
    kinds: float = 0.3
    teacher: float = 2.0


def loss_of(network: Network, batch: Sequence[Example], weights: Weights, teacher: Network | None = None) -> Tensor:
    """Return the loss of a batch of windows; with a teacher, his scores count beside the marks."""
    columns, lengths = _collated(batch)
    scores = _scores(network, columns, lengths)
    spans, names, kinds, link_from, link_to, no_link = scores
    span_labels, name_labels, kind_labels = (_padded(batch, name) for name in ("spans", "names", "kinds"))
    loss = _sequence_loss(spans, span_labels, columns[3], network.span_order)
    loss = loss + weights.names * _sequence_loss(names, name_labels, columns[3], network.name_order)
    loss = loss + weights.links * _link_loss(network, batch, link_from, link_to, no_link)
    if bool((kind_labels != IGNORED).any()):
        loss = loss + weights.kinds * functional.cross_entropy(
            kinds.flatten(0, 1), kind_labels.flatten(), ignore_index=IGNORED
        )
    if teacher is not None:
        with torch.no_grad():
            taught = _scores(teacher, columns, lengths)
        words = span_labels != IGNORED
        difference = sum(
            functional.kl_div(
                own[words].log_softmax(1), his[words].log_softmax(1), log_target=True, reduction="batchmean"
            )
            for own, his in zip(scores[:2], taught[:2], strict=True)
        )
        loss = loss + weights.teacher * difference
    return loss


def _collated(batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Return the columns (column, window, piece), padded with 0, and the windows' lengths."""
    longest = max(len(example) for example in batch)
    columns = np.zeros((4, len(batch), longest), dtype=np.int64)
    for row, example in enumerate(batch):
        columns[:, row, : len(example)] = example.columns
    return torch.from_numpy(columns), torch.tensor([len(example) for example in batch])


def _padded(batch: Sequence[Example], name: str) -> Tensor:
    rows = np.full((len(batch), max(len(example) for example in batch)), IGNORED, dtype=np.int64)
    for row, example in enumerate(batch):
        rows[row, : len(example)] = getattr(example, name)
    return torch.from_numpy(rows)


def _scores(network: Network, columns: Tensor, lengths: Tensor) -> tuple[Tensor, ...]:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return tuple(scores.float() for scores in network(*columns, lengths))


def _sequence_loss(scores: Tensor, labels: Tensor, openers: Tensor, order: Tensor) -> Tensor:
    """Return the loss per word of a conditional random field (Lafferty et al. 2001) over each paragraph."""
    forbidden = torch.from_numpy(forbidden_order(order.shape[0]))
    order = order + forbidden
    places, targets = _by_paragraph(labels.numpy(), openers.numpy())
    there = targets != IGNORED
    rows, columns = places[..., 0], places[..., 1]
    emitted = scores[rows, columns]
    targets = torch.where(there, targets, OUTSIDE)
    path = (emitted.gather(2, targets.unsqueeze(2)).squeeze(2) * there).sum()
    path = path + (order[targets[:, :-1], targets[:, 1:]] * there[:, 1:]).sum()
    reached = emitted[:, 0] + forbidden[OUTSIDE]
    for step in range(1, targets.shape[1]):
        following = torch.logsumexp(reached.unsqueeze(2) + order, dim=1) + emitted[:, step]
        reached = torch.where(there[:, step].unsqueeze(1), following, reached)
    return (torch.logsumexp(reached, dim=1).sum() - path) / there.sum()


def _by_paragraph(labels: Ints, openers: Ints) -> tuple[Tensor, Tensor]:
    """Return the words of each paragraph of a batch of windows: where they are (window, piece), and their labels.

    A span that a window's start cuts off begins there.
    """
    parts = []
    for row in range(len(labels)):
        words = np.flatnonzero(labels[row] != IGNORED)
        paragraph = np.cumsum(openers[row])[words]
        parts.extend((row, part) for part in np.split(words, np.flatnonzero(np.diff(paragraph)) + 1) if len(part))
    longest = max(len(part) for _, part in parts)
    places = np.zeros((len(parts), longest, 2), dtype=np.int64)
    targets = np.full((len(parts), longest), IGNORED, dtype=np.int64)
    for number, (row, part) in enumerate(parts):
        places[number, : len(part), 0], places[number, : len(part), 1] = row, part
        targets[number, : len(part)] = labels[row, part]
    is_cut_off = (targets[:, 0] % 2 == 0) & (targets[:, 0] > OUTSIDE)
    targets[is_cut_off, 0] -= 1
    return torch.from_numpy(places), torch.from_numpy(targets)


def _link_loss(
    network: Network, batch: Sequence[Example], link_from: Tensor, link_to: Tensor, no_link: Tensor
) -> Tensor:
    """Return the mean loss of choosing the right word to point to among all words of a window, and nothing."""
    losses = []
    for row, example in enumerate(batch):
        words = np.flatnonzero(example.spans != IGNORED)
        place = {int(word): number for number, word in enumerate(words)}
        for kind in range(len(LINKS)):
            pairs = example.links[kind]
            if not pairs:
                continue
            part = slice(kind * LINK_WIDTH, (kind + 1) * LINK_WIDTH)
            origins = np.array([origin for origin, _ in pairs])
            products = link_from[row, origins, part] @ link_to[row, words, part].T / LINK_WIDTH**0.5
            buckets = torch.from_numpy(distance_bucket(words[None, :] - origins[:, None]))
            products = products + network.distances[kind][buckets]
            logits = torch.cat([products, no_link[row, origins, kind].unsqueeze(1)], dim=1)
            targets = torch.tensor([len(words) if target == NONE else place[target] for _, target in pairs])
            losses.append(functional.cross_entropy(logits, targets))
    return torch.stack(losses).mean() if losses else torch.zeros(())
