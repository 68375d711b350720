"""Reads the user's corrections, before a run starts: a mistake in them is no reason to fail at its end."""

from __future__ import annotations

from pathlib import Path

from flows.entities.corrections import Correction, parse_corrections
from schemas.errors import UsageError


def read_corrections(file: Path | None) -> tuple[Correction, ...]:
    """Return the corrections of a file; none without a file. Raises UsageError with what is wrong, line by line."""
    if file is None:
        return ()
    try:
        # Spreadsheets begin their files with a byte order mark.
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"corrections: {file}: {getattr(error, 'strerror', None) or error}") from error
    return parse_corrections(text, f"corrections: {file}")
