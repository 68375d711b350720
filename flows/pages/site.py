"""Lines that stand on many pages of a site: what no page can tell by itself.

A run surveys its pages, learns from these surveys and from pages that the warehouse holds, and freezes what it learned
in a file before the first page is annotated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.pages.address import registered_domain
from flows.pages.blocks import lines_of_blocks
from flows.pages.lines import Line, read_lines
from flows.sources.page import Page

# What may be boilerplate inside a body. Shorter fragments are sub-headings, labels, list items and answers; shorter
# sentences are what people say in many transcripts ("Thank you all for being here today.").
_MIN_FRAGMENT_WORDS: Final = 4
_MIN_SENTENCE_WORDS: Final = 10
# In how many different texts of its site a line must stand to be boilerplate. In two, it may be another edition of the
# same story. On 115 pages of 77 sites and 540 stories of 7 sites, no line that stands in three texts is body.
_MIN_TEXTS: Final = 3
# Yet follow-ups of one story tell its background in the same words, and a few texts may be about one story. So a line
# must stand in most of a few texts, up to this many texts ...
_MIN_SHARE_OF_FEW: Final = 2 / 3
_ENOUGH_TEXTS: Final = {"fragments": 4, "sentences": 6}
# ... and in this share of many, which a story hardly makes up. A link or a sign-up may stand in one section only.
_MIN_SHARE_OF_MANY: Final = {"fragments": 0.2, "sentences": 0.25}
# Two pages are one text (copies, versions of a live page) where this share of their long lines, as the page with more
# of them has it, is the same. A line counts once for all pages of a text, or a story that stands on a site five times
# would be boilerplate.
_MIN_SHARE_OF_TEXT: Final = 0.5
# Enough pages of a site to tell a share of a quarter from one of an eighth; comparing them all takes milliseconds.
MAX_SITE_PAGES: Final = 100
# The long lines that a page's text is known by: those with the smallest keys, so that copies keep the same ones.
_MAX_TEXT_KEYS: Final = 64
# Lines of a page that are counted: a page of a thousand lines is a list or a live blog.
_MAX_PAGE_KEYS: Final = 1_000
# The newest chunks of the warehouse's pages, each with a thousand documents, that are searched for pages of the run's
# sites: it bounds the time, some seconds, whatever the size of the warehouse.
MAX_STORED_FILES: Final = 10
_FILE_SUFFIX: Final = ".site-lines.parquet"

_SURVEY_SCHEMA: Final = pl.Schema(
    [
        ("site", pl.String()),
        ("doc_id", pl.String()),
        ("fragments", pl.List(pl.Int64)),
        ("sentences", pl.List(pl.Int64)),
    ]
)
_SITE_LINES_SCHEMA: Final = pl.Schema({"site": pl.String, "line_key": pl.Int64})


@dataclass(frozen=True, slots=True)
class SiteLines:
    """The keys of the lines that are boilerplate, by site."""

    lines: Mapping[str, frozenset[int]]

    def of(self, site: str) -> frozenset[int]:
        return self.lines.get(site, frozenset())


NO_SITE_LINES: Final = SiteLines({})


def line_key(line: Line) -> int:
    """Return the same number for lines of the same words, whatever their case, spacing and punctuation."""
    folded = line.folded.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(folded, digest_size=8).digest(), "big", signed=True)


def site_of(page: Page) -> str:
    """Return the site that a page belongs to, see `site_of_address`."""
    return site_of_address(page.url, page.source_uri, page.source_record)


def site_of_address(url: str | None, source_uri: str, source_record: str | None) -> str:
    """Return the registered domain of a page's address, else the folder, archive or dump that the page came in.

    The domain without its subdomains ("edition.", "m.", "www."), since these share what stands around their texts;
    where the suffix list knows that subdomains belong to different people, theirs.
    """
    if url is not None:
        host = _host(url)
        if host is not None:
            return registered_domain(host) or host.removeprefix("www.")
    if source_record is not None:
        return f"file:{source_uri}"
    return f"folder:{source_uri.rpartition('/')[0]}"


def survey(pages: Iterable[Page]) -> pl.DataFrame:
    """Return a row for each page: site, doc_id, and the keys of its lines that may be boilerplate.

    fragments: lines that are no sentences; sentences: lines that are.
    """
    rows = [
        _survey_row(site_of(page), page.doc_id, lines_of_blocks(page) if page.blocks else read_lines(page.text))
        for page in pages
    ]
    return pl.DataFrame(rows, schema=_SURVEY_SCHEMA, orient="row")


def write_survey(path: Path, rows: pl.DataFrame) -> Path:
    """Write a survey, replacing an older one, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(path)
    return path


def learn(surveys: Sequence[Path], stored: Sequence[Path] = ()) -> SiteLines:
    """Return which lines are boilerplate on the sites of the surveyed pages.

    surveys: files of `write_survey`. stored: files of the warehouse's table `pages`, the newest last; pages of these
    sites in them count too, the newest first, unless they were surveyed.
    Of each site at most `MAX_SITE_PAGES` surveyed and as many stored pages are looked at.
    """
    rows = _sampled(surveys)
    if rows.is_empty():
        return NO_SITE_LINES
    rows = pl.concat([rows, _survey_stored(stored, set(rows["site"]), _doc_ids(surveys))])
    many = rows.filter(pl.len().over("site") >= _MIN_TEXTS)
    learned = {str(site): _boilerplate(pages) for (site,), pages in many.group_by("site")}
    return SiteLines({site: lines for site, lines in sorted(learned.items()) if lines})


