"""Find what pages of the corpus have in common: runs of words that stand in several of them.

    python -m training.corpus.originality [FOLDER] [--words 8] [--pages 2]

Prints each run of `--words` words that stands in `--pages` pages or more, the commonest first; exits with 1 where
there is one.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from training.corpus.annotated import AnnotatedPage, read_corpus
from training.corpus.check import DEFAULT_FOLDER

_WORD: Final = re.compile(r"\w+")


def shared_runs(pages: Iterable[AnnotatedPage], n_words: int) -> dict[str, list[str]]:
    """Return each run of so many words that stands in more than one page, with the pages' ids."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for page in pages:
        for block in page.blocks:
            words = _WORD.findall(block.text.lower())
            for first in range(len(words) - n_words + 1):
                found[" ".join(words[first : first + n_words])][page.page_id] = None
    return {run: list(ids) for run, ids in found.items() if len(ids) > 1}


def main() -> None:
    parser = argparse.ArgumentParser(description="Find runs of words that pages share.")
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--words", type=int, default=8)
    parser.add_argument("--pages", type=int, default=2)
    given = parser.parse_args()
    runs = shared_runs(read_corpus(given.folder), given.words)
    shown = sorted((run for run in runs if len(runs[run]) >= given.pages), key=lambda run: (-len(runs[run]), run))
    for run in shown:
        print(f"{len(runs[run])} pages: {run} ({', '.join(runs[run][:5])})")
    sys.exit(1 if shown else 0)


if __name__ == "__main__":
    main()
