"""What is said: the spans that a cue's complements cover."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from flows.language.cues import Cue
from flows.language.parse import Parse
from flows.language.reading import Span

_CLAUSES: Final = ("ccomp", "parataxis")
_PREPOSITIONS: Final = ("about", "of", "for", "against", "on", "to", "with", "from")
_QUESTION_WORDS: Final = frozenset({"whether", "if", "what", "who", "whom", "why", "how", "when", "where", "which"})
_STRIPPED: Final = " \t,;:–—-"

# "said in an interview with the paper on Monday that": a that-clause further away mostly belongs to another word.
MAX_WORDS_BEFORE_THAT: Final = 12

Range = tuple[int, int]  # first and last token


def verb_contents(parse: Parse, cue_token: int, cue: Cue) -> tuple[str, tuple[Span, ...]] | None:
    """Return the name of the form and the spans of what a verb says; None where no complement fits its frames."""
    for form, found in _forms(parse, cue_token, cue):
        ranges = [(_behind_particle(parse, cue_token, cue, first), last) for first, last in found]
        spans = tuple(span for first, last in ranges if (span := content_span(parse, first, last)) is not None)
        if spans:
            return form, spans
    return None


def _behind_particle(parse: Parse, verb: int, cue: Cue, first: int) -> int:
    """Return the first token behind the cue's particle, where the content would hold it: "made it clear that"."""
    particle = particle_token(parse, verb, cue)
    return particle + 1 if particle is not None and verb < first <= particle else first


def particle_token(parse: Parse, verb: int, cue: Cue) -> int | None:
    """Return the cue's particle behind its verb; None where the lexicon asks for none or the text has none."""
    if cue.particle is None:
        return None
    near = range(verb + 1, min(verb + 4, len(parse)))
    return next((token for token in near if parse.lowers[token] == cue.particle), None)


def _forms(parse: Parse, verb: int, cue: Cue) -> Iterator[tuple[str, list[Range]]]:
    """Yield the forms that fit, the surest first."""
    yield from _clauses(parse, verb, cue)
    if "infinitive" in cue.frames:
        yield from _as_form("infinitive", _infinitive(parse, verb))
    if "naming" in cue.frames:
        yield from _as_form("naming", _naming(parse, verb))
    for preposition in _PREPOSITIONS:
        if preposition in cue.frames:
            yield from _as_form("preposition", _prepositional(parse, verb, preposition))
    if "as" in cue.frames:
        yield from _as_form("as", _prepositional(parse, verb, "as"))
    if "object" in cue.frames:
        thing = _object(parse, verb, cue)
        if thing is not None and parse.tags[thing].startswith("NN"):
            yield "object", [(parse.left_edge(thing), parse.right_edge(thing))]


def _as_form(form: str, found: Range | None) -> Iterator[tuple[str, list[Range]]]:
    if found is not None:
        yield form, [found]


def _clauses(parse: Parse, verb: int, cue: Cue) -> Iterator[tuple[str, list[Range]]]:
    clauses = [_clause_after(parse, verb, cue)] if cue.frames & {"clause", "question", "infinitive"} else []
    if "clause" in cue.frames:
        clauses += [rule(parse, verb) for rule in (_clause_before, _clause_around, _relative_clause, _late_that_clause)]
    yield from (clause for clause in clauses if clause is not None)


def _object(parse: Parse, verb: int, cue: Cue) -> int | None:
    """Return the verb's object, or that of the preposition that belongs to the cue: "called for more time"."""
    particle = particle_token(parse, verb, cue)
    return parse.child(verb, "dobj") if particle is None else parse.child(particle, "pobj")


def _clause_after(parse: Parse, verb: int, cue: Cue) -> tuple[str, list[Range]] | None:
    for child in parse.children[verb]:
        if child < verb or parse.deps[child] not in {*_CLAUSES, "advcl"}:
            continue
        first = parse.left_edge(child)
        if first < verb:
            if parse.tags[first] in {"WDT", "WP"} and "clause" in cue.frames and verb + 1 <= parse.right_edge(child):
                return "relative_clause", [(verb + 1, parse.right_edge(child))]
            continue
        opener = parse.lowers[first]
        if parse.deps[child] == "advcl" and not (opener in {"if", "whether"} and "question" in cue.frames):
            continue
        if parse.deps[child] == "advcl" and opener == "if" and cue.cue_class != "asking":
            continue
        if opener in _QUESTION_WORDS and "question" not in cue.frames:
            continue
        if opener == "to" and "infinitive" not in cue.frames:
            continue
        form = "question" if opener in _QUESTION_WORDS else "clause"
        if form == "clause" and "clause" not in cue.frames and "infinitive" not in cue.frames:
            continue
        return form, [(first, _with_second_clause(parse, parse.right_edge(child)))]
    return None


def _with_second_clause(parse: Parse, last: int) -> int:
    """Return the last token of a clause, or of a second one that "and that" joins to it."""
    token = last + 1
    while token < len(parse) and (parse.deps[token] == "punct" and parse.lowers[token] not in {".", "?", "!", ";"}):
        token += 1
    if token + 2 < len(parse) and parse.lowers[token] in {"and", "but"} and parse.lowers[token + 1] == "that":
        verb = parse.heads[token + 1]
        if parse.deps[token + 1] == "mark" and verb > token:
            return max(last, parse.right_edge(verb))
    return last


def _clause_before(parse: Parse, verb: int) -> tuple[str, list[Range]] | None:
    """A clause that the parse hangs under a cue behind it: "The vote is off, she said."."""
    for child in parse.children[verb]:
        if child > verb:
            return None
        if parse.deps[child] in _CLAUSES:
            return "clause_before", [(parse.left_edge(child), parse.right_edge(child))]
    return None