def write_site_lines(folder: Path, site_lines: SiteLines) -> Path:
    """Write the lines into a file of the folder that is named by a hash of them, and return its path."""
    rows = [(site, key) for site, keys in sorted(site_lines.lines.items()) for key in sorted(keys)]
    digest = hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    path = folder / f"{digest}{_FILE_SUFFIX}"
    folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(rows, schema=_SITE_LINES_SCHEMA, orient="row").write_parquet(path)
    return path


@lru_cache(maxsize=1)
def read_site_lines(path: Path | None) -> SiteLines:
    """Return the lines of a file, read once for all batches of a run; none where there is no file."""
    if path is None:
        return NO_SITE_LINES
    rows = pl.read_parquet(path, schema=_SITE_LINES_SCHEMA)
    return SiteLines({str(site): frozenset(own["line_key"]) for (site,), own in rows.group_by("site")})


def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.rstrip(".") or None if host else None


def _survey_row(site: str, doc_id: str, lines: Iterable[Line]) -> tuple[str, str, list[int], list[int]]:
    fragments: set[int] = set()
    sentences: set[int] = set()
    for line in lines:
        if line.ends_sentence:
            if len(line.tokens) >= _MIN_SENTENCE_WORDS:
                sentences.add(line_key(line))
        # What ends in a colon is a label, or leads to what follows.
        elif len(line.tokens) >= _MIN_FRAGMENT_WORDS and not line.text.endswith(":"):
            fragments.add(line_key(line))
    return site, doc_id, sorted(fragments)[:_MAX_PAGE_KEYS], sorted(sentences)[:_MAX_PAGE_KEYS]


def _sampled(surveys: Sequence[Path]) -> pl.DataFrame:
    """Return the surveyed pages with text, of each site those with the smallest doc_id: a hash, so any of them."""
    if not surveys:
        return pl.DataFrame(schema=_SURVEY_SCHEMA)
    rows = pl.scan_parquet(list(surveys), schema=_SURVEY_SCHEMA, glob=False)
    chosen = (
        rows.filter(pl.col("sentences").list.len() > 0)
        .select("site", "doc_id")
        .unique()
        .sort("site", "doc_id")
        .group_by("site", maintain_order=True)
        .head(MAX_SITE_PAGES)
    )
    return (
        rows.join(chosen, on=["site", "doc_id"], how="semi")
        .collect()
        .unique(["site", "doc_id"], keep="first", maintain_order=True)
    )


def _doc_ids(surveys: Sequence[Path]) -> frozenset[str]:
    rows = pl.scan_parquet(list(surveys), schema=_SURVEY_SCHEMA, glob=False)
    return frozenset(rows.select("doc_id").collect()["doc_id"])


def _survey_stored(files: Sequence[Path], sites: set[str], surveyed: frozenset[str]) -> pl.DataFrame:
    """Survey pages of these sites in the newest files, each page's text only where its site has too few yet."""
    n_left = dict.fromkeys(sites, MAX_SITE_PAGES)
    rows: list[tuple[str, str, list[int], list[int]]] = []
    for file in sorted(files, reverse=True)[:MAX_STORED_FILES]:
        chosen: dict[str, str] = {}
        addresses = pl.read_parquet(file, columns=["doc_id", "url", "source_uri", "source_record"])
        for doc_id, url, source_uri, source_record in addresses.sort("doc_id").iter_rows():
            site = site_of_address(url, source_uri, source_record)
            if n_left.get(site, 0) and doc_id not in surveyed:
                chosen[doc_id] = site
                n_left[site] -= 1
        if chosen:
            texts = pl.scan_parquet(file, glob=False).select("doc_id", "text")
            wanted = texts.filter(pl.col("doc_id").is_in(list(chosen))).collect()
            rows += [_survey_row(chosen[doc_id], doc_id, read_lines(text)) for doc_id, text in wanted.iter_rows()]
    found = pl.DataFrame(rows, schema=_SURVEY_SCHEMA, orient="row")
    return found.filter(pl.col("sentences").list.len() > 0)


def _boilerplate(pages: pl.DataFrame) -> frozenset[int]:
    """Return the keys of the lines that stand in many of a site's texts."""
    texts = _texts(pages["sentences"].to_list())
    keys: set[int] = set()
    for column in _ENOUGH_TEXTS:
        lines = pages.select(pl.Series("text", texts), key=pl.col(column)).explode("key").drop_nulls("key")
        n_texts_with = lines.unique().group_by("key").len("n_texts")
        keys.update(n_texts_with.filter(pl.col("n_texts") >= _least_texts(len(set(texts)), column))["key"])
    return frozenset(keys)


def _least_texts(n_texts: int, column: str) -> float:
    few = min(_MIN_SHARE_OF_FEW * n_texts, _ENOUGH_TEXTS[column])
    return max(_MIN_TEXTS, few, _MIN_SHARE_OF_MANY[column] * n_texts)


def _texts(sentences: Sequence[Sequence[int]]) -> list[int]:
    """Return for each page the number of the text that it shows: the same for copies and versions, also by a chain."""
    known_by = [sorted(keys)[:_MAX_TEXT_KEYS] for keys in sentences]
    columns = {key: column for column, key in enumerate(sorted({key for keys in known_by for key in keys}))}
    has_line: npt.NDArray[np.float32] = np.zeros((len(known_by), len(columns)), dtype=np.float32)
    for page, keys in enumerate(known_by):
        has_line[page, [columns[key] for key in keys]] = 1
    sizes = has_line.sum(axis=1)
    is_same = has_line @ has_line.T >= _MIN_SHARE_OF_TEXT * np.maximum(sizes[:, None], sizes[None, :])
    texts = [-1] * len(known_by)
    for first in range(len(known_by)):
        reached = [first] if texts[first] < 0 else []
        while reached:
            page = reached.pop()
            texts[page] = first
            reached += [int(other) for other in np.flatnonzero(is_same[page]) if texts[other] < 0]
    return texts
