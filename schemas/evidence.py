"""The evidence columns of `schemas.context`: what rows must agree with, computed from the other tables.

Plain Python over columns: a slice by code points is what Python's strings are good at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import pyarrow

from schemas.nested import nested_series
from schemas.normalise import normalise
from schemas.tables import Tables

Segment = Mapping[str, int]
_STRINGS: Final = pyarrow.large_list(pyarrow.large_string())


@dataclass(frozen=True)
class Coverage:
    """How often the non-blank characters of a page stand in a paragraph, a label or a dropped span."""

    n_uncovered: int
    n_covered_twice: int


def coverage(text: str, spans: Iterable[tuple[int, int]]) -> Coverage:
    """Count the non-blank characters of `text` that no span holds, and those that stand in more than one."""
    n_uncovered = n_covered_twice = reached = 0
    for start, end in sorted(spans):
        n_uncovered += _n_printing(text[reached:start])
        n_covered_twice += _n_printing(text[start : min(reached, end)])
        reached = max(reached, end)
    return Coverage(n_uncovered + _n_printing(text[reached:]), n_covered_twice)


def _n_printing(text: str) -> int:
    """Count the characters that the normalisation keeps: blanks and control characters may stand anywhere."""
    return len(normalise(text).replace(" ", "")) if text and not text.isspace() else 0


def evidence(tables: Tables) -> Tables:
    """Return the document tables of a batch, each with its evidence columns."""
    page_texts = _column_by(tables["pages"], "doc_id", "text")
    paragraph_texts = {
        (doc_id, ordinal): text for doc_id, ordinal, text in _rows(tables["paragraphs"], "doc_id", "ordinal", "text")
    }
    entity_keys = set(_rows(tables["entities"], "doc_id", "entity_id"))
    return {
        "documents": _documents(tables, page_texts),
        "paragraphs": _paragraphs(tables["paragraphs"], page_texts, entity_keys),
        "dropped": tables["dropped"].with_columns(page_slice=_page_slices(tables["dropped"], page_texts)),
        "quotes": _quotes(tables["quotes"], paragraph_texts, entity_keys),
        "mentions": _mentions(tables["mentions"], page_texts, paragraph_texts, entity_keys),
        "entities": _entities(tables, paragraph_texts),
    }


def _rows(frame: pl.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of some columns; a list for each column takes half the time that polars takes for its rows."""
    return zip(*(frame[column].to_list() for column in columns), strict=True)


def _column_by(frame: pl.DataFrame, key: str, value: str) -> dict[Any, Any]:
    return dict(_rows(frame, key, value))


def _strings(values: Iterable[str | None]) -> pl.Series:
    return pl.Series(list(values), dtype=pl.String)


def _page_slices(
    frame: pl.DataFrame, page_texts: Mapping[str, str], start: str = "page_start", end: str = "page_end"
) -> pl.Series:
    """Return the normalised slice of each row's page; null where the row has no span or no page."""
    return _strings(
        None if first is None or last is None or doc_id not in page_texts else normalise(page_texts[doc_id][first:last])
        for doc_id, first, last in _rows(frame, "doc_id", start, end)
    )


def _paragraph_slices(
    frame: pl.DataFrame, paragraph_texts: Mapping[tuple[str, int], str], ordinal: str, start: str, end: str
) -> pl.Series:
    """Return the slice of each row's paragraph; null where the row has no place or the paragraph is missing."""
    return _strings(
        _slice(paragraph_texts.get((doc_id, number)), first, last)
        for doc_id, number, first, last in _rows(frame, "doc_id", ordinal, start, end)
    )


def _slice(text: str | None, start: int | None, end: int | None) -> str | None:
    if text is None or start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return text[start:end]


def _entities_known(frame: pl.DataFrame, column: str, entity_keys: set[tuple[Any, ...]]) -> pl.Series:
    """Tell whether each row's reference is an entity of its document; no reference is fine."""
    rows = _rows(frame, "doc_id", column)
    return pl.Series(
        [entity_id is None or (doc_id, entity_id) in entity_keys for doc_id, entity_id in rows], dtype=pl.Boolean
    )


def _documents(tables: Tables, page_texts: Mapping[str, str]) -> pl.DataFrame:
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for frame, start, end in (
        (tables["paragraphs"], "page_start", "page_end"),
        (tables["paragraphs"].drop_nulls("label_start"), "label_start", "label_end"),
        (tables["dropped"], "page_start", "page_end"),
    ):
        for doc_id, first, last in _rows(frame, "doc_id", start, end):
            spans[doc_id].append((first, last))
    n_paragraphs = Counter(tables["paragraphs"]["doc_id"])
    doc_ids = tables["documents"]["doc_id"].to_list()
    found = [coverage(page_texts.get(doc_id, ""), spans[doc_id]) for doc_id in doc_ids]
    return tables["documents"].with_columns(
        page_known=pl.Series([doc_id in page_texts for doc_id in doc_ids], dtype=pl.Boolean),
        n_uncovered=pl.Series([cover.n_uncovered for cover in found], dtype=pl.Int32),
        n_covered_twice=pl.Series([cover.n_covered_twice for cover in found], dtype=pl.Int32),
        n_paragraphs=pl.Series([n_paragraphs[doc_id] for doc_id in doc_ids], dtype=pl.Int32),
    )


