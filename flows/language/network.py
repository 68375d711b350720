"""Runs the reader's network: windows of pieces to scores. Nothing outside this file knows onnxruntime."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from flows.language.decode import Floats, Scores
from flows.language.labels import LINKS, NETWORK_FILE, TOKENIZER_FILE
from flows.language.windows import Ints, Pieces, Window
from schemas.errors import UsageError

# What the network takes and gives (the fields of `Scores`), and the tables that stand in its file beside it.
INPUTS: Final = ("ids", "cases", "marks", "openers")
OUTPUTS: Final = ("spans", "names", "kinds", "link_from", "link_to", "no_link")
TABLES: Final = ("distances", "span_order", "name_order")


@dataclass(frozen=True)
class Model:
    """A trained network with its tokenizer.

    distances: the weight of each class of distance, per kind of link. span_order, name_order: how likely a label is
    after another (from, to).
    """

    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    distances: Floats
    span_order: Floats
    name_order: Floats


@cache
def load_model(folder: Path) -> Model:
    """Load the model of a folder, once per process. Raises UsageError where its files are no model."""
    try:
        return _load(folder)
    except Exception as error:
        raise UsageError(f"language_model: {folder} holds no model that can be read: {error}") from error


def _load(folder: Path) -> Model:
    options = onnxruntime.SessionOptions()
    # Processes share the work, not threads: a page's result must not wait for cores that other workers use.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The runtime's fused form of "add, then normalise" takes a tenth of the time more than the two.
    session = onnxruntime.InferenceSession(
        str(folder / NETWORK_FILE),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )
    known = session.get_modelmeta().custom_metadata_map
    tables = (np.array(json.loads(known[name]), dtype=np.float32) for name in TABLES)
    return Model(session, load_tokenizer(folder), *tables)


def load_tokenizer(folder: Path) -> Tokenizer:
    """Load the tokenizer of a folder; it cuts texts of any length, and fills none up."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def score_windows(model: Model, pieces: Pieces, windows: Sequence[Window]) -> list[Scores]:
    """Return the scores of each window.

    Each is read alone. More at a time gain nothing on a core, and would not give the same scores: activations are
    scaled to 8 bits by the largest of all that are read together.
    """
    columns = np.stack([getattr(pieces, name) for name in INPUTS])
    return [_run(model, columns[:, None, window.start : window.end]) for window in windows]


def _run(model: Model, columns: Ints) -> Scores:
    outputs = model.session.run(list(OUTPUTS), dict(zip(INPUTS, columns, strict=True)))
    return _scores([output[0] for output in outputs])


def _scores(rows: Sequence[Floats]) -> Scores:
    spans, names, kinds, link_from, link_to, no_link = rows
    split = (len(spans), len(LINKS), -1)
    return Scores(
        spans,
        names,
        kinds,
        link_from.reshape(split).transpose(1, 0, 2),
        link_to.reshape(split).transpose(1, 0, 2),
        no_link.T,
    )
