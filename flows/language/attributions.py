"""Finds attributions in a parsed paragraph: cue, source and what is said.

Four things start one: a verb of the lexicon, a noun of the lexicon with a that-clause, "according to", and any
other verb right beside quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from flows.language.contents import content_span, particle_token, verb_contents
from flows.language.cues import Cue, load_cues
from flows.language.parse import Parse
from flows.language.reading import SPEECH_CLASSES, Attribution, Span
from flows.language.sources import SUBJECTS, agent_head, is_passive, owner_head, source_head, source_span

# Nobody has said yet what somebody would, could or should say.
_UNREAL_AUXILIARIES: Final = frozenset({"would", "could", "should", "might", "may", "can", "must", "'d", "’d", "ca"})
_UNREAL_CONJUNCTIONS: Final = frozenset({"if", "unless"})
# "went on to say", "continued to insist": the verb above makes the infinitive a fact.
_FACTUAL_ABOVE: Final = frozenset(
    {"go", "goes", "went", "gone", "going", "continue", "continues", "continued", "proceed", "proceeds", "proceeded"}
)
# "I mean", "you know", "we say": nobody reports himself in the present tense.
_SELF: Final = frozenset({"i", "we"})
_NOBODY: Final = frozenset(
    {"you", "one", "who", "what", "which", "that", "there", "let", "this", "something", "s", "'s", "’s"}
)
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
_OPENING_MARKS: Final = frozenset({"“", "‘", "``", '"', "'"})
_CLOSING_MARKS: Final = frozenset({"”", "’", "''", '"', "'"})
# How many cues before a shared one may be the one it shares with; a sentence rarely has more.
MAX_CUES_BACK: Final = 12
# The class of verbs that the lexicon doesn't know.
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class _Found:
    """An attribution and the token of its cue."""

    token: int
    attribution: Attribution


def find_attributions(parse: Parse) -> Iterator[Attribution]:
    """Yield the attributions of a paragraph, in the order of their cues."""
    found = [_Found(token, attribution) for token, attribution in _candidates(parse)]
    found.sort(key=lambda each: each.token)
    for each in _shared(parse, found):
        yield each.attribution


def _candidates(parse: Parse) -> Iterator[tuple[int, Attribution]]:
    lexicon = load_cues()
    for token, lower in enumerate(parse.lowers):
        tag = parse.tags[token]
        attribution: Attribution | None = None
        if lower in lexicon.verbs and (tag.startswith("VB") or _is_mistagged_verb(parse, token)):
            attribution = _by_verb(parse, token, lexicon.verbs[lower])
        elif lower in lexicon.nouns and tag.startswith("NN"):
            attribution = _by_noun(parse, token, lexicon.nouns[lower])
        elif lower == "according" and token + 1 < len(parse) and parse.lowers[token + 1] == "to":
            attribution = _according_to(parse, token)
        elif tag in _FINITE and _is_behind_marks(parse, token):
            attribution = _by_verb(parse, token, (_unlisted(lower),))
        elif lower == ":" and token + 1 < len(parse) and parse.lowers[token + 1] in _OPENING_MARKS:
            cue_token, attribution = _by_colon(parse, token)
            if attribution is not None:
                yield cue_token, attribution
            continue
        if attribution is not None:
            yield token, attribution


# Verbs


def _by_verb(parse: Parse, token: int, cues: tuple[Cue, ...]) -> Attribution | None:
    cue = next((cue for cue in cues if cue.particle is None or particle_token(parse, token, cue) is not None), None)
    if cue is None or not _is_factual(parse, token) or _is_reduced(parse, token):
        return None
    if not parse.is_verb(token):
        return _with_clause_in_front(parse, token, token - 1, cue)
    head, speaks_itself = _verb_source(parse, token, cue)
    if head is not None:
        head = _outside_marks(parse, head, token)
    if head is None or not _can_be_source(parse, head, token):
        return None
    source = source_span(parse, head, token)
    if source is None:
        return None
    found = verb_contents(parse, token, cue) if speaks_itself else None
    if found is None:
        in_front = _with_clause_in_front(parse, token, head, cue)
        if in_front is not None:
            return in_front
    if found is None and not cue.frames & {"clause", "quoted", "naming", "as", "question"}:
        return None
    form, contents = found if found is not None else ("bare", ())
    contents = tuple(content for content in contents if not source.holds(content))
    return _attribution(parse, token, cue, head, source, contents, form)


def _attribution(
    parse: Parse, token: int, cue: Cue, head: int, source: Span, contents: tuple[Span, ...], form: str
) -> Attribution:
    particle = particle_token(parse, token, cue)
    cue_span = parse.span(token, token if particle is None else particle)
    return Attribution(cue_span, source, contents, cue.cue_class, form, parse.span(head, head))


def _verb_source(parse: Parse, token: int, cue: Cue) -> tuple[int | None, bool]:
    """Return the head of who speaks, and whether the verb's complements are his words.

    A passive's speaker stands in its by-phrase; but "was quoted as saying" has him as its subject.
    """
    if not is_passive(parse, token):
        inverted = _inverted_subject(parse, token)
        return (source_head(parse, token) if inverted is None else inverted), True
    agent = agent_head(parse, token)
    if agent is not None:
        return agent, True
    if cue.lemma in {"quote", "cite"}:
        return parse.child(token, "nsubjpass"), True
    return None, False


def _inverted_subject(parse: Parse, token: int) -> int | None:
    """Return the noun behind a cue that follows a closing mark, which the parse may take for its object."""
    if token == 0 or parse.lowers[token - 1] not in _CLOSING_MARKS or parse.child(token, *SUBJECTS) is not None:
        return None
    noun = parse.child(token, "dobj")
    return noun if noun is not None and noun > token else None


def _outside_marks(parse: Parse, head: int, token: int) -> int | None:
    """Return the head, or where a closing mark parts it from the cue, that of the noun phrase behind the mark."""
    marks = [other for other in range(head + 1, token) if parse.lowers[other] in {"”", '"', "''"}]
    if not marks or parse.tags[marks[-1]] != "''":
        return head
    for other in range(marks[-1] + 1, token):
        if parse.tags[other].startswith("NN") or parse.tags[other] == "PRP":
            while marks[-1] < parse.heads[other] < token and not parse.is_verb(parse.heads[other]):
                if parse.heads[other] == other:
                    break
                other = parse.heads[other]  # noqa: PLW2901
            return other
    return None


def _is_factual(parse: Parse, token: int) -> bool:
    """Whether the clause says that it was said, not that it would, should or will not be."""
    for child in parse.children[token]:
        dep, lower = parse.deps[child], parse.lowers[child]
        if dep == "neg" or (dep == "aux" and lower in _UNREAL_AUXILIARIES):
            return False
        if dep == "mark" and lower in _UNREAL_CONJUNCTIONS:
            return False
        is_infinitive = dep == "aux" and lower == "to" and parse.deps[token] != "advcl"
        if is_infinitive and parse.lowers[parse.heads[token]] not in _FACTUAL_ABOVE:
            return False
    return True


def _is_reduced(parse: Parse, token: int) -> bool:
    """Whether a participle stands for a passive clause: "a group called the Friends", "compared to last year"."""
    if parse.tags[token] != "VBN" or parse.deps[token] not in {"acl", "advcl", "prep", "amod", "pcomp"}:
        return False
    return parse.child(token, "aux", "auxpass", *SUBJECTS, "agent") is None


def _can_be_source(parse: Parse, head: int, cue: int) -> bool:
    lower = parse.lowers[head]
    if lower in _NOBODY:
        return False
    return not (lower in _SELF and parse.tags[cue] in {"VB", "VBP"})


def _is_mistagged_verb(parse: Parse, token: int) -> bool:
    """Whether a plural noun is a verb after all: ", Smith notes." at a sentence's end."""
    if parse.tags[token] != "NNS" or token < 2 or not parse.text[parse.starts[token - 1]].isupper():
        return False
    before = parse.lowers[token - 2]
    _, end = parse.sentence_range(token)
    closes = token + 1 >= end or parse.lowers[token + 1] in {".", ","}
    return closes and (before == "," or before in _CLOSING_MARKS)


