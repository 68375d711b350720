"""How a quote was found, in words: its marks, its cue and where its words come from. `onrecord explain` shows them.

The column `reasons` holds these, then what was said of the speaker: who was chosen and why, and who was not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.quotes.cues import class_of
from flows.quotes.drafts import Draft
from flows.quotes.layout import Layout

# Where the words come from, by rule.
_WORDS: Final = {
    "cue_before": "the reader links them to the cue before them",
    "cue_behind": "the reader links them to the cue behind them, or the sentence ends in who says it",
    "cue_between": "the reader links them to the cue that parts them",
    "no_cue": "the reader takes them for somebody's words, without a cue",
    "marks_alone": "nobody claims these marks, and what they hold is a statement",
}


def reasons_of(layout: Layout, draft: Draft) -> Iterator[str]:
    """Yield what speaks for a draft's being a quote, beside who says it."""
    yield f"words: {_WORDS[draft.rule]}"
    pairs = sorted({pair.inner for segment in draft.segments for pair in layout.pairs_in(segment)})
    if not pairs:
        yield "marks: none"
    else:
        n_inside = sum(layout.is_marked(segment) for segment in draft.segments)
        share = "all words" if n_inside == len(draft.segments) else "a part of the words"
        yield f"marks: {len(pairs)} pair{'s' * (len(pairs) > 1)} around {share}"
    cue = draft.attribution.cue if draft.attribution is not None else None
    if cue is None:
        yield "cue: none"
    else:
        text = layout.text_of(cue)
        yield f"cue: “{text}”, {class_of(text) or 'no listed word of saying'}"
