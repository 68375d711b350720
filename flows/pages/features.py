"""What a line looks like and where it stands, in numbers: what the body model reads.

No feature knows a word. Words count by the closed classes that signs.py and wording.py give ("reads as a byline")
and by whether they come back elsewhere on the page. And none is the same for a whole page: by those a model would know
its training pages again. So what is learned on some sites holds on others.

A feature of the line itself is a column of `own_columns`; `with_context` adds what stands around the line.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.pages.bios import has_bio_form
from flows.pages.extent import line_weights, reports_speech
from flows.pages.lines import QUOTATION_MARKS, Line
from flows.pages.signs import is_name_line
from flows.pages.wording import opens_tail

Column = npt.NDArray[np.float64]

# The reasons that a line's sign can give, each a column.
SIGN_REASONS: Final = (
    "advert",
    "byline",
    "caption",
    "comment",
    "copyright",
    "credit",
    "navigation",
    "signup",
    "sound_cue",
    "teaser",
    "timestamp",
    "update_note",
)
# Running text: a sentence of this many characters. Longer lines count no more than a long paragraph.
_MIN_PROSE_CHARS: Final = 60
_MAX_PROSE_CHARS: Final = 600
# Words that tell what a text is about: long, or capitalised inside a sentence. Short ones stand in every text.
_MIN_CONTENT_CHARS: Final = 5
_MAX_CONTENT_WORDS: Final = 60
# Beyond this many lines a distance says "far".
_FAR: Final = 60
_WINDOWS: Final = (3, 10)
_NEIGHBOURS: Final = (-3, -2, -1, 1, 2, 3)
# A line's share of capitals, figures and marks shows in its first words.
_MAX_HEAD_CHARS: Final = 240
# How far one line may speak for or against a run: a long menu inside the article must not part it.
_MAX_AGAINST: Final = -1.0
_MAX_FOR: Final = 3.0
_SENTENCE: Final = re.compile(r"[.!?…][\"'”’»)\]]*\s+[\"'“‘«(\[]*[A-Z]")
_WORD: Final = re.compile(r"[^\W_]+")
_FIGURE: Final = re.compile(r"\d")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_UPPER: Final = string.ascii_uppercase.encode()
_LETTERS: Final = string.ascii_letters.encode()
# Each way starts with a character of its own, so that `search` skips to these.
_ADDRESS: Final = re.compile(r"https?:|www\.|@\w|#(?<!\w#)\w|\.(?:com|org|net)\b")
# Articles, prepositions and pronouns, in most languages: prose has many, links and headlines few.
_MAX_SHORT_CHARS: Final = 3
# "I", "my": comments and columns; "you", "your": what speaks to the reader.
_FIRST_PERSON: Final = frozenset({"i", "my", "me", "i'm", "i've"})
_SECOND_PERSON: Final = frozenset({"you", "your", "you're", "yours"})


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """A row per line, a column per feature."""

    names: tuple[str, ...]
    values: Column


def own_columns(lines: Sequence[Line], signs: Sequence[str | None], n_copies: Sequence[int]) -> dict[str, Column]:
    """Return what each line is by itself, and by whether its words and the line come back on the page."""
    rows = [_own_row(line) for line in lines]
    columns = dict(zip(_OWN_NAMES, np.array(rows, dtype=np.float64).T, strict=True))
    for reason in SIGN_REASONS:
        columns[f"sign_{reason}"] = np.array([sign == reason for sign in signs], dtype=np.float64)
    # "Anna Roe contributed to this report." stands under the body; what stands above it is no sentence.
    columns["heads_body"] = np.maximum(
        columns["sign_byline"] * (1 - columns["ends_sentence"]), columns["sign_timestamp"]
    )
    columns["sign"] = np.array([sign is not None for sign in signs], dtype=np.float64)
    columns["copies"] = np.array([min(n, 4) for n in n_copies], dtype=np.float64)
    prose = np.clip(columns["chars"], 0, _MAX_PROSE_CHARS) * columns["ends_sentence"] * (1 - columns["sign"])
    prose[columns["chars"] < _MIN_PROSE_CHARS] = 0
    columns["prose"] = prose
    columns["is_prose"] = (prose > 0).astype(np.float64)
    columns["speaks"] = np.array(line_weights(lines, signs, n_copies), dtype=np.float64)
    before, after = _shared_words(lines, prose > 0)
    columns["shared_before"], columns["shared_after"] = before, after
    columns["same_start"] = _same_start(lines)
    return columns


_OWN_NAMES: Final = (
    "chars",
    "words",
    "ends_sentence",
    "end_full_stop",
    "end_question",
    "end_colon",
    "end_comma",
    "end_quotation",
    "end_letter",
    "sentences",
    "quotation_marks",
    "starts_quotation",
    "starts_lower",
    "starts_figure",
    "share_upper",
    "share_capitalised",
    "share_figures",
    "share_marks",
    "word_chars",
    "is_upper",
    "is_list_item",
    "has_address",
    "reports_speech",
    "first_person",
    "second_person",
    "opens_tail",
    "is_bio",
    "is_name",
    "starts_name",
    "has_bar",
    "has_bracket",
    "shouted_words",
    "share_short_lower",
)


def _own_row(line: Line) -> tuple[float, ...]:
    text = line.text
    head = text[:_MAX_HEAD_CHARS]
    words = _WORD.findall(head)
    n_words = max(1, len(words))
    n_chars = len(head)
    n_upper, n_letters = _count_letters(head)
    n_letters = max(1, n_letters)
    n_capitalised = sum(word[0].isupper() for word in words[1:])
    last = text[-1]
    tokens = line.tokens
    quotation_marks = sum(text.count(mark) for mark in QUOTATION_MARKS)
    return (
        len(text),
        len(tokens),
        line.ends_sentence,
        last == ".",
        last in "?!",
        last == ":",
        last in ",;-–—",
        last in QUOTATION_MARKS or last in "’'",
        last.isalnum(),
        min(len(_SENTENCE.findall(text[:2000])), 8),
        min(quotation_marks, 6),
        text[0] in QUOTATION_MARKS,
        text[0].islower(),
        text[0].isdigit(),
        n_upper / n_letters,
        n_capitalised / max(1, n_words - 1),
        len(_FIGURE.findall(head)) / n_chars,
        (n_chars - n_letters - head.count(" ")) / n_chars,
        n_letters / n_words,
        line.is_upper,
        line.is_list_item,
        _ADDRESS.search(head) is not None,
        reports_speech(line),
        sum(map(_FIRST_PERSON.__contains__, tokens[:100])) / n_words,
        sum(map(_SECOND_PERSON.__contains__, tokens[:100])) / n_words,
        opens_tail(line),
        has_bio_form(line),
        is_name_line(line),
        line.leading_name is not None,
        "|" in head or "•" in head or "·" in head or "»" in head,
        text[0] in "([" or last in ")]",
        min(len(tokens), 20) if line.is_upper and not line.ends_sentence else 0,
        sum(len(word) <= _MAX_SHORT_CHARS and word.islower() for word in words) / n_words,
    )


def _count_letters(text: str) -> tuple[int, int]:
    """Return how many letters are upper-case, and how many there are. Most are ASCII, which bytes count at once."""
    plain = text.encode("ascii", "ignore")
    others = _NOT_ASCII.findall(text)
    n_upper = len(plain) - len(plain.translate(None, _UPPER))
    n_letters = len(plain) - len(plain.translate(None, _LETTERS))
    return n_upper + sum(map(str.isupper, others)), n_letters + sum(map(str.isalpha, others))


def _shared_words(lines: Sequence[Line], is_prose: npt.NDArray[np.bool_]) -> tuple[Column, Column]:
    """Return which share of a line's content words stands in running text before it, and after it."""
    content = [
        [token for token in line.tokens[:_MAX_CONTENT_WORDS] if len(token) >= _MIN_CONTENT_CHARS] for line in lines
    ]
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for index in np.flatnonzero(is_prose).tolist():
        for token in content[index]:
            first.setdefault(token, index)
            last[token] = index
    n_lines = len(lines)
    before = [sum(first.get(t, n_lines) < i for t in found) / max(1, len(found)) for i, found in enumerate(content)]
    after = [sum(last.get(t, -1) > i for t in found) / max(1, len(found)) for i, found in enumerate(content)]
    return np.array(before), np.array(after)


