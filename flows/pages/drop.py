"""Which lines are not body, and why: by what a line says, by where it stands, and by what stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flows.pages.bios import has_bio_form, introduced_person
from flows.pages.choice import choose_body
from flows.pages.extent import Extent, find_extent, likeliest_extent, line_weights, reports_speech
from flows.pages.features import Column, own_columns, with_context
from flows.pages.lines import QUOTATION_MARKS, Line
from flows.pages.model import BodyModel, load_model
from flows.pages.signs import is_name_line, line_sign
from flows.pages.site import line_key
from flows.pages.title import find_title
from flows.pages.wording import opens_tail

# A line that opens a turn is speech, however short.
_LABELLED_WEIGHT: Final = 1.5
# Below this length equal lines are answers, list items or refrains.
_MIN_REPEATED_CHARS: Final = 25
# A caption's copy (the alternative text of its picture) stands beside it.
_MAX_LINES_TO_COPY: Final = 5
# What wording may not drop: a sentence of this length that reports speech.
_MIN_REPORT_CHARS: Final = 60
_OVERRULED_BY_SPEECH: Final = frozenset({"teaser", "advert", "signup", "update_note", "caption", "navigation"})
# Headlines of other stories stand under a short heading ("Related"), and not more than this many.
_MAX_TEASER_HEADING_CHARS: Final = 40
_MAX_TEASERS: Final = 6
_MAX_HEADLINE_CHARS: Final = 160
# A sub-heading in capitals has a few words; a longer line in capitals is a link to another story.
_MAX_UPPER_HEADING_WORDS: Final = 5
# Bios are an appendix: lines of this form that make up more of the text are the text.
_MAX_BIOS: Final = 6
_MAX_BIO_SHARE: Final = 0.3
# A link that is a headline is longer than a link of a menu.
_MIN_TEASER_CHARS: Final = 40
# A pull quote is a sentence or two; a page has a few. The cap keeps the search linear in the page.
_MAX_PULL_QUOTE_CHARS: Final = 300
_MAX_PULL_QUOTES: Final = 20
# A standfirst stands between headline and byline: a line or two of this length.
_STANDFIRST_CHARS: Final = (30, 400)
_MAX_LINES_TO_BYLINE: Final = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """The page's lines, judged. reasons: for each line its drop reason, None for body. title: its line, if found."""

    reasons: tuple[str | None, ...]
    extent: Extent
    title: int | None


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The page's lines, what each line alone says it is, and how often it stands on the page."""

    lines: Sequence[Line]
    signs: Sequence[str | None]
    n_copies: Sequence[int]
    labelled: Collection[int]


def judge_lines(
    lines: Sequence[Line],
    labelled: Collection[int] = (),
    site_lines: Container[int] = frozenset(),
    evidence: Mapping[str, Column] | None = None,
    hints: Sequence[str | None] | None = None,
    model: BodyModel | None = None,
) -> Verdict | None:
    """Return which lines are body; None where the page has no body.

    labelled: the lines that open a turn; they are body whatever they say.
    site_lines: keys of the lines that stand on many pages of the site (`flows.pages.site.line_key`).
    evidence: more columns for the body model, a value per line: what the elements of an HTML page say.
    hints: for each line the reason to give where its words say none; None where nothing is known.
    model: the body model; by default that of weights/html.json where there is evidence, else weights/text.json.
    """
    if not lines:
        return None
    sheet = _read_sheet(lines, labelled, site_lines)
    model = model or load_model("text" if evidence is None else "html")
    is_body = _conversation(sheet) if labelled else _prose(sheet, evidence or {}, model)
    if True not in is_body:
        return None
    extent = _extent_of(is_body)
    title = _marked_title(hints or (), extent)
    if title is None:
        title = find_title(lines, sheet.signs, extent, sheet.n_copies)
    if title is not None:
        copies = {index for index, line in enumerate(lines) if line.folded == lines[title].folded}
        is_body = [is_in and (index not in copies or index in labelled) for index, is_in in enumerate(is_body)]
    if True not in is_body:
        return None
    extent = _extent_of(is_body)
    return Verdict(tuple(_name_reasons(sheet, is_body, extent, title, hints)), extent, title)


def _marked_title(hints: Sequence[str | None], extent: Extent) -> int | None:
    """Return the first line above the body, or its first, that its element marks as the headline."""
    return next((index for index, hint in enumerate(hints[: extent.first + 1]) if hint == "headline"), None)


def _extent_of(is_body: Sequence[bool]) -> Extent:
    return Extent(is_body.index(True), len(is_body) - is_body[::-1].index(True))


