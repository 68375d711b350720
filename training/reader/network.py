"""The reader's network: a small encoder with a head for each thing that is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from flows.language.labels import CUE_KINDS, LINKS, N_DISTANCES, NAME_TYPES, SPAN_KINDS, n_labels
from flows.language.windows import N_CASES, N_MARKS

WIDTH: Final = 384
HEADS: Final = 12
INNER: Final = 1_536
MAX_PIECES: Final = 512
LINK_WIDTH: Final = 64
_MASKED: Final = -1e4


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019): attention, then a network per piece, each added and normalised."""

    def __init__(self, inner: int, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attended_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, inner)
        self.outer = nn.Linear(inner, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, absent: Tensor | None) -> Tensor:
        windows, length, _ = hidden.shape
        query, key, value = (
            project(hidden).view(windows, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for project in (self.query, self.key, self.value)
        )
        rate = self.dropout.p if self.training else 0.0
        mask = None if absent is None else absent.to(query.dtype)
        mixed = functional.scaled_dot_product_attention(query, key, value, mask, dropout_p=rate)
        mixed = self.attended(mixed.transpose(1, 2).reshape(windows, length, WIDTH))
        hidden = self.attended_norm(hidden + self.dropout(mixed))
        return self.outer_norm(hidden + self.dropout(self.outer(functional.gelu(self.inner(hidden)))))


class Network(nn.Module):
    """Pieces with their features to scores of labels and kinds, and to vectors whose products are links."""

    def __init__(self, n_pieces: int, n_layers: int, inner: int = INNER, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(n_pieces, WIDTH)
        self.places = nn.Embedding(MAX_PIECES, WIDTH)
        self.cases = nn.Embedding(N_CASES, WIDTH)
        self.marks = nn.Embedding(N_MARKS, WIDTH)
        self.openers = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(inner, dropout) for _ in range(n_layers))
        self.spans = nn.Linear(WIDTH, n_labels(SPAN_KINDS))
        self.names = nn.Linear(WIDTH, n_labels(NAME_TYPES))
        self.kinds = nn.Linear(WIDTH, len(CUE_KINDS))
        self.link_from = nn.Linear(WIDTH, len(LINKS) * LINK_WIDTH)
        self.link_to = nn.Linear(WIDTH, len(LINKS) * LINK_WIDTH)
        self.no_link = nn.Linear(WIDTH, len(LINKS))
        self.distances = nn.Parameter(torch.zeros(len(LINKS), N_DISTANCES))
        # How likely a label is after another: from, to.
        self.span_order = nn.Parameter(torch.zeros(n_labels(SPAN_KINDS), n_labels(SPAN_KINDS)))
        self.name_order = nn.Parameter(torch.zeros(n_labels(NAME_TYPES), n_labels(NAME_TYPES)))
        for feature in (self.cases, self.marks, self.openers):
            nn.init.normal_(feature.weight, std=0.02)

    def forward(
        self, ids: Tensor, cases: Tensor, marks: Tensor, openers: Tensor, lengths: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Return span, name and kind scores, link vectors (from, to), and the scores of linking to nothing.

        lengths: of the windows, where they are filled up to one length.
        """
        length = ids.shape[1]
        places = torch.arange(length, device=ids.device)
        absent = None
        if lengths is not None:
            absent = ((places.unsqueeze(0) >= lengths.unsqueeze(1)) * _MASKED)[:, None, None, :]
        hidden = self.words(ids) + self.places(places) + self.cases(cases) + self.marks(marks) + self.openers(openers)
        hidden = self.dropout(self.norm(hidden))
        for layer in self.layers:
            hidden = layer(hidden, absent)
        return (
            self.spans(hidden),
            self.names(hidden),
            self.kinds(hidden),
            self.link_from(hidden),
            self.link_to(hidden),
            self.no_link(hidden),
        )


def prune(state: Mapping[str, Tensor], inner: int) -> dict[str, Tensor]:
    """Return a layer's weights with only those inner units that count most, by the size of what they take and give."""
    importance = state["inner.weight"].norm(dim=1) * state["outer.weight"].norm(dim=0)
    kept = importance.topk(inner).indices.sort().values
    return {
        **state,
        "inner.weight": state["inner.weight"][kept],
        "inner.bias": state["inner.bias"][kept],
        "outer.weight": state["outer.weight"][:, kept],
    }


def load_encoder(network: Network, weights: Path, layers: Sequence[int]) -> None:
    """Put a BERT encoder's weights (safetensors) into the network: its embeddings and the layers of these numbers."""
    given = load_file(weights)
    with torch.no_grad():
        network.words.weight.copy_(given["embeddings.word_embeddings.weight"])
        network.places.weight.copy_(
            given["embeddings.position_embeddings.weight"] + given["embeddings.token_type_embeddings.weight"][0]
        )
        network.norm.weight.copy_(given["embeddings.LayerNorm.weight"])
        network.norm.bias.copy_(given["embeddings.LayerNorm.bias"])
    for own, number in zip(network.layers, layers, strict=True):
        prefix = f"encoder.layer.{number}."
        part = {name.removeprefix(prefix): tensor for name, tensor in given.items() if name.startswith(prefix)}
        state = {
            f"{name}.{what}": part[f"{theirs}.{what}"]
            for name, theirs in _NAMES_IN_BERT.items()
            for what in ("weight", "bias")
        }
        own.load_state_dict(prune(state, own.inner.out_features))


_NAMES_IN_BERT: Final = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer_norm": "output.LayerNorm",
}
