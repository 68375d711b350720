from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.language.pieces import pieces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [(0, "")], id="empty"),
        pytest.param("short", [(0, "short")], id="short"),
        pytest.param("One ends. Two goes on", [(0, "One ends. "), (10, "Two goes on")], id="after a sentence"),
        pytest.param("no sentence ends here", [(0, "no sentence "), (12, "ends here")], id="after a word"),
        pytest.param("x" * 25, [(0, "x" * 12), (12, "x" * 12), (24, "x")], id="at the limit"),
    ],
)
def test_pieces(text, expected):
    assert list(pieces(text, max_chars=12)) == expected


@given(st.text(alphabet="ab. \n", max_size=200), st.integers(min_value=1, max_value=40))
def test_pieces_are_the_text(text, max_chars):
    cut = list(pieces(text, max_chars))
    assert "".join(piece for _, piece in cut) == text
    assert all(text[offset : offset + len(piece)] == piece for offset, piece in cut)
    assert all(len(piece) <= max_chars for _, piece in cut)
