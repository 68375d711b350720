"""What a speaker's label looks like, line by line: the forms that houses print.

A line alone can't tell: "WASHINGTON: Talks resumed" has the form of a label, too. Whether a label is believed is
decided over the whole page, in flows/pages/transcript.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from flows.pages.cues import TIME_CODE
from flows.pages.lexicon import phrases, transcript_phrases, transcript_words
from flows.pages.names import is_person_name

# How a label is told from what is said: by a colon, a dash, a full stop behind a title and a name in capitals, by
# nothing but the letter Q or A, or by the line's end.
COLON, DASH, STOP, BARE_LETTER, ALONE = "colon", "dash", "stop", "bare letter", "alone"

_MAX_LABEL_CHARS: Final = 110
_MAX_ALONE_CHARS: Final = 80
_MAX_UPPER_WORDS: Final = 6
_MAX_ROLE_WORDS: Final = 12
# The interviewer's paper or station as a label: "The Lenn Evening Post".
_MAX_PHRASE_WORDS: Final = 4
# Titles pile up ("The Rt Hon Sir"), names have up to five parts.
_MAX_PARTS: Final = 9

_MONTHS_AS_NAMES: Final = frozenset({"april", "may", "june", "august"})
# "DEAR ANNA: My dog is old": who is written to.
_ADDRESSES: Final = frozenset({"dear"})
# "Question from the floor:", "Q by a reader:".
_QUESTIONS: Final = frozenset({"question", "q"})
# How what is said ends, a cut-off ("--") and a lead-in (":") among them. Behind a dash anything else is a function:
# "Anna Roe -- Chief Executive Officer".
ENDED: Final = re.compile(r"(?:[.!?…:;)\]*_]|--|[-—–])[\"'”’»)\]]*$")
_END_CHARS: Final = 12

# Bold or italic marks that plain-text dumps leave around a label.
_MARKUP: Final = r"[*_]{0,3}"
_LEAD: Final = re.compile(rf"\s*{_MARKUP}\s*(?:{TIME_CODE}\s*(?:[-–—|]\s*)?)?{_MARKUP}\s*")
_CODE_AFTER: Final = re.compile(rf"\s*{TIME_CODE}\s*")
_LETTER: Final = re.compile(
    r"(?P<label>[QA](?:\s?\d{1,3})?)(?:\s?(?:[:.)]|[-–—]{1,2}(?=\s))[*_]{0,3}(?=[\s“\"‘(\[]|$))"
)
_BARE_LETTER: Final = re.compile(r"(?P<label>[QA])(?:[ \t\xa0]+(?=[A-Z0-9“\"‘'(\[…])|[ \t\xa0]{2,})")
_COLON: Final = re.compile(
    rf"(?P<printed>[^:\n\r\v\f\u2028\u2029]{{1,{_MAX_LABEL_CHARS}}}?)"
    rf"(?:\s*{TIME_CODE})?{_MARKUP}\s*:{_MARKUP}(?=[\s“\"‘(\[—–]|$)"
)
# In capitals a label is one even where no blank follows its colon.
_TIGHT_COLON: Final = re.compile(rf"(?P<printed>[A-Z][A-Z .,'’#()/&-]{{1,{_MAX_LABEL_CHARS}}}?):(?=[A-Z])")
_DASH: Final = re.compile(r"(?P<printed>[^:—–\n\r\v\f\u2028\u2029]{1,60}?)(?:\.?\s?[—–]{1,2}|\.?\s--)(?=\s|[A-Z“\"‘])")
_STOP: Final = re.compile(
    r"(?P<printed>[A-Z][a-zA-Z]{1,4}\.?\s[^.:()\n\r\v\f\u2028\u2029]{2,70}(?:\([^()\n\r]{1,60}\))?)\.(?:\s?[—–]{1,2})?(?=\s|$)"
)
_OF_PLACE: Final = re.compile(r"(?<=[A-Z])\s+of\s+(?:the\s+)?[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}$")
# A clause behind the name is no function of the speaker: "Anna Roe, who leads it, said:".
_CLAUSE_WORDS: Final = frozenset({"who", "which", "that", "was", "is", "are", "were", "has", "had"})
# An office of any length with who holds it: "The Secretary of State for Ports (Anna Roe)".
_OFFICE_HOLDER: Final = re.compile(r"The [A-Z][\w,’' -]{2,80}? \((?P<name>[^()]{3,40})\)")
_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]")
_ROLE_START: Final = re.compile(r"\s*,\s|\s(?:[-–—]|--)\s|\s*[/|]\s*")
_EXAMINATION: Final = re.compile(
    r"(?:BY|By)\s+(?P<name>(?:M[RS]S?|MISS|M[rs]s?|Miss|DR|Dr)\.?\s+[A-Z][\w'’ .-]{1,40}):?"
)
_UPPER_WORD: Final = re.compile(r"(?:Mc|Mac|O['’]|D['’])?[^\W\d_a-z]+(?:['’.-]?(?:Mc|Mac)?[^\W\d_a-z]+)*['’]?[sS]?\.?")
_NUMBER: Final = re.compile(r"(?:no\.?\s?)?#?\d{1,3}")
_INITIALS: Final = re.compile(r"[A-Z]\.?[A-Z]\.?(?:[A-Z]\.?)?")
_SINGLE: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# "SECRETARY OF STATE ROE", "THE MINISTER FOR WORKS".
_AFTER_TITLE: Final = frozenset({"of", "for", "the"})
_MORE_THAN_NAME: Final = re.compile(r"[(),\[\]\d]|\s[-–—]")
_AND: Final = re.compile(r"\s+(?:and|AND|&)\s+|\s*/\s*")


@dataclass(frozen=True, slots=True)
class Label:
    """A turn's label: `page_text[start:end]`. Marks and time codes may stand before it and behind it.

    speech: where, behind them, what is said may start. mark: how the label is told from what is said: one of the
    constants of this module. who: whom it names, in small letters. key: the part of `who` that comes back in other
    labels of the same speaker: the surname, or a role. kind: "letter", "role", "upper", "name", "single" or "phrase".
    is_doubtful: whether it may as well be a heading ("PRICE:"). is_bare: whether its line holds a name and nothing
    else, neither mark nor function, party or time code.
    """

    start: int
    end: int
    speech: int
    mark: str
    who: str
    key: str
    kind: str
    is_doubtful: bool = False
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class _Who:
    who: str
    key: str
    kind: str
    is_doubtful: bool = False


def read_label(page_text: str, start: int, end: int, *, is_above_sentence: bool = True) -> Label | None:
    """Return the label that the line `page_text[start:end]` opens with; None where it opens with none.

    is_above_sentence: whether a sentence stands near below the line. Where none does the line is no label alone.
    """
    lead = _LEAD.match(page_text, start, end)
    at = lead.end() if lead is not None else start
    if at >= end or not page_text[at].isupper():
        return None
    limit = min(end, at + 2 * _MAX_LABEL_CHARS)
    head = page_text[at:limit]
    if head[0] in "QA":
        for pattern, mark in ((_LETTER, COLON), (_BARE_LETTER, BARE_LETTER)):
            if (match := pattern.match(head)) is not None:
                letter = head[0].casefold()
                return _label(page_text, at, end, match, mark, _Who(letter, letter, "letter"))
    for pattern, mark in _forms_in(head):
        match = pattern.match(head)
        who = read_who(match["printed"].strip("*_ ")) if match is not None else None
        if match is None or who is None or (mark == STOP and not _is_record_form(match["printed"])):
            continue
        if mark != DASH or ENDED.search(page_text[max(at + match.end(), end - _END_CHARS) : end].rstrip()):
            return _label(page_text, at, end, match, mark, who)
    return _read_alone(page_text, at, end) if is_above_sentence and end - at <= _MAX_ALONE_CHARS else None


def _forms_in(head: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Yield the forms that a line with this start may have; to try them all on every line would be slow."""
    if ":" in head:
        yield _COLON, COLON
        yield _TIGHT_COLON, COLON
    first, _, rest = head.partition(" ")
    if rest and first.strip(".").casefold() in transcript_words("record_titles"):
        yield _STOP, STOP
    if "—" in head or "–" in head or "--" in head:
        yield _DASH, DASH


