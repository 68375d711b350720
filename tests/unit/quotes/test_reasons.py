"""What a quote says of how it was found."""

from __future__ import annotations

import pytest

SPEECH = "{s1 Ada Quill} {c1 said} {1 that it was late}."

REASONS = [
    pytest.param(
        [SPEECH],
        ["words: the reader links them to the cue before them", "marks: none", "cue: “said”, saying"],
        id="a cue before",
    ),
    pytest.param(
        ["{1 “It was late,”} {s1 Ada Quill} {c1 complained}."],
        ["marks: 1 pair around all words", "cue: “complained”, saying"],
        id="marks",
    ),
    pytest.param(
        ["{s1 Ada Quill} {c1 denied} {1 that it was “far too late” for that}."],
        ["marks: 1 pair around a part of the words", "cue: “denied”, denying"],
        id="a part in marks",
    ),
    pytest.param(
        ["Ada Quill was tired. “It was far too late for all of us.”"],
        [
            "words: nobody claims these marks, and what they hold is a statement",
            "cue: none",
            "speaker: without a cue; “Ada Quill” is the subject of the sentence before",
        ],
        id="no cue at all",
    ),
    pytest.param(
        ["Ada Quill met Tomas Vey. Nora Bly left. {s1 He} {c1 said} {1 that it was late}."],
        ["speaker: “he” is “Tomas Vey”, named 2 sentences back", "not Nora Bly: a woman", "not Ada Quill: a woman"],
        id="those of another gender",
    ),
    pytest.param(
        ["Omar Senn met Tomas Vey. {s1 He} {c1 said} {1 that it was late}."],
        ["speaker: “he” is “Omar Senn”, the subject in the sentence before", "not Tomas Vey: named there, too"],
        id="the subject goes before who is only named",
    ),
    pytest.param(
        ["It rained. {s1 He} {c1 said} {1 that it was late}."],
        ["speaker: “he” can't be traced"],
        id="nobody",
    ),
    pytest.param(
        ["It rained.", "It rained.", "It rained.", "It rained.", "{s1 The senator} {c1 said} {1 that it was late}."],
        ["speaker: “The senator” can't be traced"],
        id="a role that nobody on the page has",
    ),
]


@pytest.mark.parametrize(("paragraphs", "reasons"), REASONS)
def test_reasons(quotes_in, paragraphs, reasons):
    (quote,) = quotes_in(*paragraphs)[-1:]
    found = list(quote.reasons)
    assert [reason for reason in found if reason in reasons] == reasons, found
