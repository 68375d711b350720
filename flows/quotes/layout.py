"""A document as the rules of this room look at it: texts, sentence starts, marked spans and attributions in place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flows.language.marks import MarkedSpan, pair_marks
from flows.language.reading import Attribution, Reading, Span

_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W_a-z])")
# Words that end with a full stop and start no new sentence; those with a full stop inside ("U.S.") may do both.
_ABBREVIATION: Final = re.compile(
    r"(?<![\w.])(?:[A-Z]|Mr|Mrs|Ms|Mx|Dr|Prof|Rev|Fr|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Gen|Lt|Col|Capt|Cmdr|Adm|Sgt|Maj|Pvt|Cpl"
    r"|Jr|Sr|St|Mt|Ft|vs|No|Co|Corp|Inc|Ltd|Bros|Dept|Det|Supt|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa"
    r"|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.$"
)
_ACRONYM: Final = re.compile(r"\b(?:\w\.){2,}$")


@dataclass(frozen=True, slots=True)
class Layout:
    """All by ordinal and in order. `attributions` leaves out those whose cue stands inside marks.

    Look-ups go by bisection: a paragraph may hold a whole book.
    """

    texts: Sequence[str]
    sentence_starts: Sequence[Sequence[int]]
    marked: Sequence[Sequence[MarkedSpan]]
    attributions: Sequence[Sequence[Attribution]]

    def text_of(self, span: Span) -> str:
        return self.texts[span.ordinal][span.start : span.end]

    def sentence_start(self, ordinal: int, offset: int) -> int:
        """Return where the sentence at this offset starts."""
        starts = self.sentence_starts[ordinal]
        return starts[max(bisect_right(starts, offset) - 1, 0)]

    def sentence_end(self, ordinal: int, offset: int) -> int:
        """Return where the sentence after the one at this offset starts, or the paragraph's end."""
        starts = self.sentence_starts[ordinal]
        number = bisect_right(starts, offset)
        return starts[number] if number < len(starts) else len(self.texts[ordinal])

    def n_boundaries(self, ordinal: int, start: int, end: int) -> int:
        """Return how many sentences start after `start`, up to `end`."""
        starts = self.sentence_starts[ordinal]
        return bisect_right(starts, end) - bisect_right(starts, start)

    def pairs_in(self, ordinal: int, start: int, end: int) -> Sequence[MarkedSpan]:
        """Return the marked spans that overlap these offsets."""
        pairs = self.marked[ordinal]
        first = bisect_right(pairs, start, key=lambda pair: pair.end)
        return pairs[first : bisect_left(pairs, end, lo=first, key=lambda pair: pair.start)]

    def pair_before(self, pair: MarkedSpan) -> MarkedSpan | None:
        pairs = self.marked[pair.inner.ordinal]
        number = bisect_left(pairs, pair.start, key=lambda other: other.start)
        return pairs[number - 1] if number else None

    def cues_in(self, ordinal: int, start: int, end: int) -> Sequence[Attribution]:
        """Return the attributions whose cue starts between these offsets."""
        attributions = self.attributions[ordinal]
        first = bisect_left(attributions, start, key=lambda found: found.cue.start)
        return attributions[first : bisect_left(attributions, end, lo=first, key=lambda found: found.cue.start)]

    def is_marked(self, span: Span) -> bool:
        """Whether a span stands inside a pair of marks."""
        return any(pair.inner.holds(span) for pair in self.pairs_in(span.ordinal, span.start, span.end))


def lay_out(texts: Sequence[str], reading: Reading) -> Layout:
    """Put everything in its place. Spans of the reading must be spans of the texts."""
    read_starts: list[set[int]] = [set() for _ in texts]
    for sentence in reading.sentences:
        read_starts[sentence.ordinal].add(sentence.start)
    starts = [sentence_starts(text, read) for text, read in zip(texts, read_starts, strict=True)]
    attributions: list[list[Attribution]] = [[] for _ in texts]
    layout = Layout(texts, starts, pair_marks(texts), attributions)
    for found in sorted(reading.attributions, key=lambda found: found.cue):
        cue = found.cue
        if not any(pair.inner.overlaps(cue) for pair in layout.pairs_in(cue.ordinal, cue.start, cue.end)):
            attributions[cue.ordinal].append(found)
    return layout


def sentence_starts(text: str, read_starts: set[int]) -> list[int]:
    """Return where sentences start: after end punctuation and marks.

    A parser loses its way around quotation marks, so its own starts (`read_starts`) only decide after an acronym.
    """
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        lead = text[max(match.start() - 12, 0) : match.start() + 1]
        if _ABBREVIATION.search(lead):
            continue
        if _ACRONYM.search(lead) and not read_starts.intersection(range(match.start() + 1, match.end() + 1)):
            continue
        starts.append(match.end())
    return starts
