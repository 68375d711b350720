from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.sources.text import decode_text
from schemas.errors import PageError

PROSE = "The mayor said it wasn’t “fair”. She’d go on – whatever the cost – to the café. " * 3
RUSSIAN = "Министр заявил, что переговоры продолжатся в следующем месяце в столице. " * 3


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(PROSE, "utf-8", id="utf-8"),
        pytest.param(PROSE, "utf-8-sig", id="utf-8 with mark"),
        pytest.param("Hello there", "utf-16", id="utf-16"),
        pytest.param("Hello there", "utf-32", id="utf-32"),
        pytest.param(PROSE, "cp1252", id="windows-1252"),
        pytest.param(PROSE.replace("é", "e"), "mac_roman", id="mac roman"),
        pytest.param(RUSSIAN, "cp1251", id="windows-1251"),
    ],
)
def test_encodings_that_are_beyond_doubt(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_line_endings_stay() -> None:
    assert decode_text(b"one\r\ntwo\rthree\n") == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \r\n\t", "empty", id="white space"),
        pytest.param("\ufeff\n".encode(), "empty", id="mark only"),
        pytest.param("\u2003\n".encode(), "empty", id="wide space"),
        pytest.param(b"%PDF-1.7\n", "binary: the file is a PDF", id="pdf"),
        pytest.param(b"PK\x03\x04zip", "binary", id="zip"),
        pytest.param(b"some\x00bytes", "binary: 1 NUL bytes, the first at byte 4", id="nul"),
        pytest.param("a\0b".encode("utf-16"), "binary", id="nul in utf-16"),
        pytest.param(b"It isn\x92t so.", "undecodable: not UTF-8; the first bad byte is at offset 6", id="one byte"),
        pytest.param(bytes(range(128, 256)) * 4, "undecodable: not UTF-8; the first bad byte is at offset 0", id="all"),
        pytest.param(b"\xff\xfea", "undecodable: not UTF-16", id="half a character"),
    ],
)
def test_what_can_not_be_read_has_a_reason(raw: bytes, code: str) -> None:
    with pytest.raises(PageError) as caught:
        decode_text(raw)
    assert caught.value.stage == "read"
    assert caught.value.reason.startswith(code)


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(raw: bytes) -> None:
    try:
        outcome = decode_text(raw)
    except PageError as error:
        outcome = error.reason.split(":")[0]
    assert outcome.strip()
    outcome.encode("utf-8")
