"""Candidate names: what the reader saw, trimmed, split and joined, and what it missed.

A candidate says that a name of about this type may stand here; what it names is decided for the whole document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from flows.entities import lexicon
from flows.entities.gazetteer import look_up
from flows.entities.names import NICKNAME, bare, fold, is_person_like, titles_end
from flows.entities.passages import Passage
from flows.entities.roles import role_before
from flows.language.labels import NAME_TYPES
from flows.language.reading import Reading

# Longer spans are sentences or lists that the reader took for a name.
MAX_NAME_WORDS: Final = 10
MAX_NAME_CHARS: Final = 120
# Several names in one span; beyond this the reader lost its way.
MAX_SPAN_CHARS: Final = 400
# A single letter is an initial, a grade or the mark of a list.
MIN_NAME_CHARS: Final = 2

_EDGE_MARKS: Final = " \"'“”‘’«»„()[]{}<>.,;:!?*_|/\\~=+&@#-–—…•·"
# A full stop at the end belongs to an abbreviation ("U.S.", "Jr.", "Corp."), else to the sentence.
_ABBREVIATION: Final = re.compile(
    r"(?:(?:\b\w\.)+|\b(?:Jr|Sr|Inc|Corp|Co|Ltd|Bros|St|Calif|Fla|Ill|Mass|Pa|Va|Ga|Wis|Ariz|Colo|Conn|Tenn))\.?$"
)
_ARTICLE: Final = re.compile(r"(?:the|a|an|this|that) +", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?:['’][sS]?)$")
_POSSESSIVE_INSIDE: Final = re.compile(r"['’]s +")
_AND: Final = re.compile(r" +(?:and|&) +|, +(?:and +)?|/")
_SEVERAL_PARTS: Final = re.compile(r"[ /–-]")
_HYPHEN: Final = re.compile(r"[-–/]")
_PARTICLES_BETWEEN: Final = re.compile(r" (?:\S+ )*")
_NEXT_NAME_WORD: Final = re.compile(r" ((?:[A-Z]\. )?(?:[OD]['’])?[^\W\d_a-z][^\W\d_]*[a-z](?:-[^\W\d_]+)*)")
_PREVIOUS_WORD: Final = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)?)( [A-Z]\.)* $")
# A word or initial, and what a surname with particles and hyphens looks like.
_PERSON_PATTERN: Final = re.compile(
    r"(?<![\w’'-])(?P<before>[^\W\d_]+\.? )?(?P<first>[A-Z][^\W\d_]*[a-z])"
    r"(?P<rest>(?: [A-Z]\.(?: ?[A-Z]\.)*)?(?: (?:de|la|del|da|van|von|der|den|bin|al|el|ben))*"
    r" (?:(?:al|el)-)?(?:[OD]['’])?[A-Z][^\W\d_]*[a-z](?:-[A-Z][^\W\d_]+)*)"
)
# "Jan Poe Jr.", "Jan Poe, Jr.", "Pope Jan II".
_SUFFIX_AFTER: Final = re.compile(r",? [JS]r\b\.?| (?:I{2,3}|IV|VI{1,3}|IX|XI{1,3}|XI?V|XVI{1,3})\b(?!['’.])")
_KIND_AFTER: Final = re.compile(r" ([A-Z][a-z]+)\b")
_WINDOW_CHARS: Final = 40
_HAS_CAPITAL: Final = re.compile(r"[^\W\d_a-z]")
# In a line where most words start with a capital, a capital says nothing.
_SENTENCE_ENDS: Final = (".", "!", "?", ".”", '."', "!”", "?”")
_MIN_HEADLINE_WORDS: Final = 4
_MIN_HEADLINE_SHARE: Final = 0.7
_WORD: Final = re.compile(r"[^\W\d_]+")
_PREFIX: Final = re.compile(r"(?i:pro|anti|non|then|ex|pre|post|neo)-(?=[^\W\d_a-z])")
_OPEN_PARENTHESIS: Final = re.compile(r"([^()]+?) \([^()]*$")
# Addresses, marks of quotation, and words that lost the blanks between them ("ReplyShareLikeJan").
_NO_NAME: Final = re.compile(r"://|@|www\.|[“”\"«»{}<>|=]|\w*[a-z][A-Z]\w*[a-z][A-Z]\w*[a-z][A-Z]")
# The words in small letters at the end of a span.
_LOWER_CASE_REST: Final = re.compile(r"(?: [a-z]+)+$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name: `passages[passage].text[start:end]`.

    chances: what the reader gives each type, in the order of `labels.NAME_TYPES`; empty where `type` is all it says.
    """

    passage: int
    start: int
    end: int
    type: str
    chances: tuple[float, ...] = ()

    def votes(self) -> Iterator[tuple[str, float]]:
        """Yield types with the share of this name's one vote that each gets: the squares of the chances."""
        squares = [chance * chance for chance in self.chances]
        whole = sum(squares)
        if not whole:
            yield self.type, 1.0
            return
        for entity_type, square in zip(NAME_TYPES, squares, strict=True):
            yield entity_type, square / whole


