from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.sources import read
from flows.sources.find import find_pages
from flows.sources.page import PageRef
from flows.sources.read import content_sha256, hash_bytes, read_page
from schemas.errors import PageError

RAW = "\ufeffThe “old” bridge\r\nis open.".encode()


@pytest.fixture
def ref(tmp_path: Path) -> PageRef:
    (tmp_path / "page.txt").write_bytes(RAW)
    (found,) = find_pages([str(tmp_path)])
    return found


def test_a_page_holds_what_the_ref_says_and_the_decoded_text(ref: PageRef) -> None:
    page = read_page(ref)
    assert (page.doc_id, page.source_uri, page.source_format) == (ref.doc_id, ref.source_uri, "text")
    assert page.text == page.source == "The “old” bridge\r\nis open."
    assert page.url is None


def test_the_hash_is_of_the_bytes(ref: PageRef) -> None:
    expected = hashlib.sha256(RAW).hexdigest()
    assert read_page(ref).content_sha256 == content_sha256(ref) == hash_bytes(RAW) == expected


def test_the_hash_needs_no_decoding(ref: PageRef) -> None:
    ref.path.write_bytes(b"\x00\xff")
    assert content_sha256(ref) == hash_bytes(b"\x00\xff")


@pytest.mark.parametrize("reader", [read_page, content_sha256])
def test_a_file_that_is_gone_is_unreadable(ref: PageRef, reader: object) -> None:
    ref.path.unlink()
    with pytest.raises(PageError, match="unreadable: No such file"):
        reader(ref)  # type: ignore[operator]


def test_a_folder_is_unreadable(ref: PageRef) -> None:
    ref.path.unlink()
    ref.path.mkdir()
    with pytest.raises(PageError, match="unreadable: Is a directory"):
        read_page(ref)


def test_the_limit_is_in_bytes_and_named(ref: PageRef, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_PAGE_BYTES", len(RAW))
    read_page(ref)
    monkeypatch.setattr(read, "MAX_PAGE_BYTES", len(RAW) - 1)
    with pytest.raises(PageError, match=f"too_large: {len(RAW)} bytes, and the limit is {len(RAW) - 1}"):
        read_page(ref)
