"""Which lines of a page open a turn: believed of the page as a whole, never of a line alone.

"WASHINGTON: Talks resumed", "Venue: Town hall" and "Roe: I'll stay" have the form of labels. What makes a
conversation is that labels come back, that several speakers do so, that people in it say "I" and "you" and ask, and
that labels of one style stand close together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from flows.pages.house_style import MAX_LINES_TO_SPEECH, families, line_below, with_single_names
from flows.pages.labels import ALONE, BARE_LETTER, COLON, DASH, ENDED, STOP, Label, read_examination, read_label
from flows.pages.lexicon import transcript_words
from flows.pages.lines import Line
from schemas.normalise import normalise

# Lines shorter than this many words are cues, headings and furniture, not speech.
_MIN_SPEECH_WORDS: Final = 4
# One voice alone, as in a speech with a moderator's label missing, must come back this often.
_MIN_REPEATS_OF_ONE: Final = 4
# What is said ends like a sentence; a table of names and numbers does not.
_MIN_SHARE_ENDED: Final = 0.6
# A reaction in quotation marks behind a name and a colon is a quotation in prose.
_MAX_SHARE_QUOTED: Final = 0.5
# A teaser stands on a page several times, with its author's name; what is said, but for "Thank you", only once.
_MIN_LONG_CHARS: Final = 30
_MIN_SHARE_DISTINCT: Final = 0.8
# Labels stand over most of the text from the first one on; in an article with an interview in it they don't.
_MIN_SHARE_UNDER: Final = 0.5
# One voice that mostly asks is answered by somebody without a label, who must not be swallowed.
_MAX_SHARE_ASKING: Final = 0.5
# Where the end of a sentence and the marks behind it are looked for.
_END_CHARS: Final = 8
_RAW_LINE_START: Final = re.compile(r"[\n\r\v\f\u2028\u2029]+[ \t]*(?=\S)")
_QUOTED: Final = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUESTION: Final = re.compile(r"\?(?=[\s\"”’)]|$)")
_OPENING_MARKS: Final = ('"', "“", "‘")


@dataclass(frozen=True, slots=True)
class _Demand:
    """What labels of a form must show before they are believed.

    n_labels, n_voices: at least so many labels, and so many labels that come back. share_spoken: of the turns that
    say "I" or "you" or ask something, outside quotation marks. share_labels: of the lines of speech between the first
    label and the last one.
    """

    n_labels: int
    n_voices: int
    share_spoken: float
    share_labels: float


# The less a form can be anything else, the less it must show. A colon behind capitals, Q or A, and a parliament's
# "Mr. ROE." are hardly used otherwise; a name and a dash, or a name on a line of its own, stand in lists and captions.
# In articles 12 of 100 paragraphs say "I" or "you" or ask outside quotation marks, in nine of ten articles less than
# 29 of 100; in the transcripts of tests/golden it is 73 of 100 turns or more.
_DEMANDS: Final[Mapping[str, _Demand]] = {
    "upper": _Demand(3, 1, 0.3, 0.06),
    COLON: _Demand(3, 1, 0.4, 0.15),
    STOP: _Demand(3, 1, 0.3, 0.06),
    DASH: _Demand(4, 2, 0.5, 0.25),
    ALONE: _Demand(4, 2, 0.4, 0.2),
}
# What an interview must show that is the smaller part of its page.
_INSIDE_AN_ARTICLE: Final = _Demand(4, 2, 0.6, 0.25)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The page's lines, cut where a turn opens inside a wrapped block, and the labels by the line that each opens."""

    lines: Sequence[Line]
    labels: Mapping[int, Label]


def find_conversation(page_text: str, lines: Sequence[Line]) -> Conversation:
    """Return the page's turns; no labels where it holds no conversation."""
    cut = _cut_wrapped(page_text, lines)
    candidates = _read_labels(page_text, cut)
    for labels in families(candidates, cut):
        if labels and _is_conversation(page_text, cut, labels):
            believed = with_single_names(labels, candidates, cut)
            return _join_headings(page_text, *_rejoin(page_text, lines, cut, believed))
    return Conversation(lines, {})


def _read_labels(page_text: str, lines: Sequence[Line]) -> dict[int, Label]:
    """Return what has the form of a label, by its line."""
    ends = [ENDED.search(line.text[-_END_CHARS:]) is not None for line in lines]
    found: dict[int, Label] = {}
    for index, line in enumerate(lines):
        near = ends[index + 1 : index + 1 + MAX_LINES_TO_SPEECH]
        label = read_label(page_text, line.start, line.end, is_above_sentence=any(near))
        if label is not None:
            found[index] = label
    return found


def is_spoken(text: str) -> bool:
    """Return whether the text speaks to somebody: "I", "you" or a question, outside quotation marks."""
    plain = _QUOTED.sub(" ", text)
    return _QUESTION.search(plain) is not None or not transcript_words("spoken").isdisjoint(
        word.replace("’", "'") for word in _WORD.findall(plain.casefold())
    )