def _paragraphs(
    paragraphs: pl.DataFrame, page_texts: Mapping[str, str], entity_keys: set[tuple[Any, ...]]
) -> pl.DataFrame:
    return paragraphs.with_columns(
        page_slice=_page_slices(paragraphs, page_texts),
        label_slice=_page_slices(paragraphs, page_texts, "label_start", "label_end"),
        rank=(pl.col("ordinal").rank("ordinal").over("doc_id") - 1).cast(pl.Int32),
        speaker_known=_entities_known(paragraphs, "speaker_id", entity_keys),
    )


def _quotes(
    quotes: pl.DataFrame, paragraph_texts: Mapping[tuple[str, int], str], entity_keys: set[tuple[Any, ...]]
) -> pl.DataFrame:
    quote_keys = set(_rows(quotes, "doc_id", "quote_id"))
    parents = _rows(quotes, "doc_id", "parent_quote_id")
    segments = list(_rows(quotes, "doc_id", "segments"))
    return quotes.with_columns(
        segment_slices=_strings(_joined(doc_id, parts, paragraph_texts) for doc_id, parts in segments),
        cue_slice=_paragraph_slices(quotes, paragraph_texts, "cue_ordinal", "cue_start", "cue_end"),
        speaker_slice=_paragraph_slices(quotes, paragraph_texts, "speaker_ordinal", "speaker_start", "speaker_end"),
        speaker_known=_entities_known(quotes, "speaker_id", entity_keys),
        parent_known=pl.Series(
            [parent is None or (doc_id, parent) in quote_keys for doc_id, parent in parents], dtype=pl.Boolean
        ),
        segments_in_order=pl.Series([_in_order(parts) for _, parts in segments], dtype=pl.Boolean),
    )


def _joined(doc_id: str, segments: Sequence[Segment], paragraph_texts: Mapping[tuple[str, int], str]) -> str | None:
    """Return the segments' slices joined by a space; None where one of them is not in the text."""
    slices = [_slice(paragraph_texts.get((doc_id, part["ordinal"])), part["start"], part["end"]) for part in segments]
    known = [text for text in slices if text is not None]
    return " ".join(known) if len(known) == len(slices) else None


def _in_order(segments: Sequence[Segment]) -> bool:
    """Tell whether there is a segment, and each ends before the next one starts."""
    edges = [(part["ordinal"], offset) for part in segments for offset in (part["start"], part["end"])]
    return bool(edges) and edges == sorted(edges)


def _mentions(
    mentions: pl.DataFrame,
    page_texts: Mapping[str, str],
    paragraph_texts: Mapping[tuple[str, int], str],
    entity_keys: set[tuple[Any, ...]],
) -> pl.DataFrame:
    in_paragraph = _paragraph_slices(mentions, paragraph_texts, "ordinal", "start", "end")
    return mentions.with_columns(
        page_slice=_page_slices(mentions, page_texts),
        # Outside paragraphs the page alone is the proof.
        paragraph_slice=pl.when(pl.col("place") == "paragraph").then(in_paragraph).otherwise(pl.col("text")),
        entity_known=_entities_known(mentions, "entity_id", entity_keys),
    )


def _entities(tables: Tables, paragraph_texts: Mapping[tuple[str, int], str]) -> pl.DataFrame:
    entities = tables["entities"]
    n_mentions = Counter(_rows(tables["mentions"], "doc_id", "entity_id"))
    n_quotes = Counter(_rows(tables["quotes"], "doc_id", "speaker_id"))
    keys = list(_rows(entities, "doc_id", "entity_id"))
    roles = list(_rows(entities, "doc_id", "roles"))
    return entities.with_columns(
        role_texts=nested_series(([role["text"] for role in found] for _, found in roles), _STRINGS),
        role_slices=nested_series(
            (
                [_slice(paragraph_texts.get((doc_id, role["ordinal"])), role["start"], role["end"]) for role in found]
                for doc_id, found in roles
            ),
            _STRINGS,
        ),
        mentions_counted=pl.Series([n_mentions[key] for key in keys], dtype=pl.Int32),
        quotes_counted=pl.Series([n_quotes[key] for key in keys], dtype=pl.Int32),
    )


def marks_are_balanced(text: str) -> bool:
    """Tell whether the double quotation marks of a paragraph pair up.

    A paragraph that a running quotation leaves open, by convention closed in a later one, counts as unbalanced:
    it is worth a look, no more.
    """
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")
