"""Which language a body is written in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# The longest paragraphs are prose; menus, names and verses are short lines. Three of 500 characters told the language
# of every one of 735 English texts and of samples in 26 other languages, in a quarter of a millisecond.
_MAX_PARAGRAPHS: Final = 3
_MAX_PARAGRAPH_CHARS: Final = 500
# The model's share of belief. Of 10,000 beginnings of English paragraphs, of four words and more, none was taken for
# another language with more than 0.87; whole bodies get 0.95 to 1 in any language.
_SURE: Final = 0.9
# Lists of scores and names get 0.1 and less, mixtures of two languages up to 0.4.
_LIKELY: Final = 0.4
# English that is taken for something else leaves English at least this much of the belief in the best; other
# languages leave it less than a third of that, even in six words.
_MIN_RIVAL: Final = 0.01
_UNSTATED: Final = "en"
# Words of English that are none of any other language in these letters. One in six to ten words of English prose is one
# of them, so a text of so many words with this share of them is English, and the model, which takes three times as long
# as all else that reads facts, need not be asked. It said the same of all 329 pages that are plain by this.
_ENGLISH: Final = frozenset({"the", "and", "that", "with", "from", "this", "which", "they", "been", "would", "said"})
_MIN_ENGLISH_WORDS: Final = 80
_MIN_ENGLISH_SHARE: Final = 0.08

# Varieties that the model tells apart, and the language with a code of ISO 639-1 that they belong to.
_PARENTS: Final = {
    "ary": "ar",
    "arz": "ar",
    "fuv": "ff",
    "gug": "gn",
    "hbo": "he",
    "kik": "ki",
    "sdh": "ku",
    "uzs": "uz",
    "wuu": "zh",
    "yue": "zh",
}
# The model's label for text that is in no language.
_NO_LANGUAGE: Final = "zxx"
_STATED: Final = re.compile(r"\s*([a-z]{2})(?:[-_].*|\s*)", re.IGNORECASE | re.DOTALL)
# How feeds and dumps write the commonest language out.
_STATED_NAMES: Final = {"english": "en", "eng": "en"}


def detect_language(paragraphs: Sequence[str], stated: str | None = None) -> str | None:
    """Return the language of a body as an ISO 639-1 code; of a language without one the ISO 639-3 code.

    stated: what the page or its dump says, such as "en-US". It decides where the text is too short or too mixed for
    the model to be sure; pages in other languages often state English, so it never overrules a sure answer.

    None where nothing is known. Readers may take that for English: what is left are scores, names and short lines.
    """
    longest = sorted(paragraphs, key=len, reverse=True)[:_MAX_PARAGRAPHS]
    text = "\n".join(paragraph[:_MAX_PARAGRAPH_CHARS] for paragraph in longest)
    of_page = stated_language(stated)
    if not any(map(str.isalpha, text)):
        return of_page
    if _is_plainly_english(text):
        return "en"
    ranked: list[tuple[str, float]] = _identifier().rank(text)
    best, belief = ranked[0]
    if best == _NO_LANGUAGE:
        return of_page
    if belief < _SURE:
        rival = dict(ranked).get(of_page or _UNSTATED, 0.0)
        if belief < _LIKELY or rival >= _MIN_RIVAL * belief:
            return of_page
    return _PARENTS.get(best, best)


def _is_plainly_english(text: str) -> bool:
    words = text.lower().split()
    return len(words) >= _MIN_ENGLISH_WORDS and sum(map(_ENGLISH.__contains__, words)) >= _MIN_ENGLISH_SHARE * len(
        words
    )


def stated_language(stated: str | None) -> str | None:
    """Return the ISO 639-1 code of a stated language: "en" of "en-US", "en_GB" and "English"."""
    text = (stated or "").strip()[:_MAX_PARAGRAPH_CHARS].casefold()
    if text in _STATED_NAMES:
        return _STATED_NAMES[text]
    match = _STATED.fullmatch(text)
    return match[1] if match is not None else None


@cache
def _identifier() -> LanguageIdentifier:
    """Return the model: 4 MB inside its wheel, no network; 0.6 seconds and 77 MB, once per process.

    A process that is forked later shares it. It only reads its tables, so threads can use it at the same time.
    """
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