def _with_clause_in_front(parse: Parse, token: int, head: int, cue: Cue) -> Attribution | None:
    """The clause before ", Smith said." at a sentence's end, where the parse did not join the two."""
    if "clause" not in cue.frames or parse.tags[token] == "VBG" or head not in (token - 1, token + 1):
        return None
    source = source_span(parse, head, token) if parse.is_verb(token) else parse.span(head, head)
    if source is None:
        return None
    first, end = parse.sentence_range(token)
    start = min(token, parse.left_edge(head) if parse.is_verb(token) else head)
    rest = range(max(token, head) + 1, end)
    contents: tuple[Span, ...] = ()
    is_tail = not any(parse.lowers[other] in {",", ":", ";"} for other in rest)
    if is_tail and start - first > 2 and parse.lowers[start - 1] == ",":
        opens_clause = parse.tags[first] not in {"IN", "WRB", "VBG", "VBN", "TO"}
        has_verb = opens_clause and any(parse.tags[other] in {*_FINITE, "MD"} for other in range(first, start))
        span = content_span(parse, first, start - 2) if has_verb else None
        contents = (span,) if span is not None else ()
    if not contents and parse.is_verb(token):
        return None
    return _attribution(parse, token, cue, head, source, contents, "clause_in_front" if contents else "bare")


