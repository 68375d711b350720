"""The model that comes along, on plain sentences and on odd ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.language.network import load_model
from flows.language.reader import read
from flows.settings import READER
from schemas.errors import UsageError

PAGES = [
    [
        "Mayor Ada Quill said on Monday that the bridge would open in May.",
        '"It took too long," she told the Harbour Gazette.',
    ],
    [],
    ["According to the Port Authority of Lindholm, traffic fell by a third."],
    ["", "Tomas Vey asked whether the tunnel was safe. Nobody answered."],
]


def words(paragraphs, span):
    return None if span is None else paragraphs[span.ordinal][span.start : span.end]


@pytest.mark.parametrize(
    ("text", "source", "cue", "contents", "kind"),
    [
        pytest.param(
            "Mayor Ada Quill said on Monday that the bridge would open in May.",
            "Mayor Ada Quill", "said", ["that the bridge would open in May"], "speech", id="indirect",
        ),
        pytest.param(
            '"It took too long," said Tomas Vey, a fisherman.',
            "Tomas Vey, a fisherman", "said", ['"It took too long,"'], "speech", id="inversion",
        ),
        pytest.param(
            '"The bridge," she told reporters, "is old."',
            "she", "told", ['"The bridge,"', '"is old."'], "speech", id="split by the cue",
        ),
        pytest.param(
            "Traffic fell by a third, according to the port authority.",
            "the port authority", "according to", ["Traffic fell by a third"], "speech", id="according to",
        ),
        pytest.param(
            "Vey hopes that the tunnel will open in June.",
            "Vey", "hopes", ["that the tunnel will open in June"], "thought", id="thought",
        ),
    ],
)  # fmt: skip
def test_attributions(shipped_model, text, source, cue, contents, kind):
    [reading] = read([[text]], shipped_model)
    [found] = reading.attributions
    assert (words([text], found.source), words([text], found.cue)) == (source, cue)
    assert ([words([text], content) for content in found.contents], found.kind) == (contents, kind)


def test_names_have_types_and_places(shipped_model):
    text = "Nora Bly met Tomas Vey of Harbour Holdings Ltd. in Portugal on Monday."
    names = read([[text]], shipped_model)[0].names
    assert [(words([text], name.span), name.type) for name in names] == [
        ("Nora Bly", "PERSON"),
        ("Tomas Vey", "PERSON"),
        ("Harbour Holdings Ltd.", "ORG"),
        ("Portugal", "GPE"),
    ]


@pytest.mark.parametrize("batch", [[0], [3, 2, 1, 0], [0, 0, 2], [2, 3]], ids=str)
def test_batch_and_order_change_nothing(shipped_model, batch):
    alone = [read([page], shipped_model)[0] for page in PAGES]
    assert read([PAGES[number] for number in batch], shipped_model) == [alone[number] for number in batch]


def test_the_company_that_a_page_keeps_changes_nothing(shipped_model):
    # Long enough for several windows, with scores that lie close together.
    one = [sentence * 3 for page in PAGES for sentence in page] * 6
    other = ["“Is it, is it not,” she – or he? – wrote, or so Vey had it, in the GAZETTE’s “Who” of May."] * 9
    [alone] = read([one], shipped_model)
    assert read([other, one, other], shipped_model)[1] == alone


def test_nothing_to_read(shipped_model):
    assert read([], shipped_model) == []
    [reading] = read([[]], shipped_model)
    assert reading.names == reading.attributions == ()


def test_a_paragraph_of_any_length_is_read(shipped_model):
    paragraph = "Ada Quill said that the bridge was shut. " * 600
    [reading] = read([[paragraph]], shipped_model)
    cues = [words([paragraph], found.cue) for found in reading.attributions]
    assert 550 < cues.count("said") == len(cues) <= 600


def test_a_model_is_loaded_once():
    assert load_model(READER) is load_model(READER)


def test_a_folder_without_a_model_is_named(tmp_path):
    (tmp_path / "reader.onnx").write_text("no network")
    with pytest.raises(UsageError, match=str(tmp_path)):
        load_model(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80) | st.text(" “”\"'said:,.AnLé\ud800", max_size=60), max_size=3))
def test_any_text_gives_spans_inside_it(shipped_model, paragraphs):
    [reading] = read([paragraphs], shipped_model)
    spans = [name.span for name in reading.names]
    for found in reading.attributions:
        spans += [span for span in (found.cue, found.source, *found.contents, *found.relays) if span is not None]
    for span in spans:
        assert 0 <= span.start < span.end <= len(paragraphs[span.ordinal])