def count_copies(lines: Sequence[Line]) -> list[int]:
    """Return for each line how often it stands on the page; 1 for lines so short that they may come back."""
    copies = Counter(line.folded for line in lines if len(line.text) >= _MIN_REPEATED_CHARS)
    return [copies[line.folded] if len(line.text) >= _MIN_REPEATED_CHARS else 1 for line in lines]


def sign_of(line: Line) -> str | None:
    """Return the drop reason that the line alone gives; None where it may be body."""
    sign = line_sign(line)
    if (
        sign in _OVERRULED_BY_SPEECH
        and line.ends_sentence
        and len(line.text) >= _MIN_REPORT_CHARS
        and reports_speech(line)
    ):
        return None
    return sign


def _read_sheet(lines: Sequence[Line], labelled: Collection[int], site_lines: Container[int]) -> _Sheet:
    signs: list[str | None] = []
    for index, line in enumerate(lines):
        if index in labelled:
            signs.append(None)
        else:
            signs.append(sign_of(line) or ("boilerplate" if line_key(line) in site_lines else None))
    return _Sheet(lines, signs, count_copies(lines), labelled)


def _prose(sheet: _Sheet, evidence: Mapping[str, Column], model: BodyModel) -> list[bool]:
    """Return which lines of an article are body by the model; what wording says, and the rules below, overrule it."""
    columns = own_columns(sheet.lines, sheet.signs, sheet.n_copies)
    if not (columns["speaks"] > 0).any():
        return []
    log_odds = model.log_odds(with_context({**columns, **evidence}))
    is_likely = choose_body(log_odds.tolist(), [len(line.tokens) for line in sheet.lines]).tolist()
    # An HTML page's elements tell the body from what stands around it; in plain text only its extent can.
    extent = Extent(0, len(is_likely)) if evidence else likeliest_extent(sheet.lines, log_odds.tolist(), is_likely)
    is_body = [
        likely and sign is None and extent.first <= index < extent.last
        for index, (likely, sign) in enumerate(zip(is_likely, sheet.signs, strict=True))
    ]
    _drop_shouted_links(sheet, is_body)
    _drop_pull_quotes(sheet, is_body)
    _drop_teasers(sheet, is_body)
    _drop_bios(sheet, is_body)
    _keep_headings(sheet, evidence, is_body)
    return is_body


def _keep_headings(sheet: _Sheet, evidence: Mapping[str, Column], is_body: list[bool]) -> None:
    """A heading element without a link, right above a line of the body, is a sub-heading."""
    for index in range(len(is_body) - 1) if "heads_prose" in evidence else ():
        if evidence["heads_prose"][index] and is_body[index + 1] and sheet.signs[index] is None:
            is_body[index] = True


def _conversation(sheet: _Sheet) -> list[bool]:
    """Return which lines of a page with turns are body: what stands between them is speech, however short."""
    weights = line_weights(sheet.lines, sheet.signs, sheet.n_copies)
    for index in sheet.labelled:
        weights[index] = max(weights[index], _LABELLED_WEIGHT)
    extent = find_extent(sheet.lines, weights)
    if extent is None:
        return []
    is_body = [extent.first <= index < extent.last and sign is None for index, sign in enumerate(sheet.signs)]
    _drop_teasers(sheet, is_body)
    _drop_bios(sheet, is_body)
    return is_body


def _drop_shouted_links(sheet: _Sheet, is_body: list[bool]) -> None:
    for index, line in enumerate(sheet.lines):
        if line.is_upper and len(line.tokens) > _MAX_UPPER_HEADING_WORDS and not line.ends_sentence:
            is_body[index] = False


def _drop_pull_quotes(sheet: _Sheet, is_body: list[bool]) -> None:
    """Drop the lines that are one quotation without a speaker and stand inside another line of the body."""
    body = [line for line, is_in in zip(sheet.lines, is_body, strict=True) if is_in]
    candidates = [index for index, line in enumerate(sheet.lines) if is_body[index] and _is_bare_quotation(line)][
        :_MAX_PULL_QUOTES
    ]
    if not candidates:
        return
    texts = Counter(sheet.lines[index].folded for index in candidates)
    whole = "\n".join(line.folded for line in body)
    for index in candidates:
        folded = sheet.lines[index].folded
        if whole.count(folded) > texts[folded]:
            is_body[index] = False


def _is_bare_quotation(line: Line) -> bool:
    text = line.text
    return (
        _MIN_REPEATED_CHARS <= len(text) <= _MAX_PULL_QUOTE_CHARS
        and text[0] in QUOTATION_MARKS
        and text[-1] in QUOTATION_MARKS
        and not reports_speech(line)
    )


