from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from flows.sources.address import doc_id_of
from flows.sources.find import find_pages
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions
from flows.sources.page import FoundPage
from schemas.errors import UsageError


def write(path: Path, text: str = "Anna Roe said so.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found_in(*paths: Path, options: SourceOptions | None = None) -> list[FoundPage]:
    return list(find_pages([str(path) for path in paths], options or SourceOptions()))


def test_doc_id_depends_on_the_path_inside_the_folder_only(tmp_path: Path) -> None:
    write(tmp_path / "one/deep/page.txt")
    write(tmp_path / "two/deep/page.txt")
    (one,) = found_in(tmp_path / "one")
    (two,) = found_in(tmp_path / "two")
    assert one.ref.doc_id == two.ref.doc_id == doc_id_of("deep/page.txt")


def test_a_named_file_is_a_page_with_its_name_as_address(tmp_path: Path) -> None:
    (page,) = found_in(write(tmp_path / "page.txt"))
    assert page.ref.doc_id == doc_id_of("page.txt")
    assert page.ref.source_uri == (tmp_path / "page.txt").as_posix()
    assert page.ref.source_format == "text"
    assert page.ref.source_record is None


@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_the_hash_is_of_the_bytes(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\xff no text")
    (page,) = found_in(tmp_path)
    assert page.content_sha256 == hashlib.sha256(b"\x00\xff no text").hexdigest()
    assert page.problem is None


def test_a_canonical_link_makes_no_id(tmp_path: Path) -> None:
    (page,) = found_in(write(tmp_path / "page.html", '<link rel="canonical" href="https://gazette.example/a">'))
    assert page.ref.doc_id == doc_id_of("page.html")


def test_a_file_over_the_limit_has_a_problem_and_a_hash(tmp_path: Path) -> None:
    write(tmp_path / "page.txt", "x" * 11)
    (page,) = found_in(tmp_path, options=SourceOptions(limits=Limits(max_page_bytes=10)))
    assert page.problem == "too_large: 11 bytes, and the limit is 10"
    assert page.content_sha256 == hashlib.sha256(b"x" * 11).hexdigest()


def test_a_file_that_can_not_be_read_has_a_problem(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "gone.warc").symlink_to(tmp_path / "nowhere.warc")
    found = found_in(tmp_path)
    assert [page.problem for page in found] == ["unreadable: No such file or directory"] * 2
    assert [page.content_sha256 for page in found] == [None, None]


def test_pages_of_all_kinds_come_in_the_order_of_files_and_records(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", '{"text": "one"}\n{"text": "two"}\n')
    write(tmp_path / "b.txt")
    write(tmp_path / "c.html", "<p>three")
    found = found_in(tmp_path)
    assert [(page.ref.source_format, page.ref.source_record) for page in found] == [
        *(("jsonl", "0"), ("jsonl", "16"), ("text", None), ("html", None)),
    ]
    assert len({page.ref.doc_id for page in found}) == 4


def test_pages_are_found_one_by_one(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    pages = find_pages([str(tmp_path), str(tmp_path / "missing")])
    assert next(pages).ref.source_uri.endswith("a.txt")
    with pytest.raises(UsageError, match="missing"):
        next(pages)


@pytest.mark.parametrize(
    "name",
    [b"two words.txt", b"new\nline.txt", b"caf\xe9.txt", "Größe – “eins”.txt".encode(), b"-rf.txt", b"caf\xe9.parquet"],
    ids=["space", "newline", "not utf-8", "unicode", "dash", "not utf-8, a dump"],
)
def test_odd_names_are_found_and_shown(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118
    try:
        path.write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("the file system does not take this name")
    (page,) = found_in(tmp_path)
    assert page.ref.path == path
    page.ref.source_uri.encode("utf-8")
