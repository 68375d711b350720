"""An annotated page as a reader gets it: a sequence of paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.corpus.annotated import AnnotatedPage, Mark


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A page as paragraphs, with its marks in them."""

    paragraphs: Sequence[str]
    marks: Sequence[Mark]


def as_text(page: AnnotatedPage) -> LabelledText:
    """Return the page's blocks as paragraphs; labels of turns stand in no text that is read."""
    kept = [number for number, block in enumerate(page.blocks) if block.kind != "label"]
    ordinal_of = {number: ordinal for ordinal, number in enumerate(kept)}
    marks = [replace(mark, block=ordinal_of[mark.block]) for mark in page.marks if mark.block in ordinal_of]
    return LabelledText([page.blocks[number].text for number in kept], marks)
