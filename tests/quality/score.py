"""How well the rows of `quotes` agree with the answers of a careful reader: pure functions, nothing but values.

A page is a text; an answer is a `[[quote]]` of a form; a row is a quote with its segments as offsets in the page. Words
are known by where they stand. An answer and a row are paired where their words overlap by `MIN_OVERLAP` (intersection
over union), one to one, the best first; so a row can't be right twice, and a row too many counts against precision.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

MIN_OVERLAP = 0.3
VIEWS = ("marked", "marked_resolved", "speech_found", "speech", "exact")
_WORD = re.compile(r"\w+")
_PRONOUNS = frozenset({"he", "she", "it", "they", "i", "who", "we"})
_DETERMINER = re.compile(r"^(the|an?|some|many|several|other|both|th[eo]se|most|all|my|his|her|its|our|their)\s", re.I)


@dataclass(frozen=True)
class Answer:
    """What should come. words: the positions of each equally good content. is_optional: a row of it counts neither way.

    speakers: names of which each is right, the best first. details: cue, via and reported_by, which no view looks at.
    """

    kind: str
    content: str
    words: tuple[frozenset[int], ...]
    speakers: tuple[str, ...]
    is_pronoun: bool
    is_optional: bool
    details: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """What came; see the columns of `quotes`."""

    kind: str
    content: str
    words: frozenset[int]
    speaker_name: str | None
    speaker_text: str | None
    details: dict[str, Any]


class Pair(NamedTuple):
    answer: Answer | None
    row: Row | None


def word_positions(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return where the words of some spans of a text start."""
    return frozenset(match.start() for start, end in spans for match in _WORD.finditer(text, start, end))


def locate(text: str, segments: Sequence[str], after: int) -> list[tuple[int, int]]:
    """Return the spans of the segments, each behind the one before, the first at `after` or behind it."""
    spans: list[tuple[int, int]] = []
    for segment in segments:
        start = text.index(segment, spans[-1][1] if spans else after)
        spans.append((start, start + len(segment)))
    return spans


def read_answers(form: dict[str, Any]) -> Iterator[Answer]:
    """Yield the answers of a form. ValueError where one stands nowhere behind the one before it, or within its turn."""
    text, after = form["text"], form["text"].index("\n\n")  # a headline is no quote
    for quote in form["quote"]:
        spans = [locate(text, segments, after) for segments in (quote["content"], *quote.get("also", ()))]
        after = spans[0][0][0] if quote["kind"] == "turn" else spans[0][-1][1]
        yield Answer(
            kind=quote["kind"],
            content=" … ".join(quote["content"]),
            words=tuple(word_positions(text, one) for one in spans),
            speakers=(quote["speaker"], *quote.get("also_speaker", ())),
            is_pronoun=quote.get("is_pronoun", False),
            is_optional=quote.get("optional", False),
            details={key: quote.get(key) for key in ("cue", "via", "reported_by")},
        )


def overlap(answer: Answer, row: Row) -> float:
    """Return the best intersection over union of a row's words with one of the answer's contents."""
    return max(len(words & row.words) / len(words | row.words) for words in answer.words)


def pair_up(answers: Sequence[Answer], rows: Sequence[Row]) -> list[Pair]:
    """Pair a page's answers and rows, best overlap first, what is optional last; turns are paired with turns only."""
    candidates = sorted(
        (answer.is_optional, -share, number, index)
        for number, answer in enumerate(answers)
        for index, row in enumerate(rows)
        if (share := overlap(answer, row)) >= MIN_OVERLAP and (answer.kind == "turn") == (row.kind == "turn")
    )
    of: dict[int, int] = {}
    for _, _, number, index in candidates:
        if number not in of and index not in of.values():
            of[number] = index
    pairs = [Pair(answer, rows[of[number]] if number in of else None) for number, answer in enumerate(answers)]
    return pairs + [Pair(None, row) for index, row in enumerate(rows) if index not in of.values()]


def plain_name(name: str) -> str:
    """Return a name without article or other determiner, outer punctuation and case."""
    return _DETERMINER.sub("", name.strip(' ,.:;"“”').replace("’", "'")).lower()


def speaker_is_right(answer: Answer, row: Row, *, resolved: bool) -> bool:
    """Whether a row has the answer's speaker: its name, or, unnamed, a noun phrase that starts with the answer.

    resolved: whether a bare pronoun, where the page has one and no name was found for it, is no answer.
    """
    wanted = [plain_name(speaker) for speaker in answer.speakers]
    if row.speaker_name is not None:
        return plain_name(row.speaker_name) in wanted
    if (text := plain_name(row.speaker_text or "")) in _PRONOUNS:
        return answer.is_pronoun and not resolved
    return any(re.match(rf"{re.escape(speaker)}(?!\w)", text) is not None for speaker in wanted)


def is_right(view: str, pair: Pair) -> bool:
    """Whether a pair counts for a view: found; with its speaker; with its speaker and word for word."""
    if pair.answer is None or pair.row is None:
        return False
    if view == "speech_found":
        return True
    right = speaker_is_right(pair.answer, pair.row, resolved=view == "marked_resolved")
    return right and (view != "exact" or overlap(pair.answer, pair.row) == 1)


def f1(view: str, pairs: Iterable[Pair]) -> float:
    """Return the F1 of a view in per cent. The marked ones look at answers and rows with marks only."""
    kinds = {"direct", "mixed"} if view.startswith("marked") else {"direct", "mixed", "indirect", "turn"}
    n: Counter[str] = Counter()
    for pair in pairs:
        answer, row = pair
        if answer is None or not answer.is_optional:
            n["wanted"] += answer is not None and answer.kind in kinds
            n["came"] += row is not None and row.kind in kinds
            n["right"] += answer is not None and answer.kind in kinds and is_right(view, pair)
    return 100 * 2 * n["right"] / (n["wanted"] + n["came"]) if n["wanted"] + n["came"] else 100.0