def _unlisted(form: str) -> Cue:
    """A verb that the lexicon doesn't know: it reports the words in marks beside it, and nothing else."""
    return Cue(form, OTHER, frozenset({"quoted"}))


def _is_behind_marks(parse: Parse, token: int) -> bool:
    """Whether the verb and its subject follow a closing mark: '"Come in," beamed the host'."""
    subject = parse.child(token, "nsubj")
    if subject is None:
        return False
    first = min(parse.left_edge(subject), token)
    return first > 0 and parse.lowers[first - 1] in _CLOSING_MARKS


def _by_colon(parse: Parse, colon: int) -> tuple[int, Attribution | None]:
    """Words in marks behind a colon, where no listed cue stands before it.

    The cue is the verb of the clause before ("The host was pleased: “…”"), or else the colon itself, with the name
    right before it as the source ("Ann Lee: “…”").
    """
    first, _ = parse.sentence_range(colon)
    before = range(first, colon)
    if not before or any(parse.lowers[other] in load_cues().verbs for other in before):
        return colon, None
    verbs = [other for other in before if parse.is_verb(other) and parse.child(other, *SUBJECTS) is not None]
    if verbs:
        verb = next(
            (other for other in verbs if parse.heads[other] not in before or parse.heads[other] == other), verbs[0]
        )
        head = source_head(parse, verb)
        return verb, _beside_colon(parse, verb, head) if head is not None and _can_be_source(
            parse, head, verb
        ) else None
    name = colon - 1
    if parse.tags[name] != "NNP" or parse.left_edge(name) < first:
        return colon, None
    return colon, _beside_colon(parse, colon, name)


def _beside_colon(parse: Parse, cue: int, head: int) -> Attribution | None:
    source = source_span(parse, head, cue)
    if source is None:
        return None
    return Attribution(parse.span(cue, cue), source, (), OTHER, "colon", parse.span(head, head))


# A cue that shares the subject of one before it


def _shared(parse: Parse, found: Sequence[_Found]) -> Iterator[_Found]:
    """Give a cue that the parse put into another's content back to that one's source.

    "She said that the vote was lost and called for a new one", "…, adding that": news has one speaker here. The
    content of the first ends before the second.
    """
    current = list(found)
    for number, inner in enumerate(current):
        for other in range(max(number - MAX_CUES_BACK, 0), number):
            outer = current[other]
            if any(content.holds(inner.attribution.cue) for content in outer.attribution.contents):
                cut = _shared_from(parse, outer, inner)
                if cut is None:
                    continue
                kept = tuple(_clipped(content, cut) for content in outer.attribution.contents if content.start < cut)
                current[other] = replace(outer, attribution=replace(outer.attribution, contents=kept))
                source, head = outer.attribution.source, outer.attribution.head
                inner = replace(inner, attribution=replace(inner.attribution, source=source, head=head))  # noqa: PLW2901
                current[number] = inner
    yield from current


def _clipped(content: Span, end: int) -> Span:
    return replace(content, end=min(content.end, end))


