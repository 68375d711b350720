from __future__ import annotations

import gzip
import zlib

import pytest
from fastwarc.stream_io import BrotliWriter

from flows.sources.address import doc_id_of
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions
from flows.sources.read import build_page, read_raw
from flows.sources.warc_archive import WarcArchive

PAGE = b"<html><p>The bridge is open.</p></html>"


def packed(*records):
    """An archive with a gzip member for each record, and the offsets of the members."""
    members = [gzip.compress(record, mtime=0) for record in records]
    offsets = [sum(map(len, members[:index])) for index in range(len(members))]
    return b"".join(members), offsets


def numbered(record, n_records):
    return [record(f"https://gazette.example/{n}", PAGE * (n + 1)) for n in range(n_records)]


def problems(found):
    return [page.problem.split(":")[0] for page in found if page.problem]


def places(found):
    return [page.ref.source_record for page in found if page.problem is None]


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def brotli(body, tmp_path):
    with BrotliWriter(str(tmp_path / "body.br")) as writer:
        writer.write(body)
    return (tmp_path / "body.br").read_bytes()


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "stream.warc.gz"])
def test_each_record_is_a_page_that_can_be_fetched_again(record, find, read, name) -> None:
    records = numbered(record, 4)
    by_member, offsets = packed(*records)
    content = {"a.warc": b"".join(records), "a.warc.gz": by_member, "stream.warc.gz": gzip.compress(b"".join(records))}
    in_plain = [sum(map(len, records[:index])) for index in range(4)]
    expected = {"a.warc": in_plain, "a.warc.gz": offsets, "stream.warc.gz": [f"gz:{place}" for place in in_plain]}
    found = find(name, content[name])
    assert places(found) == list(map(str, expected[name]))
    assert [page.ref.doc_id for page in found] == [doc_id_of(f"https://gazette.example/{n}") for n in range(4)]
    assert [raw.content for raw in read(found)] == [PAGE * (n + 1) for n in range(4)]
    assert [raw.content for raw in read(found[::-1])] == [PAGE * (n + 1) for n in (3, 2, 1, 0)]
    assert {(raw.media, raw.record["fetched"]) for raw in read(found)} == {("html", "2021-03-04T05:06:07Z")}


def test_two_records_in_each_gzip_member(record, find, read) -> None:
    one, two, three, four = numbered(record, 4)
    found = find("pairs.warc.gz", gzip.compress(one + two) + gzip.compress(three + four))
    assert [raw.content for raw in read(found)] == [PAGE * (n + 1) for n in range(4)]


def test_a_page_of_an_archive_can_be_built(record, find, read) -> None:
    (raw,) = read(find("a.warc", record(content_type='text/html; charset="iso-8859-1"', body=b"<p>Caf\xe9 open.")))
    page = build_page(raw)
    assert (page.text.strip(), page.url, page.source_format) == ("Café open.", "https://gazette.example/a", "warc")


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        (b"WARC-Type: response", b"warc-type:Response"),
        (b"application/http; msgtype=response", b"Application/HTTP;msgtype=response"),
        (b"Content-Type: text/html\r\n\r\n", b"content-type:TEXT/HTML \r\n\r\n"),
        (b"WARC/1.0", b"WARC/1.1"),
    ],
)
def test_other_spellings_of_headers(record, find, written, otherwise) -> None:
    plain = record()
    assert written in plain
    (page,) = find("a.warc", plain.replace(written, otherwise))
    assert page.problem is None


@pytest.mark.parametrize(
    ("given", "is_page"),
    [
        pytest.param({}, True, id="response"),
        pytest.param({"content_type": "application/xhtml+xml; charset=utf-8"}, True, id="xhtml"),
        pytest.param({"content_type": None}, True, id="no type, looks like HTML"),
        pytest.param({"content_type": "text/plain"}, True, id="vague type, looks like HTML"),
        pytest.param({"content_type": None, "body": b"just words"}, False, id="no type, no tags"),
        pytest.param({"content_type": "text/xml", "body": b"<?xml version='1.0'?><rss/>"}, False, id="feed"),
        pytest.param({"content_type": "image/png"}, False, id="picture"),
        pytest.param({"status": "404 Not Found"}, False, id="not found"),
        pytest.param({"status": "301 Moved"}, False, id="moved"),
        pytest.param({"kind": "request"}, False, id="request"),
        pytest.param({"kind": "revisit"}, False, id="revisit"),
        pytest.param({"kind": "metadata", "is_http": False}, False, id="metadata"),
        pytest.param({"kind": "resource", "is_http": False}, True, id="resource"),
        pytest.param({"kind": "resource", "is_http": False, "content_type": "text/css"}, False, id="style sheet"),
        pytest.param({"is_http": False, "content_type": "text/dns", "body": b"192.0.2.1"}, False, id="name look-up"),
    ],
)
def test_which_records_are_pages(record, find, given, is_page) -> None:
    found = find("a.warc", record(**given) + record("https://gazette.example/last"))
    assert len(found) == 1 + is_page
    assert problems(found) == []


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("gzip", lambda body, _: gzip.compress(body)),
        ("x-gzip", lambda body, _: gzip.compress(body)),
        ("deflate", lambda body, _: zlib.compress(body)),
        ("deflate", lambda body, _: zlib.compress(body)[2:-4]),
        ("br", brotli),
        ("identity", lambda body, _: body),
        ("gzip", lambda body, _: body),
        ("br", lambda body, _: body),
    ],
    ids=["gzip", "x-gzip", "zlib", "raw deflate", "brotli", "identity", "not gzip after all", "not brotli after all"],
)
@pytest.mark.parametrize("is_chunked", [False, True], ids=["whole", "chunked"])
def test_encodings_of_the_body_are_undone(record, find, read, tmp_path, name, encode, is_chunked) -> None:
    body = encode(PAGE, tmp_path)
    http = (f"Content-Encoding: {name}", *(["Transfer-Encoding: chunked"] if is_chunked else []))
    (raw,) = read(find("a.warc", record(body=chunked(body) if is_chunked else body, http=http)))
    assert raw.content == PAGE


