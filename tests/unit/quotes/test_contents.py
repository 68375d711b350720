"""Which words are said, and how: kind, segments and cue of each form."""

from __future__ import annotations

import pytest


def rows(quotes):
    return [(quote.kind, quote.text, quote.cue_text) for quote in quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '{1 "The bridge is shut,"} {s1 Ada Quill} {c1 said}.',
            ("direct", "The bridge is shut,", "said"), id="marks, then cue",
        ),
        pytest.param(
            '{1 "The bridge is shut,"} {s1 Quill} {c1 said} after the vote. {1 "It opens in May."}',
            ("direct", "The bridge is shut, It opens in May.", "said"), id="split by the cue",
        ),
        pytest.param(
            '{1 "The bridge,"} {s1 Quill} {c1 said} as she left, {1 "opens in May."}',
            ("direct", "The bridge, opens in May.", "said"), id="sentence split by the cue",
        ),
        pytest.param(
            '{s1 Quill} {c1 said}: {1 "The bridge is shut. It opens in May."}',
            ("direct", "The bridge is shut. It opens in May.", "said"), id="colon",
        ),
        pytest.param(
            '{s1 Quill} {c1 said} {1 that "the bridge is shut."}',
            ("direct", "the bridge is shut.", "said"), id="that is none of the words in marks",
        ),
        pytest.param(
            '{s1 Quill} {c1 said} {1 the bridge was "a great shame" for the town}.',
            ("mixed", 'the bridge was "a great shame" for the town', "said"), id="mixed",
        ),
        pytest.param(
            '{s1 Quill} {c1 said} {1 the bridge was "a great shame} for us."',
            ("mixed", 'the bridge was "a great shame for us."', "said"), id="no pair of marks is cut",
        ),
        pytest.param(
            '{s1 Quill} {c1 said} {1 the bridge was shut but} "not for long" is how Vey sees it.',
            ("indirect", "the bridge was shut but", "said"), id="nor is the next one touched",
        ),
        pytest.param(
            "{s1 Quill} {c1 said} {1 that the bridge was shut}.",
            ("indirect", "the bridge was shut", "said"), id="indirect",
        ),
        pytest.param(
            "{s1 Quill} {c1 said} {1 the bridge was shut} for the winter in Lindholm, and left.",
            ("indirect", "the bridge was shut for the winter in Lindholm", "said"), id="to the end of the phrase",
        ),
        pytest.param(
            "{s1 Quill} {c1 said} {1 the bridge was shut} for {s2 Vey}'s {c2 claim} {2 that it leaked}.",
            ("indirect", "the bridge was shut", "said"), id="unless another one stands there",
        ),
        pytest.param(
            "{1 The bridge}, {s1 Quill} {c1 said}, {1 would open in May}.",
            ("indirect", "The bridge would open in May", "said"), id="cue inside",
        ),
        pytest.param(
            "{s2 The port} {c2 agreed} {2 that the bridge is shut}, {s1 Quill} {c1 said}.",
            ("indirect", "The port agreed that the bridge is shut", "said"), id="the sentence before a clause",
        ),
        pytest.param(
            '{s1 Quill} {t1 thinks} {1 the bridge "a great shame"}.',
            ("mixed", 'the bridge "a great shame"', "thinks"), id="thought, with words of its own",
        ),
    ],
)  # fmt: skip
def test_forms(quotes_in, text, expected):
    assert rows(quotes_in(text))[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('The "bridge" opens in May.', id="scare quotes"),
        pytest.param('Tomas "Skip" Vey left the hall.', id="nickname"),
        pytest.param('She went to see "The Bridge of Lindholm" at the cinema.', id="title of a work"),
        pytest.param('"Keep out."', id="a sign"),
        pytest.param("{s1 Ada Quill} {t1 thinks} {1 that the bridge is shut}.", id="thought"),
        pytest.param('{s1 Quill} {t1 wants} {1 the "magic" bridge back}.', id="thought, with a scare quote"),
        pytest.param("{s1 Quill} {c1 talked about} {1 the need for a bridge}.", id="a topic"),
        pytest.param("{s1 Quill} {c1 appealed to} {1 the harbour office}.", id="who is spoken to"),
        pytest.param("{s1 The law} {c1 forced} {1 the port to close}.", id="no word of speech"),
        pytest.param("There were {c1 allegations} {1 of fraud in the port}.", id="nobody says it"),
        pytest.param("{s1 Ada Quill} {c1 said} {1 yes}.", id="an answer"),
        pytest.param("{1 The bridge is shut.} Later {s1 Quill} {c1 spoke} to us.", id="far from its cue"),
    ],
)
def test_no_quotes(quotes_in, text):
    assert quotes_in(text) == []


