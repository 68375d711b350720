from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from flows.sources.files import find_files, read_path_list
from schemas.errors import UsageError


def write(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    return path


def below(root: Path, *paths: str) -> list[str]:
    return [file.path.relative_to(root).as_posix() for file in find_files([str(root / path) for path in paths])]


def test_a_folder_is_searched_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "deep/er/c.txt", "deep/A.TXT"):
        write(tmp_path / name)
    assert below(tmp_path, "") == ["a.txt", "b.txt", "deep/A.TXT", "deep/er/c.txt"]


def test_hidden_and_unknown_files_of_a_folder_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/page.txt", "notes.md", "picture.png", "x.warc.wet.gz", ".txt", "page.txt"):
        write(tmp_path / name)
    assert below(tmp_path, "") == ["page.txt"]


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert below(tmp_path, "") == []


def test_paths_keep_the_order_in_which_they_were_given(tmp_path: Path) -> None:
    write(tmp_path / "b.txt"), write(tmp_path / "a.txt")
    assert below(tmp_path, "b.txt", "a.txt") == ["b.txt", "a.txt"]


@pytest.mark.parametrize(
    ("name", "source_format"),
    [
        *(("a.txt", "text"), ("a.html", "html"), ("A.HTM", "html"), ("a.xhtml", "html")),
        *(("a.warc", "warc"), ("a.warc.gz", "warc"), ("a.parquet", "parquet")),
        *(("a.jsonl", "jsonl"), ("a.ndjson", "jsonl"), ("a.jsonl.gz", "jsonl"), ("a.jsonl.zst", "jsonl")),
        ("c4-train.00000-of-00512.json.gz", "jsonl"),
    ],
)
def test_the_ending_tells_the_format(tmp_path: Path, name: str, source_format: str) -> None:
    (file,) = find_files([str(write(tmp_path / name))])
    assert file.source_format == source_format


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "a/page.txt")
    (tmp_path / "a/again").symlink_to(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b/to_a").symlink_to(tmp_path / "a")
    (tmp_path / "a/to_b").symlink_to(tmp_path / "b")
    assert below(tmp_path, "") == ["a/page.txt", "b/to_a/page.txt"]
    assert below(tmp_path, "**/*.txt") == ["a/page.txt"]


def test_a_link_to_nowhere_is_found_so_that_it_can_be_rejected(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert below(tmp_path, "") == ["gone.txt"]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert below(tmp_path, "") == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("[b-z].txt", ["b.txt"]),
        ("*", ["a.txt", "b.txt", "deep/c.txt", "deep/er/d.txt"]),
        ("*/*", ["deep/c.txt", "deep/er/d.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "deep/c.txt", "deep/er/d.txt"]),
        ("**", ["a.txt", "b.txt", "deep/c.txt", "deep/er/d.txt"]),
        ("deep/**/d.txt", ["deep/er/d.txt"]),
        ("d*/er", ["deep/er/d.txt"]),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, expected: list[str]) -> None:
    for name in ("b.txt", "a.txt", "deep/c.txt", "deep/er/d.txt", "notes.md", ".hidden/x.txt", ".y.txt"):
        write(tmp_path / name)
    assert below(tmp_path, pattern) == expected


def test_addresses_of_a_pattern_are_those_of_the_folder_before_it(tmp_path: Path) -> None:
    write(tmp_path / "dumps/deep/a.txt")
    by_folder = [file.address for file in find_files([str(tmp_path / "dumps")])]
    for pattern in ("dumps/**", "dumps/*/a.txt", "dumps/*"):
        assert [file.address for file in find_files([str(tmp_path / pattern)])] == by_folder == ["deep/a.txt"]


def test_a_path_that_exists_is_no_pattern(tmp_path: Path) -> None:
    write(tmp_path / "a[1].txt"), write(tmp_path / "a1.txt")
    assert below(tmp_path, "a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize("name", ["missing", "missing/page.txt", "nul\0.txt", "missing*.txt", "a**/x", "nul\0*.txt"])
def test_a_missing_path_is_a_usage_error_that_names_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"missing|nul|a\*\*"):
        below(tmp_path, "", name)


def test_a_named_file_of_unknown_kind_is_a_usage_error_that_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"report\.pdf.*\.parquet.*\.txt.*\.warc\.gz"):
        below(tmp_path, write(tmp_path / "report.pdf").name)


def test_an_unreadable_folder_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(UsageError, match="Permission denied"):
        below(tmp_path, "")


def test_a_list_of_paths_is_read_line_by_line(tmp_path: Path) -> None:
    names = ["a.txt", "two words.txt", "größe.txt", os.fsdecode(b"caf\xe9.txt")]
    paths = [os.fsencode(write(tmp_path / name)) for name in names]
    listed = b"\xef\xbb\xbf" + b"\r\n".join([paths[0], b"", b"  ", *paths[1:], os.fsencode(tmp_path / "*.txt")]) + b"\n"
    assert read_path_list(io.BytesIO(listed)) == [*map(os.fsdecode, paths), str(tmp_path / "*.txt")]


def test_an_empty_list_has_no_paths() -> None:
    assert read_path_list(io.BytesIO(b"\n\n")) == []


@pytest.mark.parametrize("line", [b"missing.txt", b"nul\0.txt"])
def test_a_path_of_the_list_that_is_missing_is_named_with_its_line(tmp_path: Path, line: bytes) -> None:
    good = os.fsencode(write(tmp_path / "a.txt"))
    with pytest.raises(UsageError, match=r"standard input, line 3: (missing|nul)"):
        read_path_list(io.BytesIO(good + b"\n\n" + line + b"\n" + good))
