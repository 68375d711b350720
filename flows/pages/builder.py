"""Collects what is understood of a page, span by span in the page's order, into paragraphs and dropped spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from flows.pages.cues import interruptions, label_gap
from flows.pages.document import Dropped, Paragraph
from flows.pages.labels import Label
from schemas.normalise import normalise

T = TypeVar("T")


class PageBuilder:
    """Paragraphs, turns and dropped spans of a page."""

    def __init__(self, page_text: str) -> None:
        self._page_text = page_text
        self._paragraphs: list[Paragraph] = []
        self._dropped: list[Dropped] = []
        self._turn: Label | None = None
        self._pending: Label | None = None
        self._n_turns = 0

    @property
    def turn(self) -> Label | None:
        """The label of the turn that goes on; None outside turns."""
        return self._pending or self._turn

    def drop(self, start: int, end: int, reason: str) -> None:
        self._dropped.append(Dropped(start, end, normalise(self._page_text[start:end]), reason))

    def open_turn(self, label: Label, line_start: int, line_end: int) -> None:
        """Open a turn with the line that its label stands in; what is said may begin only with the next line."""
        self._drop_pending()
        speech = label.speech if normalise(self._page_text[label.speech : line_end]) else line_end
        self._drop_marks(line_start, label.start)
        if not self._drop_marks(label.end, speech):
            label = replace(label, end=label.end + len(self._page_text[label.end : speech].rstrip()))
        self._pending = label
        if speech < line_end:
            self.add("turn", speech, line_end)

    def close_turn(self) -> None:
        """What follows is nobody's turn, until the next label."""
        self._drop_pending()
        self._turn = None

    def add(self, kind: str, start: int, end: int) -> None:
        """Add a paragraph, in the turn that goes on; sound cues between its sentences are dropped."""
        if self.turn is None:
            self._append(kind, start, end)
            return
        for piece_start, piece_end, reason in self._pieces(start, end):
            if reason is not None:
                self.drop(piece_start, piece_end, reason)
            else:
                self._append("turn", piece_start, piece_end)

    def finish(self) -> tuple[tuple[Paragraph, ...], tuple[Dropped, ...]]:
        self._drop_pending()
        return tuple(self._paragraphs), tuple(sorted(self._dropped, key=lambda span: span.page_start))

    def _append(self, kind: str, start: int, end: int) -> None:
        label, self._pending = self._pending, None
        if label is not None:
            self._turn = label
            self._n_turns += 1
        is_said = self._turn is not None
        self._paragraphs.append(
            Paragraph(
                ordinal=len(self._paragraphs),
                kind="turn" if is_said else kind,
                text=normalise(self._page_text[start:end]),
                page_start=start,
                page_end=end,
                turn=self._n_turns - 1 if is_said else None,
                label=None if label is None else normalise(self._page_text[label.start : label.end]),
                label_start=None if label is None else label.start,
                label_end=None if label is None else label.end,
            )
        )

    def _drop_pending(self) -> None:
        """A label under which nothing is said belongs to what is heard."""
        if self._pending is not None:
            self.drop(self._pending.start, self._pending.end, "sound_cue")
            self._pending = None

    def _drop_marks(self, start: int, end: int) -> bool:
        """Drop the marks and time codes beside a label; False where something is there that can't be shown."""
        spans = self._visible([*label_gap(self._page_text, start, end)])
        for span in spans:
            self.drop(*span)
        return bool(spans) or not self._page_text[start:end].strip()

    def _pieces(self, start: int, end: int) -> list[tuple[int, int, str | None]]:
        """Cut a paragraph of a turn at its sound cues: (start, end, drop reason; None for what is said)."""
        pieces: list[tuple[int, int, str | None]] = []
        at = start
        for cue_start, cue_end, reason in interruptions(self._page_text[start:end]):
            pieces += [(at, start + cue_start, None), (start + cue_start, start + cue_end, reason)]
            at = start + cue_end
        pieces.append((at, end, None))
        # What is visible as a whole can consist of blanks and marks that are not, each alone.
        visible = self._visible([self._stripped(*piece) for piece in pieces]) or [(start, end, None)]
        return [
            (first, last, reason or (None if any(map(str.isalnum, self._page_text[first:last])) else "sound_cue"))
            for first, last, reason in visible
        ]

    def _stripped(self, start: int, end: int, reason: str | None) -> tuple[int, int, str | None]:
        text = self._page_text[start:end]
        return start + len(text) - len(text.lstrip()), max(start, start + len(text.rstrip())), reason

    def _visible(self, spans: Sequence[tuple[int, int, T]]) -> list[tuple[int, int, T]]:
        """Leave out blank spans, and let a neighbour hold what the normalisation removes, such as zero-width marks."""
        kept: list[tuple[int, int, T]] = []
        unseen: int | None = None
        for start, end, reason in spans:
            if start >= end:
                continue
            if normalise(self._page_text[start:end]):
                kept.append((start if unseen is None else unseen, end, reason))
                unseen = None
            elif kept:
                kept[-1] = (kept[-1][0], end, kept[-1][2])
            elif unseen is None:
                unseen = start
        return kept