def _cut_wrapped(page_text: str, lines: Sequence[Line]) -> list[Line]:
    """Cut the lines of hard-wrapped text where a label stands at the start of one of their raw lines."""
    cut: list[Line] = []
    for line in lines:
        starts = [line.start]
        if "\n" in page_text[line.start : line.end] or "\r" in page_text[line.start : line.end]:
            for match in _RAW_LINE_START.finditer(page_text, line.start, line.end):
                label = read_label(page_text, match.end(), line.end)
                is_cut = label is not None and label.mark not in {ALONE, DASH}
                if is_cut and normalise(page_text[starts[-1] : match.start()]):
                    starts.append(match.end())
        cut.extend([line] if len(starts) == 1 else _pieces(page_text, line, starts))
    return cut


def _pieces(page_text: str, line: Line, starts: Sequence[int]) -> Iterator[Line]:
    for start, next_start in pairwise([*starts, line.end]):
        end = start + len(page_text[start:next_start].rstrip())
        yield Line(start, end, normalise(page_text[start:end]))


def _rejoin(
    page_text: str, lines: Sequence[Line], cut: Sequence[Line], labels: Mapping[int, Label]
) -> tuple[list[Line], dict[int, Label]]:
    """Undo the cuts at labels that are not believed."""
    if len(cut) == len(lines):
        return list(cut), dict(labels)
    first_of_line = {line.start for line in lines}
    joined: list[list[Line]] = []
    kept: dict[int, Label] = {}
    for index, line in enumerate(cut):
        if index not in labels and line.start not in first_of_line:
            joined[-1].append(line)
            continue
        if index in labels:
            kept[len(joined)] = labels[index]
        joined.append([line])
    return [_whole(page_text, parts) for parts in joined], kept


def _whole(page_text: str, parts: Sequence[Line]) -> Line:
    if len(parts) == 1:
        return parts[0]
    start, end = parts[0].start, parts[-1].end
    return Line(start, end, normalise(page_text[start:end]))


def _join_headings(page_text: str, lines: list[Line], labels: dict[int, Label]) -> Conversation:
    """Make one label of a heading that says who examines, "BY MR. ROE:", and the "Q" under it."""
    headings = {
        index - 1
        for index, label in labels.items()
        if index > 0 and label.who == "q" and read_examination(lines[index - 1].text)
    }
    if not headings:
        return Conversation(lines, labels)
    joined: list[Line] = []
    kept: dict[int, Label] = {}
    for index, line in enumerate(lines):
        if index - 1 in headings:
            heading, label = joined.pop(), labels[index]
            kept.pop(len(joined), None)
            kept[len(joined)] = replace(label, start=heading.start)
            joined.append(_whole(page_text, [heading, line]))
            continue
        if index in labels:
            kept[len(joined)] = labels[index]
        joined.append(line)
    return Conversation(joined, kept)


def _is_conversation(page_text: str, lines: Sequence[Line], labels: Mapping[int, Label]) -> bool:
    said = [text for index in labels if (text := _said_under(page_text, lines, labels, index))]
    first, last = min(labels), max(labels)
    speech = [
        index
        for index, line in enumerate(lines)
        if index in labels or (len(line.tokens) >= _MIN_SPEECH_WORDS and line.ends_sentence)
    ]
    n_between = sum(first <= index <= last for index in speech)
    n_chars = sum(len(lines[index].text) for index in speech)
    n_chars_under = sum(len(lines[index].text) for index in speech if index >= first)
    demand = _demand(labels)
    if not (_meets(demand, labels, said, n_between) and _MIN_SHARE_ENDED * len(labels) <= _n_ended(said)):
        return False
    if n_chars_under >= _MIN_SHARE_UNDER * n_chars:
        return True
    return _meets(_INSIDE_AN_ARTICLE, labels, said, n_between)


def _demand(labels: Mapping[int, Label]) -> _Demand:
    marks = Counter(label.mark for label in labels.values())
    mark = marks.most_common(1)[0][0]
    is_plain = all(label.kind in {"letter", "role", "upper"} for label in labels.values())
    return _DEMANDS["upper" if mark in {COLON, BARE_LETTER} and is_plain else mark]


def _meets(demand: _Demand, labels: Mapping[int, Label], said: Sequence[str], n_between: int) -> bool:
    uses = Counter(label.key for label in labels.values())
    n_voices = sum(n > 1 for n in uses.values())
    if len(labels) < demand.n_labels or n_voices < demand.n_voices:
        return False
    n_asking = sum(_QUESTION.search(text) is not None for text in said)
    if len(uses) == 1 and (len(labels) < _MIN_REPEATS_OF_ONE or n_asking > _MAX_SHARE_ASKING * len(said)):
        return False
    long = [text for text in said if len(text) >= _MIN_LONG_CHARS]
    if len(set(long)) < _MIN_SHARE_DISTINCT * len(long):
        return False
    n_quoted = sum(text.startswith(_OPENING_MARKS) and text.endswith(("”", '"', "’")) for text in said)
    return (
        n_quoted <= _MAX_SHARE_QUOTED * len(said)
        and sum(map(is_spoken, said)) >= demand.share_spoken * len(said)
        and len(labels) >= demand.share_labels * n_between
    )


def _n_ended(said: Sequence[str]) -> int:
    return sum(ENDED.search(text[-_END_CHARS:]) is not None for text in said)


def _said_under(page_text: str, lines: Sequence[Line], labels: Mapping[int, Label], index: int) -> str:
    """Return the first paragraph under a label: the rest of its line, or the next line that is speech."""
    said = normalise(page_text[labels[index].speech : lines[index].end])
    if said:
        return said
    below = line_below(lines, index)
    return "" if below is None or below in labels else lines[below].text