def test_a_body_that_is_marked_as_chunked_and_is_not(record, find, read) -> None:
    (raw,) = read(find("a.warc", record(http=("Transfer-Encoding: chunked",))))
    assert raw.content == PAGE


@pytest.mark.parametrize(
    ("body", "http", "problem"),
    [
        pytest.param(gzip.compress(b"a" * 50_000_000), ("Content-Encoding: gzip",), "too_large", id="bomb"),
        pytest.param(b"\x1f\x8b\x08\x00nothing", ("Content-Encoding: gzip",), "broken_record", id="damaged gzip"),
        pytest.param(b"\x01\x02", ("Content-Encoding: br",), "broken_record", id="damaged brotli"),
        pytest.param(PAGE, ("Content-Encoding: sdch",), "broken_record: the unknown encoding 'sdch'", id="unknown"),
    ],
)
def test_what_can_not_be_unpacked_has_a_reason(record, find, read, body, http, problem) -> None:
    (raw,) = read(find("a.warc", record(body=body, http=http)), SourceOptions(limits=Limits(max_page_bytes=1_000_000)))
    assert raw.problem is not None
    assert raw.problem.reason.startswith(problem)


def test_a_record_over_the_limit_is_skipped(record, find) -> None:
    records = [record(), record("https://gazette.example/large", PAGE * 1_000), record("https://gazette.example/last")]
    for name, content in [("a.warc", b"".join(records)), ("a.warc.gz", packed(*records)[0])]:
        found = find(name, content, SourceOptions(limits=Limits(max_page_bytes=1_000)))
        assert [page.problem for page in found] == [None, "too_large: more than 1000 bytes, which is the limit", None]


def damaged(content: bytes, start: int) -> bytes:
    return content[:start] + b"\xff" * 8 + content[start + 8 :]


def test_a_damaged_gzip_member_costs_its_record_only(record, find, read) -> None:
    content, offsets = packed(*numbered(record, 5))
    found = find("a.warc.gz", damaged(content, offsets[2] + 30))
    assert places(found) == [str(offsets[index]) for index in (0, 1, 3, 4)]
    assert problems(found) == ["broken_record"]
    assert str(offsets[1]) in str(found[2].problem)
    assert len(read(found)) == 4


def test_a_wrong_checksum_is_noticed(record, find) -> None:
    content, offsets = packed(*numbered(record, 3))
    found = find("a.warc.gz", content[: offsets[2] - 8] + b"\0\0\0\0" + content[offsets[2] - 4 :])
    assert problems(found) == ["broken_record"]
    assert str(offsets[2]) in places(found)


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("length", [10, 900, 1_000_000], ids=["too short", "too long", "beyond the end"])
def test_a_wrong_length_costs_its_record_only(record, find, read, length, is_packed) -> None:
    records = [record(), record("https://gazette.example/wrong", length=length), *numbered(record, 3)]
    found = find("a.warc", packed(*records)[0] if is_packed else b"".join(records))
    assert problems(found) == ["broken_record"]
    whole = [raw.url for raw in read(found)]
    assert {"https://gazette.example/a", *(f"https://gazette.example/{n}" for n in range(3))} <= set(whole)


def test_a_header_without_a_length(record, find) -> None:
    broken = record("https://gazette.example/wrong").replace(b"Content-Length", b"Content-Size")
    found = find("a.warc", record() + broken + record("https://gazette.example/last"))
    assert [page.problem is None for page in found] == [True, False, True]
    assert found[1].problem == f"broken_record: at offset {len(record())}: its header has no Content-Length"


