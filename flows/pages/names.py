"""What a person's name looks like in print, where a byline or a bio puts one."""

from __future__ import annotations

import re
from typing import Final

from flows.pages.lexicon import words

# A part of a name: Anna, O'Neil, Smith-Jones, J., DeSantis, Müller. One class per character, so no backtracking.
_PART: Final = r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W_]))*\.?"
_NAME_PART: Final = re.compile(_PART)
_MIN_PARTS: Final = 2
_MAX_PARTS: Final = 5
_MAX_NAME_CHARS: Final = 80


def is_person_name(text: str) -> bool:
    """Return whether the text has the form of a person's full name: two to five capitalised parts and particles."""
    parts = text.replace(",", " ").split()
    if not _MIN_PARTS <= len(parts) <= _MAX_PARTS:
        return False
    n_capitalised = 0
    for part in parts:
        lower = part.casefold()
        if _NAME_PART.fullmatch(part) is None or lower.rstrip(".") in words("not_in_names"):
            return False
        if part in words("name_particles") or lower in words("name_suffixes"):
            continue
        if not part[0].isupper():
            return False
        n_capitalised += 1
    return n_capitalised >= _MIN_PARTS and parts[0].casefold() not in words("name_suffixes")


def leading_name(text: str) -> str | None:
    """Return the longest person's name that the text starts with."""
    parts = text[:_MAX_NAME_CHARS].split()[:_MAX_PARTS]
    for n in range(len(parts), _MIN_PARTS - 1, -1):
        candidate = " ".join(parts[:n])
        if parts[n - 1][0].isupper() and is_person_name(candidate.rstrip(",")):
            return candidate.rstrip(",")
    return None
