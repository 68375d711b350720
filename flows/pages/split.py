"""From a page to its document: paragraphs, turns, and everything else under a reason.

Every non-blank character of the page's text stands once: in a paragraph, in a turn's label or in a dropped span.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Final

from flows.pages.blocks import blocks_of_lines, lines_of_blocks, paragraph_kind_of_tag
from flows.pages.builder import PageBuilder
from flows.pages.cues import is_cue, is_time_code
from flows.pages.document import Paragraph, SplitPage
from flows.pages.drop import judge_lines
from flows.pages.facts import read_facts
from flows.pages.html_evidence import html_evidence
from flows.pages.html_reasons import html_reasons
from flows.pages.interview import ends_turn, introduced_names
from flows.pages.lines import Line, read_lines
from flows.pages.transcript import Conversation, find_conversation, is_spoken
from flows.sources.page import Page
from schemas.errors import PageError

# A sub-heading is a short line without an end mark above running text.
_MAX_SUBHEADING_CHARS: Final = 100
# Between turns a heading in capitals is a few words: "CROSS-EXAMINATION", "Points of Order".
_MAX_HEADING_WORDS: Final = 8
# Shorter words are in small letters in titles, too.
_MIN_TITLE_WORD_CHARS: Final = 5
# Clips and time codes may stand this many lines above the first label.
_MAX_LINES_ABOVE_FIRST_LABEL: Final = 4
# With less of its text in turns a page is an article with an interview in it.
_MIN_SHARE_IN_TURNS: Final = 0.5


def split_page(page: Page, site_lines: Container[int] = frozenset()) -> SplitPage:
    """Return the page as document, paragraphs and dropped spans.

    site_lines: keys of the lines that stand on many pages of this page's site (`flows.pages.site`).

    Raises PageError of stage `split`, code `no_body`, where nothing on the page is running text.
    """
    conversation = find_conversation(page.text, lines_of_blocks(page) if page.blocks else read_lines(page.text))
    lines = conversation.lines
    evidence = html_evidence(page, lines) if page.blocks else None
    hints = html_reasons(page, lines) if page.blocks else None
    verdict = judge_lines(lines, _lines_of_speakers(conversation), site_lines, evidence, hints)
    if verdict is None:
        raise PageError("split", f"no_body: none of the page's {len(lines)} lines reads as running text")
    reasons = _in_conversation(conversation, verdict.reasons)
    paragraphs, dropped = _build(page, conversation, reasons).finish()
    if not paragraphs:
        raise PageError("split", "no_body: the page has labels and nothing that is said under them")
    return SplitPage(
        kind=_document_kind(paragraphs),
        facts=read_facts(page, lines, verdict),
        paragraphs=paragraphs,
        dropped=dropped,
    )


def _lines_of_speakers(conversation: Conversation) -> frozenset[int]:
    """Return the lines that open a turn, and those that a label on a line of its own stands above."""
    lines, labels = conversation.lines, conversation.labels
    alone = [at for at, label in labels.items() if label.end == lines[at].end or label.speech >= lines[at].end]
    below = {next((index for index in range(at + 1, len(lines)) if not _is_sound(lines[index])), at) for at in alone}
    return frozenset(labels.keys() | below)


def _in_conversation(conversation: Conversation, reasons: Sequence[str | None]) -> list[str | None]:
    """Give the sound cues and time codes of a conversation their reasons, whatever else they look like.

    Between two labels a whole sentence is speech, however little it reads like an article's.
    """
    named = list(reasons)
    if not conversation.labels:
        return named
    first, last = min(conversation.labels), max(conversation.labels)
    for index in range(max(0, first - _MAX_LINES_ABOVE_FIRST_LABEL), len(named)):
        line = conversation.lines[index]
        if index in conversation.labels or named[index] == "headline":
            continue
        if is_cue(line.text):
            named[index] = "sound_cue"
        elif is_time_code(line.text):
            named[index] = "time_code"
        elif first < index < last and named[index] == "other" and line.ends_sentence:
            named[index] = None
    return named


def _is_sound(line: Line) -> bool:
    return is_cue(line.text) or is_time_code(line.text)


def _build(page: Page, conversation: Conversation, reasons: Sequence[str | None]) -> PageBuilder:
    lines, labels = conversation.lines, conversation.labels
    tags = [block.tag for block in blocks_of_lines(page, lines)] if page.blocks else [""] * len(lines)
    introduced = introduced_names(conversation)
    last_label = max(labels, default=-1)
    builder = PageBuilder(page.text)
    for index, (line, reason) in enumerate(zip(lines, reasons, strict=True)):
        if reason is not None:
            builder.drop(line.start, line.end, reason)
            if index in labels:
                builder.close_turn()
        elif index in labels:
            builder.open_turn(labels[index], line.start, line.end)
        else:
            kind = paragraph_kind_of_tag(tags[index]) or _paragraph_kind(lines, reasons, index)
            turn = builder.turn
            if turn is not None and (
                _leaves_turn(conversation, reasons, index, kind, last_label) or ends_turn(line, turn, introduced)
            ):
                builder.close_turn()
            builder.add(kind, line.start, line.end)
    return builder


def _leaves_turn(
    conversation: Conversation, reasons: Sequence[str | None], index: int, kind: str, last_label: int
) -> bool:
    """Return whether the line is a heading above the next speaker, or above what follows the last turn."""
    line = conversation.lines[index]
    if kind != "subheading" and not (_is_title(line) and not line.ends_sentence):
        return False
    if len(line.tokens) > _MAX_HEADING_WORDS:
        return False
    below = next((at for at in range(index + 1, len(reasons)) if reasons[at] is None), None)
    if below is None or below in conversation.labels:
        return True
    return index > last_label and not is_spoken(conversation.lines[below].text)


def _is_title(line: Line) -> bool:
    """Return whether the line is in capitals or title case: "CROSS-EXAMINATION", "Questions and Answers:"."""
    long_words = [word for word in line.text.split() if len(word) >= _MIN_TITLE_WORD_CHARS]
    return line.is_upper or (len(long_words) > 1 and all(word[0].isupper() for word in long_words))


def _document_kind(paragraphs: Sequence[Paragraph]) -> str:
    n_chars = sum(len(paragraph.text) for paragraph in paragraphs)
    n_chars_in_turns = sum(len(paragraph.text) for paragraph in paragraphs if paragraph.turn is not None)
    return "transcript" if n_chars_in_turns >= _MIN_SHARE_IN_TURNS * n_chars else "article"


def _paragraph_kind(lines: Sequence[Line], reasons: Sequence[str | None], index: int) -> str:
    line = lines[index]
    if line.is_list_item:
        return "list_item"
    if line.ends_sentence or line.has_quotation or len(line.text) > _MAX_SUBHEADING_CHARS or line.text.endswith(":"):
        return "body"
    below = next((i for i in range(index + 1, len(lines)) if reasons[i] is None), None)
    return "subheading" if below is not None and lines[below].ends_sentence else "body"
