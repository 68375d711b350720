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
from flows.entities.names import bare, fold, word_before
from flows.entities.passages import Passage
from flows.entities.trim import trim
from flows.language.labels import NAME_TYPES
from flows.language.reading import Reading

# Several names in one span; beyond this the reader lost its way.
MAX_SPAN_CHARS: Final = 400

_POSSESSIVE_INSIDE: Final = re.compile(r"['’]s +")
_AND: Final = re.compile(r" +(?:and|&) +|, +(?:and +)?|/")
_AND_OR: Final = re.compile(r" (?:and|or) ")
_LOWER_CASE_INSIDE: Final = re.compile(r"(?: [a-z]+)+ ")
_SEVERAL_PARTS: Final = re.compile(r"[ /–-]")
_HYPHEN: Final = re.compile(r"[-–/]")
_PARTICLES_BETWEEN: Final = re.compile(r" (?:\S+ )*")
# 'Ana "Nan" Roe', "Ana ‘Nan’ Roe", "Ana (Nan) Roe".
_NICKNAME_ENDS: Final = tuple("”\"’')")
_NICKNAME: Final = r" [“\"‘'(]{1,2}\w[\w. -]{0,20}[”\"’')]{1,2} "
_NICKNAME_BETWEEN: Final = re.compile(_NICKNAME + r"(?=[^\W\d_a-z])")
_NICKNAME_BEFORE: Final = re.compile(_NICKNAME + "$")
# "University of Ostervik, Ely": the town belongs to the name.
_CAMPUS: Final = re.compile(r"(?:University|Institute of Technology|College|State University)\b.*")
_NEXT_NAME_WORD: Final = re.compile(r" ((?:[A-Z]\. )?(?:[OD]['’])?[^\W\d_a-z][^\W\d_]*[a-z](?:-[^\W\d_]+)*)")
_PREVIOUS_WORD: Final = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)?)( [A-Z]\.)* $")
_KIND_AFTER: Final = re.compile(r" ([A-Z][a-z]+)\b")
_WINDOW_CHARS: Final = 40


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

    def printed_in(self, passages: Sequence[Passage]) -> str:
        """Return the name as it is printed."""
        return passages[self.passage].text[self.start : self.end]

    def votes(self) -> dict[str, float]:
        """Return the share of this name's one vote that each type gets: the squares of the chances."""
        squares = [chance * chance for chance in self.chances]
        whole = sum(squares)
        if not whole:
            return {self.type: 1.0}
        return dict(zip(NAME_TYPES, [square / whole for square in squares], strict=True))


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
    surnames = {one.printed_in(passages).rpartition(" ")[2] for one in joined if one.type == "PERSON"}
    names = {one.printed_in(passages) for one in joined}
    pieces = [piece for one in joined for piece in _split(one, passages[one.passage].text, surnames, names)]
    # "St. Roe's" of "St. Roe's Hospital" is no possessive; "Peru's" of "Peru's Senate", which was split, is one.
    whole = {one.printed_in(passages) for one in pieces}
    saints = {name[: match.end() - 1] for name in whole for match in _POSSESSIVE_INSIDE.finditer(name)}
    trimmed = (_trimmed(piece, passages[piece.passage].text, saints) for piece in pieces)
    kept = list(_without_overlong(list(_completed(filter(None, trimmed), passages)), passages))
    return sorted(kept, key=lambda piece: (piece.passage, piece.start, -piece.end))


def _join(candidates: Iterable[Candidate], passages: Sequence[Passage]) -> list[Candidate]:
    """Join the parts of a name that the reader left apart.

    "Ana" + "de Sousa", 'Ana "Nan" Roe', and the campus of a university.
    """
    joined: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda one: (one.passage, one.start, one.end)):
        last = joined[-1] if joined else None
        if last is not None and last.passage == candidate.passage and candidate.start < last.end:
            continue
        text = passages[candidate.passage].text
        if last is not None and last.passage == candidate.passage and _is_one_name(last, candidate, text):
            joined[-1] = replace(last, end=candidate.end)
        elif candidate.type == "PERSON" and (nickname := _NICKNAME_BETWEEN.match(text, candidate.end)):
            surname = _NEXT_NAME_WORD.match(text, nickname.end() - 1)
            joined.append(replace(candidate, end=surname.end()) if surname else candidate)
        else:
            joined.append(candidate)
    return joined


def _is_one_name(last: Candidate, candidate: Candidate, text: str) -> bool:
    gap = text[last.end : candidate.start]
    if last.type == candidate.type == "PERSON":
        particles = lexicon.titles().particles
        return bool(_PARTICLES_BETWEEN.fullmatch(gap)) and particles.issuperset(gap.split())
    is_campus = last.type == "ORG" and candidate.type == "GPE" and gap == ", "
    return is_campus and " of " in text[last.start : last.end] and bool(_CAMPUS.match(text, last.start, last.end))


