"""Read plain pages with a trained network, and write what it finds as the rows that a scorer wants.

    python -m training.reader.measure --model FOLDER --pages FOLDER --quotes OUT.parquet --names OUT.parquet
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from flows.language.decode import Found, find_spans, own_scores
from flows.language.labels import CUE_KINDS, NAME_TYPES
from flows.language.links import CONTENT, CUE, SOURCE, find_links
from flows.language.marks import pair_marks
from flows.language.network import Model, load_model, score_windows
from flows.language.windows import Pieces, cut_windows, to_pieces


def read_page(model: Model, paragraphs: list[str]) -> dict[str, Any]:
    pieces = to_pieces(paragraphs, model.tokenizer)
    windows = list(cut_windows(pieces))
    scores = score_windows(model, [(pieces, window) for window in windows])
    scored = list(zip(windows, scores, strict=True))
    spans = find_spans(pieces, own_scores(pieces, [(w, s.spans) for w, s in scored]), model.span_order)
    names = find_spans(pieces, own_scores(pieces, [(w, s.names) for w, s in scored]), model.name_order)
    kinds = own_scores(pieces, [(w, s.kinds) for w, s in scored])
    links = find_links(scored, spans, model.distances)
    return {"pieces": pieces, "spans": spans, "names": names, "kinds": kinds, "links": links}


def _chars(pieces: Pieces, span: Found) -> tuple[int, int, int]:
    last = span.last
    while last + 1 < len(pieces) and not pieces.firsts[last + 1]:
        last += 1
    return int(pieces.ordinals[span.first]), int(pieces.starts[span.first]), int(pieces.ends[last])


def quote_rows(doc: str, paragraphs: list[str], offsets: list[int], found: dict[str, Any]) -> list[dict[str, Any]]:
    pieces, spans, links, kinds = found["pieces"], found["spans"], found["links"], found["kinds"]
    marked = pair_marks(paragraphs)
    contents: dict[int | None, list[tuple[int, int, int]]] = defaultdict(list)
    taken: set[tuple[int, int]] = set()
    rows = []
    for number, span in enumerate(spans):
        if span.kind != CONTENT:
            continue
        ordinal, start, end = _chars(pieces, span)
        for pair in marked[ordinal]:
            if pair.start < end and start < pair.end:
                taken.add((ordinal, pair.start))
                if min(end, pair.end) - max(start, pair.start) >= 0.5 * (pair.end - pair.start):
                    start, end = min(start, pair.start), max(end, pair.end)
        cue = links[0].get(number)
        if cue is None:
            rows.append((None, None, "none", [(ordinal, start, end)]))
        else:
            contents[cue].append((ordinal, start, end))
    for cue, parts in contents.items():
        source = links[1].get(cue)
        rows.append((cue, source, CUE_KINDS[int(kinds[spans[cue].first].argmax())], parts))
    for ordinal, pairs in enumerate(marked):
        for pair in pairs:
            inner = paragraphs[ordinal][pair.inner.start : pair.inner.end]
            if (ordinal, pair.start) not in taken and len(inner.split()) >= 4:
                rows.append((None, None, "marks", [(ordinal, pair.start, pair.end)]))
    rows.sort(key=lambda row: row[3][0])
    out = []
    last = ""
    for cue, source, kind, parts in rows:
        speaker = ""
        if source is not None:
            o, a, b = _chars(pieces, spans[source])
            speaker = last = paragraphs[o][a:b]
        elif kind in {"none", "marks"}:
            speaker = last
        for o, a, b in parts:
            out.append({"doc": doc, "quote_text": paragraphs[o][a:b], "speaker_text": speaker, "kind": kind,
                        "start": offsets[o] + a, "end": offsets[o] + b, "q": f"{cue}"})
    return out


def name_rows(doc: str, paragraphs: list[str], offsets: list[int], found: dict[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for span in found["names"]:
        kind = NAME_TYPES[span.kind]
        if kind in {"DATE", "NORP"}:
            continue
        o, a, b = _chars(found["pieces"], span)
        text = paragraphs[o][a:b]
        rows.append({"doc": doc, "text": text, "type": kind, "entity_id": f"{kind}:{text}", "start": offsets[o] + a,
                     "end": offsets[o] + b, "name": text})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Read pages with a trained network.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--only", type=Path, help="a file of names of pages")
    parser.add_argument("--quotes", type=Path)
    parser.add_argument("--names", type=Path)
    given = parser.parse_args()
    model = load_model(given.model)
    only = set(given.only.read_text().split()) if given.only else None
    quotes, names, words, seconds = [], [], 0, 0.0
    for path in sorted(given.pages.glob("*.txt")):
        if only is not None and path.stem not in only:
            continue
        text = path.read_text(encoding="utf-8")
        paragraphs, offsets, place = [], [], 0
        for part in text.split("\n"):
            if part.strip():
                paragraphs.append(part)
                offsets.append(place)
            place += len(part) + 1
        began = time.perf_counter()
        found = read_page(model, paragraphs)
        seconds += time.perf_counter() - began
        words += len(text.split())
        quotes += quote_rows(path.stem, paragraphs, offsets, found)
        names += name_rows(path.stem, paragraphs, offsets, found)
    print(f"{words / 760 / seconds:.1f} articles of 760 words per second")
    if given.quotes:
        pq.write_table(pa.Table.from_pylist(quotes), given.quotes)
    if given.names:
        pq.write_table(pa.Table.from_pylist(names), given.names)


if __name__ == "__main__":
    main()
