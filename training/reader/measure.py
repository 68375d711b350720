"""Read plain pages with a trained network, and write what it finds as the rows that a scorer wants.

python -m training.reader.measure --model FOLDER --pages FOLDER --quotes OUT.parquet --names OUT.parquet
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from flows.language.marks import pair_marks
from flows.language.network import load_model
from flows.language.reading import Span
from flows.language.tagger import Tagged, tag

# Documents that are read together.
BATCH_PAGES: Final = 16
# Words in marks that the network takes for nobody's, if they are so many, are the last speaker's.
MIN_MARKED_WORDS: Final = 4


def quote_rows(doc: str, paragraphs: Sequence[str], offsets: Sequence[int], tagged: Tagged) -> list[dict[str, Any]]:
    """Return a row per content, held whole with the marks it cuts into, and per pair of marks without one."""
    marked = pair_marks(paragraphs)
    taken: set[tuple[int, int]] = set()
    found: list[tuple[Span, str, str]] = []
    for attribution in tagged.attributions:
        source = attribution.source
        speaker = paragraphs[source.ordinal][source.start : source.end] if source else ""
        for content in attribution.contents:
            start, end = content.start, content.end
            for pair in marked[content.ordinal]:
                if pair.start < end and start < pair.end:
                    taken.add((content.ordinal, pair.start))
                    if min(end, pair.end) - max(start, pair.start) >= 0.5 * (pair.end - pair.start):
                        start, end = min(start, pair.start), max(end, pair.end)
            found.append((Span(content.ordinal, start, end), speaker, attribution.kind or "none"))
    for ordinal, pairs in enumerate(marked):
        for pair in pairs:
            inner = paragraphs[ordinal][pair.inner.start : pair.inner.end]
            if (ordinal, pair.start) not in taken and len(inner.split()) >= MIN_MARKED_WORDS:
                found.append((pair.outer, "", "marks"))
    rows, last = [], ""
    for span, speaker, kind in sorted(found):
        last = speaker or last
        rows.append(
            {
                "doc": doc,
                "quote_text": paragraphs[span.ordinal][span.start : span.end],
                "speaker_text": last if kind in {"none", "marks"} else speaker,
                "kind": kind,
                "start": offsets[span.ordinal] + span.start,
                "end": offsets[span.ordinal] + span.end,
            }
        )
    return rows


def name_rows(doc: str, paragraphs: Sequence[str], offsets: Sequence[int], tagged: Tagged) -> list[dict[str, Any]]:
    """Return a row per name; peoples and dates are no entities for the scorer."""
    return [
        {
            "doc": doc,
            "text": paragraphs[name.span.ordinal][name.span.start : name.span.end],
            "type": name.type,
            "entity_id": f"{name.type}:{paragraphs[name.span.ordinal][name.span.start : name.span.end]}",
            "start": offsets[name.span.ordinal] + name.span.start,
            "end": offsets[name.span.ordinal] + name.span.end,
        }
        for name in tagged.names
        if name.type not in {"DATE", "NORP"}
    ]


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
        tagged = tag([paragraphs for paragraphs, _ in split], model)
        seconds += time.perf_counter() - began
        words += sum(len(text.split()) for text in texts)
        for path, (paragraphs, offsets), found in zip(batch, split, tagged, strict=True):
            quotes += quote_rows(path.stem, paragraphs, offsets, found)
            names += name_rows(path.stem, paragraphs, offsets, found)
    print(f"{words / 760 / seconds:.1f} articles of 760 words per second")
    if given.quotes:
        pq.write_table(pa.Table.from_pylist(quotes), given.quotes)
    if given.names:
        pq.write_table(pa.Table.from_pylist(names), given.names)


if __name__ == "__main__":
    main()
