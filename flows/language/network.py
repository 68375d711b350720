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
from flows.language.labels import LINKS
from flows.language.windows import Pieces, Window

# Windows that are read together. More of them gain nothing on a core, and padding grows with their number.
BATCH_WINDOWS: Final = 2


# What the network takes and gives (the fields of `Scores`), and the tables that stand in its file beside it.
INPUTS: Final = ("ids", "cases", "marks", "openers", "lengths")
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
    """Load `reader.onnx` and `tokenizer.json` of a folder, once per process. Raises FileNotFoundError."""
    path = folder / "reader.onnx"
    if not path.is_file():
        raise FileNotFoundError(path)
    options = onnxruntime.SessionOptions()
    # Processes share the work, not threads: a page's result must not wait for cores that other workers use.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    known = session.get_modelmeta().custom_metadata_map
    tables = (np.array(json.loads(known[name]), dtype=np.float32) for name in TABLES)
    return Model(session, load_tokenizer(folder), *tables)


def load_tokenizer(folder: Path) -> Tokenizer:
    """Load `tokenizer.json` of a folder; it cuts texts of any length, and fills none up."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def score_windows(model: Model, pieces: Pieces, windows: Sequence[Window]) -> list[Scores]:
    """Return the scores of each window. They don't depend on which windows are given together."""
    order = sorted(range(len(windows)), key=lambda number: windows[number].start - windows[number].end)
    results: list[Scores | None] = [None] * len(windows)
    for first in range(0, len(order), BATCH_WINDOWS):
        numbers = order[first : first + BATCH_WINDOWS]
        for number, scores in zip(numbers, _run(model, pieces, [windows[number] for number in numbers]), strict=True):
            results[number] = scores
    return [scores for scores in results if scores is not None]


def _run(model: Model, pieces: Pieces, windows: Sequence[Window]) -> list[Scores]:
    lengths = np.array([window.end - window.start for window in windows], dtype=np.int64)
    columns = np.zeros((4, len(windows), int(lengths.max())), dtype=np.int64)
    for row, window in enumerate(windows):
        part = slice(window.start, window.end)
        for column, values in enumerate((pieces.ids, pieces.cases, pieces.marks, pieces.openers)):
            columns[column, row, : lengths[row]] = values[part]
    given = dict(zip(INPUTS, (*columns, lengths), strict=True))
    outputs = model.session.run(list(OUTPUTS), given)
    return [_scores([output[row, :length] for output in outputs]) for row, length in enumerate(lengths.tolist())]


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