def _clause_around(parse: Parse, verb: int) -> tuple[str, list[Range]] | None:
    """A clause that the cue's own interrupts: "The vote, she said, is off." Then the cue hangs under it."""
    if parse.deps[verb] not in {"parataxis", "ccomp", "advcl", "dep"} or not _is_bare_clause(parse, verb):
        return None
    head = parse.heads[verb]
    first, last = parse.left_edge(head), parse.right_edge(head)
    inner_first, inner_last = parse.left_edge(verb), parse.right_edge(verb)
    if parse.lowers[inner_first] in {"as", "because", "that"} and parse.deps[verb] == "ccomp":
        return None
    if not _is_set_off(parse, inner_first, inner_last, first, last):
        return None
    ranges = [(first, inner_first - 1), (inner_last + 1, last)]
    return "clause_around", [(start, end) for start, end in ranges if start <= end]


def _relative_clause(parse: Parse, verb: int) -> tuple[str, list[Range]] | None:
    """The rest of a relative clause that the cue interrupts: "a strike that the ministry says broke the law"."""
    head = parse.heads[verb]
    if head <= verb or parse.deps[head] != "relcl" or not _is_bare_clause(parse, verb):
        return None
    last = parse.right_edge(head)
    return "relative_clause", [(parse.right_edge(verb) + 1, last)]


def _late_that_clause(parse: Parse, verb: int) -> tuple[str, list[Range]] | None:
    """A that-clause a few words behind the cue that the parse hung under one of those: "says so far that"."""
    if not _is_bare_clause(parse, verb):
        return None
    for token in range(verb + 2, min(verb + MAX_WORDS_BEFORE_THAT, len(parse))):
        if parse.lowers[token] in {",", ";", ":"}:
            return None
        if parse.lowers[token] == "that" and parse.deps[token] == "mark" and parse.heads[token] > token:
            return "clause", [(token, parse.right_edge(parse.heads[token]))]
    return None


def _is_bare_clause(parse: Parse, verb: int) -> bool:
    """Whether the cue has a subject and no complement of its own."""
    return parse.child(verb, "nsubj") is not None and parse.child(verb, "ccomp", "xcomp", "dobj") is None


def _is_set_off(parse: Parse, inner_first: int, inner_last: int, first: int, last: int) -> bool:
    """Whether commas or dashes stand at the inner clause's edges, where the outer one goes on."""
    marks = {",", "--", "–", "—", "-", "''", '"', "”", "’", "'"}
    before = inner_first <= first or parse.lowers[inner_first - 1] in marks or parse.lowers[inner_first] in marks
    after = inner_last >= last or parse.lowers[inner_last] in marks or parse.lowers[inner_last + 1] in {*marks, "."}
    return before and after and not (inner_first <= first and inner_last >= last)


def _infinitive(parse: Parse, verb: int) -> Range | None:
    """To + verb, with the object that is to do it: "urged the council to vote"."""
    for child in parse.children[verb]:
        if child > verb and parse.deps[child] in {"xcomp", "ccomp", "advcl", "acl"} and parse.is_verb(child):
            marker = parse.child(child, "aux")
            if marker is None or parse.lowers[marker] != "to":
                continue
            between = [
                other
                for other in parse.children[verb]
                if verb < other < child and parse.deps[other] in {"dobj", "prep"}
            ]
            first = parse.left_edge(between[0]) if between else parse.left_edge(child)
            return first, parse.right_edge(child)
    return None


def _naming(parse: Parse, verb: int) -> Range | None:
    """An object and what it is called; the parse makes a small clause or an oprd of it."""
    complement = parse.child(verb, "oprd", "ccomp", "xcomp")
    if complement is None or complement < verb or parse.is_verb(complement) or parse.tags[complement] == "MD":
        return None
    thing = parse.child(verb, "dobj", "nsubj")
    first = parse.left_edge(thing) if thing is not None and verb < thing < complement else parse.left_edge(complement)
    return (first, parse.right_edge(complement)) if first > verb else None


def _prepositional(parse: Parse, verb: int, preposition: str) -> Range | None:
    """The phrase with this preposition; with the object before it, whether the parse hung it there or on the verb."""
    thing = parse.child(verb, "dobj")
    if thing is not None and any(
        child > thing and parse.lowers[child] == preposition and parse.deps[child] == "prep"
        for child in parse.children[thing]
    ):
        return (parse.left_edge(thing), parse.right_edge(thing)) if preposition in {"of", "as"} else None
    for child in parse.children[verb]:
        if child > verb and parse.lowers[child] == preposition and parse.deps[child] in {"prep", "dative"}:
            if thing is not None and verb < thing < child:
                return parse.left_edge(thing), parse.right_edge(child)
            return (child + 1, parse.right_edge(child)) if parse.right_edge(child) > child else None
    return None


def content_span(parse: Parse, first: int, last: int) -> Span | None:
    """Return the span of tokens without a leading "that", commas and dashes; None where nothing is left."""
    while first <= last and (parse.lowers[first] in {"that", ",", ":"} and parse.deps[first] in {"mark", "punct"}):
        first += 1
    while first <= last and parse.lowers[last] in {".", ",", ";"}:
        last -= 1
    if first > last or not any(parse.lowers[token][0].isalnum() for token in range(first, last + 1)):
        return None
    start, end = parse.starts[first], parse.ends[last]
    while start < end and parse.text[start] in _STRIPPED:
        start += 1
    while end > start and parse.text[end - 1] in _STRIPPED:
        end -= 1
    return Span(parse.ordinal, start, end) if start < end else None
