"""Which labels of a page may belong together: those of one form, without headings, headlines and commenters.

A house prints all its labels in one style. What has another form on the same page is something else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from flows.pages.cues import is_cue, is_time_code
from flows.pages.labels import ALONE, BARE_LETTER, COLON, DASH, ENDED, STOP, Label
from flows.pages.lines import Line
from flows.pages.names import is_person_name
from flows.pages.wording import opens_tail

# Fewer labels make no conversation in any form.
_MIN_LABELS: Final = 3
# A headline's words of this number in capitals, and not fewer, tell it from a short sentence.
_MIN_HEADLINE_WORDS: Final = 4
_MIN_SHARE_CAPITALISED: Final = 0.8
# A transcript prints its labels in one style; a headline with a colon in it does not match.
_MIN_SHARE_UPPER: Final = 0.7
# A heading such as "Comments" with at least this share of the page's prose above it: labels below are commenters.
_MIN_SHARE_ABOVE_TAIL: Final = 0.4
# An unknown name or a publication must speak again and again, by turns with somebody who is known.
_MIN_PARTNER_LABELS: Final = 3
_MIN_SHARE_ALTERNATING: Final = 0.7
# Between a label on a line of its own and what is said stand a cue or two.
MAX_LINES_TO_SPEECH: Final = 3
_MAX_HEADLINE_CHARS: Final = 140
_OPENING: Final = "\"“‘'("
_CLOSING: Final = ".,;:?!\"”’')"


def families(candidates: Mapping[int, Label], lines: Sequence[Line]) -> Iterator[dict[int, Label]]:
    """Yield the labels of each form by their lines, the most frequent form first; roles and letters go with any."""
    forms = [{COLON, BARE_LETTER}, {STOP}, {DASH}, {ALONE}]
    kept = _above_comments(candidates, lines)
    found = [{at: label for at, label in kept.items() if label.mark in form} for form in forms]
    for family in sorted(found, key=len, reverse=True):
        if len(family) >= _MIN_LABELS:
            trusted = _alike(_trustworthy(_without_headings(family, lines), lines))
            yield _without_headlines(_with_partners(trusted), lines)


def _above_comments(candidates: Mapping[int, Label], lines: Sequence[Line]) -> Mapping[int, Label]:
    """Leave out what looks like labels below "Comments" and other headings of what follows an article."""
    if not candidates:
        return candidates
    n_chars = sum(len(line.text) for line in lines if line.ends_sentence)
    above = 0
    for index, line in enumerate(lines):
        if above >= _MIN_SHARE_ABOVE_TAIL * n_chars and opens_tail(line):
            return {at: label for at, label in candidates.items() if at < index}
        above += len(line.text) if line.ends_sentence else 0
    return candidates


def _without_headings(family: Mapping[int, Label], lines: Sequence[Line]) -> dict[int, Label]:
    """Leave out names alone on a line that stand on the page once, or above anything but a sentence.

    Headings, menus, and the names of authors above headlines have the form of such labels.
    """
    uses = Counter(label.key for label in family.values())
    return {
        at: label
        for at, label in family.items()
        if label.mark != ALONE or ((not label.is_bare or uses[label.key] > 1) and _is_above_sentence(family, lines, at))
    }


def with_single_names(
    labels: Mapping[int, Label], candidates: Mapping[int, Label], lines: Sequence[Line]
) -> dict[int, Label]:
    """Add the names alone on a line that speak once, between others: in a conversation of this form they are labels."""
    if not any(label.mark == ALONE for label in labels.values()):
        return dict(labels)
    first, last = min(labels), max(labels)
    added = {
        at: one
        for at, one in candidates.items()
        if first < at < last and one.mark == ALONE and one.kind in {"name", "upper", "role"}
        if not one.is_doubtful and _is_above_sentence(candidates, lines, at)
    }
    return dict(sorted({**added, **labels}.items()))


def _is_above_sentence(family: Mapping[int, Label], lines: Sequence[Line], at: int) -> bool:
    below = line_below(lines, at)
    return below is not None and below not in family and ENDED.search(lines[below].text[-8:]) is not None


def line_below(lines: Sequence[Line], at: int) -> int | None:
    """Return the next line that is neither a sound cue nor a time code; None where there is none near."""
    near = range(at + 1, min(at + 1 + MAX_LINES_TO_SPEECH, len(lines)))
    return next((i for i in near if not is_cue(lines[i].text) and not is_time_code(lines[i].text)), None)


def _trustworthy(family: Mapping[int, Label], lines: Sequence[Line]) -> dict[int, Label]:
    """Leave out headings, and single words that are no part of a name on the page unless they take turns with names."""
    sure = [one for one in family.values() if one.kind in {"upper", "name"} and not one.is_doubtful]
    known = {word.strip(".") for label in sure for word in label.who.split() if " " in label.who}
    unsure = {label.key for label in family.values() if label.kind == "single" or label.is_doubtful} - known
    # On a line of its own any word of a menu or a heading stands; there only other labels make it known.
    is_alone = any(label.mark == ALONE for label in family.values())
    if unsure and not is_alone:
        known |= _name_parts(unsure, lines)
    known |= _doubtful_names(family, len(sure))
    kept = {
        at: label
        for at, label in family.items()
        if label.kind != "phrase" and (label.key in known or not (label.kind == "single" or label.is_doubtful))
    }
    return kept if is_alone else kept | _partners(family, kept)


def _doubtful_names(family: Mapping[int, Label], n_sure: int) -> set[str]:
    """Return the words of full names that start like a heading ("June Roe"), where most others are names for sure."""
    doubtful = [one.who for one in family.values() if one.is_doubtful and one.kind == "name"]
    return {word for who in doubtful for word in who.split()} if len(doubtful) < n_sure else set()


def _partners(family: Mapping[int, Label], kept: Mapping[int, Label]) -> dict[int, Label]:
    """Return the labels of the one unknown name or publication that takes turns with the known ones."""
    unknown = {at: one for at, one in family.items() if at not in kept and not one.is_doubtful}
    if not kept or not unknown:
        return {}
    key, n = Counter(label.key for label in unknown.values()).most_common(1)[0]
    partner = {at: label for at, label in unknown.items() if label.key == key}
    order = sorted([*kept, *partner])
    n_beside = sum((one in partner) != (other in partner) for one, other in pairwise(order))
    takes_turns = n >= _MIN_PARTNER_LABELS and n_beside >= _MIN_SHARE_ALTERNATING * (len(order) - 1)
    return partner if takes_turns else {}


def _name_parts(singles: set[str], lines: Sequence[Line]) -> set[str]:
    """Return those of the single words that stand as first or last part of a full name in the text."""
    return {
        part
        for line in lines
        if not singles.isdisjoint(line.tokens)
        for name in full_names(line.text)
        for part in name
        if part in singles
    }


def full_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield two words in a row that may be first name and surname, in small letters."""
    for one, other in pairwise(text.split()):
        first, last = one.lstrip(_OPENING), other.strip(_OPENING + _CLOSING)
        last = last.removesuffix("’s").removesuffix("'s")
        if first[:1].isupper() and last[:1].isupper() and is_person_name(f"{first} {last}"):
            yield first.casefold(), last.casefold()


