"""The id of an entity: batches and machines agree on it without talking to each other."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from typing import Final

_ID_CHARS: Final = 16


@lru_cache(maxsize=65_536)
def entity_id_of(entity_type: str, name: str) -> str:
    """Return the id of an entity: a hash of type and canonical name, whatever its case and apostrophes."""
    key = unicodedata.normalize("NFC", name).casefold().replace("’", "'")
    return hashlib.sha256(f"{entity_type}\x1f{key}".encode()).hexdigest()[:_ID_CHARS]
