"""Train the reader's network on the corpus.

    python -m training.reader.train --corpus corpus/pages --encoder FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from flows.language.decode import distance_bucket, forbidden_order
from flows.language.labels import LINKS, OUTSIDE
from flows.language.windows import Ints
from training.annotated import AnnotatedPage, read_corpus
from training.reader.examples import IGNORED, NONE, Example, as_text, examples_of
from training.reader.network import LINK_WIDTH, Network, load_encoder
from training.reader.variation import NamePool, varied


@dataclass(frozen=True)
class Recipe:
    """How the network is trained. layers: those of the encoder that are kept."""

    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    epochs: int = 8
    batch: int = 4
    encoder_rate: float = 1e-4
    head_rate: float = 5e-4
    warm_up: float = 0.1
    dropout: float = 0.1
    name_weight: float = 1.0
    link_weight: float = 1.0
    kind_weight: float = 0.3
    seed: int = 7


def train(pages: Sequence[AnnotatedPage], encoder: Path, recipe: Recipe) -> Network:
    """Return a network trained on the pages; the same pages, recipe and machine give the same weights."""
    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    network = Network(tokenizer.get_vocab_size(), len(recipe.layers), recipe.dropout)
    load_encoder(network, encoder / "model.safetensors", recipe.layers)
    network.words.weight.requires_grad_(False)
    texts = [as_text(page) for page in pages]
    head_names = ("spans", "names", "kinds", "link_from", "link_to", "no_link", "distances", "span_order", "name_order", "cases", "marks", "openers")
    heads = [p for n, p in network.named_parameters() if n.split(".")[0] in head_names]
    body = [p for n, p in network.named_parameters() if n.split(".")[0] not in head_names and p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": recipe.encoder_rate}, {"params": heads, "lr": recipe.head_rate}], weight_decay=0.01
    )
    n_windows = sum(1 for text in texts for _ in examples_of(text, tokenizer))
    n_steps = math.ceil(n_windows * recipe.epochs / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(step / (recipe.warm_up * n_steps + 1), max(0.0, 1 - step / n_steps) + 0.01)
    )
    chance = random.Random(recipe.seed)
    pool = NamePool.of(texts)
    network.train()
    began, step = time.monotonic(), 0
    for epoch in range(recipe.epochs):
        windows = [example for text in texts for example in examples_of(varied(text, pool, chance), tokenizer)]
        total = 0.0
        for batch in _batches(windows, recipe.batch, chance):
            loss = _loss(network, batch, recipe)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            total += float(loss.detach()) * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(windows):.4f}, {time.monotonic() - began:.0f} s", flush=True)
    return network.eval()


def _batches(windows: list[Example], size: int, chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches of windows of like length, in an order of chance."""
    windows = sorted(windows, key=lambda window: len(window) + chance.random() * 40)
    batches = [windows[first : first + size] for first in range(0, len(windows), size)]
    chance.shuffle(batches)
    yield from batches


