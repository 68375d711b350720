from __future__ import annotations

import pytest


def found_in(read_page, text):
    """The attributions of a paragraph as (cue, source, contents)."""

    def slice_of(span):
        return text[span.start : span.end] if span is not None else None

    return [
        (slice_of(found.cue), slice_of(found.source), [slice_of(content) for content in found.contents])
        for found in read_page([text]).attributions
    ]


@pytest.mark.parametrize(
    ("text", "cue", "source", "contents"),
    [
        pytest.param(
            "Ada Quill said that the bridge would open in May.",
            "said", "Ada Quill", ["the bridge would open in May"], id="that-clause",
        ),
        pytest.param(
            "Ada Quill said the bridge would open in May.",
            "said", "Ada Quill", ["the bridge would open in May"], id="bare clause",
        ),
        pytest.param(
            "The bridge would open in May, Ada Quill said.",
            "said", "Ada Quill", ["The bridge would open in May"], id="clause in front",
        ),
        pytest.param(
            "The bridge, she said, would open in May.",
            "said", "she", ["The bridge", "would open in May"], id="clause around",
        ),
        pytest.param(
            "The council closed the bridge, as Tomas Vey reported.",
            "reported", "Tomas Vey", ["The council closed the bridge"], id="as-clause",
        ),
        pytest.param(
            "Reporters asked whether the bridge was safe.",
            "asked", "Reporters", ["whether the bridge was safe"], id="question",
        ),
        pytest.param(
            "The union urged the council to vote.",
            "urged", "The union", ["the council to vote"], id="infinitive",
        ),
        pytest.param(
            "The mayor accused the builders of wasting money.",
            "accused", "The mayor", ["the builders of wasting money"], id="preposition",
        ),
        pytest.param(
            "The mayor denied the claims.", "denied", "The mayor", ["the claims"], id="object",
        ),
        pytest.param(
            "The mayor called for a new vote.", "called for", "The mayor", ["a new vote"], id="particle",
        ),
        pytest.param(
            "The mayor pointed out that nobody had paid.",
            "pointed out", "The mayor", ["nobody had paid"], id="particle and clause",
        ),
        pytest.param(
            "According to the harbour police, nobody was hurt.",
            "According to", "the harbour police", ["nobody was hurt"], id="according to, first",
        ),
        pytest.param(
            "Nobody was hurt, according to the harbour police.",
            "according to", "the harbour police", ["Nobody was hurt"], id="according to, last",
        ),
        pytest.param(
            "They tore down a wall that the ministry says broke the law.",
            "says", "the ministry", ["broke the law"], id="relative clause",
        ),
        pytest.param(
            "Her claim that the money was gone surprised the council.",
            "claim", "Her", ["the money was gone"], id="noun",
        ),
        pytest.param(
            "Ada Quill, who leads the council, said the vote was lost.",
            "said", "Ada Quill, who leads the council", ["the vote was lost"], id="source with a clause",
        ),
    ],
)  # fmt: skip
def test_forms(read_page, text, cue, source, contents):
    assert (cue, source, contents) in found_in(read_page, text)


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        pytest.param("Ada Quill stood up and said that it was late.", "said", "Ada Quill", id="conjunction"),
        pytest.param("Ada Quill left, saying that it was late.", "saying", "Ada Quill", id="participle"),
        pytest.param("Ada Quill issued a statement saying that it was late.", "saying", "Ada Quill", id="statement"),
        pytest.param("Ada Quill went on to say that it was late.", "say", "Ada Quill", id="infinitive"),
        pytest.param("They spoke to Ada Quill, who said that it was late.", "said", "Ada Quill", id="relative"),
    ],
)
def test_a_subject_is_found_further_up(read_page, text, cue, source):
    assert (cue, source) in [(found[0], found[1]) for found in found_in(read_page, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ada Quill said that the vote was over and called for a recount.",
            [("said", "Ada Quill", ["the vote was over"]), ("called for", "Ada Quill", ["a recount"])],
            id="and called for",
        ),
        pytest.param(
            "Ada Quill said that the vote was lost, adding that she would fight on.",
            [("said", "Ada Quill", ["the vote was lost"]), ("adding", "Ada Quill", ["she would fight on"])],
            id="adding that",
        ),
    ],
)
def test_a_second_cue_of_the_same_speaker_ends_the_first_ones_words(read_page, text, expected):
    assert found_in(read_page, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It was dull, let's say.", id="let's say"),
        pytest.param("I'd say the bridge is shut.", id="I'd say"),
        pytest.param("I mean, the bridge is shut.", id="I mean"),
        pytest.param("You know, the bridge is shut.", id="you know"),
        pytest.param("As you said, the bridge is shut.", id="as you said"),
        pytest.param("Ada Quill did not say that the bridge was shut.", id="negation"),
        pytest.param("Ada Quill could say that the bridge was shut.", id="possibility"),
        pytest.param("If Ada Quill says that the bridge is shut, we walk.", id="condition"),
        pytest.param("A group called the Friends of the Bridge met.", id="reduced passive"),
        pytest.param("There had been speculation that the bridge might shut.", id="noun without an owner"),
    ],
)
def test_what_nobody_said(read_page, text):
    assert found_in(read_page, text) == []


def test_a_relay_has_no_words_of_its_own(read_page):
    [said, relay] = read_page(['"It is shut," Ada Quill said, according to Radio Lindholm.']).attributions
    assert (said.rule, relay.rule, relay.contents) == ("clause_before", "relay", ())


@pytest.mark.parametrize(
    ("text", "cue", "source"),
    [
        pytest.param('"The bridge is open," beamed Ada Quill.', "beamed", "Ada Quill", id="behind marks"),
        pytest.param('Ada Quill was pleased: "Nobody was hurt."', "pleased", "Ada Quill", id="before a colon"),
    ],
)
def test_a_verb_that_no_list_knows_counts_beside_marks(read_page, text, cue, source):
    assert (cue, source, []) in found_in(read_page, text)


def test_every_span_is_inside_its_paragraph(read_page):
    paragraphs = ["Ada Quill said it was late.", "“It is late,” she added, and left: “Good night!”"]
    for found in read_page(paragraphs).attributions:
        for span in (found.cue, found.source, found.head, *found.contents):
            if span is not None:
                assert 0 <= span.start < span.end <= len(paragraphs[span.ordinal])
