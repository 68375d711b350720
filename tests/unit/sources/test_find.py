from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.sources.find import doc_id_of, find_pages, split_superseded
from flows.sources.page import PageRef
from schemas.errors import UsageError


def write(path: Path, text: str = "Anna Roe said so.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(refs: list[PageRef], root: Path) -> list[str]:
    return [ref.path.relative_to(root).as_posix() for ref in refs]


def test_a_folder_is_searched_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "deep/er/c.txt", "deep/A.TXT"):
        write(tmp_path / name)
    assert names(find_pages([str(tmp_path)]), tmp_path) == ["a.txt", "b.txt", "deep/A.TXT", "deep/er/c.txt"]


def test_hidden_and_unknown_files_of_a_folder_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/page.txt", "notes.md", "picture.png", "page.txt"):
        write(tmp_path / name)
    assert names(find_pages([str(tmp_path)]), tmp_path) == ["page.txt"]


def test_an_empty_folder_has_no_pages(tmp_path: Path) -> None:
    assert find_pages([str(tmp_path)]) == []


def test_paths_keep_the_order_in_which_they_were_given(tmp_path: Path) -> None:
    b, a = write(tmp_path / "b.txt"), write(tmp_path / "a.txt")
    assert names(find_pages([str(b), str(a)]), tmp_path) == ["b.txt", "a.txt"]


def test_doc_id_depends_on_the_path_inside_the_folder_only(tmp_path: Path) -> None:
    write(tmp_path / "one/deep/page.txt")
    write(tmp_path / "two/deep/page.txt")
    (one,) = find_pages([str(tmp_path / "one")])
    (two,) = find_pages([str(tmp_path / "two")])
    assert one.doc_id == two.doc_id == doc_id_of("deep/page.txt")


def test_doc_id_of_a_named_file_is_that_of_its_name(tmp_path: Path) -> None:
    (ref,) = find_pages([str(write(tmp_path / "page.txt"))])
    assert ref.doc_id == doc_id_of("page.txt")
    assert ref.source_uri == (tmp_path / "page.txt").as_posix()
    assert ref.source_format == "text"
    assert ref.source_record is None


def test_unicode_forms_of_a_name_are_one_address() -> None:
    assert doc_id_of("Caf\u00e9.txt") == doc_id_of("Cafe\u0301.txt")


@pytest.mark.parametrize(
    "name",
    [b"two words.txt", b"new\nline.txt", b"caf\xe9.txt", "Größe – “eins”.txt".encode(), b"-rf.txt", b"a'b\"c.txt"],
    ids=["space", "newline", "not utf-8", "unicode", "dash", "quotes"],
)
def test_odd_names_are_found_and_shown(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))  # noqa: PTH118
    try:
        path.write_text("x", encoding="utf-8")
    except OSError:
        pytest.skip("the file system does not take this name")
    (ref,) = find_pages([str(tmp_path)])
    assert ref.path == path
    ref.source_uri.encode("utf-8")


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a/page.txt")
    (tmp_path / "a/again").symlink_to(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/to_a").symlink_to(tmp_path / "a")
    (tmp_path / "a/to_b").symlink_to(tmp_path / "b")
    assert names(find_pages([str(tmp_path)]), tmp_path) == ["a/page.txt", "b/to_a/page.txt"]


def test_a_link_to_nowhere_is_found_so_that_it_can_be_rejected(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert names(find_pages([str(tmp_path)]), tmp_path) == ["gone.txt"]


def test_a_pipe_is_no_page(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert find_pages([str(tmp_path)]) == []


@pytest.mark.parametrize("name", ["missing", "missing/page.txt", "nul\0.txt"])
def test_a_missing_path_is_a_usage_error_that_names_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=name.split("/", maxsplit=1)[0]):
        find_pages([str(tmp_path), str(tmp_path / name)])


def test_a_named_file_of_unknown_kind_is_a_usage_error_that_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"report\.pdf.*\.txt"):
        find_pages([str(write(tmp_path / "report.pdf"))])


def test_an_unreadable_folder_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        find_pages([str(tmp_path)])


def test_of_equal_addresses_the_last_wins(tmp_path: Path) -> None:
    for name in ("one/page.txt", "one/other.txt", "two/page.txt"):
        write(tmp_path / name)
    refs = find_pages([str(tmp_path / "one"), str(tmp_path / "two")])
    kept, superseded = split_superseded(refs)
    assert names(refs, tmp_path) == ["one/other.txt", "one/page.txt", "two/page.txt"]
    assert names(kept, tmp_path) == ["one/other.txt", "two/page.txt"]
    assert names(superseded, tmp_path) == ["one/page.txt"]
