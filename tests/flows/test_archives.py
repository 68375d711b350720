"""Pages out of archives and dumps, and what only many pages together can show: copies, site lines, languages."""

import gzip
import json

import polars as pl
import pytest

from schemas.tables import DOCUMENT_TABLES
from warehouse.connect import query
from warehouse.store import Warehouse, read

URL = "https://www.lowport-courier.example/news/"
STORIES = {
    "ferry": (
        "Ferry Company Adds Night Boats",
        "The ferry company will run three more boats each night from the first of May, its director said on Friday.",
        "“People who work late have waited years for this,” said Ida Stern, who leads the company.",
        "The council pays a third of the cost, and expects that fewer cars will cross the old bridge after dark.",
    ),
    "library": (
        "Old Library To Open As A Theatre",
        "The old library in Quay Street will open as a theatre in the autumn after four years of works.",
        "“We kept every shelf that we could,” said Tomas Reed, the architect, at the first look inside.",
        "Seats for two hundred people stand where the reading room was, and the stage hides the old book lift.",
    ),
}


def html(title, *paragraphs, language="en"):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='{language}'><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article></body></html>"
    )


def record(url, content, media="text/html"):
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {media}; charset=utf-8\r\n\r\n".encode() + content.encode()
    header = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\n"
        f"WARC-Date: 2031-05-01T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(header.encode() + http + b"\r\n\r\n")


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(record(URL + name, html(*story)) for name, story in STORIES.items()))
    return path


def test_a_record_can_be_fetched_again_by_one_seek(run, rows, archive, warehouse) -> None:
    with archive.open("ab") as file:
        file.write(record(URL + "logo", "no page", "image/png"))
    _, report = run([archive])
    assert str(report.accounting).startswith("2 pages = 2 loaded")
    for page in rows(warehouse, "pages").iter_rows(named=True):
        with archive.open("rb") as file:
            file.seek(int(page["source_record"]))
            assert f"WARC-Target-URI: {page['url']}\r\n".encode() in gzip.GzipFile(fileobj=file).read(400)


def test_a_truncated_archive_loads_what_is_whole_and_says_so(run, rows, archive, warehouse) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole + record(URL + "late", html(*STORIES["ferry"]))[:-60])
    _, report = run([archive])
    assert (report.accounting.n_loaded, report.accounting.n_rejected) == (2, 1)
    (reject,) = rows(warehouse, "rejects").iter_rows(named=True)
    assert (reject["source_record"], reject["reasons"][0].partition(":")[0]) == (str(len(whole)), "truncated")
    _, again = run([archive])
    assert (again.accounting.n_unchanged, again.accounting.n_known_rejects) == (2, 1)
    archive.write_bytes(whole + record(URL + "late", html("A Late Story", *STORIES["ferry"][1:], "It came late.")))
    _, mended = run([archive])
    assert mended.accounting.n_rejected == 0
    assert rows(warehouse, "rejects")["closed_by"].null_count() == 0