def _same_start(lines: Sequence[Line]) -> Column:
    """Return the logarithm of how many lines of the page start with the line's first word: lists, menus, boxes."""
    starts = [line.tokens[0] if line.tokens else "" for line in lines]
    n_starts = Counter(starts)
    return np.log([float(n_starts[start]) for start in starts])


# Of these columns the lines beside a line are looked at one by one.
_OF_NEIGHBOURS: Final = (
    "chars",
    "ends_sentence",
    "sign",
    "share_capitalised",
    "copies",
    "is_prose",
    "speaks",
    "end_colon",
    "same_start",
)
# Of these columns the mean over the lines before and after.
_OF_WINDOWS: Final = (
    "chars",
    "ends_sentence",
    "sign",
    "is_prose",
    "prose",
    "share_capitalised",
    "shared_before",
    "speaks",
)
# How far the nearest line of a kind is, above and below.
_MARKS: Final[Mapping[str, tuple[str, ...]]] = {
    "byline": ("heads_body",),
    "tail": ("opens_tail",),
    "comment": ("sign_comment",),
    "furniture": ("sign_teaser", "sign_signup", "sign_advert", "sign_navigation"),
    "foot": ("sign_copyright", "is_bio"),
    "prose": ("is_prose",),
}


def with_context(own: Mapping[str, Column]) -> FeatureTable:
    """Return the own columns, what stands around each line, and where on the page it stands."""
    columns = {**own, "chars": np.log1p(own["chars"]), "words": np.log1p(own["words"])}
    beside = np.array([columns[name] for name in _OF_NEIGHBOURS])
    around = np.array([columns[name] for name in _OF_WINDOWS])
    marks = np.array([np.logical_or.reduce([columns[name] > 0 for name in of]) for of in _MARKS.values()])
    context = np.concatenate(
        [
            *(_shifted(beside, step) for step in _NEIGHBOURS),
            *(_mean_before(around, size) for size in _WINDOWS),
            *(_mean_before(around[:, ::-1], size)[:, ::-1] for size in _WINDOWS),
            _lines_since(marks),
            _lines_since(marks[:, ::-1])[:, ::-1],
            _shares_before(marks.astype(np.float64)),
        ]
    )
    placed = _run_columns(columns["speaks"]) | _place_columns(columns["prose"])
    names = (*columns, *_CONTEXT_NAMES, *placed)
    return FeatureTable(names, np.concatenate([np.array([*columns.values()]), context, np.array([*placed.values()])]).T)


