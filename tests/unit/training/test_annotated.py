from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from training.corpus.annotated import AnnotatedPage, CorpusError, read_annotated


def test_marks_are_slices_of_their_block(page_of: Callable[..., AnnotatedPage]) -> None:
    page = page_of(
        '<headline>Mill shut</headline><p><source q="1"><name id="e1" type="PERSON">Ann\n   Roe</name></source>\n'
        '<cue q="1" kind="thought">hopes</cue> <content q="1">for “more &amp; better”</content>.</p>'
    )
    assert [block.text for block in page.blocks] == ["Mill shut", "Ann Roe hopes for “more & better”."]
    assert [(mark.tag, page.text_of(mark), mark.ids, mark.value) for mark in page.marks] == [
        ("name", "Ann Roe", ("e1",), "PERSON"),
        ("source", "Ann Roe", ("1",), ""),
        ("cue", "hopes", ("1",), "thought"),
        ("content", "for “more & better”", ("1",), ""),
    ]


def test_turns_are_numbered_and_their_labels_kept_apart(page_of: Callable[..., AnnotatedPage]) -> None:
    page = page_of(
        "<turn><label>ROE:</label><p>Yes.</p><p>No.</p></turn><turn><label>POE:</label><p>Well.</p></turn>",
        "transcript",
    )
    assert [(block.kind, block.text, block.turn) for block in page.blocks] == [
        ("label", "ROE:", 0),
        ("p", "Yes.", 0),
        ("p", "No.", 0),
        ("label", "POE:", 1),
        ("p", "Well.", 1),
    ]
    assert page.n_words == 3


@pytest.mark.parametrize(
    ("blocks", "reason"),
    [
        ("<p>a <b>bold</b> word</p>", "<b> is no mark"),
        ("<div>words</div>", "<div> is no block"),
        ("<p></p>", "<p> is empty"),
        ("loose <p>words</p>", "text outside of any block"),
        ('<p><name id="e1">Roe</name></p>', "<name> has no type"),
        ('<p><name id="e1" type="HERO">Roe</name></p>', "'HERO' is none of"),
        ('<p><name type="ORG">Roe Ltd</name></p>', "<name> has no id"),
        ('<p><cue q="1"> said</cue></p>', "begins with white space"),
        ('<p><cue q="1">said </cue></p>', "ends with white space"),
        ('<p><content q="1" by="e1">so</content></p>', '"by" is for contents'),
        ("<turn><p>words</p></turn>", "a <turn> holds one <label>"),
        ("<p>unclosed", "not well-formed"),
    ],
    ids=lambda value: value[:24],
)
def test_what_breaks_the_format_is_said_with_file_and_line(
    page_of: Callable[..., AnnotatedPage], blocks: str, reason: str
) -> None:
    with pytest.raises(CorpusError, match=r"p-1\.xml:\d+: ") as error:
        page_of(blocks)
    assert reason in str(error.value)


def test_the_id_is_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "other.xml"
    path.write_text('<page id="p-1" kind="article" genre="g" english="US" split="train"><p>a</p></page>')
    with pytest.raises(CorpusError, match="is not the name of the file"):
        read_annotated(path)
