"""Bytes of an HTML page to characters."""

from __future__ import annotations

import codecs

import pytest

from flows.sources.html.decode import decode_html
from schemas.errors import PageError

CAFE = "<p>The café on Rue d’Été opens at eight.</p>"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        pytest.param(CAFE.encode(), None, id="utf8, undeclared"),
        pytest.param(CAFE.encode(), "iso-8859-1", id="utf8, though the server says latin-1"),
        pytest.param(codecs.BOM_UTF8 + CAFE.encode(), "windows-1252", id="utf8 with a byte-order mark"),
        pytest.param(CAFE.encode("utf-16"), None, id="utf16 with a byte-order mark"),
        pytest.param(CAFE.encode("utf-16-le"), "utf-16le", id="utf16, declared by the server"),
        pytest.param(CAFE.encode("cp1252"), "ISO-8859-1", id="the label latin-1 means windows-1252"),
        pytest.param(CAFE.encode("cp1252"), '"windows-1252"', id="label in quotation marks"),
    ],
)
def test_the_same_text_in_every_encoding(content: bytes, charset: str | None) -> None:
    assert decode_html(content, charset) == CAFE


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        pytest.param('<meta charset="windows-1251">', "cp1251", id="meta charset"),
        pytest.param("<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=koi8-r'>", "koi8-r", id="http-equiv"),
        pytest.param("<!-- <meta charset=utf-7> --><meta charset=euc-jp>", "euc-jp", id="not the one in a comment"),
        pytest.param("<meta charset=gb2312>", "gb18030", id="gb2312 means gb18030"),
    ],
)
def test_declared_by_the_page(head: str, codec: str) -> None:
    text = {"cp1251": "Мост закрыт", "koi8-r": "Мост закрыт", "euc-jp": "橋は閉鎖", "gb18030": "桥梁关闭"}[codec]
    page = f"<html><head>{head}</head><p>{text}</p>"
    assert decode_html(page.encode(codec)) == page


def test_the_server_goes_before_the_page() -> None:
    page = '<meta charset="windows-1251"><p>caf\u00e9</p>'
    assert decode_html(page.encode("cp1252"), "windows-1252") == page


def test_utf8_with_a_broken_character_stays_utf8() -> None:
    text = "<p>" + "Ölmühle, Brücke, Straße und Gärten. " * 5
    assert decode_html(text.encode() + b"\xc3</p>") == text + "\ufffd</p>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="no bytes"),
        pytest.param(b" \n\t ", "empty", id="white space"),
        pytest.param(b"%PDF-1.7 \xff\xfe", "binary", id="a PDF"),
        pytest.param(bytes(range(256)) * 4, "binary", id="every byte"),
        pytest.param(b"<p>\x81\x8d\x8f \xfe\x90</p>", "undecodable", id="no encoding fits"),
        pytest.param(codecs.BOM_UTF16_LE + b"a", "undecodable", id="half a character of utf16"),
    ],
)
def test_what_is_no_text(content: bytes, code: str) -> None:
    with pytest.raises(PageError) as caught:
        decode_html(content)
    assert caught.value.stage == "read"
    assert caught.value.reason.startswith(f"{code}:")
