"""Which names of one document are one organisation: acronyms, and forms with and without "Inc."."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from flows.entities import lexicon
from flows.entities.evidence import Evidence
from flows.entities.gazetteer import look_up
from flows.entities.names import fold

_LEGAL_FORM: Final = re.compile(r",? (?:Inc|Corp|Corporation|Co|Company|Ltd|LLC|LLP|PLC|plc|AG|GmbH|S\.A)\.?$")
_ACRONYM: Final = re.compile(r"(?:[A-Z]\.?){2,8}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL_WORDS: Final = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "a"})


def names_of_organisations(keys: Iterable[str], evidence: Mapping[str, Evidence]) -> dict[str, tuple[str, str]]:
    """Return for each folded name of an organisation its canonical name, and why."""
    own = {key: _own_name(evidence[key]) for key in sorted(keys)}
    long_forms: dict[str, set[str]] = {}
    for name, _ in own.values():
        for short in _short_forms(name):
            long_forms.setdefault(short, set()).add(name)
    found = {}
    for key, (name, why) in own.items():
        fuller = long_forms.get(name.replace(".", "") if _ACRONYM.fullmatch(name) else key, set()) - {name}
        if len(fuller) == 1 and evidence[key].known is None:
            longest = next(iter(fuller))
            found[key] = longest, f"short form of {longest}"
        else:
            found[key] = name, why
    return found


def _own_name(evidence: Evidence) -> tuple[str, str]:
    if evidence.known is not None and evidence.known.type == "ORG":
        return evidence.known.name, f"gazetteer: {evidence.known.kind}"
    return evidence.printed, "votes of all occurrences"


def _short_forms(name: str) -> set[str]:
    """Return the forms that may stand for a long name, folded but for acronyms.

    Its acronym, with and without the small words; its last word ("the Committee"); the name without the place that
    it starts with ("Oslo Red Caps"), and without a legal form ("Roe Inc.").
    """
    words = _WORD.findall(name)
    if len(words) < 2:
        return set()
    large = [word for word in words if word.lower() not in _SMALL_WORDS]
    found = {"".join(word[0].upper() for word in some) for some in (words, large) if len(some) > 1}
    found.add(fold(_LEGAL_FORM.sub("", name)))
    if words[-1][:1].isupper() and lexicon.kinds().by_last_word.get(words[-1].lower()) != "FAC":
        found.add(fold(words[-1]))
    place, _, rest = name.partition(" ")
    if look_up(place) and rest[:1].isupper():
        found.add(fold(rest))
    return found - {fold(name)}
