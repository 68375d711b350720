from __future__ import annotations

import gzip
import json
import os

import pyarrow as pa
import pytest

from flows.sources.address import doc_id_of
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions
from flows.sources.read import build_page, read_raw

ROWS = [{"text": f"Page {n} says “yes”.", "url": f"https://gazette.example/{n}"} for n in range(5)]
LINES = [json.dumps(row) for row in ROWS]
DUMP = "\n".join(LINES).encode()
PACK = {
    "a.jsonl": lambda raw: raw,
    "a.jsonl.gz": gzip.compress,
    "members.jsonl.gz": lambda raw: gzip.compress(raw[:100]) + gzip.compress(raw[100:]),
    "a.jsonl.zst": lambda raw: pa.compress(raw, codec="zstd", asbytes=True),
}


def zstd(raw):
    return pa.compress(raw, codec="zstd", asbytes=True)


def problems(found):
    return [page.problem for page in found if page.problem]


@pytest.mark.parametrize("name", PACK)
def test_each_line_is_a_page_that_can_be_fetched_again(find, read, name) -> None:
    found = find(name, PACK[name](DUMP))
    offsets = [sum(len(line) + 1 for line in LINES[:n]) for n in range(5)]
    expected = offsets if name == "a.jsonl" else range(1, 6)
    assert [page.ref.source_record for page in found] == list(map(str, expected))
    assert [page.ref.doc_id for page in found] == [doc_id_of(row["url"]) for row in ROWS]
    for order in (found, found[::-1], [found[4], found[0], found[2]]):
        assert [(raw.content.decode(), raw.url) for raw in read(order)] == [
            (row["text"], row["url"]) for row in (ROWS[found.index(page)] for page in order)
        ]


def test_a_page_of_a_dump_can_be_built(find, read) -> None:
    (raw,) = read(find("a.jsonl", b'{"text": "One.\\nTwo.", "url": "https://gazette.example/a", "title": "Bridge"}'))
    page = build_page(raw)
    assert (page.text, page.source_format, page.source_record) == ("One.\nTwo.", "jsonl", "0")
    assert page.url == "https://gazette.example/a"
    assert page.head.record == {"title": "Bridge"}


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n \n"], ids=["lf", "crlf", "blank lines"])
def test_ends_of_lines_and_marks_do_not_count(find, read, end) -> None:
    plain = find("a.jsonl", DUMP)
    other = find("b.jsonl", b"\xef\xbb\xbf" + DUMP.replace(b"\n", end) + end)
    assert [page.content_sha256 for page in other] == [page.content_sha256 for page in plain]
    assert [raw.content for raw in read(other)] == [row["text"].encode() for row in ROWS]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param('{"text": "cut', "not_json", id="cut"),
        pytest.param("no JSON at all", "not_json", id="text"),
        pytest.param("[" * 900, "not_json", id="deep"),
        pytest.param('["a"]', "no_object: the line holds a list", id="list"),
        pytest.param('{"text": null}', "empty: nothing stands in 'text'", id="null"),
        pytest.param('{"text": " \\n"}', "empty", id="white space"),
        pytest.param('{"text": 7}', "no_text: 'text' holds a int", id="number"),
        pytest.param('{"words": "x"}', "no_text_column", id="no column"),
        pytest.param('{"text": "%s"}' % ("x" * 600), "too_large: 600 bytes, and the limit is 500", id="large"),
        pytest.param('{"text": "%s"}' % ("x" * 2_000), "line_too_long: more than 1000 bytes", id="long line"),
    ],
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_bad_line_is_one_problem_that_names_it(find, read, line, problem, name) -> None:
    options = SourceOptions(limits=Limits(max_page_bytes=500, max_line_bytes=1_000))
    found = find(name, PACK[name]("\n".join([*LINES[:2], line, *LINES[2:]]).encode()), options)
    assert len(found) == 6
    (said,) = problems(found)
    assert said.startswith(problem)
    assert said.endswith("(line 3)")
    assert [raw.content.decode() for raw in read(found, options)] == [row["text"] for row in ROWS]


def test_a_line_too_deep_to_parse_is_a_problem(find) -> None:
    found = find("a.jsonl", b"\n".join([b'{"text": ' + b"[" * 200_000, DUMP]))
    assert str(found[0].problem).startswith("not_json")
    assert len(found) == 6


def test_what_python_writes_beyond_the_standard_is_read(find, read) -> None:
    (raw,) = read(
        find("a.jsonl", b'{"text": "half \\ud83d and whole \\ud83d\\ude00", "date": NaN, "title": "\\udc00"}')
    )
    assert raw.content.decode() == "half \ufffd and whole \U0001f600"
    assert raw.record == {"title": "\ufffd"}


def test_a_file_without_a_known_column_is_one_problem(find) -> None:
    (page,) = find("a.jsonl", b'{"id": 1, "words": "x"}\n' * 3_000)
    assert page.ref.source_record is None
    assert str(page.problem).startswith(
        "no_text_column: no column with a known name; the columns are id, words; name one with --text-column"
    )


def test_a_column_that_only_later_lines_have(find) -> None:
    found = find("a.jsonl", b'{"id": 1}\n' * 3 + DUMP)
    assert [page.problem is None for page in found] == [False] * 3 + [True] * 5


def test_a_file_of_something_else_is_one_problem(find) -> None:
    (page,) = find("a.jsonl", b"some words\n" * 3_000)
    assert str(page.problem).startswith(
        "broken_archive: no page in the first 1000 lines; of the first is said: not_json"
    )


@pytest.mark.parametrize("pack", [gzip.compress, zstd], ids=["gzip", "zstd"])
def test_a_truncated_file_gives_what_is_whole_and_says_so_once(find, read, pack) -> None:
    dump = b"".join(b'{"text": "%s"}\n' % os.urandom(60).hex().encode() for _ in range(5_000))
    packed = pack(dump)
    found = find("a.jsonl.gz", packed[: len(packed) // 2])
    (said,) = problems(found)
    assert said.startswith("truncated: what stands behind line")
    assert found[-1].problem == said
    assert 1_500 < len(found) < 3_500
    assert [raw.content for raw in read(found[:-1:100])] == [
        json.loads(line)["text"].encode() for line in dump.splitlines()[: len(found) - 1 : 100]
    ]


def test_a_damaged_file_says_so_once(find) -> None:
    packed = gzip.compress(DUMP + b"\n")
    found = find("a.jsonl.gz", packed[:-8] + b"\0\0\0\0" + packed[-4:])
    assert len(found) == 6
    assert problems(found) == [found[-1].problem]
    assert str(found[-1].problem).startswith("broken_archive: what stands behind line 5 can't be unpacked")


def test_an_empty_dump_has_no_pages(find) -> None:
    assert find("a.jsonl", b"") == []


def test_a_dump_that_changed_is_noticed(find, tmp_path) -> None:
    found = find("a.jsonl", DUMP)
    (tmp_path / "a.jsonl").write_bytes("\n".join(LINES[1:]).encode())
    raws = list(read_raw([page.ref for page in found]))
    assert [str(raw.problem).split(":")[1].strip() for raw in raws] == ["changed"] * 5