def find_candidates(passages: Sequence[Passage], reading: Reading) -> list[Candidate]:
    """Return the candidates in the paragraphs, by place; they may overlap where a name holds another."""
    of_ordinal = {passage.ordinal: index for index, passage in enumerate(passages) if passage.ordinal is not None}
    found: list[Candidate] = []
    for name in reading.names:
        index = of_ordinal.get(name.span.ordinal)
        if index is None:
            continue
        length = len(passages[index].text)
        start, end = max(0, name.span.start), min(name.span.end, length)
        if start < end <= start + MAX_SPAN_CHARS:
            found.append(Candidate(index, start, end, name.type, chances=name.chances))
    joined = _join(found, passages)
    surnames = {
        passages[one.passage].text[one.start : one.end].rpartition(" ")[2] for one in joined if one.type == "PERSON"
    }
    pieces = [piece for one in joined for piece in _split(one, passages[one.passage].text, surnames)]
    kept = list(_completed(filter(None, (_trim(piece, passages[piece.passage].text) for piece in pieces)), passages))
    kept = list(_without_overlong(kept, passages))
    return sorted(kept, key=lambda piece: (piece.passage, piece.start, -piece.end))


def _join(candidates: Iterable[Candidate], passages: Sequence[Passage]) -> list[Candidate]:
    """Join two parts of a person's name between which only a blank or particles stand: "Ana" + "de Sousa"."""
    particles = lexicon.titles().particles
    joined: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (one.passage, one.start, one.end)):
        last = joined[-1] if joined else None
        if last and last.passage == candidate.passage and last.type == candidate.type == "PERSON":
            gap = passages[last.passage].text[last.end : candidate.start]
            if last.end < candidate.start and _PARTICLES_BETWEEN.fullmatch(gap) and particles.issuperset(gap.split()):
                joined[-1] = replace(last, end=candidate.end)
                continue
        joined.append(candidate)
    return joined


def _split(candidate: Candidate, text: str, surnames: Set[str]) -> Iterator[Candidate]:
    """Split what is several names: "Ann Roe and Jan Poe", "U.S.-Canada", "Norway's Olsen".

    surnames: last words of people's names. What is no person for the reader is split where it holds one of them.
    """
    printed = text[candidate.start : candidate.end]
    if look_up(printed):
        yield candidate
        return
    if not _SEVERAL_PARTS.search(printed):
        yield candidate
        return
    parts = _parts(printed, _HYPHEN)
    if len(parts) > 1 and all(look_up(printed[start:end]) for start, end in parts):
        yield from _pieces(candidate, parts)
        return
    for pattern in (_AND, _POSSESSIVE_INSIDE) if candidate.type != "FAC" else ():
        parts = _parts(printed, pattern)
        are_people = [_is_person(printed[start:end], surnames) for start, end in parts]
        is_split = all(are_people) if pattern is _AND else any(are_people)
        if len(parts) > 1 and (is_split or candidate.type in {"PERSON", "GPE"}):
            for piece, is_person in zip(_pieces(candidate, parts), are_people, strict=True):
                yield from _split(replace(piece, type="PERSON", chances=()) if is_person else piece, text, surnames)
            return
    yield candidate


