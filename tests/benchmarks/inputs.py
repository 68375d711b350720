"""Pages per second for each kind of input, from the file to the split document, beside trafilatura alone.

    python tests/benchmarks/inputs.py [FOLDER]    # a folder of .html pages; by default the golden ones, many times

One process. `trafilatura` is one call of its extractor for each of the same HTML pages, which are in memory: what a
single-page tool takes for the body alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow
import pyarrow.parquet
import trafilatura

from flows.pages.split import split_page
from flows.sources.find import find_pages
from flows.sources.read import build_page, read_raw
from schemas.errors import PageError

GOLDEN = Path(__file__).parents[1] / "golden" / "html"
# A few seconds for each kind.
N_PAGES = 400


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=GOLDEN)
    htmls = _pages(parser.parse_args().folder)
    print_rates(htmls)


def print_rates(htmls: Sequence[str]) -> None:
    """Print the rate of each kind, and its ratio to trafilatura's."""
    n_kb = sum(map(len, htmls)) / len(htmls) / 1000
    print(f"{len(htmls)} pages, {n_kb:.0f} kB of HTML each on average")
    alone = len(htmls) / _seconds(lambda: [trafilatura.extract(html) for html in htmls])
    print(f"{'trafilatura alone':18s}{alone:7.1f} pages/s")
    with tempfile.TemporaryDirectory() as scratch:
        for kind, write in _WRITERS.items():
            target = Path(scratch) / kind
            target.mkdir()
            write(target, htmls)
            rate = len(htmls) / _seconds(lambda target=target: _read_all(target))
            print(f"{kind:18s}{rate:7.1f} pages/s = {rate / alone:.2f} of trafilatura")


def _pages(folder: Path) -> list[str]:
    """Return the folder's pages, again and again, each time with a mark of its own."""
    htmls = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.html"))]
    return [f"{htmls[number % len(htmls)]}<!-- {number} -->" for number in range(N_PAGES)]


def _seconds(work: Callable[[], object]) -> float:
    work()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _read_all(folder: Path) -> int:
    n_split = 0
    for raw in read_raw([found.ref for found in find_pages([str(folder)])]):
        try:
            split_page(build_page(raw))
        except PageError:
            continue
        n_split += 1
    return n_split


def _write_text(folder: Path, htmls: Sequence[str]) -> None:
    for number, html in enumerate(htmls):
        text = trafilatura.html2txt(html)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def _write_html(folder: Path, htmls: Sequence[str]) -> None:
    for number, html in enumerate(htmls):
        (folder / f"{number}.html").write_text(html, encoding="utf-8")


def _write_warc(folder: Path, htmls: Sequence[str]) -> None:
    with (folder / "crawl.warc.gz").open("wb") as file:
        for number, html in enumerate(htmls):
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
            header = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
                f"WARC-Date: 2031-01-01T00:00:00Z\r\nWARC-Target-URI: https://bench.example/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(gzip.compress(header.encode() + http + b"\r\n\r\n"))


def _write_jsonl(folder: Path, htmls: Sequence[str]) -> None:
    with gzip.open(folder / "dump.jsonl.gz", "wt", encoding="utf-8") as file:
        for number, html in enumerate(htmls):
            file.write(json.dumps({"url": f"https://bench.example/{number}", "html": html}) + "\n")


def _write_parquet(folder: Path, htmls: Sequence[str]) -> None:
    urls = [f"https://bench.example/{number}" for number in range(len(htmls))]
    pyarrow.parquet.write_table(pyarrow.table({"url": urls, "html": list(htmls)}), folder / "dump.parquet")


_WRITERS: dict[str, Callable[[Path, Sequence[str]], None]] = {
    "text": _write_text,
    "html": _write_html,
    "warc.gz": _write_warc,
    "jsonl.gz": _write_jsonl,
    "parquet": _write_parquet,
}


if __name__ == "__main__":
    main()
