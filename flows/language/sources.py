"""Whom the text makes responsible for what is said: the noun phrase of a cue's source."""

from __future__ import annotations

from typing import Final

from flows.language.cues import load_cues
from flows.language.parse import Parse
from flows.language.reading import Span

SUBJECTS: Final = ("nsubj", "nsubjpass", "csubj")
# Relations through which a verb without a subject of its own takes that of the verb above: "said … and called",
# "…, adding that", "by saying that", "went on to say".
_SHARED_SUBJECT: Final = frozenset({"conj", "advcl", "xcomp", "pcomp", "prep", "ccomp", "dep", "parataxis", "aux"})
# From a statement to who issues it: "issued a statement saying that", "said in a letter accusing them of".
_INSIDE_PHRASES: Final = frozenset({"dobj", "pobj"})
_RELATIVES: Final = frozenset({"who", "which", "that", "whom"})
# How many verbs and prepositions up the subject may stand; the longest chain that reads naturally has this many.
MAX_STEPS_UP: Final = 6
_STRIPPED: Final = " \t,;:–—-\"'“”‘’()[]."


def source_head(parse: Parse, cue: int) -> int | None:
    """Return the head of the cue's subject, following shared subjects, relative and participle clauses."""
    verb = cue
    for _ in range(MAX_STEPS_UP):
        subject = parse.child(verb, *SUBJECTS)
        if subject is not None:
            return _antecedent(parse, verb, subject)
        head = parse.heads[verb]
        if head == verb:
            return None
        if parse.deps[verb] in {"acl", "relcl"} and not _is_infinitive(parse, verb) and not _is_carrier(parse, head):
            return head if _is_nominal(parse, head) else None
        if parse.deps[verb] in {"acl", "relcl", *_INSIDE_PHRASES}:
            verb = head
            continue
        if parse.deps[verb] not in _SHARED_SUBJECT:
            return None
        verb = head
    return None


def agent_head(parse: Parse, cue: int) -> int | None:
    """Return the head of the by-phrase of a passive cue: "was quoted by the paper"."""
    by = parse.child(cue, "agent")
    return parse.child(by, "pobj") if by is not None else None


def owner_head(parse: Parse, noun: int) -> int | None:
    """Return the owner of a noun cue: "her claim that", "a statement by the union", "the claim of the union"."""
    owner = parse.child(noun, "poss")
    if owner is not None:
        return owner
    for child in parse.children[noun]:
        if parse.deps[child] == "prep" and parse.lowers[child] in {"by", "from"}:
            return parse.child(child, "pobj")
    return None


def is_passive(parse: Parse, cue: int) -> bool:
    return parse.child(cue, "nsubjpass", "auxpass") is not None


def source_span(parse: Parse, head: int, cue: int) -> Span | None:
    """Return the whole noun phrase of the source, cut off before the cue where its clause holds the cue.

    None where nothing is left of it.
    """
    first, last = parse.left_edge(head), parse.right_edge(head)
    if parse.deps[head] == "poss":
        while last > head and (parse.tags[last] == "POS" or parse.lowers[last] in {"'s", "’s", "'", "’"}):
            last -= 1
    if head < cue <= last:
        last = _before_clause(parse, head, cue)
    elif first <= cue < head:
        first = cue + 1
    start, end = parse.starts[first], parse.ends[last]
    while start < end and parse.text[start] in _STRIPPED:
        start += 1
    while end > start and parse.text[end - 1] in _STRIPPED and not _closes_abbreviation(parse.text, start, end):
        end -= 1
    return Span(parse.ordinal, start, end) if start < end else None


def _closes_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether a full stop belongs to the word before it: "the U.S.", "John Smith Jr."."""
    if text[end - 1] != ".":
        return False
    word = text[start:end].rsplit(maxsplit=1)[-1]
    return "." in word[:-1] or (word[:1].isupper() and len(word) <= 4)


def _before_clause(parse: Parse, head: int, cue: int) -> int:
    """Return the last token of the phrase before the clause on its right that holds the cue."""
    for child in parse.children[head]:
        if child > head and parse.left_edge(child) <= cue <= parse.right_edge(child):
            return parse.left_edge(child) - 1
    return cue - 1


def _is_infinitive(parse: Parse, verb: int) -> bool:
    marker = parse.child(verb, "aux")
    return marker is not None and parse.lowers[marker] == "to"


def _is_carrier(parse: Parse, noun: int) -> bool:
    """Whether a noun is something that somebody issues, and stands as an object: then its verb's subject speaks."""
    return parse.lowers[noun] in load_cues().carriers and parse.deps[noun] in _INSIDE_PHRASES


def _is_nominal(parse: Parse, token: int) -> bool:
    return parse.tags[token].startswith("NN") or parse.tags[token] in {"PRP", "CD", "DT", "JJ"}


def _antecedent(parse: Parse, verb: int, subject: int) -> int | None:
    """Return what a relative pronoun stands for, else the subject itself."""
    if parse.deps[verb] == "relcl" and parse.lowers[subject] in _RELATIVES:
        return parse.heads[verb]
    return subject