def _is_person(printed: str, surnames: Set[str]) -> bool:
    """Whether a part of a longer span is a person's name: a surname of the page, or it starts with a first name."""
    first, _, rest = printed.partition(" ")
    return printed in surnames or (fold(first) in lexicon.first_names() and rest[:1].isupper() and " " not in rest)


def _parts(printed: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    edges = [0]
    for match in separator.finditer(printed):
        edges.extend(match.span())
    edges.append(len(printed))
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _pieces(candidate: Candidate, parts: Iterable[tuple[int, int]]) -> Iterator[Candidate]:
    for start, end in parts:
        yield replace(candidate, start=candidate.start + start, end=candidate.start + end)


def _trim(candidate: Candidate, text: str) -> Candidate | None:
    """Cut a candidate to the name: no article, possessive, title or sentence mark. None where nothing is left."""
    start, end = trim_edges(text, candidate.start, candidate.end)
    if prefix := _PREFIX.match(text, start, end):
        start = prefix.end()
    if (behind := _name_behind_role(text, start, end)) is not None:
        start, candidate = behind, replace(candidate, type="PERSON", chances=())
    if candidate.type == "PERSON" and not look_up(text[start:end]):
        start = _after_groups(text, start, end)
        start = titles_end(text, start, end)
        start, end = _without_common_words(text, start, end)
        if start < end and (suffix := _SUFFIX_AFTER.match(text, end)):
            end = suffix.end()
    elif candidate.type != "WORK" and (known_end := _before_lower_case(text, start, end)) is not None:
        end, candidate = known_end, replace(candidate, chances=())
    elif parenthesis := _OPEN_PARENTHESIS.match(text, start, end):
        end = parenthesis.end(1)
    printed = text[start:end]
    if _NO_NAME.search(NICKNAME.sub("", printed)):
        return None
    if (
        not _HAS_CAPITAL.search(printed)
        or len(printed.strip(".")) < MIN_NAME_CHARS
        or end - start > MAX_NAME_CHARS
        or printed.count(" ") >= MAX_NAME_WORDS
    ):
        return None
    if _is_part_of_title(text, start, end) or bare(printed) in lexicon.no_person_words():
        return None
    unchanged = (start, end) == (candidate.start, candidate.end)
    return candidate if unchanged else replace(candidate, start=start, end=end)


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


def _name_behind_role(text: str, start: int, end: int) -> int | None:
    """Return where a full name starts behind a role that the reader took for a part of it.

    "U.S. Secretary of State Jan Poe" is none of an organisation, nor is the name "State Jan Poe".
    """
    if end - start > MAX_NAME_CHARS:
        return None
    offices = lexicon.roles().modifiers
    for space in re.finditer(" ", text[start:end]):
        name = start + space.end()
        role = role_before(text, name) if text[name].isupper() and is_person_like(text[name:end]) else None
        if role is None or role[1] <= start:
            continue
        if role[0] >= start or all(bare(word) in offices for word in text[start : role[1]].split()):
            return name
    return None


def _before_lower_case(text: str, start: int, end: int) -> int | None:
    """Return where a name of the lists ends that the reader took too far: "U.S. strikes"."""
    rest = _LOWER_CASE_REST.search(text, start, end)
    return rest.start() if rest and look_up(text[start : rest.start()]) else None


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


def _is_part_of_title(text: str, start: int, end: int) -> bool:
    """Whether the words belong to a title: "State" of "Secretary of State", "Senate" is none."""
    words = text[start:end].split()
    titles, roles = lexicon.titles(), lexicon.roles()
    if all(bare(word) in titles.before or bare(word) in roles.heads for word in words):
        return not (len(words) > 1 and bare(words[0]) in lexicon.first_names())
    before = text[max(0, start - 40) : start].split()
    return (
        len(before) >= 2 and before[-1] == "of" and len(words) == 1 and _takes_of(before[-2]) and not look_up(words[0])
    )


def _takes_of(word: str) -> bool:
    return bare(word).removeprefix("then-") in {
        "secretary",
        "secretaries",
        "undersecretary",
        "minister",
        "ministry",
        "department",
    }


def _completed(candidates: Iterable[Candidate], passages: Sequence[Passage]) -> Iterator[Candidate]:
    """Add what the reader left out: the surname after, the first name before, "Tower" of "Roe Tower"."""
    for candidate in candidates:
        text = passages[candidate.passage].text
        printed = text[candidate.start : candidate.end]
        if look_up(printed) or candidate.type not in {"PERSON", "ORG", "GPE"}:
            yield candidate
        elif " " not in printed and (kind := _KIND_AFTER.match(text, candidate.end)):
            found = lexicon.kinds().by_last_word.get(kind[1].lower())
            yield replace(candidate, end=kind.end(), type=found, chances=()) if found in {"ORG", "FAC"} else candidate
        else:
            yield _with_surname(candidate, text) or _with_first_name(candidate, text) or candidate


def _with_surname(candidate: Candidate, text: str) -> Candidate | None:
    printed = text[candidate.start : candidate.end]
    match = _NEXT_NAME_WORD.match(text, candidate.end)
    if candidate.type == "GPE" or fold(printed) not in lexicon.first_names() or match is None:
        return None
    is_surname = match[1].lower() not in lexicon.no_person_words() and not look_up(match[1])
    return replace(candidate, end=match.end(), type="PERSON", chances=()) if is_surname else None


def _with_first_name(candidate: Candidate, text: str) -> Candidate | None:
    if candidate.type != "PERSON" and " " in text[candidate.start : candidate.end]:
        return None
    before = _PREVIOUS_WORD.search(text, max(0, candidate.start - _WINDOW_CHARS), candidate.start)
    if before is None or not before[1][0].isupper():
        return None
    first = fold(before[1])
    # A particle in small letters ("de Quist") follows a first name, whether that is listed or not.
    follows = text[candidate.start : candidate.end].partition(" ")[0] in lexicon.titles().particles
    is_title = first in lexicon.titles().before or first in lexicon.roles().heads
    is_first = (first in lexicon.first_names() or (follows and not is_title)) and first not in lexicon.no_person_words()
    return replace(candidate, start=before.start(1), type="PERSON", chances=()) if is_first else None


def _without_overlong(candidates: Sequence[Candidate], passages: Sequence[Passage]) -> Iterator[Candidate]:
    """Cut a person's name with a word too many to the full name that stands alone more often: "Jan Poe Apologizes"."""
    printed = [passages[one.passage].text[one.start : one.end] for one in candidates]
    n_of = Counter(name for name, one in zip(printed, candidates, strict=True) if one.type == "PERSON")
    for name, one in zip(printed, candidates, strict=True):
        start, end = one.start, one.end
        if (
            name.count(" ") > 1
            and one.type in {"PERSON", "ORG"}
            and bare(name.split()[-1]) not in lexicon.titles().suffixes
        ):
            head, tail = name.rpartition(" ")[0], name.partition(" ")[2]
            if " " in head and n_of[head] > n_of[name] and one.type == "PERSON":
                end = start + len(head)
            elif " " in tail and n_of[tail] and fold(name.split()[0]) not in lexicon.first_names():
                is_sure = n_of[tail] > n_of[name] or fold(tail.split()[0]) in lexicon.first_names()
                start = end - len(tail) if is_sure else start
        is_cut = (start, end) != (one.start, one.end)
        yield replace(one, start=start, end=end, type="PERSON", chances=()) if is_cut else one