def read_examination(line_text: str) -> bool:
    """Return whether the line is the heading of an examination in court, "BY MR. ROE:", which says who asks."""
    return len(line_text) <= _MAX_ALONE_CHARS and _EXAMINATION.fullmatch(line_text.strip()) is not None


@lru_cache(maxsize=4096)
def read_who(printed: str) -> _Who | None:
    """Return whom a label names; None where it has not the form of a label."""
    holder = _OFFICE_HOLDER.fullmatch(printed.strip())
    if holder is not None and (who := read_who(holder["name"])) is not None and who.kind in {"name", "upper"}:
        return who
    plain = _BRACKETS.sub("", printed).strip()
    parts = _ROLE_START.split(plain, maxsplit=1)
    name = _OF_PLACE.sub("", parts[0].strip())
    if not name or (len(parts) > 1 and not _is_function(parts[1])):
        return None
    words = name.casefold().replace("’", "'").replace(".", "").split()
    if not words or len(words) > _MAX_PARTS:
        return None
    lower = " ".join(words)
    listed = phrases("no_labels")
    is_doubtful = lower in listed or words[0] in listed
    if len(words) > 1 and (lower in listed or words[0] in _ADDRESSES):
        return None
    if words[0] in _QUESTIONS and len(words) > 2 and words[1] in {"from", "by"}:
        return _Who("question", "question", "role")
    if role := _role(words):
        return _Who(role, role, "role", is_doubtful)
    return _read_name(name, lower, is_doubtful)


