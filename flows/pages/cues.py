"""What stands between the words of a transcript: sound cues, "(LAUGHTER)", and time codes, "[00:12:31]".

A bracket is a cue by its words: a closed list of what is heard, and hardly any other words beside them. Brackets that
hold ordinary speech or say how it came ("through an interpreter") are part of what is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.pages.lexicon import transcript_words

# Hours, minutes and seconds of a recording, with or without brackets; from and to as in subtitles.
_CLOCK: Final = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_BARE_CLOCK: Final = rf"{_CLOCK}(?:[ \t]*-+>[ \t]*{_CLOCK})?(?![\d:.,]*\d)(?![ \t]?[aApP]\.?[mM]\b)"
TIME_CODE: Final = rf"(?:\[{_CLOCK}\]|\({_CLOCK}\)|<{_CLOCK}>|{_BARE_CLOCK})"
_TIME_CODE: Final = re.compile(TIME_CODE)
_TIME_CODE_LINE: Final = re.compile(rf"\s*{TIME_CODE}\s*")
# "2:45 P.M. EDT", "END 3:10 P.M.": when a briefing began and ended, on a line of its own.
_BRIEFING_CLOCK: Final = re.compile(
    r"(?:(?:begin|end|start)\s+)?\d{1,2}[:.]\d{2}\s*[ap]\.?\s?m\.?(?:\s+\(?[a-z]{2,5}\)?)?", re.IGNORECASE
)
# In the middle of a text "(3:16)" may be a verse or a score; with hours or in square brackets it is a time code.
_FULL_TIME_CODE: Final = re.compile(r"\[\d{1,3}:\d{2}(?::\d{2})?\]|\(\d{1,3}:\d{2}:\d{2}\)")
_BRACKETED: Final = re.compile(r"\([^()\[\]]{2,150}\)|\[[^()\[\]]{2,150}\]")
_NEXT_CHAR: Final = re.compile(r"\s*(\S)")
_BOUNDARY_CHARS: Final = 40
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SENTENCE_END: Final = re.compile(r"(?:[.!?…]|--|[-—–])[\"'”’»)\]]*$")
# A cue in small letters is a few words; a longer bracket is an aside of the speaker.
_MAX_MIXED_WORDS: Final = 7
# In capitals it names what is played: '(SOUNDBITE OF SONG, "THE OLD BRIDGE")'.
_MAX_UPPER_WORDS: Final = 18
_FIRST_WORDS: Final = 4


def is_time_code(text: str) -> bool:
    """Return whether the text is a time code, or the clock of a briefing's begin or end, and nothing else."""
    return _TIME_CODE_LINE.fullmatch(text) is not None or _BRIEFING_CLOCK.fullmatch(text.strip()) is not None


def is_cue(text: str) -> bool:
    """Return whether the text is one sound cue and nothing else: "(Laughter.)", "[MUSIC]", "BEGIN VIDEO CLIP"."""
    text = text.strip().strip("*_ ")
    if _BRACKETED.fullmatch(text.removesuffix(".")) is not None:
        return _says_what_is_heard(text)
    words = text.casefold().split()
    return (
        1 < len(words) <= _FIRST_WORDS
        and text.isupper()
        and words[0] in transcript_words("bare_cue_starts")
        and words[-1].strip(".") in transcript_words("bare_cue_ends")
    )


def label_gap(page_text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield what stands around a label as (start, end, drop reason): time codes and the marks between them."""
    at = start
    for match in _TIME_CODE.finditer(page_text, start, end):
        if page_text[at : match.start()].strip():
            yield at, match.start(), "label_mark"
        yield *match.span(), "time_code"
        at = match.end()
    if page_text[at:end].strip():
        yield at, end, "label_mark"


def interruptions(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what stands between the sentences of a paragraph and isn't said, as (start, end, drop reason).

    A cue inside a sentence ("the (laughter) bridge") is left where it is: a paragraph is one slice of the page, and
    to cut there would tear the sentence apart.
    """
    past = 0
    for match in _BRACKETED.finditer(text):
        reason = _reason(match.group())
        if reason is None:
            continue
        before = text[max(past, match.start() - _BOUNDARY_CHARS) : match.start()].rstrip()
        after = _NEXT_CHAR.match(text, match.end())
        if (not before or _SENTENCE_END.search(before)) and (after is None or not after[1].islower()):
            yield *match.span(), reason
            past = match.end()


def _reason(bracketed: str) -> str | None:
    if _FULL_TIME_CODE.fullmatch(bracketed) is not None:
        return "time_code"
    return "sound_cue" if _says_what_is_heard(bracketed) else None


def _says_what_is_heard(bracketed: str) -> bool:
    words = [word.replace("’", "'") for word in _WORD.findall(bracketed.casefold()) if not word.isdigit()]
    heard, beside = transcript_words("cue_words"), transcript_words("beside_cue_words")
    if not words or heard.isdisjoint(words[:_FIRST_WORDS]):
        return False
    if bracketed.isupper():
        return len(words) <= _MAX_UPPER_WORDS
    n_other = sum(word not in heard and word not in beside for word in words)
    return len(words) <= _MAX_MIXED_WORDS and n_other <= 1 and not transcript_words("spoken") & set(words)
