"""Copies: documents whose texts are the same or nearly the same get one syndication_id, whatever run loaded them.

Two texts are linked where their signatures (flows/pages/signature.py) share a band and agree in `MIN_SIMILARITY` of all
places. A syndication group is a connected part of these links, and its id the smallest text_id in it. Both follow from
the texts alone, so neither the order in which pages are loaded nor their division into runs changes them.

Links pass on: where a first text is nearly the second and the second nearly the third, all three are one group. That is
meant for the versions of a story that was edited step by step. Reports made from one template are kept apart by their
figures; where a template leaves nearly all words alone, its reports do become one group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.pages.signature import BAND_HASHES, N_BANDS, N_HASHES, SIGNATURE_BYTES, VALUE

# The share of places in which two signatures agree, at least. Of 531 news stories changed for the test, the share that
# is still found at .6, .7 and .8: with the last paragraph cut .99, .98, .95; the last two .94, .90, .78; the last
# quarter .88, .62, .19; one word in 25 edited 1.00, .98, .74; with another headline, dateline, author's line, last
# paragraph cut and one word in 100 edited .97, .90, .74. Of 120 reports from each of four templates, the largest group
# at .6, .7 and .8 has 109, 2 and 1 documents. Two different stories about one event don't reach .2.
MIN_SIMILARITY: Final = 0.7
_MIN_EQUAL: Final = MIN_SIMILARITY * N_HASHES

_TEXT_COLUMNS: Final = ("doc_id", "text_id", "text_signature", "syndication_id")
_Signatures = npt.NDArray[np.uint16]
_Keys = npt.NDArray[np.uint64]
_Places = npt.NDArray[np.int64]
_KEY_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


def syndicate(stored: Sequence[pl.LazyFrame], staged: pl.LazyFrame) -> pl.DataFrame:
    """Return doc_id and syndication_id of all staged documents, and of the stored ones whose id changes with them.

    stored: the current rows of `documents`, in parts that are read one after the other; memory holds one part and the
        texts that may be copies of staged ones. staged: the rows that will replace those of the same doc_id.
    Rows without text_id, as older versions wrote them, keep their syndication_id and are matched by that alone;
    signatures of another size, which another version made, are as none.
    """
    new = _texts_of(staged).collect()
    if new.is_empty():
        return new.select("doc_id", "syndication_id")
    replaced = new["doc_id"].implode()
    loosened = _column(stored, "syndication_id", pl.col("doc_id").is_in(replaced)).unique().implode()
    is_kept = ~pl.col("doc_id").is_in(replaced)
    is_loosened = pl.col("syndication_id").is_in(loosened)

    wanted = _Wanted(new)
    opened, near = [new], []
    for part in stored:
        kept = _texts_of(part).filter(is_kept).collect()
        opened.append(kept.filter(is_loosened))
        near.append(wanted.pick(kept.filter(~is_loosened)))
    open_documents = pl.concat(opened)
    groups = _Groups(open_documents, pl.concat(near) if near else new.clear())
    groups.link()

    assigned = open_documents.with_columns(new_id=groups.ids_of(open_documents["text_id"]))
    changed = assigned.filter(pl.col("doc_id").is_in(replaced) | (pl.col("syndication_id") != pl.col("new_id")))
    return pl.concat([changed.select("doc_id", syndication_id="new_id"), *_moved(stored, replaced, groups.moved())])


def _texts_of(documents: pl.LazyFrame) -> pl.LazyFrame:
    is_comparable = pl.col("text_signature").bin.size() == SIGNATURE_BYTES
    return documents.select(_TEXT_COLUMNS).with_columns(
        text_id=pl.coalesce("text_id", "syndication_id"),
        text_signature=pl.when(is_comparable).then("text_signature"),
    )


def _column(parts: Iterable[pl.LazyFrame], name: str, condition: pl.Expr) -> pl.Series:
    found = [part.filter(condition).select(name).collect()[name] for part in parts]
    return pl.concat(found) if found else pl.Series(name, [], dtype=pl.String)


def _moved(stored: Sequence[pl.LazyFrame], replaced: pl.Series, moved: dict[str, str]) -> Iterator[pl.DataFrame]:
    """Yield the documents of whole groups that got another id."""
    if not moved:
        return
    is_moved = pl.col("syndication_id").is_in(list(moved)) & ~pl.col("doc_id").is_in(replaced)
    for part in stored:
        rows = part.filter(is_moved).select("doc_id", "syndication_id").collect()
        yield rows.with_columns(pl.col("syndication_id").replace_strict(moved, return_dtype=pl.String))


class _Wanted:
    """What stored texts are asked: whether one of these documents may be a copy of them."""

    def __init__(self, documents: pl.DataFrame) -> None:
        self._text_ids = documents["text_id"].unique()
        signed = documents.filter(pl.col("text_signature").is_not_null())
        self._keys = [np.unique(keys) for keys in _band_keys(_signatures(signed["text_signature"]))]

    def pick(self, documents: pl.DataFrame) -> pl.DataFrame:
        """Return the documents with the same text or an equal band, one for each text and group."""
        signatures = documents["text_signature"]
        is_signed = signatures.is_not_null().to_numpy()
        keys = _band_keys(_signatures(signatures.drop_nulls()))
        is_near = documents["text_id"].is_in(self._text_ids.implode()).to_numpy().copy()
        shares_band = [np.isin(own, wanted) for own, wanted in zip(keys, self._keys, strict=True)]
        is_near[is_signed] |= np.logical_or.reduce(shares_band)
        return documents.filter(pl.Series(is_near)).unique(["text_id", "syndication_id"], maintain_order=True)


class _Groups:
    """Texts in groups that grow together.

    Open texts are linked anew. Near texts stand for their groups, which are whole: none of them is linked to a text of
    another such group, so only links to open texts are looked for.
    """

    def __init__(self, opened: pl.DataFrame, near: pl.DataFrame) -> None:
        rows = pl.concat([opened, near])
        # The same words have the same signature; the largest, should one be missing.
        texts = rows.group_by("text_id").agg(pl.col("text_signature").max()).sort("text_id")
        self._place = {text_id: place for place, text_id in enumerate(texts["text_id"])}
        self._label: _Places = np.arange(texts.height)
        self._members = [[place] for place in range(texts.height)]
        self._smallest = texts["text_id"].to_list()
        self._is_open = texts["text_id"].is_in(opened["text_id"].unique().implode()).to_numpy()
        self._signed: _Places = np.flatnonzero(texts["text_signature"].is_not_null().to_numpy())
        self._signatures = _signatures(texts["text_signature"].drop_nulls())
        self._first_of_group: dict[str, int] = {}
        for text_id, group in near.select("text_id", "syndication_id").iter_rows():
            self._join_group(self._place[text_id], group)

    def link(self) -> None:
        """Join all texts that are near copies."""
        for keys in _band_keys(self._signatures):
            for bucket in _buckets(keys):
                self._link_bucket(bucket)

    def ids_of(self, text_ids: pl.Series) -> pl.Series:
        """Return the id of the group that each text is in now."""
        return pl.Series([self._id_at(self._place[text_id]) for text_id in text_ids], dtype=pl.String)

    def moved(self) -> dict[str, str]:
        """Return the whole groups that got another id, by the one they had."""
        ids = {group: self._id_at(place) for group, place in self._first_of_group.items()}
        return {before: now for before, now in ids.items() if before != now}

    def _id_at(self, place: int) -> str:
        return str(self._smallest[self._label[place]])

    def _join_group(self, place: int, group: str) -> None:
        label = self._label[place]
        self._smallest[label] = min(self._smallest[label], group)
        self._join(place, self._first_of_group.setdefault(group, place))

    def _link_bucket(self, bucket: _Places) -> None:
        """Compare each open text of a bucket with all that it is not joined to yet.

        A bucket of near copies costs little, since the first comparison joins them all; one of texts that share a
        band and no more, such as a long notice of the site, costs a comparison for each pair.
        """
        places = self._signed[bucket]
        labels = self._label[places]
        for own in np.flatnonzero(self._is_open[places]):
            if (labels == labels[0]).all():
                return
            is_other = labels != labels[own]
            n_equal = (self._signatures[bucket[is_other]] == self._signatures[bucket[own]]).sum(axis=1)
            for place in places[is_other][n_equal >= _MIN_EQUAL]:
                self._join(places[own], place)
            labels = self._label[places]

    def _join(self, one: int, other: int) -> None:
        """Make two groups one; the smaller takes the larger's label."""
        kept, given_up = self._label[one], self._label[other]
        if kept == given_up:
            return
        if len(self._members[kept]) < len(self._members[given_up]):
            kept, given_up = given_up, kept
        self._label[self._members[given_up]] = kept
        self._members[kept] += self._members[given_up]
        self._members[given_up] = []
        self._smallest[kept] = min(self._smallest[kept], self._smallest[given_up])


def _signatures(column: pl.Series) -> _Signatures:
    """Return signatures as a matrix of a row for each."""
    return np.frombuffer(b"".join(column), dtype=VALUE).reshape(len(column), N_HASHES)


def _band_keys(signatures: _Signatures) -> Iterator[_Keys]:
    """Yield for each band a number for every signature: equal where the band is."""
    bands = signatures.astype(np.uint64).reshape(len(signatures), N_BANDS, BAND_HASHES)
    for band in range(N_BANDS):
        keys: _Keys = np.zeros(len(signatures), dtype=np.uint64)
        for place in range(BAND_HASHES):
            keys = (keys ^ bands[:, band, place]) * _KEY_BASE
            keys ^= keys >> np.uint64(32)
        yield keys


def _buckets(keys: _Keys) -> Iterator[_Places]:
    """Yield the places of keys that stand more than once, together for each key."""
    order = np.argsort(keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=~keys[order[:1]]))
    sizes = np.diff(starts, append=len(keys))
    for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
        yield order[start : start + size]
