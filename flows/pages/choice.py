"""Which lines to take for body when the body model is unsure of many: those with the greatest F1 to be expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

# A line with better odds than these is body, whatever the others are.
_MAX_THRESHOLD: Final = 0.6


def choose_body(log_odds: Sequence[float], n_words: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return for each line whether it is body, given the log odds of that and its number of words.

    Where the model is sure this is a threshold near even odds. On a page unlike those it was trained on all its
    odds may be low; then the lines that stand out are taken, since most of a body is better than none of it.
    """
    if not len(log_odds):
        return np.zeros(0, dtype=bool)
    share = 1 / (1 + np.exp(-np.asarray(log_odds, dtype=np.float64)))
    words = np.maximum(np.asarray(n_words, dtype=np.float64), 1)
    order = np.argsort(-share, kind="stable")
    expected = (share * words)[order]
    f1 = 2 * np.cumsum(expected) / (np.cumsum(words[order]) + expected.sum())
    is_body: npt.NDArray[np.bool_] = share >= min(share[order[int(np.argmax(f1))]], _MAX_THRESHOLD)
    return is_body
