"""Whether the page is a transcript, and which of its lines open a turn.

A single line can't tell: "WASHINGTON: Talks resumed" has the form of a label, too. The page as a whole decides, by
how often labels come back and how much of the text stands under them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flows.pages.lexicon import phrases, words
from flows.pages.lines import Line
from flows.pages.names import is_person_name

_MAX_LABEL_CHARS: Final = 90
_COLON: Final = re.compile(r"[^:\n\r\v\f\u2028\u2029]{1,90}:(?=\s|$)")
_TIMECODE: Final = re.compile(r"\s*[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?\s*$")
_BRACKETED: Final = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]")
_UPPER_NAME: Final = re.compile(
    r"(?=.*[A-Z]{2})(?:[^\W\d_a-z]|Mc(?=[A-Z])|Mac(?=[A-Z])|[ .'’#\d/&-]|\b(?:de|la|van|von|al|bin)\b)+"
)
_MAX_UPPER_WORDS: Final = 6
_UPPER_TITLES: Final = frozenset(
    {"the president", "the court", "the chair", "the chairman", "the clerk", "the witness"}
)

# A transcript has a conversation in it: an answer and a question back. Two labelled lines also stand in articles.
_MIN_LABELLED_LINES: Final = 3
# Labels stand over most of the text from the first one on; in an article with an interview in it they don't.
_MIN_SHARE_LABELLED: Final = 0.3
_MIN_SHARE_AFTER_FIRST: Final = 0.5
# One voice alone, as in a speech with a moderator's label missing, must come back this often.
_MIN_REPEATS_OF_ONE: Final = 4
# A transcript prints its labels in one style; a headline with a colon in it does not match.
_MIN_SHARE_UPPER: Final = 0.7
# What is said ends like a sentence; a table of names and numbers does not.
_MIN_SHARE_SPOKEN: Final = 0.6
# Lines shorter than this many words are cues, headings and furniture, not speech.
_MIN_SPEECH_WORDS: Final = 4


@dataclass(frozen=True, slots=True)
class Label:
    """A turn's label: `page_text[start:end]`, closed by the mark that ends at `mark_end`.

    key: whom it names, in small letters. is_upper: whether it is printed in capitals.
    """

    start: int
    end: int
    mark_end: int
    key: str
    is_upper: bool


def find_turns(page_text: str, lines: Sequence[Line]) -> Mapping[int, Label]:
    """Return the labels by the index of the line that each opens; nothing where the page is no transcript."""
    candidates = {
        index: label for index, line in enumerate(lines) if (label := _read_label(page_text, line)) is not None
    }
    if len(candidates) < _MIN_LABELLED_LINES:
        return {}
    labels = _alike(_trustworthy(candidates, lines))
    return labels if _is_transcript(labels, lines) else {}


def _read_label(page_text: str, line: Line) -> Label | None:
    if ":" not in line.text[: _MAX_LABEL_CHARS + 2]:
        return None
    match = _COLON.match(page_text, line.start, min(line.end, line.start + _MAX_LABEL_CHARS + 1))
    if match is None:
        return None
    end = match.end() - 1
    printed = page_text[line.start : end].rstrip()
    name = _TIMECODE.sub("", _BRACKETED.sub("", printed)).strip()
    if not _is_label(name):
        return None
    who = name.split(",", maxsplit=1)[0].strip()
    is_upper = _UPPER_NAME.fullmatch(who) is not None
    return Label(line.start, line.start + len(printed), match.end(), who.casefold(), is_upper)


def _is_label(name: str) -> bool:
    who = name.split(",", maxsplit=1)[0].strip()
    lower = who.casefold()
    parts = lower.split()
    if not parts or lower in phrases("no_labels") or parts[0] in phrases("no_labels"):
        return False
    if lower in words("turn_roles") or lower in _UPPER_TITLES:
        return True
    if _UPPER_NAME.fullmatch(who):
        return len(parts) <= _MAX_UPPER_WORDS and words("not_in_upper_labels").isdisjoint(parts)
    return is_person_name(who) or (len(parts) == 1 and who[0].isupper() and who.isalpha())


def _trustworthy(candidates: Mapping[int, Label], lines: Sequence[Line]) -> dict[int, Label]:
    """Keep what can be a name here: in upper case, a role, a full name, or a part of a full name on the page."""
    known = {word for label in candidates.values() if " " in label.key for word in label.key.split()}
    singles = {label.key for label in candidates.values() if " " not in label.key} - words("turn_roles") - known
    if singles:
        known |= _name_parts(singles, lines)
    return {
        index: label
        for index, label in candidates.items()
        if " " in label.key or label.key in words("turn_roles") or label.key in known or label.is_upper
    }


def _alike(labels: dict[int, Label]) -> dict[int, Label]:
    """Where nearly all labels are in capitals, a line start in small letters is none."""
    upper = {index: label for index, label in labels.items() if label.is_upper}
    return upper if len(upper) >= _MIN_SHARE_UPPER * len(labels) else labels


def _name_parts(singles: set[str], lines: Sequence[Line]) -> set[str]:
    """Return those of the single words that stand as the last part of a full name in the text."""
    found: set[str] = set()
    for line in lines:
        if singles.isdisjoint(line.tokens):
            continue
        for one, other in pairwise(line.text.split()):
            last = other.strip(".,;:?!\"'”’").casefold()
            if last in singles and one[:1].isupper() and is_person_name(f"{one} {other.strip('.,;:?!”’')}"):
                found.add(last)
    return found


def _is_transcript(labels: Mapping[int, Label], lines: Sequence[Line]) -> bool:
    if len(labels) < _MIN_LABELLED_LINES:
        return False
    uses = Counter(label.key for label in labels.values())
    most = max(uses.values())
    if most < (2 if len(uses) > 1 else _MIN_REPEATS_OF_ONE):
        return False
    n_spoken = sum(lines[index].ends_sentence or lines[index].text.endswith((":", "-", "—", "–")) for index in labels)
    if n_spoken < _MIN_SHARE_SPOKEN * len(labels):
        return False
    speech = [index for index, line in enumerate(lines) if len(line.tokens) >= _MIN_SPEECH_WORDS or index in labels]
    first, last = min(labels), max(labels)
    n_between = sum(first <= index <= last for index in speech)
    if len(labels) < _MIN_SHARE_LABELLED * n_between:
        return False
    chars_all = sum(len(lines[index].text) for index in speech if lines[index].ends_sentence)
    chars_under = sum(len(lines[index].text) for index in speech if first <= index and lines[index].ends_sentence)
    return chars_under >= _MIN_SHARE_AFTER_FIRST * chars_all
