"""The one pass over a batch of documents: names and attributions, as the network reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from flows.language.decode import Floats, Found, Scores, best_links, find_spans, own_scores
from flows.language.labels import CUE_KINDS, LINKS, NAME_TYPES, OUTSIDE, SPAN_KINDS, begin
from flows.language.network import Model, score_windows
from flows.language.reading import Span
from flows.language.windows import Pieces, Window, cut_windows, to_pieces

SOURCE, CUE, CONTENT, RELAY = range(len(SPAN_KINDS))


@dataclass(frozen=True, slots=True)
class TaggedName:
    """A name with its type, one of `NAME_TYPES`, and how sure the network is of it."""

    span: Span
    type: str
    probability: float


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """A cue with what it attributes to whom. kind: one of `CUE_KINDS`, None without a cue.

    contents: in the order of the text. relays: who passes it on. probability: how sure the network is of the contents.
    """

    cue: Span | None
    source: Span | None
    contents: tuple[Span, ...]
    relays: tuple[Span, ...]
    kind: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Tagged:
    """What was found in a document, in the order of the text."""

    names: tuple[TaggedName, ...]
    attributions: tuple[TaggedAttribution, ...]


def tag(documents: Sequence[Sequence[str]], model: Model) -> list[Tagged]:
    """Read documents, each a sequence of paragraphs; a span's ordinal is the index in it.

    How documents are batched changes nothing.
    """
    pieces = to_pieces(documents, model.tokenizer)
    cut = cut_windows(pieces, [len(document) for document in documents])
    windows = [window for own in cut for window in own]
    if not windows:
        return [Tagged((), ()) for _ in documents]
    scores = score_windows(model, pieces, windows)
    scored = list(zip(windows, scores, strict=True))
    span_scores = own_scores(windows, [score.spans for score in scores])
    spans = find_spans(pieces, span_scores, model.span_order)
    names = find_spans(pieces, own_scores(windows, [score.names for score in scores]), model.name_order)
    kinds = own_scores(windows, [score.kinds for score in scores])
    links = _links(scored, spans, model)
    _add_sources(pieces, scored, span_scores, spans, names, links, model)
    place = _Places(pieces, documents)
    tagged_names: list[list[TaggedName]] = [[] for _ in documents]
    for name in names:
        document, span = place(name)
        tagged_names[document].append(TaggedName(span, NAME_TYPES[name.kind], name.probability))
    attributions: list[list[TaggedAttribution]] = [[] for _ in documents]
    for cue, contents, relays in _grouped(spans, links):
        document, first = place(spans[contents[0]])
        source = links[1].get(cue) if cue is not None else None
        found = TaggedAttribution(
            cue=place(spans[cue])[1] if cue is not None else None,
            source=place(spans[source])[1] if source is not None else None,
            contents=(first, *(place(spans[number])[1] for number in contents[1:])),
            relays=tuple(place(spans[number])[1] for number in relays),
            kind=CUE_KINDS[int(kinds[spans[cue].first].argmax())] if cue is not None else None,
            probability=sum(spans[number].probability for number in contents) / len(contents),
        )
        attributions[document].append(found)
    return [Tagged(tuple(own), tuple(said)) for own, said in zip(tagged_names, attributions, strict=True)]


class _Places:
    """Where found spans stand: the number of the document, and the characters of its paragraph."""

    def __init__(self, pieces: Pieces, documents: Sequence[Sequence[str]]) -> None:
        self.pieces = pieces
        # The piece after each word, by the piece that starts it.
        firsts = np.flatnonzero(pieces.firsts)
        self.last_piece = dict(zip(firsts.tolist(), [*(firsts[1:] - 1).tolist(), len(pieces) - 1], strict=True))
        self.document_of = [
            (number, paragraph) for number, document in enumerate(documents) for paragraph in range(len(document))
        ]

    def __call__(self, found: Found) -> tuple[int, Span]:
        number, ordinal = self.document_of[int(self.pieces.paragraphs[found.first])]
        end = int(self.pieces.ends[self.last_piece[found.last]])
        return number, Span(ordinal, int(self.pieces.starts[found.first]), end)


def _links(scored: Sequence[tuple[Window, Scores]], spans: Sequence[Found], model: Model) -> list[dict[int, int]]:
    """Return for each kind of link, from the number of a span to the number of the one it points to.

    A span that finds nothing in its own window is asked again in the next, where it is context: a cue may stand in the
    paragraph after its content.
    """
    found: list[dict[int, int]] = [{} for _ in LINKS]
    starts = [span.first for span in spans]
    for window, scores in scored:
        first, end = np.searchsorted(starts, (window.start, window.end)).tolist()
        by_kind: dict[int, list[int]] = defaultdict(list)
        for number in range(first, end):
            by_kind[spans[number].kind].append(number)
        for link, (origin_kind, target_kind) in enumerate(LINKS):
            origins = [number for number in by_kind[SPAN_KINDS.index(origin_kind)] if number not in found[link]]
            targets = by_kind[SPAN_KINDS.index(target_kind)]
            if origins and targets:
                chosen = best_links(
                    link, window, scores, model.distances, [spans[n] for n in origins], [spans[n] for n in targets]
                )
                for number, (target, _) in zip(origins, chosen, strict=True):
                    if target is not None:
                        found[link][number] = targets[target]
    return found


# A source that no label shows is taken only where the cue points to it more surely than to nothing by this much.
MIN_POINTED: Final = 0.3
# Such a source goes on as long as its words are not clearly outside of it.
MAX_DOUBT: Final = 1.5
MAX_SOURCE_PIECES: Final = 40


def _add_sources(
    pieces: Pieces,
    scored: Sequence[tuple[Window, Scores]],
    span_scores: Floats,
    spans: list[Found],
    names: Sequence[Found],
    links: Sequence[dict[int, int]],
    model: Model,
) -> None:
    """Give cues without a source the word they point to, if they are sure, with what goes on from it."""
    name_at = {piece: name for name in names for piece in range(name.first, name.last + 1)}
    cues = [number for number, span in enumerate(spans) if span.kind == CUE and number not in links[1]]
    for window, scores in scored:
        here = [number for number in cues if window.own <= spans[number].first < window.end]
        if not here:
            continue
        words = [
            Found(int(piece), int(piece), SOURCE, 0.0)
            for piece in np.flatnonzero(pieces.firsts[window.start : window.end]) + window.start
        ]
        chosen = best_links(1, window, scores, model.distances, [spans[number] for number in here], words)
        for number, (target, probability) in zip(here, chosen, strict=True):
            if target is None or probability < MIN_POINTED:
                continue
            word = words[target]
            name = name_at.get(word.first)
            links[1][number] = len(spans)
            first, last = (name.first, name.last) if name else (word.first, word.first)
            spans.append(Found(first, _goes_on_to(pieces, span_scores, last), SOURCE, probability))


def _goes_on_to(pieces: Pieces, span_scores: Floats, last: int) -> int:
    """Return the last word that may be inside of the source that has the word `last`."""
    inside = begin(SOURCE) + 1
    for piece in range(last + 1, min(last + MAX_SOURCE_PIECES, len(pieces))):
        if not pieces.firsts[piece]:
            continue
        if pieces.openers[piece] or span_scores[piece, inside] < span_scores[piece, OUTSIDE] - MAX_DOUBT:
            break
        last = piece
    return last


def _grouped(spans: Sequence[Found], links: Sequence[dict[int, int]]) -> list[tuple[int | None, list[int], list[int]]]:
    """Return (cue, contents, relays) by numbers of spans, in the order of the first content."""
    contents: dict[int, list[int]] = defaultdict(list)
    groups: list[tuple[int | None, list[int], list[int]]] = []
    relays: dict[int, list[int]] = defaultdict(list)
    for relay, cue in links[2].items():
        relays[cue].append(relay)
    for number, span in enumerate(spans):
        if span.kind != CONTENT:
            continue
        own_cue = links[0].get(number)
        if own_cue is None:
            groups.append((None, [number], []))
            continue
        if own_cue not in contents:
            groups.append((own_cue, contents[own_cue], sorted(relays[own_cue])))
        contents[own_cue].append(number)
    return groups
