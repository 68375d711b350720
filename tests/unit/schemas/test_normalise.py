from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.normalise import OffsetMap, _repair, normalise

# Text as pages have it: prose, all kinds of white space, marks that can't be seen, wrongly decoded words.
UNSEEN = ["\u200b", "\xad", "\ufeff", "\u2028", "\x85", "\xa0", "\x0b", "\x1f", "\x7f"]
ODD = [*UNSEEN, "é", "’", "â€™", "Ã©", "Â\xa0", "ï¿½", "\x87\x95ß"]
PIECES = st.sampled_from(["said", "Roe", " ", "\n", "\t", "\r\n", ".", *ODD])
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=80))


@given(TEXTS)
@example("\x87\x95ß\U00018d09")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(TEXTS)
def test_the_result_has_single_spaces_and_no_control_characters(text: str) -> None:
    result = normalise(text)
    assert result == result.strip()
    assert re.search(r"\s\s|[^\S ]", result) is None
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in result)


@given(TEXTS, st.data())
def test_an_offset_map_has_the_text_of_the_slice(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert OffsetMap(text, start, end).text == normalise(text[start:end])


def test_a_part_of_a_repaired_word_leads_back_to_the_whole_word() -> None:
    raw = "é\xa0â€™"
    mapped = OffsetMap(raw, 0, len(raw))
    page_start, page_end = mapped.to_page(2, 3)
    assert mapped.text[2:3] == "’"
    assert "’" in normalise(raw[page_start:page_end])


@given(TEXTS, st.data())
def test_a_span_of_whole_words_leads_back_to_a_slice_that_holds_it(text: str, data: st.DataObject) -> None:
    mapped = OffsetMap(text, 0, len(text))
    words = [match.span() for match in re.finditer(r"[^ ]+", mapped.text)]
    if not words:
        return
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first][0], words[last][1]
    page_start, page_end = mapped.to_page(start, end)
    assert 0 <= page_start < page_end <= len(text)
    assert mapped.text[start:end] in normalise(text[page_start:page_end])


@given(st.lists(st.text("aZ9&;#'\"‘’“”–—….", min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join))
def test_plain_words_and_marks_of_typography_stay_as_they_are(text: str) -> None:
    # The long way round: nothing of it is mojibake.
    assert normalise(text) == text == " ".join(map(_repair, text.split(" ")))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("  two \t words\r\n", "two words", id="white space"),
        pytest.param("donâ€™t", "don’t", id="mojibake"),
        pytest.param("co\xadoperate", "cooperate", id="soft hyphen"),
        pytest.param("one\xa0two", "one two", id="no-break space"),
        pytest.param("“ﬁrst” it's", "“ﬁrst” it's", id="the writer's marks stay"),
        pytest.param("\u200b\ufeff", "", id="nothing visible"),
    ],
)
def test_examples(raw: str, expected: str) -> None:
    assert normalise(raw) == expected
