"""Whatever bytes a file holds: pages, pages with a problem, or a UsageError."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.sources.find import find_pages
from flows.sources.http import unpack
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions
from flows.sources.read import build_page, close_archives, read_raw
from schemas.errors import PageError

OPTIONS = SourceOptions(limits=Limits(max_page_bytes=2_000, max_line_bytes=5_000))
ENDINGS = (".txt", ".html", ".warc", ".warc.gz", ".jsonl", ".jsonl.gz", ".parquet")


def read_all(ending: str, content: bytes) -> None:
    """Find and read every page of a file with this content, and check what holds for all of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{ending}")
        path.write_bytes(content)
        found = list(find_pages([str(path)], OPTIONS))
        for page in found:
            assert page.content_sha256 is not None
            assert page.problem is None or ":" in page.problem.encode("utf-8").decode()
            page.ref.doc_id.encode("ascii")
        sound = [page for page in found if page.problem is None]
        for page, raw in zip(sound, read_raw([page.ref for page in sound], OPTIONS), strict=True):
            assert raw.problem is not None or raw.content_sha256 == page.content_sha256
            str(raw.problem).encode("utf-8")
            assert len(raw.content) <= OPTIONS.limits.max_page_bytes
            with suppress(PageError):
                built = build_page(raw, OPTIONS)
                assert built.text.strip()
                built.source.encode("utf-8")
        close_archives()


def valid(record, ending: str) -> bytes:
    """A sound file of this kind, small enough that a change anywhere in it matters."""
    records = [record(f"https://gazette.example/{n}", b"<p>The bridge is open. %d" % n) for n in range(3)]
    rows = [
        {"text": f"The bridge is open. {n}", "url": f"https://gazette.example/{n}", "date": "2021-03-04"}
        for n in range(3)
    ]
    lines = "\n".join(map(json.dumps, rows)).encode()
    parquet = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), parquet, row_group_size=2)
    return {
        ".txt": b"The bridge is open.",
        ".html": b"<html><p>The bridge is open.",
        ".warc": b"".join(records),
        ".warc.gz": b"".join(map(gzip.compress, records)),
        ".jsonl": lines,
        ".jsonl.gz": gzip.compress(lines),
        ".parquet": parquet.getvalue(),
    }[ending]


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes(ending: str, content: bytes) -> None:
    read_all(ending, content)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_damage(record, ending: str, data: st.DataObject) -> None:
    content = valid(record, ending)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 20)) | st.just(len(content)))
    read_all(ending, content[:start] + data.draw(st.binary(max_size=20)) + content[end:])


@pytest.mark.parametrize("ending", [".warc", ".jsonl"])
@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_behind_gzip(ending: str, content: bytes) -> None:
    read_all(f"{ending}.gz", gzip.compress(content))


@settings(max_examples=60, deadline=None)
@given(
    block=st.binary(max_size=200),
    head=st.lists(
        st.sampled_from(
            ["Content-Encoding: gzip", "Transfer-Encoding: chunked", "Content-Type: text/html; charset=x", "X"]
        )
    ),
)
def test_any_body(record, block: bytes, head: list[str]) -> None:
    read_all(".warc", record(body=block, http=tuple(head), content_type=None))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.dictionaries(
            st.sampled_from(["text", "html", "url", "date", "authors", "meta", "title"]) | st.text(max_size=3),
            st.recursive(
                st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
                max_leaves=5,
            ),
        ),
        max_size=5,
    )
)
def test_any_json(rows: list[object]) -> None:
    read_all(".jsonl", "\n".join(map(json.dumps, rows)).encode())


@pytest.mark.parametrize(
    "value", ["[" * 900 + "]" * 900, '{"name": ' * 900 + "1" + "}" * 900, "9" * 4_000], ids=["lists", "names", "digits"]
)
def test_deep_and_long_values(value: str) -> None:
    read_all(".jsonl", b'{"text": "x", "authors": %s, "url": %s}' % (value.encode(), value.encode()))


def test_names_that_are_no_text() -> None:
    read_all(".jsonl", b'{"\\ud800": 1, "%s": 2}' % (b"x" * 1_000))


@settings(max_examples=100, deadline=None)
@given(
    body=st.binary(max_size=200),
    encodings=st.lists(st.sampled_from(["chunked", "gzip", "deflate", "br", "zstd", "x"]), max_size=3),
)
def test_any_encoding(body: bytes, encodings: list[str]) -> None:
    with suppress(PageError):
        assert len(unpack(body, tuple(encodings), 50)) <= max(51, len(body))
