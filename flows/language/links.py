"""Which labelled spans belong together: contents and relays to their cue, cues to their source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from flows.language.decode import Floats, Found, Scores, best_links
from flows.language.labels import LINKS, OUTSIDE, SPAN_KINDS, begin
from flows.language.network import Model
from flows.language.windows import OUTSIDE as UNMARKED
from flows.language.windows import Ints, Pieces, Window

SOURCE, CUE, CONTENT, RELAY = range(len(SPAN_KINDS))


def find_links(
    pieces: Pieces, sentences: Ints, scored: Sequence[tuple[Window, Scores]], spans: Sequence[Found], model: Model
) -> list[dict[int, int]]:
    """Return for each kind of link, from the number of a span to the number of the one it points to.

    A span points to one of its sentence, if there is any, else to one of its paragraph, else to one of its window;
    words in marks may belong to the sentence before, so they take any of their paragraph. What finds nothing in its own
    window is asked again in the next, where it is context: a cue may stand in the paragraph after its content.
    """
    found: list[dict[int, int]] = [{} for _ in LINKS]
    starts = [span.first for span in spans]
    for window, scores in scored:
        first, end = np.searchsorted(starts, (window.start, window.end)).tolist()
        by_kind: dict[int, list[int]] = defaultdict(list)
        for number in range(first, end):
            by_kind[spans[number].kind].append(number)
        for link, (origin_kind, target_kind) in enumerate(LINKS):
            targets = by_kind[SPAN_KINDS.index(target_kind)]
            asking: dict[tuple[int, ...], list[int]] = defaultdict(list)
            for number in by_kind[SPAN_KINDS.index(origin_kind)]:
                if number not in found[link]:
                    asking[_nearest(pieces, sentences, spans, number, targets)].append(number)
            for near, origins in asking.items():
                if near:
                    chosen = best_links(
                        link, window, scores, model.distances, [spans[n] for n in origins], [spans[n] for n in near]
                    )
                    for number, (target, _) in zip(origins, chosen, strict=True):
                        if target is not None:
                            found[link][number] = near[target]
    return found


def _nearest(
    pieces: Pieces, sentences: Ints, spans: Sequence[Found], number: int, targets: Sequence[int]
) -> tuple[int, ...]:
    """Return those targets that stand in a span's sentence, else in its paragraph, else all."""
    origin = spans[number]
    is_marked = bool((pieces.marks[origin.first : origin.last + 1] != UNMARKED).any())
    for units in (pieces.paragraphs,) if is_marked else (sentences, pieces.paragraphs):
        own = (units[origin.first], units[origin.last])
        near = tuple(target for target in targets if units[spans[target].first] in own)
        if near or origin.kind == CUE:
            return near
    return tuple(targets)


# A source that no label shows is taken only where the cue points to it more surely than to nothing by this much.
MIN_POINTED: Final = 0.3
# Such a source goes on as long as its words are not clearly outside of it.
MAX_DOUBT: Final = 1.5
MAX_SOURCE_PIECES: Final = 40


def add_sources(
    pieces: Pieces,
    sentences: Ints,
    scored: Sequence[tuple[Window, Scores]],
    span_scores: Floats,
    spans: list[Found],
    names: Sequence[Found],
    links: Sequence[dict[int, int]],
    model: Model,
) -> None:
    """Give cues without a source the word of their sentence that they point to, if they are sure, with what goes on."""
    name_at = {piece: name for name in names for piece in range(name.first, name.last + 1)}
    cues = [number for number, span in enumerate(spans) if span.kind == CUE and number not in links[1]]
    starts = [spans[number].first for number in cues]
    for window, scores in scored:
        first_cue, end_cue = np.searchsorted(starts, (window.own, window.end)).tolist()
        for number in cues[first_cue:end_cue]:
            cue = spans[number]
            here = np.arange(window.start, window.end)
            here = here[pieces.firsts[here] & (sentences[here] == sentences[cue.first])]
            words = [Found(piece, piece, SOURCE) for piece in here.tolist()]
            [(target, probability)] = best_links(1, window, scores, model.distances, [cue], words)
            if target is None or probability < MIN_POINTED:
                continue
            word = words[target].first
            first, last = (name_at[word].first, name_at[word].last) if word in name_at else (word, word)
            links[1][number] = len(spans)
            spans.append(Found(first, _goes_on_to(pieces, span_scores, last), SOURCE))


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


def grouped(spans: Sequence[Found], links: Sequence[dict[int, int]]) -> list[tuple[int | None, list[int], list[int]]]:
    """Return (cue, contents, relays) by numbers of spans, in the order of the first content, or of the cue without one.

    A cue that has neither content nor source is none.
    """
    contents: dict[int, list[int]] = defaultdict(list)
    groups: list[tuple[int | None, list[int], list[int]]] = []
    relays: dict[int, list[int]] = defaultdict(list)
    for relay, cue in links[2].items():
        relays[cue].append(relay)
    said = set(links[0].values())
    for number, span in enumerate(spans):
        if span.kind == CUE and number not in said and number in links[1]:
            groups.append((number, [], sorted(relays[number])))
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
