"""Who speaks a turn: names in labels, and first names by which other speakers address them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flows.entities import lexicon
from flows.entities.gazetteer import look_up
from flows.entities.names import PersonName, bare, fold, may_be_one, mixed_case, parse_person, titles_end
from flows.entities.passages import Passage

# What stands after the name in a label: ", HOST", "(R-Ohio)", " - CORRESPONDENT", " [on phone]".
# A parliament's "Ms. ROE of Ohio" tells two of one name apart.
_AFTER_NAME: Final = re.compile(r"\s*(?:[,(\[:;/]|\s(?:[-–—]|--)\s|(?<=[A-Z])\sof\s).*", re.DOTALL)
# "AR", "A.R.", "ABR": initials, or a surname of two or three letters.
_INITIALS: Final = re.compile(r"[A-Z]\.?[A-Z]\.?(?:[A-Z]\.?)?")
_VOWELS: Final = frozenset("aeiouy")
# "BY MR. ROE: Q": who examines a witness, and the first question.
_EXAMINATION: Final = re.compile(r"(?:BY|By) (?=M)")
_QUESTION: Final = re.compile(r"Q\.?")
# "The Secretary of State for Ports (Anna Roe)", "Mr. Deputy Speaker (Sir Ben Poe)": an office and who holds it.
_OFFICE_HOLDER: Final = re.compile(
    r"(?:The|Mr\.?|Mrs\.?|Ms\.?|Madam) [^()]*?\b(?:Minister|Secretary|Chancellor|Speaker|Officer|Leader|Chair"
    r"|Chairman|Chairwoman|Solicitor|Attorney|Advocate|President|Whip|Treasurer)\b[^()]*\((?P<name>[^()]+)\)",
    re.IGNORECASE,
)
# What is left of "SECRETARY OF STATE ROE" and "Secretary of Defense Ana Roe" behind the title's first word.
_OF_OFFICE: Final = re.compile(
    r"of (?:(?:state|defen[cs]e|labou?r|health|energy|commerce|education|transportation|agriculture|homeland security"
    r"|the (?:treasury|interior|navy|army|air force)|veterans affairs) )?",
    re.IGNORECASE,
)
_AND: Final = re.compile(r" (?:and|AND|&) ")
# Longer labels are sentences that only look like labels.
_MAX_LABEL_WORDS: Final = 6

_NAME: Final = r"(?P<name>[A-Z][^\W\d_]*[a-z](?:['’-][^\W\d_]+)?)"
_GREETING: Final = re.compile(
    r"\b(?i:thanks|thank you|hi|hello|hey|welcome|goodbye|good (?:morning|afternoon|evening|night)"
    r"|nice to (?:see|be with) you)"
    r"(?i:(?: so much| very much| a lot| again| back| indeed)*),? " + _NAME + r"(?= *(?:[.,!?;–—]|- |$))"
)


@dataclass(frozen=True, slots=True)
class Label:
    """The name in a turn's label: `passages[passage].text[start:end]`, and as it is usually written."""

    turn: int
    passage: int
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Address:
    """In this turn somebody is addressed by a first name."""

    turn: int
    name: str


def find_labels(passages: Sequence[Passage], named: Iterable[str] = ()) -> list[Label]:
    """Return the labels that name people; two of them where two speak together.

    named: names of people that the page prints elsewhere, in full: whom a label's initials may mean.
    """
    labels: list[Label] = []
    short: list[tuple[int, Passage]] = []
    for index, passage in enumerate(passages):
        if passage.place != "label" or passage.turn is None:
            continue
        if _INITIALS.fullmatch(_AFTER_NAME.sub("", passage.text)) is not None:
            short.append((index, passage))
            continue
        for start, end in _name_spans(passage.text):
            labels.append(Label(passage.turn, index, start, end, mixed_case(passage.text[start:end])))
    people = _full_names([*named, *(label.name for label in labels)])
    labels = _without_papers(passages, labels, people)
    for index, passage in short:
        letters = _AFTER_NAME.sub("", passage.text)
        if passage.turn is not None and (name := _meant_by_initials(letters, people)) is not None:
            labels.append(Label(passage.turn, index, 0, len(letters), name))
    return sorted(labels, key=lambda label: (label.passage, label.start))