def _is_function(text: str) -> bool:
    """Return whether what stands behind a name in a label may say what the speaker is: "HOST", "mayor of Lenn"."""
    words = text.casefold().replace("’", "'").split()
    return len(words) <= _MAX_ROLE_WORDS and not any(
        word in _CLAUSE_WORDS or word in transcript_words("spoken") or word in phrases("reporting_verbs")
        for word in words
    )


def _read_name(name: str, lower: str, is_doubtful: bool) -> _Who | None:
    words = [word for word in name.split() if _NUMBER.fullmatch(word.casefold()) is None]
    proper = list(words)
    while len(proper) > 1 and proper[0].casefold().strip(".") in _titles():
        proper = proper[1:]
    if not proper:
        return None
    key = proper[-1].casefold().strip(".") if len(words) == len(name.split()) else lower
    n_titles = sum(word.casefold() != "the" for word in words[: len(words) - len(proper)])
    if _is_upper(proper):
        small = transcript_words("not_in_upper_labels") - (_AFTER_TITLE if n_titles else frozenset())
        is_heading = len(proper) > _MAX_UPPER_WORDS or (
            len(proper) > 1 and not small.isdisjoint(word.casefold() for word in proper)
        )
        return None if is_heading else _Who(lower, key, "upper", is_doubtful)
    if not transcript_words("not_names").isdisjoint(word.casefold().strip(".") for word in proper):
        return None
    people = _AND.split(" ".join(proper))
    if len(people) == 2 and all(_is_full_name(one) or _is_single(one) for one in people):
        return _Who(lower, lower, "name" if any(map(_is_full_name, people)) else "single", is_doubtful)
    joined = " ".join(proper if n_titles else words)
    if _is_full_name(joined) or (n_titles and _is_single(joined)):
        return _Who(lower, key, "name", is_doubtful)
    if _is_single(joined):
        return _Who(lower, key, "single", is_doubtful)
    if len(words) <= _MAX_PHRASE_WORDS and all(word[0].isupper() for word in words):
        return _Who(lower, lower, "phrase", is_doubtful)
    return None