def test_rubbish_between_records(record, find) -> None:
    found = find("a.warc", record() + b"rubbish\r\n\r\n" * 50 + record("https://gazette.example/last"))
    assert [page.problem is None for page in found] == [True, False, True]


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "gzip"])
def test_a_truncated_archive_gives_what_is_whole_and_says_so(record, find, is_packed) -> None:
    records = numbered(record, 3)
    content, offsets = packed(*records)
    if not is_packed:
        content, offsets = b"".join(records), [sum(map(len, records[:index])) for index in range(3)]
    # Of a record's last bytes (the line breaks behind it, the checksum) nothing is missing that a page needs.
    for end in range(offsets[2] + 10, len(content) - 12, 7):
        found = find("cut.warc.gz", content[:end])
        assert places(found) == [str(place) for place in offsets[:2]]
        assert problems(found) == ["truncated"]


def test_a_truncated_single_stream(record, find) -> None:
    records = [record(f"https://gazette.example/{n}", PAGE + bytes(range(32, 120)) * 100) for n in range(20)]
    found = find("cut.warc.gz", gzip.compress(b"".join(records), compresslevel=0)[:-15_000])
    assert len(places(found)) == 18
    assert problems(found) == ["truncated"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty: the archive holds nothing"),
        (b"no archive at all", "broken_record: at offset 0"),
        (b"\x1f\x8b\x08", ""),
    ],
    ids=["empty", "text", "gzip magic alone"],
)
def test_what_is_no_archive_is_one_problem(find, content, problem) -> None:
    found = find("a.warc.gz", content)
    assert len(found) <= 1
    assert all(page.problem is not None and page.problem.startswith(problem) for page in found)


def test_rubbish_between_the_records_of_a_stream(record, find, read) -> None:
    pages = numbered(record, 40)
    found = find("a.warc.gz", gzip.compress(b"".join([*pages[:20], b"rubbish\r\n" * 50, *pages[20:]])))
    assert problems(found) == ["broken_record"]
    assert [raw.content for raw in read(found)] == [PAGE * (n + 1) for n in range(40)]


def test_an_archive_made_of_broken_records_is_given_up(record, find) -> None:
    found = find("a.warc", record(length=10**15) * 3_000)
    assert found[-1].problem is not None
    assert found[-1].problem.startswith("broken_archive: too many broken records; nothing from offset")
    assert set(problems(found[:-1])) == {"broken_record"}
    assert len(found) < 100


def test_a_damaged_first_byte_costs_the_first_record_only(record, find) -> None:
    content, offsets = packed(*numbered(record, 3))
    found = find("a.warc.gz", b"\0" + content[1:])
    assert places(found) == [str(place) for place in offsets[1:]]
    assert problems(found) == ["broken_record"]


def test_the_hash_of_a_broken_place_changes_when_it_is_mended(record, find) -> None:
    good, bad = record(), record("https://gazette.example/wrong", length=10)
    (_, first), (_, same), (_, other) = (
        find(name, content)
        for name, content in [("a.warc", good + bad), ("b.warc", good + bad), ("a.warc", good + bad[:-9])]
    )
    assert first.content_sha256 == same.content_sha256 != other.content_sha256


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("<https://gazette.example/a>", "https://gazette.example/a"),
        ("urn:uuid:1", None),
        ("file:///home/a.html", None),
        ("HTTPS://Gazette.example:443/a#top", "HTTPS://Gazette.example:443/a#top"),
    ],
)
def test_only_web_addresses_are_addresses(record, find, read, url, known) -> None:
    found = find("a.warc", record(url))
    (raw,) = read(found)
    assert raw.url == known
    assert found[0].ref.doc_id == doc_id_of("a.warc\x000" if known is None else "https://gazette.example/a")


def test_an_archive_that_changed_is_noticed(record, find, tmp_path) -> None:
    found = find("a.warc", record() + record("https://gazette.example/last"))
    (tmp_path / "a.warc").write_bytes(record("https://gazette.example/z") + record("https://gazette.example/last"))
    one, two = read_raw([page.ref for page in found])
    assert one.problem is not None
    assert one.problem.reason.startswith("changed")
    assert two.problem is None


def test_an_archive_that_is_gone_is_unreadable(record, find, tmp_path) -> None:
    found = find("a.warc", record())
    (tmp_path / "a.warc").unlink()
    (raw,) = read_raw([page.ref for page in found])
    assert raw.problem is not None
    assert raw.problem.reason == "unreadable: No such file or directory"


def test_a_stream_is_read_once_from_front_to_back(record, find, monkeypatch) -> None:
    found = find("a.warc.gz", gzip.compress(b"".join(numbered(record, 30))))
    starts = []
    records = WarcArchive.records
    monkeypatch.setattr(WarcArchive, "records", lambda self, offset: starts.append(offset) or records(self, offset))
    for start in range(0, 30, 10):
        assert all(raw.problem is None for raw in read_raw([page.ref for page in found[start : start + 10]]))
    assert starts == [0]