# In the order in which `with_context` makes them.
_CONTEXT_NAMES: Final = (
    *(f"{name}{step:+d}" for step in _NEIGHBOURS for name in _OF_NEIGHBOURS),
    *(f"{name}_before_{size}" for size in _WINDOWS for name in _OF_WINDOWS),
    *(f"{name}_after_{size}" for size in _WINDOWS for name in _OF_WINDOWS),
    *(f"{what}_{name}" for what in ("since", "until", "share_before") for name in _MARKS),
)


def _place_columns(prose: Column) -> dict[str, Column]:
    """Return where on the page each line stands, and how much running text stands before and after it."""
    n_lines = len(prose)
    places = np.arange(n_lines, dtype=np.float64)
    through = np.cumsum(prose)
    return {
        "prose_before": _shares_before(prose),
        "log_prose_before": np.log1p(through - prose),
        "log_prose_after": np.log1p(np.maximum(prose.sum() - through, 0.0)),
        "place": places / n_lines,
        "from_top": np.log1p(places),
        "from_end": np.log1p(n_lines - 1 - places),
    }


def _run_columns(speaks: Column) -> dict[str, Column]:
    """Return where each line stands to the run of lines that speaks most for body.

    run_above and run_below: what the best run that ends, or begins, with the line speaks, as a share of the page's
    best. Inside the body both are high, even at a line that speaks against it.
    """
    clipped = np.clip(speaks, _MAX_AGAINST, _MAX_FOR)
    n_lines = len(clipped)
    at = np.arange(n_lines)
    above, below = _best_sum(clipped), _best_sum(clipped[::-1])[::-1]
    last = int(above.argmax())
    best = max(float(above[last]), 1e-3)
    first = _run_start(clipped, last)
    for_body = np.maximum(speaks, 0.0)
    return {
        "run_above": above / best,
        "run_below": below / best,
        "run_around": (above + below - clipped) / best,
        "run_sum_above": np.log1p(np.maximum(above, 0.0)),
        "run_sum_below": np.log1p(np.maximum(below, 0.0)),
        "in_run": ((at >= first) & (at <= last)).astype(np.float64),
        "from_run_start": np.sign(at - first) * np.log1p(np.abs(at - first)),
        "from_run_end": np.sign(at - last) * np.log1p(np.abs(at - last)),
        "spoken_before": _shares_before(for_body),
    }


def _best_sum(column: Column) -> Column:
    """Return for each line the greatest sum of a run of lines that ends with it."""
    total = np.cumsum(column)
    return total - np.minimum.accumulate(np.concatenate([[0.0], total[:-1]]))


def _run_start(column: Column, last: int) -> int:
    """Return where the run with the greatest sum that ends with `last` begins."""
    return int(np.concatenate([[0.0], np.cumsum(column[:last])]).argmin())


def _shifted(columns: Column, step: int) -> Column:
    """Return the values of columns (a row each) `step` lines further on; -1 beyond the page."""
    shifted = np.full(columns.shape, -1.0)
    if abs(step) < columns.shape[1]:
        if step > 0:
            shifted[:, :-step] = columns[:, step:]
        else:
            shifted[:, -step:] = columns[:, :step]
    return shifted


def _mean_before(columns: Column, size: int) -> Column:
    """Return the mean of the `size` lines before each line, for columns that are a row each; 0 for the first line."""
    total = np.concatenate([np.zeros((len(columns), 1)), np.cumsum(columns, axis=1)], axis=1)
    at = np.arange(columns.shape[1])
    first = np.maximum(0, at - size)
    means: Column = (total[:, at] - total[:, first]) / np.maximum(1, at - first)
    return means


def _lines_since(marks: npt.NDArray[np.bool_]) -> Column:
    """Return the logarithm of how many lines back the nearest mark stands, the line itself counted as 0; a row each."""
    at = np.arange(marks.shape[1])
    last = np.maximum.accumulate(np.where(marks, at, -_FAR), axis=1)
    return np.log1p(np.minimum(at - last, _FAR).astype(np.float64))


def _shares_before(columns: Column) -> Column:
    """Return which share of a column, or of each row, stands before each line."""
    total = columns.sum(axis=-1, keepdims=True)
    shares: Column = (np.cumsum(columns, axis=-1) - columns) / np.where(total == 0, 1.0, total)
    return shares
