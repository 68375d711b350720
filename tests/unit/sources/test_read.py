from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pytest

from flows.sources.find import find_pages
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions
from flows.sources.page import PageRef
from flows.sources.read import build_page, close_archives, hash_bytes, read_page, read_raw
from schemas.errors import PageError

RAW = "\ufeffThe “old” bridge\r\nis open.".encode()


@pytest.fixture
def ref(tmp_path: Path) -> PageRef:
    (tmp_path / "page.txt").write_bytes(RAW)
    (found,) = find_pages([str(tmp_path)])
    return found.ref


def limited(**limits: int) -> SourceOptions:
    return SourceOptions(limits=Limits(**limits))


def test_a_page_holds_what_the_ref_says_and_the_decoded_text(ref: PageRef) -> None:
    page = read_page(ref)
    assert (page.doc_id, page.source_uri, page.source_format) == (ref.doc_id, ref.source_uri, "text")
    assert page.text == page.source == "The “old” bridge\r\nis open."
    assert page.url is None


def test_the_hash_is_of_the_bytes(ref: PageRef) -> None:
    assert read_page(ref).content_sha256 == hash_bytes(RAW) == hashlib.sha256(RAW).hexdigest()


def test_pages_come_in_the_order_of_the_refs_and_a_bad_one_says_why(ref: PageRef, tmp_path: Path) -> None:
    gone = PageRef("0" * 16, tmp_path / "gone.txt", "gone.txt", "text")
    first, second, third = read_raw([ref, gone, ref])
    assert first == third
    assert second.ref == gone
    with pytest.raises(PageError, match="read: unreadable: No such file or directory"):
        build_page(second)


def test_a_folder_is_unreadable(ref: PageRef) -> None:
    ref.path.unlink()
    ref.path.mkdir()
    with pytest.raises(PageError, match="unreadable: Is a directory"):
        read_page(ref)


@pytest.mark.parametrize(
    ("content", "text"),
    [(b"<!doctype html><p>The bridge is open.", "The bridge is open."), (b"<html> is a tag", "is a tag")],
)
def test_a_text_file_that_starts_as_html_is_read_as_html(ref: PageRef, content: bytes, text: str) -> None:
    ref.path.write_bytes(content)
    (raw,) = read_raw([ref])
    assert raw.media == "html"
    assert build_page(raw).text.strip() == text


def test_options_can_be_sent_to_another_process() -> None:
    options = SourceOptions(text_column="words", limits=Limits(max_page_bytes=7))
    assert pickle.loads(pickle.dumps(options)) == options
    assert hash(options) == hash(pickle.loads(pickle.dumps(options)))


@pytest.mark.parametrize(
    ("content", "limit", "problem"),
    [
        (b"x" * 11, {"max_page_bytes": 10}, "too_large: 11 bytes, and the limit is 10"),
        (b"word " * 11, {"max_text_chars": 50}, "too_long: 55 characters of text, and the limit is 50"),
        (b"a " + b"x" * 11, {"max_word_chars": 10}, "no_prose: 11 characters without a space, and the limit is 10"),
        (b"<p>" + b"word " * 20, {"max_text_chars": 50}, "too_long"),
    ],
    ids=["bytes", "text", "word", "text of HTML"],
)
def test_limits_are_named(ref: PageRef, content: bytes, limit: dict[str, int], problem: str) -> None:
    ref.path.write_bytes(content)
    with pytest.raises(PageError) as caught:
        read_page(ref, limited(**limit))
    assert caught.value.stage == "read"
    assert caught.value.reason.startswith(problem)
    read_page(ref)


def test_at_the_limit_a_page_is_read(ref: PageRef) -> None:
    ref.path.write_bytes(b"x" * 10)
    limits = limited(max_page_bytes=10, max_text_chars=10, max_word_chars=10)
    assert read_page(ref, limits).text == "x" * 10


def test_only_a_few_archives_stay_open(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.jsonl").write_bytes(b'{"text": "one"}\n{"text": "two"}\n')
    refs = [found.ref for found in find_pages([str(tmp_path)])]
    for order in (refs, refs[::-1], refs[::2] + refs[1::2]):
        assert [raw.content for raw in read_raw(order)] == [
            b"one" if ref.source_record == "0" else b"two" for ref in order
        ]
    open_files = (
        {path.resolve() for path in Path("/proc/self/fd").iterdir()} if Path("/proc/self/fd").exists() else set()
    )
    assert len([path for path in open_files if path.parent == tmp_path]) <= 4
    close_archives()