def _is_full_name(name: str) -> bool:
    """Return whether the text has the form of a full name; a month may be the first of it, as in "June Roe"."""
    first, _, rest = name.partition(" ")
    return is_person_name(name) or (first.casefold() in _MONTHS_AS_NAMES and is_person_name(f"Anna {rest}"))


def _is_single(name: str) -> bool:
    return _SINGLE.fullmatch(name) is not None and name[0].isupper() and len(name) > 1


def _is_upper(words: list[str]) -> bool:
    """Return whether the name is in capitals: "ROE", "ROE of Ohio" no, "McROE", "de la ROE", "A.R."."""
    joined = " ".join(words)
    if _INITIALS.fullmatch(joined) is not None:
        return True
    small = transcript_words("small_in_upper")
    loud = [word for word in words if word not in small and word != "&"]
    return (
        bool(loud)
        and all(
            _UPPER_WORD.fullmatch(word.strip('“”"')) is not None for part in loud for word in part.split("/") if word
        )
        and max(map(len, loud)) > 1
    )


def _role(words: list[str]) -> str | None:
    """Return the role or office that the words are; None where they are a name."""
    counted = [word for word in words if _NUMBER.fullmatch(word) is None]
    number = "".join(f" {word}" for word in words if word not in counted)
    rest = [word for word in counted if word not in transcript_words("beside_roles")]
    if not rest and not transcript_words("unnamed").isdisjoint(counted):
        return " ".join(counted) + number
    if len(rest) == 1 and rest[0] in transcript_words("roles"):
        return " ".join(counted) + number
    start = next(
        (index for index, word in enumerate(counted) if word not in transcript_words("beside_offices")), len(counted)
    )
    return " ".join(counted[start:]) if not number and " ".join(counted[start:]) in _offices() else None


def _is_record_form(printed: str) -> bool:
    """Return whether a label before a full stop is that of a parliament's record: "Mr. ROE of Ohio", "The CLERK"."""
    words = _BRACKETS.sub("", printed).replace(".", "").split()
    if not words or words[0].casefold() not in transcript_words("record_titles"):
        return False
    return any(len(word) > 1 and word.isupper() for word in words[1:])


def _label(page_text: str, at: int, line_end: int, match: re.Match[str], mark: str, who: _Who) -> Label:
    """Make the label of a match in the line from `at` on."""
    name = "label" if "label" in match.re.groupindex else "printed"
    start = at + match.start(name)
    end = start + len(match[name].rstrip("*_ \t\xa0"))
    speech = at + match.end()
    if mark != ALONE and (code := _CODE_AFTER.match(page_text, speech, line_end)) is not None:
        speech = code.end()
    is_bare = mark == ALONE and _MORE_THAN_NAME.search(page_text, start, line_end) is None
    return Label(start, end, speech, mark, who.who, who.key, who.kind, who.is_doubtful, is_bare)


def _read_alone(page_text: str, at: int, end: int) -> Label | None:
    """Read a line that is a label and nothing else, with or without a time code."""
    match = _ALONE.fullmatch(page_text[at:end])
    if match is None or match["printed"].endswith("."):
        return None
    who = read_who(match["printed"])
    if who is None or who.kind in {"phrase", "letter"}:
        return None
    if who.kind != "role" and any(map(str.isdigit, _BRACKETS.sub("", match["printed"]))):
        return None  # a product: "Harbor Lamp 3"
    return _label(page_text, at, end, match, ALONE, who)


_ALONE: Final = re.compile(
    rf"(?P<printed>[^:!?\n\r\v\f\u2028\u2029]{{2,{_MAX_ALONE_CHARS}}}?)[*_]{{0,3}}(?:\s*[-–—|·]?\s*{TIME_CODE})?\s*[*_]{{0,3}}\s*"
)


@cache
def _titles() -> frozenset[str]:
    return transcript_words("titles") | {"the"}


@cache
def _offices() -> frozenset[str]:
    return frozenset(transcript_phrases("offices"))