def _without_papers(
    passages: Sequence[Passage], labels: Sequence[Label], people: Mapping[str, PersonName]
) -> list[Label]:
    """Leave out lone words in capitals among names that are not: the paper that asks, "LEDGER", beside "Roe".

    With a title before it such a word is a name all the same.
    """
    printed = [passages[label.passage].text[label.start : label.end] for label in labels]
    if all(map(str.isupper, printed)):
        return list(labels)
    known = {fold(part) for name in people.values() for part in (name.last, name.first or "")}
    return [
        label
        for label, text in zip(labels, printed, strict=True)
        if not text.isupper() or " " in text or label.start > 0 or fold(text) in known
    ]


def examiners(passages: Sequence[Passage]) -> dict[int, int]:
    """Return the turns labelled Q alone, each with the turn whose label says who examines: "BY MR. ROE: Q"."""
    found: dict[int, int] = {}
    heading: int | None = None
    for passage in passages:
        if passage.place != "label" or passage.turn is None:
            continue
        if _EXAMINATION.match(passage.text):
            heading = passage.turn
        elif heading is not None and _QUESTION.fullmatch(passage.text):
            found[passage.turn] = heading
    return found


def _name_spans(text: str) -> list[tuple[int, int]]:
    """Return where the names stand in a label: one, two of people who speak together, or none."""
    if (holder := _OFFICE_HOLDER.match(text)) is not None:
        span = _name_span(text, *holder.span("name"))
        is_party = span is not None and span[0] == holder.start("name") and " " not in text[slice(*span)]
        return [span] if span is not None and not is_party else []
    heading = _EXAMINATION.match(text)
    start = heading.end() if heading is not None else 0
    after = _AFTER_NAME.search(text, start)
    end = after.start() if after else len(text)
    parts = _AND.split(text[start:end])
    if len(parts) != 2:
        span = _name_span(text, start, end)
        return [span] if span is not None else []
    middle = start + len(parts[0])
    spans = [_name_span(text, start, middle), _name_span(text, end - len(parts[1]), end)]
    return [span for span in spans if span is not None] if None not in spans else []


def _name_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    start = titles_end(text, _modifiers_end(text, start, end), end)
    if (office := _OF_OFFICE.match(text, start, end)) is not None:
        start = office.end()
    words = text[start:end].split()
    titles, generic = lexicon.titles(), lexicon.words("label_words")
    is_of_place = office is not None and office[0].count(" ") == 1  # "DUKE OF LENN": an office, and no name in it
    if not words or is_of_place or len(words) > _MAX_LABEL_WORDS or any(bare(word) in generic for word in words):
        return None
    if bare(words[-1]) in titles.before and bare(words[-1]) not in lexicon.first_names():
        return None
    name = parse_person(text[start:end])
    if name is None or len(name.last.strip(".")) < 2 or (look_up(text[start:end]) and len(words) == 1):
        return None
    if name.is_full and bare(words[0]) not in lexicon.first_names() and _is_publication(words):
        return None
    return start, start + len(text[start:end].rstrip())


def _modifiers_end(text: str, start: int, end: int) -> int:
    """Return where the title starts in "STATE SEN. ANA ROE" or "Former Gov. Ana Roe"; `start` where none does."""
    words = text[start:end].split()
    n = 0
    while n < len(words) - 1 and bare(words[n]) in lexicon.roles().modifiers:
        n += 1
    if not n or bare(words[n]) not in lexicon.titles().before:
        return start
    return text.index(words[n], start + len(" ".join(words[:n])))


