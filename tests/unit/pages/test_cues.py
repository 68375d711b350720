from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.cues import interruptions, is_cue, is_time_code, label_gap
from flows.pages.lexicon import table

CUES = [
    "(LAUGHTER)", "(Laughter.)", "[applause]", "(Laughter and applause.)", "(BEGIN VIDEO CLIP)", "(END VIDEOTAPE)",
    '(SOUNDBITE OF SONG, "THE OLD BRIDGE")', "(Soundbite of archived recording)", "(CROSSTALK)", "(Inaudible.)",
    "[music playing]", "(COMMERCIAL BREAK)", "(Off-mic.)", "(SPEAKING SPANISH)", "BEGIN VIDEO CLIP", "[laughs]",
]  # fmt: skip
NO_CUES = [
    "(Through interpreter)", "(NATO)", "(U.S.)", "(I laughed out loud)",
    "(the music was playing when we came in, you know)",
    "(R-Ohio)", "[sic]", "(his brother)", "(2019)", "The music begins.", "(as he broke the law)",
    "LAUGHTER IN THE HOUSE", "",
]  # fmt: skip


@pytest.mark.parametrize("text", CUES)
def test_what_is_heard(text: str) -> None:
    assert is_cue(text)


@pytest.mark.parametrize("text", NO_CUES)
def test_what_is_said(text: str) -> None:
    assert not is_cue(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[00:12:31]", True), ("12:31", True), ("(1:12)", True), ("00:00:12,400 --> 00:00:15,000", True),
        ("2:45 P.M. EDT", True), ("END 3:10 P.M.", True),
        ("12:31 The vote begins.", False), ("3:16, 4:12", False), ("2019", False), ("", False),
    ],
)  # fmt: skip
def test_time_codes(text: str, expected: bool) -> None:
    assert is_time_code(text) is expected


INSIDE = [
    pytest.param("I did. (Laughter.) You know it.", [("(Laughter.)", "sound_cue")], id="between sentences"),
    pytest.param("(Laughter) I did.", [("(Laughter)", "sound_cue")], id="at the start"),
    pytest.param("I did. [applause]", [("[applause]", "sound_cue")], id="at the end"),
    pytest.param("I was -- (CROSSTALK) No, wait.", [("(CROSSTALK)", "sound_cue")], id="after a break"),
    pytest.param("I did. [sighs] [cheers] Yes.", [("[sighs]", "sound_cue"), ("[cheers]", "sound_cue")], id="two"),
    pytest.param("I did. [00:12:31] You know it.", [("[00:12:31]", "time_code")], id="time code"),
    pytest.param("And I (laughter) did it.", [], id="inside a sentence"),
    pytest.param("I did. (Laughter) and so did she.", [], id="a sentence goes on"),
    pytest.param("I read it. (John 3:16) It is short.", [], id="a verse"),
    pytest.param("We met. (He had a phone with him, I think.) It rang.", [], id="an aside"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INSIDE)
def test_what_interrupts_a_paragraph(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], reason) for start, end, reason in interruptions(text)] == expected


def test_what_stands_around_a_label() -> None:
    text = "ROE [00:12]: (12:40) Yes."
    assert [(text[start:end], reason) for start, end, reason in label_gap(text, 3, 20)] == [
        ("[00:12]", "time_code"), (": ", "label_mark"), ("(12:40)", "time_code"),
    ]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["(LAUGHTER)", "(", ")", "[", "]", "Yes.", " ", "no", "[12:31]", "\n"])).map("".join))
def test_interruptions_are_in_order_and_apart(text: str) -> None:
    edges = [edge for start, end, _ in interruptions(text) for edge in (start, end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


def test_words_of_transcripts_are_in_the_form_in_which_they_are_looked_up() -> None:
    for words in table("transcripts").values():
        assert words == words.casefold()
        assert "’" not in words