def test_every_kind_of_input_gives_the_same_rows(run, rows, archive, tmp_path) -> None:
    table = [{"address": URL + name, "page": html(*story)} for name, story in STORIES.items()]
    (tmp_path / "dump.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, table)).encode()))
    (tmp_path / "dump.jsonl").write_text("\n".join(map(json.dumps, table)), encoding="utf-8")
    pl.DataFrame(table).write_parquet(tmp_path / "dump.parquet")
    columns = {"html_column": "page", "url_column": "address"}
    found = {}
    for name in ("crawl.warc.gz", "dump.jsonl.gz", "dump.jsonl", "dump.parquet"):
        _, report = run([tmp_path / name], warehouse=tmp_path / f"from {name}", columns=columns)
        assert report.accounting.n_loaded == 2, report.rejects
        found[name] = {table: rows(tmp_path / f"from {name}", table) for table in DOCUMENT_TABLES[1:]}
    for name, tables in found.items():
        for table, frame in tables.items():
            expected = found["crawl.warc.gz"][table]
            assert frame.drop("pipeline_version", strict=False).equals(
                expected.drop("pipeline_version", strict=False)
            ), (name, table)


def test_the_last_record_of_an_address_counts(run, rows, archive, warehouse) -> None:
    with archive.open("ab") as file:
        file.write(record(URL + "ferry#top", html(*STORIES["library"])))
    _, report = run([archive])
    assert (report.accounting.n_superseded, report.accounting.n_loaded + report.accounting.n_copies) == (1, 2)
    assert rows(warehouse, "documents")["title"].unique().to_list() == ["Old Library To Open As A Theatre"]


def test_pages_in_other_languages_have_no_quotes_and_are_counted(run, rows, tmp_path, warehouse) -> None:
    page = tmp_path / "fähre.html"
    page.write_text(
        html(
            "Mehr Fähren in der Nacht",
            "Die Reederei schickt ab Mai jede Nacht drei Schiffe mehr über den Fluss, teilte sie am Freitag mit.",
            "„Darauf haben viele Leute seit Jahren gewartet“, sagte die Leiterin der Reederei vor der Presse.",
            language="de",
        ),
        encoding="utf-8",
    )
    _, report = run([page])
    assert (report.accounting.n_loaded, report.accounting.n_other_language) == (1, 1)
    assert rows(warehouse, "documents")["language"].to_list() == ["de"]
    assert rows(warehouse, "paragraphs").height == 2
    assert rows(warehouse, "quotes").is_empty()
    assert rows(warehouse, "runs")["n_other_language"].to_list() == [1]


def long_story(*more):
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
    paragraphs = [
        f"On {day} the builders moved the {part} of the old bridge, and crowds watched from the {place} of the river."
        for day, part, place in zip(
            days,
            ("first arch", "northern tower", "iron gate", "lamps", "last stones", "toll house"),
            ("banks", "meadows", "quays", "boats", "islands", "mills"),
            strict=True,
        )
    ]
    return [*paragraphs, *more]


@pytest.mark.parametrize("in_one_run", [True, False])
def test_near_copies_are_one_text(run, rows, tmp_path, warehouse, in_one_run) -> None:
    one, other = tmp_path / "a.html", tmp_path / "b.html"
    one.write_text(html("Bridge Moves", *long_story("“It went well,” said Ida Stern.")), encoding="utf-8")
    other.write_text(html("How The Bridge Moved", *long_story()), encoding="utf-8")
    reports = [run([one, other])[1]] if in_one_run else [run([one])[1], run([other])[1]]
    assert (sum(r.accounting.n_loaded for r in reports), sum(r.accounting.n_copies for r in reports)) == (1, 1)
    documents = rows(warehouse, "documents")
    assert documents["syndication_id"].n_unique() == 1
    assert documents["syndication_id"][0] == min(documents["text_id"])
    texts = query(read(Warehouse(warehouse)), "select n_copies from texts").to_pylist()
    assert texts == [{"n_copies": 1}]


def test_lines_of_a_site_are_left_out_whatever_the_batches(run, rows, tmp_path, warehouse, monkeypatch) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    notice = "Readers of this paper keep its newsroom running all through the year with what they give."
    for number, (thing, place) in enumerate(
        [("market", "square"), ("school", "park"), ("clinic", "harbour"), ("museum", "hill"), ("pool", "station")] * 2
    ):
        text = "\n".join(
            [
                f"The {thing} beside the {place} closes for {number + 2} weeks, the council said on Monday night.",
                f"“Nobody asked us about the {thing},” said a woman who has been here for {number + 20} years.",
                notice,
                f"The council wants to hear what people near the {place} think of it before week {number + 30}.",
                f"Its last plan for the {thing} cost {number + 3} million and was given up after a vote.",
            ]
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    run([folder])
    assert notice not in rows(warehouse, "paragraphs")["text"].to_list()
    dropped = rows(warehouse, "dropped").filter(pl.col("text") == notice)
    assert dropped["reason"].to_list() == ["boilerplate"] * 10
    monkeypatch.setenv("ONRECORD_BATCH_PAGES", "3")
    run(sorted(folder.iterdir(), reverse=True), warehouse=tmp_path / "other")
    for table in ("paragraphs", "dropped", "quotes"):
        assert rows(warehouse, table).equals(rows(tmp_path / "other", table)), table