def _is_publication(words: Sequence[str]) -> bool:
    """Whether a label is the interviewer's paper or station: "Lenn Evening Post"."""
    kinds = lexicon.kinds()
    return kinds.by_last_word.get(bare(words[-1])) == "ORG" or any(
        bare(word) in kinds.organisation_words for word in words
    )


def _full_names(names: Iterable[str]) -> dict[str, PersonName]:
    """Return the names that have a first name, by folded name, and so in an order of their own."""
    parsed = {fold(name): (name, parse_person(name)) for name in sorted(set(names))}
    return {name: person for _, (name, person) in sorted(parsed.items()) if person is not None and person.is_full}


def _meant_by_initials(letters: str, people: Mapping[str, PersonName]) -> str | None:
    """Return whom a label of two or three capitals means: a surname or the initials of just one person.

    None where no name or several names fit: a wrong speaker costs more than a missing one. A label that is
    nobody's initials is a surname of three letters or more with a vowel in it ("LEE").
    """
    plain = letters.replace(".", "")
    folded = fold(plain)
    if any(folded in {fold(person.last), fold(person.first or "")} for person in people.values()):
        return mixed_case(plain)
    fitting = [name for name, person in people.items() if folded in _initials(person)]
    if fitting and all(may_be_one(people[fitting[0]], people[other]) for other in fitting[1:]):
        return max(fitting, key=len)
    is_surname = not fitting and "." not in letters and len(plain) > 2 and not _VOWELS.isdisjoint(folded)
    return mixed_case(plain) if is_surname and not look_up(plain) else None


def _initials(name: PersonName) -> set[str]:
    first, last = fold(name.first or "")[:1], fold(name.last)[:1]
    middle = "".join(fold(word)[:1] for word in name.middle)
    particles = "".join(fold(word)[:1] for word in name.particles)
    return {first + last, first + middle + last, first + particles + last}


def find_addresses(passages: Sequence[Passage]) -> Iterator[Address]:
    """Yield the greetings and thanks of turns that name somebody: "Thank you, Ana.", "Hi, Ben."."""
    for passage in passages:
        if passage.place == "paragraph" and passage.turn is not None:
            for match in _GREETING.finditer(passage.text):
                if not look_up(match["name"]) or fold(match["name"]) in lexicon.first_names():
                    yield Address(passage.turn, match["name"])


def addressed_labels(
    labels: Sequence[Label], addresses: Sequence[Address], first_name_of: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the first names of speakers whose labels give only a surname, by folded label name.

    first_name_of: for each folded label name, the speaker's first name where the page tells it, else None.
    An address means the speaker of the turn before or after it, with another label. Where one of these two is
    known by that first name, it is meant. Else there must be just one of them without a known first name, and all
    addresses of that speaker must agree: a wrong name costs more than none.
    """
    speaker_of = {label.turn: fold(label.name) for label in labels}
    votes: dict[str, Counter[str]] = {}
    for address in addresses:
        speaker = speaker_of.get(address.turn)
        near = {_nearest(speaker_of, address.turn, step, speaker) for step in (-1, 1)} - {None}
        if any(fold(first_name_of.get(one or "") or "") == fold(address.name) for one in near):
            continue
        if fold(address.name) in speaker_of.values():
            continue
        unknown = [one for one in near if one is not None and first_name_of.get(one) is None]
        if len(unknown) == 1:
            votes.setdefault(unknown[0], Counter())[address.name] += 1
    return {speaker: next(iter(names)) for speaker, names in votes.items() if len(names) == 1}


def _nearest(speaker_of: Mapping[int, str], turn: int, step: int, speaker: str | None) -> str | None:
    """Return the label of the nearest turn before or after that another person speaks.

    Looks over a few turns of the same speaker: a clip that is played in between splits a turn.
    """
    for distance in range(1, _MAX_TURNS_AWAY + 1):
        other = speaker_of.get(turn + step * distance)
        if other is not None and other != speaker:
            return other
    return None


_MAX_TURNS_AWAY: Final = 2