def _split(candidate: Candidate, text: str, surnames: Set[str], names: Set[str]) -> Iterator[Candidate]:
    """Split what is several names: "Ann Roe and Jan Poe", "U.S.-Canada", "Norway's Olsen".

    surnames: last words of people's names. What is no person for the reader is split where it holds one of them.
    names: all names. What is joined by "and" or "or" is split where a part is a name elsewhere, or a known one.
    """
    printed = text[candidate.start : candidate.end]
    if not _SEVERAL_PARTS.search(printed) or look_up(printed):
        yield candidate
        return
    parts = _parts(printed, _HYPHEN)
    if len(parts) > 1 and all(look_up(printed[start:end]) for start, end in parts):
        yield from _pieces(candidate, parts)
        return
    for pattern in (_AND, _POSSESSIVE_INSIDE) if candidate.type != "FAC" else ():
        parts = _parts(printed, pattern)
        if len(parts) < 2:
            continue
        are_people = [_is_person(printed[start:end], surnames) for start, end in parts]
        known = look_up(printed[slice(*parts[0])])
        is_of_place = pattern is _POSSESSIVE_INSIDE and known is not None and known.type == "GPE"
        is_split = all(are_people) if pattern is _AND else any(are_people) or is_of_place
        if is_split or candidate.type in {"PERSON", "GPE"}:
            for piece, is_person in zip(_pieces(candidate, parts), are_people, strict=True):
                kept = replace(piece, type="PERSON", chances=()) if is_person else piece
                yield from _split(kept, text, surnames, names)
            return
    parts = _between_lower_case(printed) if candidate.type == "PERSON" else []
    if len(parts) < 2:
        joined = _parts(printed, _AND_OR)
        parts = joined if _are_names([printed[start:end] for start, end in joined], names) else []
    if len(parts) < 2:
        yield candidate
        return
    for piece in _pieces(candidate, parts):
        yield from _split(piece, text, surnames, names)


def _between_lower_case(printed: str) -> list[tuple[int, int]]:
    """Return what stands before and behind words in small letters that no name has: "Poe forgave Roe"."""
    allowed = lexicon.titles().particles | {"the"}
    inside = (match for match in _LOWER_CASE_INSIDE.finditer(printed) if not allowed.issuperset(match.group().split()))
    return _around(printed, inside)


def _are_names(parts: Sequence[str], names: Set[str]) -> bool:
    """Whether one of the parts is a name elsewhere or a known one, or each says by itself what it is."""
    kinds = lexicon.kinds()
    return any(part in names or look_up(part) for part in parts) or all(
        " " in part and kinds.organisation_words.intersection(bare(word) for word in part.split()) for part in parts
    )


def _is_person(printed: str, surnames: Set[str]) -> bool:
    """Whether a part of a longer span is a person's name: a surname of the page, or it starts with a first name."""
    first, _, rest = printed.partition(" ")
    return printed in surnames or (fold(first) in lexicon.first_names() and rest[:1].isupper() and " " not in rest)


def _parts(printed: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    return _around(printed, separator.finditer(printed))


def _around(printed: str, separators: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    edges = [0, *(edge for match in separators for edge in match.span()), len(printed)]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _pieces(candidate: Candidate, parts: Iterable[tuple[int, int]]) -> Iterator[Candidate]:
    for start, end in parts:
        yield replace(candidate, start=candidate.start + start, end=candidate.start + end)


def _trimmed(candidate: Candidate, text: str, saints: Set[str]) -> Candidate | None:
    found = trim(candidate.type, text, candidate.start, candidate.end)
    if found is None:
        return None
    start, end, entity_type = found
    if entity_type != "PERSON" and text[start : end + 2] in saints:
        end += 2
    if (start, end, entity_type) == (candidate.start, candidate.end, candidate.type):
        return candidate
    chances = candidate.chances if entity_type == candidate.type else ()
    return replace(candidate, start=start, end=end, type=entity_type, chances=chances)


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
    start = candidate.start
    # "said Roe", as before most names: no need to look for more.
    last = word_before(text, start)
    if last.isalpha() and last.islower():
        return None
    if last.endswith(_NICKNAME_ENDS) and (
        nickname := _NICKNAME_BEFORE.search(text, max(0, start - _WINDOW_CHARS), start)
    ):
        start = nickname.start() + 1
    before = _PREVIOUS_WORD.search(text, max(0, start - _WINDOW_CHARS), start)
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
    printed = [one.printed_in(passages) for one in candidates]
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
