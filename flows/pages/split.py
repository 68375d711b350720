"""From a page to its document: paragraphs, turns, and everything else under a reason.

Every non-blank character of the page's text stands once: in a paragraph, in a turn's label or in a dropped span.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from flows.pages.document import Dropped, Paragraph, SplitPage
from flows.pages.drop import judge_lines
from flows.pages.facts import read_facts
from flows.pages.lines import Line, read_lines
from flows.pages.transcript import Label, find_turns
from flows.sources.page import Page
from schemas.errors import PageError
from schemas.normalise import normalise

# A sub-heading is a short line without an end mark above running text.
_MAX_SUBHEADING_CHARS: Final = 100


def split_page(page: Page, site_lines: Container[int] = frozenset()) -> SplitPage:
    """Return the page as document, paragraphs and dropped spans.

    site_lines: keys of the lines that stand on many pages of this page's site (`flows.pages.site`).

    Raises PageError of stage `split`, code `no_body`, where nothing on the page is running text.
    """
    lines = read_lines(page.text)
    labels = find_turns(page.text, lines)
    verdict = judge_lines(lines, labels.keys(), site_lines)
    if verdict is None:
        raise PageError("split", f"no_body: none of the page's {len(lines)} lines reads as running text")
    builder = _Builder(page.text)
    for index, (line, reason) in enumerate(zip(lines, verdict.reasons, strict=True)):
        if reason is not None:
            builder.drop(line.start, line.end, reason)
        elif index in labels:
            builder.open_turn(labels[index], line.end)
        else:
            builder.add(_paragraph_kind(lines, verdict.reasons, index), line.start, line.end)
    paragraphs, dropped = builder.finish()
    if not paragraphs:
        raise PageError("split", "no_body: the page has labels and nothing that is said under them")
    return SplitPage(
        kind="transcript" if any(paragraph.turn is not None for paragraph in paragraphs) else "article",
        facts=read_facts(lines, verdict),
        paragraphs=paragraphs,
        dropped=dropped,
    )


def _paragraph_kind(lines: Sequence[Line], reasons: Sequence[str | None], index: int) -> str:
    line = lines[index]
    if line.is_list_item:
        return "list_item"
    if line.ends_sentence or line.has_quotation or len(line.text) > _MAX_SUBHEADING_CHARS or line.text.endswith(":"):
        return "body"
    below = next((i for i in range(index + 1, len(lines)) if reasons[i] is None), None)
    return "subheading" if below is not None and lines[below].ends_sentence else "body"


class _Builder:
    """Collects paragraphs, turns and dropped spans in the page's order."""

    def __init__(self, page_text: str) -> None:
        self._page_text = page_text
        self._paragraphs: list[Paragraph] = []
        self._dropped: list[Dropped] = []
        self._turn: int | None = None
        self._pending: Label | None = None

    def drop(self, start: int, end: int, reason: str) -> None:
        self._dropped.append(Dropped(start, end, normalise(self._page_text[start:end]), reason))

    def open_turn(self, label: Label, end: int) -> None:
        """Open a turn; what is said may begin behind its label, or only with the next paragraph."""
        self._drop_pending()
        self._pending = label
        start = label.mark_end
        while start < end and self._page_text[start].isspace():
            start += 1
        if normalise(self._page_text[start:end]):
            self.drop(label.end, label.mark_end, "label_mark")
            self.add("turn", start, end)
        else:
            self.drop(label.end, end, "label_mark")

    def add(self, kind: str, start: int, end: int) -> None:
        label, self._pending = self._pending, None
        if label is not None:
            self._turn = 0 if self._turn is None else self._turn + 1
        self._paragraphs.append(
            Paragraph(
                ordinal=len(self._paragraphs),
                kind=kind if self._turn is None else "turn",
                text=normalise(self._page_text[start:end]),
                page_start=start,
                page_end=end,
                turn=self._turn,
                label=None if label is None else normalise(self._page_text[label.start : label.end]),
                label_start=None if label is None else label.start,
                label_end=None if label is None else label.end,
            )
        )

    def finish(self) -> tuple[tuple[Paragraph, ...], tuple[Dropped, ...]]:
        self._drop_pending()
        return tuple(self._paragraphs), tuple(sorted(self._dropped, key=lambda span: span.page_start))

    def _drop_pending(self) -> None:
        """A label under which nothing is said belongs to what is heard."""
        if self._pending is not None:
            self.drop(self._pending.start, self._pending.end, "sound_cue")
            self._pending = None
