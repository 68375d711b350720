from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language.pieces import MAX_PIECE_CHARS
from flows.language.reader import bare_pass, load_reader, read

PAGES = [
    [
        "Mayor Ada Quill said on Monday that the bridge would open in May.",
        '"It took too long," she told the Harbour Gazette.',
    ],
    [],
    ["According to the Port Authority of Lindholm, traffic fell by a third."],
    ["", "Tomas Vey asked whether the tunnel was safe. Nobody answered."],
]


def slices_of(paragraphs, spans):
    return [paragraphs[span.ordinal][span.start : span.end] for span in spans]


def test_names_have_types_places_and_a_subject_hint(read_page):
    paragraphs = ["Ada Quill met Tomas Vey in Portugal."]
    names = read_page(paragraphs).names
    assert slices_of(paragraphs, [name.span for name in names]) == ["Ada Quill", "Tomas Vey", "Portugal"]
    assert [name.type for name in names] == ["PERSON", "PERSON", "GPE"]
    assert [name.is_subject for name in names] == [True, False, False]


def test_what_is_no_name_is_left_out(read_page):
    assert read_page(["Three people paid 40 dollars on Monday."]).names == ()


def test_sentences_cover_the_text_in_order(read_page):
    paragraphs = ["The bridge is shut. It opens in May.", "Nobody came."]
    sentences = read_page(paragraphs).sentences
    assert slices_of(paragraphs, sentences) == ["The bridge is shut.", "It opens in May.", "Nobody came."]


@pytest.mark.parametrize("batch", [[0], [3, 2, 1, 0], [0, 0, 2], [2, 3]], ids=str)
def test_batch_and_order_change_nothing(batch):
    alone = [read([page])[0] for page in PAGES]
    assert read([PAGES[number] for number in batch]) == [alone[number] for number in batch]


def test_nothing_to_read():
    assert read([]) == []
    [reading] = read([[]])
    assert reading.sentences == reading.names == reading.attributions == ()


@pytest.mark.parametrize(
    "paragraph",
    ["", " ", "\u00a0", '"', "…", "“”", "a" * 50, "said", ": “", '," said', "according to", "\U0001f600 said ok"],
    ids=repr,
)
def test_odd_paragraphs_are_read(paragraph):
    [reading] = read([[paragraph]])
    for name in reading.names:
        assert 0 <= name.span.start < name.span.end <= len(paragraph)


def test_a_paragraph_beyond_the_models_limit_is_read_in_pieces():
    sentence = "Ada Quill said that the bridge was shut. "
    paragraph = sentence * 600
    assert len(paragraph) > MAX_PIECE_CHARS
    [reading] = read([[paragraph]])
    assert len(reading.attributions) == 600
    assert {paragraph[found.cue.start : found.cue.end] for found in reading.attributions} == {"said"}


def test_the_model_is_loaded_once():
    assert load_reader() is load_reader()


def test_a_model_that_is_not_installed_is_an_error():
    with pytest.raises(OSError, match="no_such_model"):
        load_reader("no_such_model")


def test_the_bare_pass_runs_only_what_is_used():
    assert load_reader().pipe_names == ["tok2vec", "tagger", "parser", "ner"]
    assert [len(doc) for doc in bare_pass(["One two.", ""])] == [3, 0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), max_size=3))
def test_any_text_gives_spans_inside_it(paragraphs):
    [reading] = read([paragraphs])
    spans = [*reading.sentences, *(name.span for name in reading.names)]
    for found in reading.attributions:
        spans += [found.cue, *found.contents, *(span for span in (found.source, found.head) if span is not None)]
    for span in spans:
        assert 0 <= span.start < span.end <= len(paragraphs[span.ordinal])
