"""Say what the corpus holds, as the table of corpus/README.md.

python -m training.corpus.report
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from training.corpus.annotated import AnnotatedPage, read_corpus
from training.corpus.check import DEFAULT_FOLDER
from training.corpus.rows import page_rows

_PRONOUN: Final = re.compile(r"(?:he|she|they|it|i|we|you|who|his|her|their|its|my|our|your|that|which)", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]*[A-Z0-9])")


def report(pages: Sequence[AnnotatedPage]) -> str:
    """Return the table in Markdown: a row per measure, columns for articles, transcripts and all."""
    columns = [
        [page for page in pages if page.kind == "article"],
        [page for page in pages if page.kind == "transcript"],
        list(pages),
    ]
    measured = [_measure(column) for column in columns]
    lines = ["| | articles | transcripts and interviews | all |", "|---|---|---|---|"]
    lines += [f"| {name} | {' | '.join(column[name] for column in measured)} |" for name in measured[0]]
    return "\n".join(lines)


def _measure(pages: Sequence[AnnotatedPage]) -> dict[str, str]:
    rows = [page_rows(page) for page in pages]
    quotes = [(row["text"], quote) for row in rows for quote in row["quotes"]]
    n_words = sum(page.n_words for page in pages)
    forms = Counter(quote["kind"] for _, quote in quotes)
    kinds = Counter(mark.value for page in pages for mark in page.marks_of("cue"))
    types = Counter(mark.value for page in pages for mark in page.marks_of("name"))
    sources = [_words(text, quote["source"]) for text, quote in quotes if quote["source"]]
    pronouns = [source for source in sources if _PRONOUN.fullmatch(source)]
    contents = [len(_words(text, quote["content"]).split()) for text, quote in quotes]
    sentences = [
        len(sentence.split())
        for page in pages
        for block in page.blocks
        if block.is_body
        for sentence in _SENTENCE_END.split(block.text)
    ]
    return {
        "pages (of them held out)": f"{len(pages)} ({sum(page.split == 'held_out' for page in pages)})",
        "words": f"{n_words:,}",
        "words in a sentence, mean": f"{statistics.mean(sentences):.1f}",
        "attributions": f"{len(quotes):,}",
        "in 1,000 words": f"{1_000 * len(quotes) / n_words:.0f}",
        "direct / mixed / indirect": _shares(forms, ("direct", "mixed", "indirect")),
        "speech / thought / other": _shares(kinds, ("speech", "thought", "other")),
        "words in a content, median and 9th decile": _spread(contents),
        "without a source": f"{1 - len(sources) / len(quotes):.0%}",
        "sources that are pronouns": f"{len(pronouns) / len(sources):.0%}",
        "different cues": f"{len({cue.lower() for cue in _cues(pages)}):,}",
        "names (of them PERSON / ORG / GPE, LOC, FAC)": (
            f"{sum(types.values()):,} ({types['PERSON']:,} / {types['ORG']:,} / "
            f"{types['GPE'] + types['LOC'] + types['FAC']:,})"
        ),
        "pronouns and nominals": f"{sum(1 for page in pages for _ in page.marks_of('ref')):,}",
    }


def _words(text: str, spans: Sequence[Sequence[int]]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def _cues(pages: Sequence[AnnotatedPage]) -> list[str]:
    return [page.text_of(mark) for page in pages for mark in page.marks_of("cue")]


def _shares(counts: Counter[Any], names: Sequence[str]) -> str:
    return " / ".join(f"{100 * counts[name] / sum(counts.values()):.0f}" for name in names) + " %"


def _spread(values: Sequence[int]) -> str:
    return f"{statistics.median(values):.0f}, {statistics.quantiles(values, n=10)[-1]:.0f}"


if __name__ == "__main__":
    print(report(read_corpus(DEFAULT_FOLDER)))
