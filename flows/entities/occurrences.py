"""Where the names of a document stand: every occurrence, found in one pass over each passage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from flows.entities import lexicon
from flows.entities.candidates import Candidate
from flows.entities.gazetteer import MIN_CHARS_IN_CAPITALS, Known, gazetteer
from flows.entities.labels import Label
from flows.entities.names import fold
from flows.entities.passages import Passage
from flows.entities.trie import Trie, tokens_of

_SENTENCE_MARKS: Final = frozenset('.!?:"“”‘([')
# Shorter words on -ly and -ing are as often names: "Kelly", "Ewing".
MIN_ADVERB_CHARS: Final = 7
_HYPHENS: Final = frozenset("-‐‑")
_APOSTROPHES: Final = frozenset("'’")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name at a place: `passages[passage].text[start:end]`.

    key: the folded name. known: what the lists hold of it. read_as: the reader's type here, None where it saw none.
    name: of a label, the name as it is usually written; None where the text has it so. is_firm: False for a word that
    starts a sentence here and may be a common one.
    """

    passage: int
    start: int
    end: int
    key: str
    known: Known | None
    read_as: str | None
    name: str | None = None
    is_firm: bool = True


def find_occurrences(
    passages: Sequence[Passage], candidates: Sequence[Candidate], labels: Sequence[Label], others: Iterable[str]
) -> list[Occurrence]:
    """Return every place where a candidate's name, or a known one, stands; the longest name counts.

    others: names known from elsewhere, such as the authors'. By place; occurrences don't overlap.
    """
    printed = {one.printed_in(passages) for one in candidates} | {label.name for label in labels}
    keys = {name: key for name in printed.union(others) if (key := fold(name))}
    # Longer names may stand in capitals, too: in a dateline, or shouted; shorter ones are rather acronyms.
    names = Trie(keys | {name.upper(): key for name, key in keys.items() if len(name) >= MIN_CHARS_IN_CAPITALS})
    in_capitals: Trie[str] | None = None
    read_as: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        read_as.setdefault(candidate.passage, []).append(candidate)
    tokens = [tokens_of(passage.text) for passage in passages]
    common = {word for word in set().union(*tokens) if word.islower()}
    labels_of: dict[int, list[Label]] = {}
    for label in labels:
        labels_of.setdefault(label.passage, []).append(label)
    found: list[Occurrence] = []
    for index, passage in enumerate(passages):
        if passage.place == "label":
            found.extend(
                Occurrence(index, label.start, label.end, fold(label.name), None, "PERSON", label.name)
                for label in labels_of.get(index, ())
            )
            continue
        own = names
        if passage.place == "title" and passage.text.isupper():
            own = in_capitals = in_capitals or Trie({name.upper(): key for name, key in keys.items()})
        found.extend(_scan(index, tokens[index], own, read_as.get(index, []), common))
    return found


def _scan(
    index: int, tokens: Sequence[str], names: Trie[str], candidates: Sequence[Candidate], common: Set[str]
) -> Iterator[Occurrence]:
    known_names = gazetteer()
    own_firsts, known_firsts = names.first_tokens, known_names.first_tokens
    hits = [at for at, token in enumerate(tokens) if token in own_firsts or token in known_firsts]
    if not hits:
        return
    starts = [0, *accumulate(map(len, tokens))]
    is_shouted = not any(map(str.islower, tokens))
    past = next_candidate = 0
    for at in hits:
        if at < past:
            continue
        own = names.longest(tokens, at)
        listed = known_names.longest(tokens, at)
        end = max(own[0] if own else 0, listed[0] if listed else 0)
        if not end:
            continue
        while next_candidate < len(candidates) and candidates[next_candidate].end <= starts[at]:
            next_candidate += 1
        near = candidates[next_candidate] if next_candidate < len(candidates) else None
        seen = near if near is not None and near.start < starts[end] else None
        if seen is None and not _is_plausible(tokens, at, end, common, is_listed=listed is not None and not is_shouted):
            continue
        known = listed[1] if listed and listed[0] == end else None
        exact = seen is not None and (seen.start, seen.end) == (starts[at], starts[end])
        key = fold("".join(tokens[at:end]))
        is_doubtful = end - at == 1 and known is None and _may_be_common(tokens[at].lower(), common)
        is_firm = not (is_doubtful and _starts_sentence(tokens, at))
        yield Occurrence(
            index, starts[at], starts[end], key, known, seen.type if seen and exact else None, is_firm=is_firm
        )
        past = end


def _may_be_common(lower: str, common: Set[str]) -> bool:
    """Whether a word is a common one of the page, or looks like an adverb or participle: "Domestically", "Harking"."""
    return lower in common or (len(lower) >= MIN_ADVERB_CHARS and lower.endswith(("ly", "ing")))


def _starts_sentence(tokens: Sequence[str], first: int) -> bool:
    """Whether nothing but blanks stands between the word and the end of the sentence before, or a mark that opens."""
    before = first - 1
    while before >= 0 and tokens[before].isspace():
        before -= 1
    return before < 0 or tokens[before] in _SENTENCE_MARKS


def _is_plausible(tokens: Sequence[str], first: int, end: int, common: Set[str], *, is_listed: bool) -> bool:
    """Whether a name that the reader did not see here is one. is_listed: in the gazetteer, in a mixed-case passage.

    Not where a single word is also a common word of the page or an English one and starts a sentence, nor where it
    is a part of a longer word ("O'Roe", "Roe-Poe").
    """
    word = tokens[first]
    if end - first > 1 or (is_listed and word.isupper() and len(word) > 1):
        return True
    if first >= 2 and tokens[first - 1] in _APOSTROPHES and tokens[first - 2][-1:].isalnum():
        return False
    if first >= 2 and tokens[first - 1] in _HYPHENS and tokens[first - 2][:1].isupper():
        return False
    if end + 1 < len(tokens) and tokens[end] in _HYPHENS and tokens[end + 1][:1].isupper():
        return False
    lower = word.lower()
    return not (lower in common or lower in lexicon.no_person_words())
