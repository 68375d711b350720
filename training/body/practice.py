"""Read practice pages with their marked bodies, and score what is made of them.

A folder holds `gold.jsonl` (doc, url, body, neutral; one page a line) and for each form of the pages a folder with a
plain-text dump per page, `FORM/DOC.txt`.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import numpy as np
from rapidfuzz.distance import LCSseq

from flows.pages.drop import count_copies, sign_of
from flows.pages.features import Column, own_columns, with_context
from flows.pages.lines import Line, read_lines
from training.body.fit import TrainingPage

# A line, the share of it that stands in the body, whether it may be body or not.
Row = tuple[Line, float, bool]
EvidenceOf = Callable[[Sequence[Line]], Mapping[str, Column]]

_WORD = re.compile(r"\w+")
_SHINGLE_WORDS = 4
# A matched run of fewer words is chance.
_MIN_MATCHED_WORDS = 3
# Excerpts: how many paragraphs, and how much of the rest.
_PARAGRAPHS_OF_EXCERPT = (2, 12)
_FEW = 0.05
_SOME = 0.3
_WEIGHT_OF_EXCERPT = 0.2
_SHARES_IN_FRAGMENTS = (0.4, 0.7, 1.0)
_CLAUSE_END = re.compile(r"[.!?;]+(?:\s+|$)|,\s+(?=\w)")


@dataclass(frozen=True)
class PracticePage:
    """A practice page in one form. body: as people marked it. neutral: texts that may be body or not."""

    doc: str
    source: str
    site: str
    form: str
    lines: Sequence[Line]
    body: str
    neutral: Sequence[str]


def read_practice(folder: Path, forms: Sequence[str]) -> list[PracticePage]:
    """Return the pages of the folder in each of the forms."""
    pages = []
    for row in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(row)
        site = (urlparse(gold["url"]).hostname or "").removeprefix("www.")
        for form in forms:
            text = (folder / form / f"{gold['doc']}.txt").read_text(encoding="utf-8")
            pages.append(
                PracticePage(
                    gold["doc"], gold.get("set", ""), site, form, read_lines(text), gold["body"], gold["neutral"]
                )
            )
    return pages


def training_pages(page: PracticePage, evidence_of: EvidenceOf | None = None) -> list[TrainingPage]:
    """Return the page as the body model sees it, and excerpts of it.

    evidence_of: makes more columns for the lines of the page or of an excerpt.

    Practice pages are long and full of furniture; people also have pages of three paragraphs and none. An excerpt is
    the first paragraphs of the body with a few of the other lines, the page with most of its furniture gone, or the
    page with its paragraphs as lists, which keeps the model from taking every short line for furniture.
    """
    free = {_fold(text) for text in page.neutral} - {_fold(text) for text in page.body.split("\n")}
    shares = shares_in([line.text for line in page.lines], page.body)
    is_free = [_fold(line.text) in free for line in page.lines]
    chance = random.Random(f"{page.doc} {page.form}")
    rows = list(zip(page.lines, shares, is_free, strict=True))
    variants = [
        (rows, 1.0),
        (_excerpt(rows, chance, chance.randint(*_PARAGRAPHS_OF_EXCERPT), _FEW), _WEIGHT_OF_EXCERPT),
        (_excerpt(rows, chance, len(rows), _SOME), _WEIGHT_OF_EXCERPT),
        (_in_fragments(rows, chance), _WEIGHT_OF_EXCERPT),
    ]
    return [_training_page(page, kept, weight, evidence_of) for kept, weight in variants if kept]


def _excerpt(rows: Sequence[Row], chance: random.Random, n_paragraphs: int, share_of_rest: float) -> list[Row]:
    kept, n_kept = [], 0
    for row in rows:
        if row[1] >= 0.5:
            if n_kept < n_paragraphs:
                kept.append(row)
            n_kept += 1
        elif chance.random() < share_of_rest:
            kept.append(row)
    return kept if n_kept else []


def _in_fragments(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """Return the page with the clauses of most paragraphs set as lines of their own, without full stops."""
    share = chance.choice(_SHARES_IN_FRAGMENTS)
    kept: list[Row] = []
    for line, share_in_body, is_free in rows:
        if share_in_body < 0.5 or chance.random() >= share:
            kept.append((line, share_in_body, is_free))
            continue
        pieces = [piece.strip() for piece in _CLAUSE_END.split(line.text)]
        kept += [(Line(line.start, line.end, piece), share_in_body, is_free) for piece in pieces if piece]
    return kept


def _training_page(
    page: PracticePage, rows: Sequence[Row], weight: float, evidence_of: EvidenceOf | None
) -> TrainingPage:
    lines = [line for line, _, _ in rows]
    signs = [sign_of(line) for line in lines]
    own = own_columns(lines, signs, count_copies(lines))
    return TrainingPage(
        doc=page.doc,
        site=page.site,
        words=np.array([len(line.tokens) for line in lines]),
        table=with_context({**own, **(evidence_of(lines) if evidence_of else {})}),
        share_in_body=np.array([share for _, share, _ in rows]),
        is_free=np.array([is_free for _, _, is_free in rows]),
        weight=weight,
    )


def shares_in(lines: Sequence[str], body: str) -> list[float]:
    """Return for each line the share of its words that a longest common subsequence puts into the body."""
    words_of = [_WORD.findall(line.casefold()) for line in lines]
    words = [word for line in words_of for word in line]
    is_in = _is_aligned(words, _WORD.findall(body.casefold()))
    shares, first = [], 0
    for line in words_of:
        shares.append(sum(is_in[first : first + len(line)]) / len(line) if line else 0.0)
        first += len(line)
    return shares


def _is_aligned(words: Sequence[str], body: Sequence[str]) -> list[bool]:
    number: dict[str, int] = {}
    mine = [number.setdefault(word, len(number)) for word in words]
    theirs = [number.setdefault(word, len(number)) for word in body]
    is_in = [False] * len(words)
    for block in LCSseq.opcodes(mine, theirs):
        if block.tag == "equal" and block.src_end - block.src_start >= min(_MIN_MATCHED_WORDS, len(body)):
            is_in[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    return is_in


def page_f1_parts(page: PracticePage, lines: Iterable[str]) -> tuple[float, float, float]:
    """Return (true, false, missed) four-word shingles of the lines against the marked body, as shares of their sum."""
    free = {_fold(text) for text in page.neutral} - {_fold(text) for text in page.body.split("\n")}
    found = _shingles("\n".join(line for line in lines if _fold(line) not in free))
    marked = _shingles(page.body)
    true = (found & marked).total()
    total = found.total() + marked.total() - true
    return (true / total, (found.total() - true) / total, (marked.total() - true) / total) if total else (0.0, 0.0, 0.0)


def f1(parts: Sequence[tuple[float, float, float]]) -> float:
    """Return the harmonic mean of mean precision and mean recall over pages."""
    precisions = [true / (true + false) for true, false, _ in parts if true + false]
    recalls = [true / (true + missed) for true, _, missed in parts if true + missed]
    if not precisions or not recalls:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    n_shingles = max(1, len(words) - _SHINGLE_WORDS + 1) if words else 0
    return Counter(tuple(words[at : at + _SHINGLE_WORDS]) for at in range(n_shingles))


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
