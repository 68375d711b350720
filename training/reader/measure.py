"""Read plain pages with a trained network, and write what it finds as the rows that a scorer wants.

python -m training.reader.measure --model FOLDER --pages FOLDER --quotes OUT.parquet --names OUT.parquet
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from flows.language.network import load_model
from flows.language.reader import read
from flows.language.reading import Reading
from flows.quotes.drafts import draft_quotes
from flows.quotes.layout import lay_out

# Documents that are read together.
BATCH_PAGES: Final = 16


def quote_rows(
    doc: str, paragraphs: Sequence[str], offsets: Sequence[int], reading: Reading
) -> Iterator[dict[str, Any]]:
    """Yield a row per quote, with its speaker as the text has it: the pipeline's but for who is meant."""
    last = ""
    layout = lay_out(paragraphs, reading)
    for draft in draft_quotes(layout):
        source = draft.attribution.source if draft.attribution is not None else None
        has_cue = draft.attribution is not None and draft.attribution.cue is not None
        speaker = layout.text_of(source) if source is not None else "" if has_cue else last
        last = speaker or last
        first, final = draft.segments[0], draft.segments[-1]
        yield {
            "doc": doc,
            "quote_text": " ".join(layout.text_of(segment) for segment in draft.segments),
            "speaker_text": speaker,
            "start": offsets[first.ordinal] + first.start,
            "end": offsets[final.ordinal] + final.end,
        }


def name_rows(
    doc: str, paragraphs: Sequence[str], offsets: Sequence[int], reading: Reading
) -> Iterator[dict[str, Any]]:
    """Yield a row per name; peoples are no entities for the scorer."""
    for name in reading.names:
        text = paragraphs[name.span.ordinal][name.span.start : name.span.end]
        start = offsets[name.span.ordinal] + name.span.start
        if name.type != "NORP":
            yield {
                "doc": doc,
                "text": text,
                "type": name.type,
                "entity_id": f"{name.type}:{text}",
                "start": start,
                "end": start + len(text),
            }


def _paragraphs(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of a page that are not blank, and where they start."""
    paragraphs, offsets, place = [], [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(line)
            offsets.append(place)
        place += len(line) + 1
    return paragraphs, offsets


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
    paths = [path for path in sorted(given.pages.glob("*.txt")) if only is None or path.stem in only]
    quotes, names, words, seconds = [], [], 0, 0.0
    for first in range(0, len(paths), BATCH_PAGES):
        batch = paths[first : first + BATCH_PAGES]
        texts = [path.read_text(encoding="utf-8") for path in batch]
        split = [_paragraphs(text) for text in texts]
        began = time.perf_counter()
        readings = read([paragraphs for paragraphs, _ in split], model)
        seconds += time.perf_counter() - began
        words += sum(len(text.split()) for text in texts)
        for path, (paragraphs, offsets), reading in zip(batch, split, readings, strict=True):
            quotes += quote_rows(path.stem, paragraphs, offsets, reading)
            names += name_rows(path.stem, paragraphs, offsets, reading)
    print(f"{words / 760 / seconds:.1f} articles of 760 words per second")
    if given.quotes:
        pq.write_table(pa.Table.from_pylist(quotes), given.quotes)
    if given.names:
        pq.write_table(pa.Table.from_pylist(names), given.names)


if __name__ == "__main__":
    main()
