"""A document with one bad row is set aside whole, with all its reasons; the others load."""

import polars as pl
import pytest

from schemas.errors import TableError
from schemas.split import split_valid
from schemas.tables import TABLES

GOOD, OTHER = "a" * 16, "b" * 16
ENTITY, QUOTE = "e" * 16, "f" * 16
PAGE_TEXT = 'Ada Moor spoke.\n"Fine," said Moor.\nShare this'
ROWS = {
    "pages": [
        {
            "source_uri": "a.txt",
            "source_format": "text",
            "source_record": None,
            "url": None,
            "content_sha256": "0" * 64,
            "source": PAGE_TEXT,
            "text": PAGE_TEXT,
        }
    ],
    "documents": [
        {
            "kind": "article",
            "title": None,
            "site": None,
            "publisher": None,
            "authors": [],
            "section": None,
            "published_at_utc": None,
            "published_precision": None,
            "published_from": None,
            "updated_at_utc": None,
            "language": None,
            "n_words": 6,
            "syndication_id": "1" * 16,
            "pipeline_version": "0",
            "run_id": "",
        }
    ],
    "paragraphs": [
        {"ordinal": 0, "kind": "body", "text": "Ada Moor spoke.", "page_start": 0, "page_end": 15},
        {"ordinal": 1, "kind": "body", "text": '"Fine," said Moor.', "page_start": 16, "page_end": 34},
    ],
    "dropped": [{"page_start": 35, "page_end": 45, "text": "Share this", "reason": "navigation"}],
    "quotes": [
        {
            "quote_id": QUOTE,
            "kind": "direct",
            "text": "Fine,",
            "segments": [{"ordinal": 1, "start": 1, "end": 6}],
            "cue": "said",
            "cue_ordinal": 1,
            "cue_start": 8,
            "cue_end": 12,
            "speaker_text": "Moor",
            "speaker_ordinal": 1,
            "speaker_start": 13,
            "speaker_end": 17,
            "speaker_id": ENTITY,
            "speaker_name": "Ada Moor",
            "speakers": ["Ada Moor"],
            "resolution": "name",
            "via": [],
            "reported_by": None,
            "parent_quote_id": None,
            "rule": "marks",
            "reasons": [],
        }
    ],
    "mentions": [
        {"page_start": 0, "page_end": 8, "ordinal": 0, "start": 0, "end": 8, "text": "Ada Moor"},
        {"page_start": 29, "page_end": 33, "ordinal": 1, "start": 13, "end": 17, "text": "Moor"},
    ],
    "entities": [
        {
            "entity_id": ENTITY,
            "name": "Ada Moor",
            "type": "PERSON",
            "aliases": ["Ada Moor", "Moor"],
            "roles": [],
            "n_mentions": 2,
            "n_quotes": 1,
        }
    ],
}
DEFAULTS = {
    "paragraphs": {"turn": None, "label": None, "label_start": None, "label_end": None, "speaker_id": None},
    "mentions": {"place": "paragraph", "type": "PERSON", "entity_id": ENTITY, "why": "full name"},
}


def tables(**changes):
    """Two equal documents; `changes` are made to the first row of the given tables of the first one."""

    def rows(name, doc_id):
        found = [{"doc_id": doc_id} | DEFAULTS.get(name, {}) | row for row in ROWS[name]]
        if name == "quotes" and doc_id == OTHER:
            found[0]["quote_id"] = "9" * 16
        return [found[0] | (changes.get(name, {}) if doc_id == GOOD else {}), *found[1:]]

    return {name: TABLES[name].frame([*rows(name, GOOD), *rows(name, OTHER)]) for name in ROWS}


