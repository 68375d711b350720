"""From spans to attributions: which content belongs to which cue, and which cue to which source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flows.language.decode import Floats, Found, Scores, best_links
from flows.language.labels import LINKS, SPAN_KINDS
from flows.language.windows import Window

SOURCE, CUE, CONTENT, RELAY = range(len(SPAN_KINDS))


def find_links(
    windows: Sequence[tuple[Window, Scores]], spans: Sequence[Found], distances: Floats
) -> list[dict[int, int]]:
    """Return for each kind of link, from the number of a span to the number of the one it points to.

    A span that finds nothing in the window that owns it is asked again in the next, where it is context: a cue may stand in the paragraph after its content.
    """
    found: list[dict[int, int]] = [{} for _ in LINKS]
    for window, scores in windows:
        inside = [number for number, span in enumerate(spans) if window.start <= span.first < window.end]
        by_kind: dict[int, list[int]] = defaultdict(list)
        for number in inside:
            by_kind[spans[number].kind].append(number)
        for link, (origin_kind, target_kind) in enumerate(LINKS):
            origins = [n for n in by_kind[SPAN_KINDS.index(origin_kind)] if n not in found[link]]
            targets = by_kind[SPAN_KINDS.index(target_kind)]
            chosen = best_links(
                link, window, scores, distances, [spans[n] for n in origins], [spans[n] for n in targets]
            )
            for number, (target, _) in zip(origins, chosen, strict=True):
                if target is not None:
                    found[link][number] = targets[target]
    return found
