"""The one pass over a batch of documents: names and attributions, as the network reads them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from flows.language.decode import Found, find_spans, kind_chances, own_scores
from flows.language.labels import CUE_KINDS, DATE, NAME_TYPES
from flows.language.links import add_sources, find_links, grouped
from flows.language.network import Model, score_windows
from flows.language.reading import Attribution, Name, Reading, Span
from flows.language.sentences import sentence_starts
from flows.language.windows import Ints, Pieces, cut_windows, to_pieces


def read(documents: Sequence[Sequence[str]], model: Model) -> list[Reading]:
    """Read a batch of documents, each a sequence of paragraphs; a span's ordinal is the index in it.

    How documents are batched changes nothing.
    """
    pieces = to_pieces(documents, model.tokenizer)
    cut = cut_windows(pieces, [len(document) for document in documents])
    windows = [window for own in cut for window in own]
    if not windows:
        return [Reading((), ()) for _ in documents]
    scores = score_windows(model, pieces, windows)
    scored = list(zip(windows, scores, strict=True))
    span_scores = own_scores(windows, [score.spans for score in scores])
    spans = find_spans(pieces, span_scores, model.span_order)
    name_scores = own_scores(windows, [score.names for score in scores])
    found_names = find_spans(pieces, name_scores, model.name_order)
    kinds = own_scores(windows, [score.kinds for score in scores])
    sentences = _sentences(pieces, documents)
    links = find_links(pieces, sentences, scored, spans, model)
    add_sources(pieces, sentences, scored, span_scores, spans, found_names, links, model)
    place = _Places(pieces, documents)
    names: list[list[Name]] = [[] for _ in documents]
    for found, chances in zip(found_names, kind_chances(pieces, name_scores, found_names).tolist(), strict=True):
        document, span = place(found)
        # Dates are read so that they are not taken for names.
        if NAME_TYPES[found.kind] != DATE:
            names[document].append(Name(span, NAME_TYPES[found.kind], tuple(chances)))
    attributions: list[list[Attribution]] = [[] for _ in documents]
    for cue, contents, relays in grouped(spans, links):
        source = links[1].get(cue) if cue is not None else None
        attribution = Attribution(
            cue=place(spans[cue])[1] if cue is not None else None,
            source=place(spans[source])[1] if source is not None else None,
            contents=tuple(place(spans[number])[1] for number in contents),
            kind=CUE_KINDS[int(kinds[spans[cue].first].argmax())] if cue is not None else None,
            relays=tuple(place(spans[number])[1] for number in relays),
        )
        first = next(number for number in (*contents, cue) if number is not None)
        attributions[place(spans[first])[0]].append(attribution)
    return [Reading(tuple(own), tuple(said)) for own, said in zip(names, attributions, strict=True)]


def _sentences(pieces: Pieces, documents: Sequence[Sequence[str]]) -> Ints:
    """Return the number of the sentence of each piece in the batch."""
    texts = [text for document in documents for text in document]
    begins = np.cumsum([0, *(len(text) for text in texts)])
    starts = [
        begin + start for begin, text in zip(begins.tolist(), texts, strict=False) for start in sentence_starts(text)
    ]
    numbers: Ints = np.searchsorted(np.array(starts), begins[pieces.paragraphs] + pieces.starts, side="right")
    return numbers


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