def _alike(labels: dict[int, Label]) -> dict[int, Label]:
    """Where nearly all names of labels are in capitals, a line start in small letters is none."""
    named = [label for label in labels.values() if label.kind not in {"letter", "role"}]
    n_upper = sum(label.kind == "upper" for label in named)
    if not named or n_upper < _MIN_SHARE_UPPER * len(named):
        return labels
    return {at: label for at, label in labels.items() if label.kind in {"letter", "role", "upper"}}


def _with_partners(labels: dict[int, Label]) -> dict[int, Label]:
    """Q and A want each other, or a name: answers without a label must not stand under the question's."""
    letters = {label.who for label in labels.values() if label.kind == "letter"}
    others = {label.key for label in labels.values()} - {"q", "a"}
    if "a" in letters and "q" not in letters | others:
        letters.discard("a")
        labels = {at: label for at, label in labels.items() if label.who != "a"}
    if "a" in letters and not any(label.who == "q" and label.mark == BARE_LETTER for label in labels.values()):
        labels = {at: label for at, label in labels.items() if label.who != "a" or label.mark != BARE_LETTER}
    keys = {label.key for label in labels.values()}
    return {} if len(keys) == 1 and keys <= {"q", "question", "a", "answer"} else labels


def _without_headlines(labels: dict[int, Label], lines: Sequence[Line]) -> dict[int, Label]:
    """Leave out the page's headline above the conversation, and headlines of other stories below it."""
    order = sorted(labels)
    while order and _is_headline(lines[order[0]], labels[order[0]]):
        order.pop(0)
    while order and _is_headline(lines[order[-1]], labels[order[-1]]):
        order.pop()
    return {at: labels[at] for at in order}


def _is_headline(line: Line, label: Label) -> bool:
    said = line.text[label.speech - line.start :].strip()
    words = said.split()
    n_capitalised = sum(word[:1].isupper() or not word[:1].isalpha() for word in words)
    if not said or len(line.text) > _MAX_HEADLINE_CHARS or line.text[-1] in ".!…-—–":
        return False
    is_title_case = len(words) >= _MIN_HEADLINE_WORDS and n_capitalised >= _MIN_SHARE_CAPITALISED * len(words)
    return is_title_case or ENDED.search(said[-8:]) is None
