"""Cuts what the reader marked to the name itself: no article, possessive, title, headline's verb or sentence mark."""

from __future__ import annotations

import re
from typing import Final

from flows.entities import lexicon
from flows.entities.gazetteer import look_up
from flows.entities.names import NICKNAME, bare, is_person_like, titles_end
from flows.entities.roles import role_before

# Longer spans are sentences or lists that the reader took for a name.
MAX_NAME_WORDS: Final = 10
MAX_NAME_CHARS: Final = 120
# A single letter is an initial, a grade or the mark of a list.
MIN_NAME_CHARS: Final = 2

_EDGE_MARKS: Final = " \"'“”‘’«»„()[]{}<>.,;:!?*_|/\\~=+&@#-–—…•·"
# A full stop at the end belongs to an abbreviation ("U.S.", "Jr.", "Corp."), else to the sentence.
_ABBREVIATION: Final = re.compile(
    r"(?:(?:\b\w\.)+|\b(?:Jr|Sr|Inc|Corp|Co|Ltd|Bros|St|Calif|Fla|Ill|Mass|Pa|Va|Ga|Wis|Ariz|Colo|Conn|Tenn))\.?$"
)
_ARTICLE: Final = re.compile(r"(?:the|a|an|this|that) +", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?:['’][sS]?)$")
# "Jan Poe Jr.", "Jan Poe, Jr.", "Pope Jan II", "Jan the Great". "I" alone is a pronoun unless something ends there.
_SUFFIX_AFTER: Final = re.compile(
    r",? [JS]r\b\.?| (?:I{2,3}|IV|VI{1,3}|IX|XI{1,3}|XI?V|XVI{1,3})\b(?!['’.])| I(?=[,.;:)]| of |$)"
    r"| the (?:Great|Elder|Younger|Conqueror|Terrible|Magnificent|Bold|Wise)\b"
)
_HAS_CAPITAL: Final = re.compile(r"[^\W\d_a-z]")
_PREFIX: Final = re.compile(r"(?i:pro|anti|non|then|ex|pre|post|neo)-(?=[^\W\d_a-z])")
_OPEN_PARENTHESIS: Final = re.compile(r"([^()]+?) \([^()]*$")
# Addresses, marks of quotation, and words that lost the blanks between them ("ReplyShareLikeJan").
_NO_NAME: Final = re.compile(r"://|@|www\.|[“”\"«»{}<>|=]|[a-z][A-Z]\w*[a-z][A-Z]\w*[a-z][A-Z]")
# "D-Ohio": the party before the state.
_PARTY: Final = re.compile(r"[DRI]-(?=[A-Z])")
# "The Long Winter": the article belongs to the title of a work.
_TITLE_ARTICLE: Final = re.compile(r"\W*((?:The|A|An) )")
# A score, or the pronoun of the clause that follows: "Roe City 88-85", "Mount Roe I".
_ODD_END: Final = re.compile(r" (?:\d+[-–]\d+|I)$")
_SPACE: Final = re.compile(" ")
# "state Senate", "union Unison"; but "bin Roe", "iPhone" and "northern Russia".
_LOWER_CASE_START: Final = re.compile(r"(?:(?!\w*(?:north|south|east|west|central|down|up))[a-z]+ )+(?=[A-Z])")


def trim(entity_type: str, text: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Return the name in `text[start:end]` with its type, which a title may have shown; None where there is none."""
    first = start
    start, end = trim_edges(text, start, end)
    if entity_type == "WORK" and (article := _TITLE_ARTICLE.match(text, first, start)):
        start = article.start(1)
    if prefix := _PREFIX.match(text, start, end):
        start = prefix.end()
    if _PARTY.match(text, start, end) and look_up(text[start + 2 : end]):
        start += 2
    if (behind := _name_behind_role(text, start, end)) is not None:
        start, entity_type = behind, "PERSON"
    if entity_type == "PERSON" and not look_up(text[start:end]):
        start = titles_end(text, _after_groups(text, start, end), end)
        start, end = _without_common_words(text, start, end)
        start, end = trim_edges(text, start, _before_postnominals(text, start, end))
        if start < end and (suffix := _SUFFIX_AFTER.match(text, end)):
            end = suffix.end()
    elif "(" in text[start:end] and (parenthesis := _OPEN_PARENTHESIS.match(text, start, end)):
        end = parenthesis.end(1)
    elif entity_type != "WORK":
        start, end = _past_lower_case(text, start, end), _after_known(text, start, end)
        if odd := _ODD_END.search(text, start, end):
            end = odd.start()
    return (start, end, entity_type) if _may_be_name(text, start, end) else None


def trim_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without marks, article and possessive at its ends."""
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    if match := _ARTICLE.match(text, start, end):
        start = match.end()
    while start < end:
        before = end
        while end > start and text[end - 1] in _EDGE_MARKS:
            if text[end - 1] == "." and look_up(text[start:end]):
                break
            if text[end - 1] == "." and _ABBREVIATION.search(text, max(start, end - 12), end):
                break
            end -= 1
        if match := _POSSESSIVE.search(text, max(start, end - 2), end):
            end = match.start()
        if end == before:
            break
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    return start, end


def _may_be_name(text: str, start: int, end: int) -> bool:
    printed = text[start:end]
    return not (
        (_NO_NAME.search(printed) and _NO_NAME.search(NICKNAME.sub("", printed)))
        or not _HAS_CAPITAL.search(printed)
        or len(printed.strip(".")) < MIN_NAME_CHARS
        or end - start > MAX_NAME_CHARS
        or printed.count(" ") >= MAX_NAME_WORDS
        or _is_part_of_title(text, start, end)
        or bare(printed) in lexicon.no_person_words()
    )


def _name_behind_role(text: str, start: int, end: int) -> int | None:
    """Return where a full name starts behind a role that the reader took for a part of it.

    "U.S. Secretary of State Jan Poe" is none of an organisation, nor is the name "State Jan Poe".
    """
    if end - start > MAX_NAME_CHARS:
        return None
    offices = lexicon.roles().modifiers
    for space in _SPACE.finditer(text, start, end):
        name = space.end()
        role = role_before(text, name) if text[name : name + 1].isupper() and is_person_like(text[name:end]) else None
        if role is None or role[1] <= start:
            continue
        if role[0] >= start or all(bare(word) in offices for word in text[start : role[1]].split()):
            return name
    return None


def _after_groups(text: str, start: int, end: int) -> int:
    """Return where the name starts after a nationality or party: "Republican Jan Poe"."""
    while " " in text[start:end]:
        space = text.index(" ", start, end)
        known = look_up(text[start:space])
        if known is None or known.type != "NORP" or bare(text[start:space]) in lexicon.first_names():
            break
        start = space + 1
    return start


def _without_common_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut off words that no person's name starts or ends with: "Jan Poe Says", "but Jan Poe"."""
    common = lexicon.no_person_words()
    while " " in text[start:end]:
        first, last = text.index(" ", start, end), text.rindex(" ", start, end)
        if _is_common(text[start:first], common) and text[start:first] not in lexicon.titles().particles:
            start = first + 1
        elif _is_common(text[last + 1 : end], common):
            start, end = trim_edges(text, start, last)
        else:
            break
    return start, end


def _is_common(word: str, common: frozenset[str]) -> bool:
    return (bare(word) in common and bare(word) not in lexicon.first_names()) or word.islower()


def _before_postnominals(text: str, start: int, end: int) -> int:
    """Return where the name ends before honours and offices: "Jan Poe KC", "Jan Poe, MBE"."""
    postnominals = lexicon.titles().postnominals
    while (last := text.rfind(" ", start, end)) > start and text[last + 1 : end].strip(",.") in postnominals:
        end = last
    return end


def _past_lower_case(text: str, start: int, end: int) -> int:
    words = _LOWER_CASE_START.match(text, start, end)
    if words is None or lexicon.titles().particles.intersection(words.group().split()):
        return start
    return words.end()


def _after_known(text: str, start: int, end: int) -> int:
    """Return where a name of the lists ends that the reader took too far: "U.S. strikes", "UN Secretary-General"."""
    last = text.rfind(" ", start, end)
    while last > start and (text[last + 1 : end].islower() or bare(text[last + 1 : end]) in lexicon.roles().heads):
        if look_up(text[start:last]):
            return last
        last = text.rfind(" ", start, last)
    return end


def _is_part_of_title(text: str, start: int, end: int) -> bool:
    """Whether the words belong to a title: "State" of "Secretary of State", "Senate" is none."""
    words = text[start:end].split()
    titles, roles = lexicon.titles(), lexicon.roles()
    if all(bare(word) in titles.before or bare(word) in roles.heads for word in words):
        return not (len(words) > 1 and bare(words[0]) in lexicon.first_names())
    if len(words) > 1 or not text.endswith(" of ", 0, start):
        return False
    before = text[max(0, start - 40) : start].split()
    return len(before) >= 2 and _takes_of(before[-2]) and not look_up(words[0])


def _takes_of(word: str) -> bool:
    return bare(word).removeprefix("then-") in {
        "secretary",
        "secretaries",
        "undersecretary",
        "minister",
        "ministry",
        "department",
    }
