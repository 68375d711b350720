"""Write a trained network as ONNX with 8-bit weights: what `flows/language` reads with."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from flows.language.network import INPUTS, OUTPUTS, TABLES, load_tokenizer
from training.reader.network import Network


def export(network: Network, encoder: Path, out: Path) -> None:
    """Write `reader.onnx` and `tokenizer.json` into the folder `out`."""
    network = network.eval()
    ids = torch.randint(1_000, 2_000, (1, 24))
    zeros = torch.zeros_like(ids)
    given = (ids, zeros, zeros, zeros)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            network,
            given,
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes={name: {1: "piece"} for name in (*INPUTS, *OUTPUTS)},
            opset_version=17,
            dynamo=False,
        )
        model = onnx.load(str(plain))
        for name in TABLES:
            entry = model.metadata_props.add()
            entry.key, entry.value = name, json.dumps(getattr(network, name).tolist())
        onnx.save(model, str(plain))
        out.mkdir(parents=True, exist_ok=True)
        quantize_dynamic(str(plain), str(out / "reader.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    load_tokenizer(encoder).save(str(out / "tokenizer.json"))
