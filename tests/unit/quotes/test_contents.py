"""Which words are said, and how: kind, segments and cue of each form."""

from __future__ import annotations

import pytest


def rows(quotes):
    return [(quote.kind, quote.text, quote.cue_text) for quote in quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '"The bridge is shut," Ada Quill said.',
            [("direct", "The bridge is shut,", "said")], id="marks, then cue",
        ),
        pytest.param(
            '"The bridge is shut," said Ada Quill.',
            [("direct", "The bridge is shut,", "said")], id="inversion",
        ),
        pytest.param(
            '"The bridge is shut," Ada Quill said after the vote. "It opens in May."',
            [("direct", "The bridge is shut, It opens in May.", "said")], id="split by the cue",
        ),
        pytest.param(
            '"The bridge," Ada Quill said as she left the hall, "opens in May."',
            [("direct", "The bridge, opens in May.", "said")], id="sentence split by the cue",
        ),
        pytest.param(
            'Ada Quill said: "The bridge is shut. It opens in May."',
            [("direct", "The bridge is shut. It opens in May.", "said")], id="colon",
        ),
        pytest.param(
            'Ada Quill told the council on Monday, "The bridge is shut."',
            [("direct", "The bridge is shut.", "told")], id="comma",
        ),
        pytest.param(
            '"Is the bridge shut?" asked Tomas Vey.',
            [("direct", "Is the bridge shut?", "asked")], id="question in marks",
        ),
        pytest.param(
            'Ada Quill said the bridge was "a great shame" for the town.',
            [("mixed", 'the bridge was "a great shame" for the town', "said")], id="mixed",
        ),
        pytest.param(
            'Tomas Vey reports that she left early "warning that the bridge would fall."',
            [("mixed", 'she left early "warning that the bridge would fall."', "reports")], id="mixed to the end",
        ),
        pytest.param(
            "Ada Quill said that the bridge was shut.",
            [("indirect", "the bridge was shut", "said")], id="indirect",
        ),
        pytest.param(
            "The bridge, Ada Quill said, would open in May.",
            [("indirect", "The bridge would open in May", "said")], id="cue inside",
        ),
        pytest.param(
            "Nobody was hurt, according to Radio Lindholm.",
            [("indirect", "Nobody was hurt", "according to")], id="according to",
        ),
        pytest.param(
            'Ada Quill described the bridge as "a great shame for us."',
            [("mixed", 'the bridge as "a great shame for us."', "described")], id="described as",
        ),
        pytest.param(
            'Ada Quill: "The bridge is shut."', [("direct", "The bridge is shut.", ":")], id="name and colon",
        ),
        pytest.param(
            'Ada Quill said Tomas Vey had told her, "Go home now."',
            [("mixed", 'Tomas Vey had told her, "Go home now."', "said")], id="nested belongs to the outer one",
        ),
    ],
)  # fmt: skip
def test_forms(quotes_in, text, expected):
    assert rows(quotes_in(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('The so-called "bridge of sighs" was shut.', id="so-called"),
        pytest.param('The "bridge" opens in May.', id="scare quotes"),
        pytest.param('Tomas "Skip" Vey left the hall.', id="nickname"),
        pytest.param('She went to see "The Bridge of Lindholm" at the cinema.', id="title of a work"),
        pytest.param("The bridge opens in May.", id="nobody speaks"),
        pytest.param('"Keep out."', id="a sign"),
    ],
)
def test_no_quotes(quotes_in, text):
    assert quotes_in(text) == []


def test_a_quotation_over_paragraphs_is_one_quote(quotes_in):
    [quote] = quotes_in('"The bridge is shut," Ada Quill said. "It was old.', '"It opens in May."')
    assert (quote.kind, [segment.ordinal for segment in quote.segments]) == ("direct", [0, 0, 1])
    assert quote.text == "The bridge is shut, It was old. It opens in May."


def test_a_paragraph_with_a_cue_of_its_own_starts_a_new_quote(quotes_in):
    first, second = quotes_in('"The bridge is shut," Ada Quill said. "It was old.', '"It opens in May," Quill said.')
    assert (first.text, second.text) == ("The bridge is shut, It was old.", "It opens in May,")


def test_two_cues_in_a_paragraph_are_two_quotes(quotes_in):
    first, second = quotes_in('"It is shut," Ada Quill said. "It opens in May," she added.')
    assert [(q.text, q.cue_text) for q in (first, second)] == [
        ("It is shut,", "said"),
        ("It opens in May,", "added"),
    ]


def test_a_lone_mark_costs_nothing_but_itself(quotes_in):
    [quote] = quotes_in('A lone " mark. Ada Quill said that the bridge was shut.')
    assert (quote.kind, quote.text) == ("indirect", "the bridge was shut")


def test_an_id_belongs_to_document_segments_and_cue(quotes_in):
    text = "Ada Quill said that the bridge was shut."
    [alone] = quotes_in(text)
    [again] = quotes_in(text)
    later = quotes_in("Nothing.", text)[0]
    assert alone.quote_id == again.quote_id != later.quote_id