def _drop_teasers(sheet: _Sheet, is_body: list[bool]) -> None:
    """Drop the headlines that stand under a teaser's heading."""
    n_left = 0
    for index, line in enumerate(sheet.lines):
        if sheet.signs[index] == "teaser" and len(line.text) <= _MAX_TEASER_HEADING_CHARS:
            n_left = _MAX_TEASERS
        elif is_body[index] and n_left and index not in sheet.labelled:
            is_headline = not line.ends_sentence and len(line.text) <= _MAX_HEADLINE_CHARS and not line.is_list_item
            n_left = n_left - 1 if is_headline else 0
            is_body[index] = not is_headline


def _drop_bios(sheet: _Sheet, is_body: list[bool]) -> None:
    """Drop the lines about an author at the body's end."""
    body = [index for index, is_in in enumerate(is_body) if is_in]
    bios: list[int] = []
    for index in reversed(body[1:]):
        if index in sheet.labelled or len(bios) == _MAX_BIOS or not _is_bio(sheet, is_body, index):
            break
        bios.append(index)
    n_chars = sum(len(sheet.lines[index].text) for index in body)
    if sum(len(sheet.lines[index].text) for index in bios) <= _MAX_BIO_SHARE * n_chars:
        for index in bios:
            is_body[index] = False


def _is_bio(sheet: _Sheet, is_body: Sequence[bool], index: int) -> bool:
    line = sheet.lines[index]
    if line.has_quotation and reports_speech(line):
        return False
    if has_bio_form(line):
        return True
    name = introduced_person(line)
    if name is None:
        return False
    surname = name.split()[-1].casefold()
    return not any(surname in sheet.lines[before].tokens for before in range(index) if is_body[before])


def _name_reasons(
    sheet: _Sheet, is_body: Sequence[bool], extent: Extent, title: int | None, hints: Sequence[str | None] | None
) -> list[str | None]:
    """Return why each line is not body; None for the body's lines."""
    standfirsts = _standfirsts(sheet, is_body, extent, title)
    headline = None if title is None else sheet.lines[title].folded
    reasons: list[str | None] = []
    for index, line in enumerate(sheet.lines):
        if is_body[index]:
            reasons.append(None)
        elif line.folded == headline:
            reasons.append("headline")
        elif sheet.signs[index] is not None:
            reasons.append(sheet.signs[index])
        elif index in standfirsts:
            reasons.append("standfirst")
        elif hints is not None and hints[index] is not None:
            reasons.append(hints[index])
        else:
            reasons.append(_reason_by_place(sheet, is_body, index, extent))
    _name_credits(sheet, reasons)
    return reasons


def _standfirsts(sheet: _Sheet, is_body: Sequence[bool], extent: Extent, title: int | None) -> range:
    """Return the lines between headline and byline, where these are few and running text."""
    if title is None:
        return range(0)
    least, most = _STANDFIRST_CHARS
    for index in range(title + 1, min(title + 2 + _MAX_LINES_TO_BYLINE, extent.last)):
        if sheet.signs[index] in {"byline", "timestamp"}:
            return range(title + 1, index)
        if is_body[index] or not least <= len(sheet.lines[index].text) <= most:
            break
    return range(0)


def _reason_by_place(sheet: _Sheet, is_body: Sequence[bool], index: int, extent: Extent) -> str:
    line = sheet.lines[index]
    is_below = index >= extent.last
    if is_below and (has_bio_form(line) or (index < extent.last + _MAX_BIOS and _is_bio(sheet, is_body, index))):
        return "author_bio"
    if sheet.n_copies[index] > 1 and _has_copy_near(sheet.lines, index):
        return "caption"
    if line.ends_sentence:
        return "caption" if not is_below and _stands_at_picture(sheet, index) else "other"
    if opens_tail(line) or len(line.text) >= _MIN_TEASER_CHARS:
        return "teaser"
    return "teaser" if extent.first <= index < extent.last else "navigation"


def _has_copy_near(lines: Sequence[Line], index: int) -> bool:
    near = range(max(0, index - _MAX_LINES_TO_COPY), min(len(lines), index + _MAX_LINES_TO_COPY + 1))
    return any(other != index and lines[other].folded == lines[index].folded for other in near)


def _stands_at_picture(sheet: _Sheet, index: int) -> bool:
    beside = sheet.signs[max(0, index - 1) : index + 2]
    return "credit" in beside or "caption" in beside


def _name_credits(sheet: _Sheet, reasons: list[str | None]) -> None:
    """A lone name beside a picture's credit is the photographer's."""
    for index, line in enumerate(sheet.lines):
        beside = {reasons[other] for other in (index - 1, index + 1) if 0 <= other < len(reasons)}
        if reasons[index] in {"navigation", "teaser"} and "credit" in beside and is_name_line(line):
            reasons[index] = "credit"
