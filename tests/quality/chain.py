"""Pages through the real chain to rows as `score` knows them: split, one language pass, resolve, find."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from flows.entities.resolve import resolve_entities
from flows.language.network import load_model
from flows.language.reader import read
from flows.pages.document import Paragraph
from flows.pages.split import split_page
from flows.quotes.find import find_quotes
from flows.quotes.quote import Quote
from flows.settings import READER
from flows.sources.page import Page
from tests.quality.score import Row, word_positions


def find_rows(texts: Mapping[str, str]) -> dict[str, tuple[str, list[Row]]]:
    """Return by name what kind of document a text is, and its quotes; all texts are read in one batch."""
    pages, splits = {}, {}
    for name, text in texts.items():
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        pages[name] = Page(sha256[:16], f"{name}.txt", "text", None, None, sha256, text, text)
        splits[name] = split_page(pages[name])
    paragraphs = [[paragraph.text for paragraph in split.paragraphs] for split in splits.values()]
    readings = dict(zip(splits, read(paragraphs, load_model(READER)), strict=True))
    found = {}
    for name, split in splits.items():
        entities = resolve_entities(pages[name], split, readings[name])
        quotes = find_quotes(pages[name].doc_id, split, readings[name], entities)
        found[name] = (split.kind, [_row(quote, texts[name], split.paragraphs) for quote in quotes])
    return found


def _row(quote: Quote, text: str, paragraphs: Sequence[Paragraph]) -> Row:
    spans = []
    for segment in quote.segments:
        paragraph = paragraphs[segment.ordinal]
        start = paragraph.page_start
        assert text[start : start + len(paragraph.text)] == paragraph.text, "a page with nothing to normalise"
        spans.append((start + segment.start, start + segment.end))
    return Row(
        kind=quote.kind,
        content=" … ".join(text[start:end] for start, end in spans),
        words=word_positions(text, spans),
        speaker_name=quote.speaker_name,
        speaker_text=quote.speaker_text,
        details={"cue": quote.cue_text, "via": quote.via, "reported_by": quote.reported_by},
    )
