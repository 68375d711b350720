from __future__ import annotations

import datetime as dt
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.sources.address import doc_id_of
from flows.sources.limits import Limits
from flows.sources.options import SourceOptions
from flows.sources.read import build_page, read_raw

TEXTS = [f"Page {n} says “yes”." for n in range(300)]
URLS = [f"https://gazette.example/{n}" for n in range(300)]
AT = dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC)


def dump(columns, **options) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target, **options)
    return target.getvalue()


@pytest.mark.parametrize("row_group_size", [1, 70, 1_000])
def test_each_row_is_a_page_that_can_be_fetched_again(find, read, row_group_size) -> None:
    found = find("a.parquet", dump({"text": TEXTS, "url": URLS}, row_group_size=row_group_size))
    assert [page.ref.source_record for page in found] == [str(n) for n in range(300)]
    assert [page.ref.doc_id for page in found] == list(map(doc_id_of, URLS))
    for order in (slice(None), slice(None, None, -7), slice(200, 210)):
        assert [raw.content.decode() for raw in read(found[order])] == TEXTS[order]


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.binary(),
        pa.large_binary(),
        pa.dictionary(pa.int32(), pa.string()),
    ],
    ids=str,
)
def test_types_of_text_columns(find, read, kind) -> None:
    found = find("a.parquet", dump({"text": pa.array(TEXTS[:3]).cast(kind), "url": pa.array(URLS[:3]).cast(kind)}))
    assert [(build_page(raw).text, raw.url) for raw in read(found)] == list(zip(TEXTS[:3], URLS[:3], strict=True))


@pytest.mark.parametrize(
    ("value", "kind", "published"),
    [
        (AT, pa.timestamp("us", tz="UTC"), "2021-03-04 05:06:07.000000Z"),
        (AT.replace(tzinfo=None), pa.timestamp("ms"), "2021-03-04 05:06:07.000"),
        (AT.date(), pa.date32(), "2021-03-04"),
        (2**62, pa.int64(), str(2**62)),
        ("4 March 2021", pa.string(), "4 March 2021"),
        (None, pa.timestamp("ns"), None),
    ],
    ids=["with zone", "without zone", "day", "number", "text", "null"],
)
def test_types_of_date_columns(find, read, value, kind, published) -> None:
    (raw,) = read(find("a.parquet", dump({"text": ["x"], "date": pa.array([value], kind), "authors": [["A", "B"]]})))
    assert raw.record.get("published") == published
    assert raw.record["authors"] == "A; B"


@pytest.mark.parametrize("name", ["page.text", "te xt", "тext", "x" * 90])
def test_odd_names_of_columns(find, read, name) -> None:
    options = SourceOptions(text_column=name)
    content = dump({"page": [{"text": "no"}], name: ["words"]})
    assert [raw.content for raw in read(find("a.parquet", content, options), options)] == [b"words"]


def test_a_column_that_is_there_twice(find, read) -> None:
    table = pa.table([pa.array(["one"]), pa.array(["two"])], names=["text", "text"])
    target = io.BytesIO()
    pq.write_table(table, target)
    assert len(read(find("a.parquet", target.getvalue()))) == 1


def test_html_as_bytes_keeps_its_encoding(find, read) -> None:
    (raw,) = read(find("a.parquet", dump({"html": [b"<meta charset=cp1252><p>caf\xe9 open"]})))
    assert (raw.media, raw.charset, build_page(raw).text.strip()) == ("html", None, "café open")


def test_only_columns_that_are_used_make_the_hash(find) -> None:
    (one,), (same,), (other,) = (
        find(name, dump({"text": ["x"], "title": [title], "score": [score]}))
        for name, title, score in [("a.parquet", "t", 1), ("b.parquet", "t", 2), ("c.parquet", "u", 1)]
    )
    assert one.content_sha256 == same.content_sha256 != other.content_sha256


def test_bad_rows_are_problems_of_their_own(find, read) -> None:
    options = SourceOptions(limits=Limits(max_page_bytes=20))
    found = find("a.parquet", dump({"text": ["good", None, "  ", "x" * 21, "last"]}), options)
    assert [page.problem for page in found] == [
        None,
        "empty: nothing stands in 'text' (row 1)",
        "empty: nothing stands in 'text' (row 2)",
        "too_large: 21 bytes, and the limit is 20 (row 3)",
        None,
    ]
    assert [raw.content for raw in read(found, options)] == [b"good", b"last"]


def test_a_column_of_numbers_is_no_text(find) -> None:
    assert find("a.parquet", dump({"text": [1]}))[0].problem == "no_text: 'text' holds a int, not text (row 0)"


def test_a_dump_without_a_known_column_is_one_problem(find) -> None:
    (page,) = find("a.parquet", dump({"words": TEXTS, "id": list(range(300))}))
    assert str(page.problem).startswith("no_text_column: no column with a known name; the columns are words, id")
    assert len(find("a.parquet", dump({"words": TEXTS}), SourceOptions(text_column="words"))) == 300


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no Parquet at all"], ids=["empty", "magic alone", "text"])
def test_what_is_no_parquet_is_one_problem(find, content) -> None:
    (page,) = find("a.parquet", content)
    assert str(page.problem).startswith("broken_archive: no Parquet file")


def test_a_damaged_row_group_costs_its_rows_only(find, read) -> None:
    content = dump({"text": TEXTS}, row_group_size=100, compression="none", use_dictionary=False)
    start = pq.read_metadata(io.BytesIO(content)).row_group(1).column(0).data_page_offset
    found = find("a.parquet", content[:start] + b"\xff" * 40 + content[start + 40 :])
    (broken,) = [page for page in found if page.problem]
    assert str(broken.problem).startswith("broken_record: rows 100 to 199 are damaged")
    assert [raw.content.decode() for raw in read(found)] == TEXTS[:100] + TEXTS[200:]


def test_a_cut_file_is_one_problem(find) -> None:
    (page,) = find("a.parquet", dump({"text": TEXTS})[:-20])
    assert page.problem is not None


def test_a_dump_that_changed_is_noticed(find, tmp_path) -> None:
    found = find("a.parquet", dump({"text": TEXTS[:3], "url": URLS[:3]}))
    (tmp_path / "a.parquet").write_bytes(dump({"text": TEXTS[:2], "url": URLS[1:3]}))
    assert [raw.problem.reason.split(":")[0] for raw in read_raw([page.ref for page in found])] == ["changed"] * 3
    (tmp_path / "a.parquet").write_bytes(b"")
    assert [raw.problem.reason.split(":")[0] for raw in read_raw([page.ref for page in found])] == ["changed"] * 3