def collate(batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Return the columns (column, window, piece), padded with 0, and the windows' lengths."""
    longest = max(len(example) for example in batch)
    columns = np.zeros((4, len(batch), longest), dtype=np.int64)
    for row, example in enumerate(batch):
        columns[:, row, : len(example)] = example.columns
    return torch.from_numpy(columns), torch.tensor([len(example) for example in batch])


def _loss(network: Network, batch: Sequence[Example], recipe: Recipe) -> Tensor:
    columns, lengths = collate(batch)
    longest = columns.shape[2]

    def padded(name: str) -> Tensor:
        rows = np.full((len(batch), longest), IGNORED, dtype=np.int64)
        for row, example in enumerate(batch):
            rows[row, : len(example)] = getattr(example, name)
        return torch.from_numpy(rows)

    with torch.autocast("cpu", dtype=torch.bfloat16):
        spans, names, kinds, link_from, link_to, no_link = (
            scores.float() for scores in network(*columns, lengths)
        )
    loss = _sequence_loss(spans, [example.spans for example in batch], batch, network.span_order)
    loss = loss + recipe.name_weight * _sequence_loss(
        names, [example.names for example in batch], batch, network.name_order
    )
    kind_labels = padded("kinds").flatten()
    if bool((kind_labels != IGNORED).any()):
        loss = loss + recipe.kind_weight * functional.cross_entropy(
            kinds.flatten(0, 1), kind_labels, ignore_index=IGNORED
        )
    return loss + recipe.link_weight * _link_loss(network, batch, link_from, link_to, no_link)


def _sequence_loss(scores: Tensor, labels: Sequence[Ints], batch: Sequence[Example], order: Tensor) -> Tensor:
    """Return the loss of a conditional random field (Lafferty et al. 2001) over the words of each paragraph, per word."""
    rows, places, targets = [], [], []
    for row, (example, given) in enumerate(zip(batch, labels, strict=True)):
        words = np.flatnonzero(given != IGNORED)
        paragraph = np.cumsum(example.columns[3])[words]
        for part in np.split(words, np.flatnonzero(np.diff(paragraph)) + 1):
            if len(part):
                target = given[part].copy()
                if target[0] % 2 == 0 and target[0] != OUTSIDE:
                    target[0] -= 1  # the window starts inside of a span
                rows.append(row)
                places.append(part)
                targets.append(target)
    longest = max(len(part) for part in places)
    index = np.zeros((len(places), longest), dtype=np.int64)
    gold = np.zeros((len(places), longest), dtype=np.int64)
    there = np.zeros((len(places), longest), dtype=bool)
    for number, (part, target) in enumerate(zip(places, targets, strict=True)):
        index[number, : len(part)], gold[number, : len(part)], there[number, : len(part)] = part, target, True
    emitted = scores[torch.tensor(rows).unsqueeze(1), torch.from_numpy(index)]
    labelled, mask = torch.from_numpy(gold), torch.from_numpy(there)
    order = order + torch.from_numpy(forbidden_order(order.shape[0]))
    total = emitted.gather(2, labelled.unsqueeze(2)).squeeze(2) * mask
    steps = order[labelled[:, :-1], labelled[:, 1:]] * mask[:, 1:]
    reached = emitted[:, 0] + torch.from_numpy(forbidden_order(order.shape[0])[OUTSIDE])
    for step in range(1, longest):
        following = torch.logsumexp(reached.unsqueeze(2) + order, dim=1) + emitted[:, step]
        reached = torch.where(mask[:, step].unsqueeze(1), following, reached)
    return (torch.logsumexp(reached, dim=1).sum() - total.sum() - steps.sum()) / mask.sum()


def _link_loss(network: Network, batch: Sequence[Example], link_from: Tensor, link_to: Tensor, no_link: Tensor) -> Tensor:
    losses = []
    for row, example in enumerate(batch):
        words = np.flatnonzero(example.spans != IGNORED)
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
            place = {int(word): number for number, word in enumerate(words)}
            targets = torch.tensor([len(words) if target == NONE else place[target] for _, target in pairs])
            losses.append(functional.cross_entropy(logits, targets))
    return torch.stack(losses).mean() if losses else torch.zeros(())


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the reader's network.")
    parser.add_argument("--corpus", type=Path, default=Path("corpus/pages"))
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", default="0,1,2,3,4,5")
    parser.add_argument("--epochs", type=int, default=Recipe.epochs)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--all", action="store_true", help="train on the held-out pages, too")
    parser.add_argument("--pages", type=int, help="train on so many pages only")
    given = parser.parse_args()
    recipe = Recipe(
        layers=tuple(int(number) for number in given.layers.split(",")), epochs=given.epochs, seed=given.seed
    )
    pages = [page for page in read_corpus(given.corpus) if given.all or page.split == "train"]
    if given.pages:
        pages = random.Random(recipe.seed).sample(pages, given.pages)
    print(f"{len(pages)} pages, {sum(page.n_words for page in pages)} words; {recipe}")
    network = train(pages, given.encoder, recipe)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), given.out / "network.pt")
    (given.out / "recipe.json").write_text(json.dumps(asdict(recipe)))


if __name__ == "__main__":
    main()