def _shared_from(parse: Parse, outer: _Found, inner: _Found) -> int | None:
    """Return the offset where the words of the outer cue end; None where the inner cue is part of them."""
    token = inner.token
    if (
        outer.token >= token
        or inner.attribution.cue_class not in SPEECH_CLASSES
        or parse.child(token, *SUBJECTS) is not None
    ):
        return None
    before = parse.left_edge(token) - 1
    if parse.tags[token] == "VBG" and parse.deps[token] in {"advcl", "acl", "conj", "xcomp"}:
        mark = before
        while mark > outer.token and parse.lowers[mark] in _CLOSING_MARKS:
            mark -= 1
        return parse.ends[before] if parse.lowers[mark] == "," else None
    is_same_tense = parse.tags[token] == parse.tags[outer.token] and parse.tags[token] in _FINITE
    if parse.deps[token] != "conj" or not is_same_tense or not inner.attribution.contents:
        return None
    while before > outer.token + 1 and parse.lowers[before] in {"and", "but", ","}:
        before -= 1
    return parse.ends[before]


# Nouns and phrases


def _by_noun(parse: Parse, token: int, cue_class: str) -> Attribution | None:
    """A noun with an owner and a that-clause: "her claim that"."""
    clause = next(
        (
            child
            for child in parse.children[token]
            if child > token and parse.deps[child] in {"acl", "ccomp", "relcl"} and _opens_with_that(parse, child)
        ),
        None,
    )
    owner = owner_head(parse, token)
    if clause is None or owner is None or parse.lowers[owner] in _NOBODY:
        return None
    source = source_span(parse, owner, token)
    content = content_span(parse, parse.left_edge(clause), parse.right_edge(clause))
    if source is None or content is None:
        return None
    return Attribution(parse.span(token, token), source, (content,), cue_class, "noun", parse.span(owner, owner))


def _opens_with_that(parse: Parse, clause: int) -> bool:
    first = parse.left_edge(clause)
    return parse.lowers[first] == "that" and parse.deps[first] == "mark"


def _according_to(parse: Parse, token: int) -> Attribution | None:
    """The phrase's object is the source; the clause that it stands in, without it, is what is said.

    Beside another cue with a subject ("…, she said, according to the paper") it only relays: rule `relay`.
    """
    to = token + 1
    head = parse.child(to, "pobj") or parse.child(token, "pobj")
    if head is None or head < to:
        return None
    source = source_span(parse, head, token)
    if source is None:
        return None
    cue, head_span = parse.span(token, to), parse.span(head, head)
    verb = parse.heads[token]
    while parse.heads[verb] != verb and not parse.is_verb(verb):
        verb = parse.heads[verb]
    if verb < token and _is_speech(parse, verb) and parse.child(verb, "nsubj") is not None:
        return Attribution(cue, source, (), "saying", "relay", head_span)
    ranges = _around_phrase(parse, verb, token, max(parse.right_edge(token), parse.right_edge(head)))
    spans = [content_span(parse, first, last) for first, last in ranges if first <= last]
    contents = tuple(span for span in spans if span is not None)
    return Attribution(cue, source, contents, "saying", "according_to", head_span)


def _is_speech(parse: Parse, verb: int) -> bool:
    return any(
        cue.cue_class in SPEECH_CLASSES and "clause" in cue.frames
        for cue in load_cues().verbs.get(parse.lowers[verb], ())
    )


def _around_phrase(parse: Parse, verb: int, first: int, last: int) -> list[tuple[int, int]]:
    """Return the tokens on both sides of a phrase that it speaks of.

    Those of the whole sentence, where the phrase opens it, is set off at its end or belongs to its main verb; else
    those of its verb's clause.
    """
    clause_first, clause_last = parse.left_edge(verb), parse.right_edge(verb)
    sentence_first, sentence_end = parse.sentence_range(first)
    is_at_end = all(parse.deps[token] == "punct" for token in range(last + 1, sentence_end))
    is_set_off = first > 0 and parse.lowers[first - 1] == ","
    if parse.heads[verb] == verb or first == sentence_first or (is_at_end and is_set_off):
        clause_first, clause_last = sentence_first, sentence_end - 1
    while clause_last > clause_first and parse.deps[clause_last] == "punct":
        clause_last -= 1
    return [(clause_first, first - 1), (last + 1, clause_last)]
