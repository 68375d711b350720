"""One quote as people want to see it who ask how it came about: its place in the text, and all that spoke for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.text import Text

from flows.reporting.answers import unfolding
from flows.reporting.entity import cut, document_name
from schemas.errors import UsageError
from warehouse.connect import connect, rows
from warehouse.sql_files import read_named
from warehouse.store import Warehouse, read

Row = Mapping[str, Any]
_ID: Final = re.compile(r"[0-9a-f]{4,16}")
MAX_SHOWN: Final = 6
MAX_WORDS_CHARS: Final = 60
# What each part of the text looks like; the brackets say it where there is no colour.
_MARKS: Final = {"words": ("[", "]", "bold"), "cue": ("<", ">", "underline"), "speaker": ("{", "}", "italic")}
LEGEND: Final = "[words]  <cue>  {who says it}"


def read_quote(warehouse: Path, quote_id: str) -> Row:
    """Return the quote with an id, or with an id that starts so.

    Raises UsageError where that is no id, where none has it, and where several have.
    """
    wanted = quote_id.strip().lower()
    if not _ID.fullmatch(wanted):
        raise UsageError(f"QUOTE_ID {quote_id}: 4 to 16 digits and letters a to f, as in quotes.quote_id")
    with connect(read(Warehouse(warehouse))) as connection:
        found = rows(connection, read_named("queries", "quote"), {"quote_id": wanted})
    if not found:
        raise UsageError(f"no quote of {warehouse} has the id {wanted}")
    if len(found) > 1:
        told = ", ".join(f"{row['quote_id']} ({cut(row['text'], MAX_WORDS_CHARS)})" for row in found[:MAX_SHOWN])
        raise UsageError(f"several quotes have an id that starts with {wanted}: {told}")
    return found[0]


def print_quote(quote: Row, console: Console | None = None) -> None:
    """Print how a quote came about; lines are as long as they need to be where they don't go to a terminal."""
    console = unfolding(console)
    for line in _lines(quote):
        console.print(line, highlight=False)


def _lines(quote: Row) -> Iterator[Text]:
    """Yield what is printed. Words of pages come as Text, so that no "[x]" in them is read as markup."""
    yield Text.assemble((f"quote {quote['quote_id']}", "bold"), f"  {quote['kind']}, rule {quote['rule']}")
    yield Text(document_name(quote))
    yield Text()
    for paragraph in quote["paragraphs"] or ():
        yield _marked(paragraph["text"], _spans_in(quote, paragraph["ordinal"]))
    yield Text(LEGEND, style="dim")
    yield Text()
    yield Text(f"who says it: {who(quote)}")
    for label, value in (("via", quote["via"]), ("in the turn of", quote["reported_by"])):
        if value:
            yield Text(f"{label}: {value if isinstance(value, str) else ', '.join(value)}")
    yield Text()
    for reason in quote["reasons"]:
        yield Text(("    " if reason.startswith("not ") else "  ") + reason)


def who(quote: Row) -> str:
    """Return the speaker in one line: name, id, how it was reached, and what the text says."""
    name = quote["speaker_name"] or "nobody, as far as is sure"
    known = f" ({quote['speaker_id']})" if quote["speaker_id"] else ""
    said = f"; the text says “{quote['speaker_text']}”" if quote["speaker_text"] else ""
    return f"{name}{known}, resolution {quote['resolution']}{said}"


def _spans_in(quote: Row, ordinal: int) -> list[tuple[int, int, str]]:
    """Return the spans of the quote in a paragraph, with what they are, in order."""
    spans = [(one["start"], one["end"], "words") for one in quote["segments"] if one["ordinal"] == ordinal]
    beside = [
        (quote[f"{part}_start"], quote[f"{part}_end"], part)
        for part in ("cue", "speaker")
        if quote[f"{part}_ordinal"] == ordinal
    ]
    return sorted(spans + beside)


def _marked(text: str, spans: Sequence[tuple[int, int, str]]) -> Text:
    """Return a paragraph with brackets around spans; one that lies in another is left unmarked."""
    shown = Text()
    position = 0
    for start, end, part in spans:
        if start < position:
            continue
        opening, closing, style = _MARKS[part]
        shown.append(text[position:start])
        shown.append(opening + text[start:end] + closing, style=style)
        position = end
    shown.append(text[position:])
    return shown
