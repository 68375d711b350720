"""The parts of a page in which names are looked for, and the way from their offsets to the page's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from flows.pages.document import SplitPage
from flows.sources.page import Page
from schemas.normalise import OffsetMap, normalise

PLACE_OF_REASON = {"headline": "title", "byline": "byline", "author_bio": "byline"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with names in it: `text` is the normalised `page.text[page_start:page_end]`.

    place: a value of `vocabulary.MENTION_PLACES`. ordinal: the paragraph; None where it is none.
    turn: the turn that the paragraph or label belongs to.
    """

    place: str
    text: str
    page_start: int
    page_end: int
    ordinal: int | None = None
    turn: int | None = None


def passages_of(split: SplitPage) -> list[Passage]:
    """Return paragraphs, labels, bylines and title in the order of the page.

    Labels come right before their turn, so that a name in full stands before its short forms as a reader meets them.
    """
    return sorted(_all_passages(split), key=lambda passage: (passage.page_start, passage.page_end))


def _all_passages(split: SplitPage) -> Iterator[Passage]:
    for paragraph in split.paragraphs:
        yield Passage(
            "paragraph", paragraph.text, paragraph.page_start, paragraph.page_end, paragraph.ordinal, paragraph.turn
        )
        if paragraph.label and paragraph.label_start is not None and paragraph.label_end is not None:
            text = normalise(paragraph.label)
            yield Passage("label", text, paragraph.label_start, paragraph.label_end, None, paragraph.turn)
    for dropped in split.dropped:
        if place := PLACE_OF_REASON.get(dropped.reason):
            yield Passage(place, dropped.text, dropped.page_start, dropped.page_end)


class Locator:
    """Leads from spans of a passage to spans of the page."""

    def __init__(self, page: Page, passage: Passage) -> None:
        self._page_text = page.text
        self._passage = passage

    @cached_property
    def _shift(self) -> int | None:
        """What to add to an offset, where the passage stands on the page letter by letter."""
        passage = self._passage
        same = self._page_text.startswith(passage.text, passage.page_start)
        return passage.page_start if same and len(passage.text) == passage.page_end - passage.page_start else None

    @cached_property
    def _map(self) -> OffsetMap | None:
        offsets = OffsetMap(self._page_text, self._passage.page_start, self._passage.page_end)
        return offsets if offsets.text == self._passage.text else None

    def to_page(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the page offsets of `passage.text[start:end]`.

        None where no slice of the page normalises to exactly these words, as inside a repaired sequence.
        """
        text = self._passage.text[start:end]
        if self._shift is not None:
            found = start + self._shift, end + self._shift
        elif self._map is not None:
            found = self._map.to_page(start, end)
        else:
            return None
        is_plain = self._shift is not None and text.isascii()
        return found if is_plain or normalise(self._page_text[slice(*found)]) == text else None