def test_good_documents_load_without_a_word() -> None:
    split = split_valid(tables())
    assert split.reasons == {}
    assert split.warnings.is_empty()
    assert {name: frame.height for name, frame in split.valid.items()} == {
        name: 2 * len(rows) for name, rows in ROWS.items()
    }


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        pytest.param("paragraphs", {"text": "Ada Moor spoke"}, "text_equals_page_slice: paragraphs", id="text"),
        pytest.param("paragraphs", {"ordinal": 5}, "ordinal_equals_rank: paragraphs", id="gap in ordinals"),
        pytest.param("paragraphs", {"kind": "poem"}, "isin: paragraphs.kind = poem", id="value not allowed"),
        pytest.param(
            "paragraphs", {"speaker_id": "7" * 16}, "equal_to: paragraphs.speaker_known", id="unknown speaker"
        ),
        pytest.param(
            "dropped", {"text": "Share\x07this"}, "no_control_characters: dropped.text", id="control character"
        ),
        pytest.param(
            "dropped", {"page_end": 41, "text": "Share"}, "equal_to: documents.n_uncovered = 4", id="lost text"
        ),
        pytest.param("quotes", {"cue": "says"}, "cue_equals_cue_slice: quotes", id="cue"),
        pytest.param("quotes", {"speaker_text": "He"}, "speaker_text_equals_speaker_slice: quotes", id="speaker"),
        pytest.param("quotes", {"text": "Fine"}, "text_equals_segment_slices: quotes", id="segments"),
        pytest.param("quotes", {"segments": []}, "equal_to: quotes.segments_in_order", id="no segment"),
        pytest.param("quotes", {"parent_quote_id": "7" * 16}, "equal_to: quotes.parent_known", id="unknown parent"),
        pytest.param("mentions", {"end": 7}, "text_equals_paragraph_slice: mentions", id="mention in paragraph"),
        pytest.param("mentions", {"page_end": 7}, "text_equals_page_slice: mentions", id="mention on page"),
        pytest.param("mentions", {"entity_id": "7" * 16}, "equal_to: mentions.entity_known", id="unknown entity"),
        pytest.param("entities", {"n_quotes": 2}, "n_quotes_equals_quotes_counted: entities", id="count of quotes"),
        pytest.param(
            "entities",
            {"roles": [{"text": "Mayor", "ordinal": 0, "start": 0, "end": 3}]},
            "role_texts_equals_role_slices: entities",
            id="role",
        ),
    ],
)
def test_a_bad_row_rejects_its_document_only(table, change, reason) -> None:
    split = split_valid(tables(**{table: change}))
    assert list(split.reasons) == [GOOD]
    assert any(found.startswith(reason) for found in split.reasons[GOOD]), split.reasons
    for name, frame in split.valid.items():
        assert set(frame["doc_id"]) == {OTHER}, name


def test_all_reasons_are_kept() -> None:
    split = split_valid(tables(paragraphs={"kind": "poem"}, quotes={"cue": "says", "rule": "x"}))
    assert {reason.partition(":")[0] for reason in split.reasons[GOOD]} == {"isin", "cue_equals_cue_slice"}


def test_a_repeated_key_rejects_its_document() -> None:
    frames = tables()
    frames["mentions"] = pl.concat([frames["mentions"], frames["mentions"][:1]])
    split = split_valid(frames)
    assert any(reason.startswith("multiple_fields_uniqueness: mentions") for reason in split.reasons[GOOD])


def test_unbalanced_marks_are_noted_and_load() -> None:
    text = PAGE_TEXT.replace("Moor.\n", 'Moor."\n')
    frames = tables(pages={"text": text, "source": text})
    frames["paragraphs"] = frames["paragraphs"].with_columns(
        page_end=pl.when((pl.col("doc_id") == GOOD) & (pl.col("ordinal") == 1)).then(35).otherwise("page_end"),
        text=pl.when((pl.col("doc_id") == GOOD) & (pl.col("ordinal") == 1))
        .then(pl.lit('"Fine," said Moor."'))
        .otherwise("text"),
    )
    frames["dropped"] = frames["dropped"].with_columns(
        page_start=pl.when(pl.col("doc_id") == GOOD).then(36).otherwise("page_start"),
        page_end=pl.when(pl.col("doc_id") == GOOD).then(46).otherwise("page_end"),
    )
    split = split_valid(frames)
    assert split.reasons == {}
    assert split.warnings.select("doc_id", "table", "key", "check").rows() == [
        (GOOD, "paragraphs", "1", "balanced_marks")
    ]


def test_a_table_of_the_wrong_shape_is_our_fault() -> None:
    frames = tables()
    frames["mentions"] = frames["mentions"].drop("why")
    with pytest.raises(TableError, match="mentions"):
        split_valid(frames)