def test_a_content_that_was_given_to_a_verb_in_it_is_whole(quotes_in):
    [quote] = quotes_in("{s1 Ada Quill} {c1 says} the port is {c2 confident} {2 that it will open in May}.")
    assert (quote.cue_text, quote.text) == ("says", "the port is confident that it will open in May")


def test_words_without_a_cue_belong_to_the_clause_behind_them(quotes_in):
    [quote, other] = quotes_in(
        "{1 “Where is the key?”} {s2 Ada Quill} {c2 asked}. Nobody knew. {3 “Then we will swim.”}"
    )
    assert (quote.cue_text, quote.speaker_name, quote.text) == ("asked", "Ada Quill", "Where is the key?")
    assert (other.cue_text, other.text) == (None, "Then we will swim.")


def test_who_has_reported_a_sentence_is_found_without_the_reader(quotes_in):
    [quote] = quotes_in("The bridge is shut, as Radio Lindholm's Nora Bly has reported.")
    assert (quote.cue_text, quote.speaker_name, quote.text) == ("reported", "Nora Bly", "The bridge is shut")


@pytest.mark.parametrize(
    "dateline",
    ["LINDHOLM — ", "LINDHOLM, May 3 (Reuters) - ", "Lindholm (AP) – ", "ST. LINDHOLM, Norway — "],
)
def test_a_dateline_is_not_said(quotes_in, dateline):
    [quote] = quotes_in(f"{{1 {dateline}The bridge is shut}}, {{s1 Ada Quill}} {{c1 said}}.")
    assert quote.text == "The bridge is shut"


def test_a_quotation_over_paragraphs_is_one_quote(quotes_in):
    [quote] = quotes_in('{1 "The bridge is shut,"} {s1 Quill} {c1 said}. {1 "It was old.}', '{1 "It opens in May."}')
    assert (quote.kind, [segment.ordinal for segment in quote.segments]) == ("direct", [0, 0, 1])
    assert quote.text == "The bridge is shut, It was old. It opens in May."


def test_words_in_marks_that_run_on_belong_to_those_before(quotes_in):
    [quote] = quotes_in('{s1 Ada Quill} {c1 said}: {1 "The bridge is shut.}', '"It opens in May."')
    assert quote.text == "The bridge is shut. It opens in May."


def test_words_in_marks_of_another_paragraph_are_apart(quotes_in):
    first, second = quotes_in('{1 "It is shut,"} {s1 Quill} {c1 said} in the hall.', 'Vey laughed. {1 "It never was."}')
    assert [(quote.text, quote.cue_text) for quote in (first, second)] == [
        ("It is shut,", "said"),
        ("It never was.", "said"),
    ]


def test_two_cues_in_a_paragraph_are_two_quotes(quotes_in):
    quotes = quotes_in('{1 "It is shut,"} {s1 Quill} {c1 said}. {2 "It opens in May,"} {s2 she} {c2 added}.')
    assert [(quote.text, quote.cue_text) for quote in quotes] == [
        ("It is shut,", "said"),
        ("It opens in May,", "added"),
    ]


def test_what_is_reported_inside_marks_is_part_of_the_words(quotes_in):
    [quote] = quotes_in('"{s1 Vey} {c1 said} {1 it was late}," and the door closed.')
    assert (quote.text, quote.cue_text) == ("Vey said it was late,", None)


def test_a_lone_mark_costs_nothing_but_itself(quotes_in):
    [quote] = quotes_in('A lone " mark. {s1 Ada Quill} {c1 said} {1 that the bridge was shut}.')
    assert (quote.kind, quote.text) == ("indirect", "the bridge was shut")


def test_an_id_belongs_to_document_segments_and_cue(quotes_in):
    text = "{s1 Ada Quill} {c1 said} {1 that the bridge was shut}."
    [alone] = quotes_in(text)
    [again] = quotes_in(text)
    later = quotes_in("Nothing.", text)[0]
    assert alone.quote_id == again.quote_id != later.quote_id
