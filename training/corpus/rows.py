"""Write annotated pages as plain text with the rows that scorers of quotes and names want.

    python -m training.corpus.rows corpus/pages --split held_out --out FOLDER

FOLDER gets `pages/ID.txt` (the paragraphs, with a blank line between), and `gold.jsonl`: per page id, text and quotes
(content, source and cue as lists of [start, end] in the text; kind: direct, mixed or indirect; speech; antecedents:
the names of whom a pronoun stands for), names (start, end, type, entity).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from flows.language.marks import pair_marks
from training.corpus.annotated import AnnotatedPage, Mark, by_number, read_corpus
from training.corpus.text import as_text

_GAP: Final = "\n\n"
_WORD: Final = re.compile(r"\w+")


def page_rows(page: AnnotatedPage) -> dict[str, Any]:
    """Return one page as a row of `gold.jsonl`."""
    text = as_text(page)
    offsets, place = [], 0
    for paragraph in text.paragraphs:
        offsets.append(place)
        place += len(paragraph) + len(_GAP)

    def span(mark: Mark) -> list[int]:
        return [offsets[mark.block] + mark.start, offsets[mark.block] + mark.end]

    def words(mark: Mark) -> str:
        return text.paragraphs[mark.block][mark.start : mark.end]

    names_of: dict[str, list[str]] = defaultdict(list)
    for mark in text.marks:
        if mark.tag == "name":
            for entity in mark.ids:
                names_of[entity].append(words(mark))
    marked = pair_marks(text.paragraphs)
    quotes = []
    for number, own in by_number(text.marks, "source", "cue", "content").items():
        if not own["content"]:
            continue
        shares = [_marked_share(words(mark), mark, marked) for mark in own["content"]]
        kind = "direct" if min(shares) == 1 else "mixed" if max(shares) > 0 else "indirect"
        sources = own["source"]
        entities = {
            entity
            for source in sources
            for mark in text.marks
            if mark.tag in {"name", "ref"} and mark.block == source.block
            if source.start <= mark.start and mark.end <= source.end
            for entity in mark.ids
        } | {mark.value for mark in own["content"] if mark.value}
        quotes.append(
            {
                "id": number,
                "content": [span(mark) for mark in own["content"]],
                "source": [span(mark) for mark in sources],
                "cue": [span(mark) for mark in own["cue"]],
                "kind": kind,
                "speech": kind != "indirect" or any(mark.value == "speech" for mark in own["cue"]),
                "antecedents": sorted({name for entity in entities for name in names_of[entity]}),
            }
        )
    names = [
        {"start": span(mark)[0], "end": span(mark)[1], "type": mark.value, "entity": " ".join(mark.ids)}
        for mark in text.marks
        if mark.tag == "name"
    ]
    return {"id": page.page_id, "text": _GAP.join(text.paragraphs), "quotes": quotes, "names": names, "discard": []}


def _marked_share(words: str, mark: Mark, marked: Any) -> float:
    """Return 1 where all words of a content stand inside quotation marks, 0 where none does, 0.5 between."""
    inside = [
        any(
            pair.start <= mark.start + word.start() and mark.start + word.end() <= pair.end
            for pair in marked[mark.block]
        )
        for word in _WORD.finditer(words)
    ]
    return 1.0 if inside and all(inside) else 0.5 if any(inside) else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="Write annotated pages as text and rows.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--split", help="only the pages of this split")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    (given.out / "pages").mkdir(parents=True, exist_ok=True)
    with (given.out / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for page in read_corpus(given.folder):
            if given.split in {None, page.split}:
                row = page_rows(page)
                (given.out / "pages" / f"{page.page_id}.txt").write_text(row["text"], encoding="utf-8")
                gold.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
