"""What the page says of itself: title, site, publisher, authors, section, times; and its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from flows.pages.address import registrable_host, url_section
from flows.pages.authors import agency_in, byline_names, choose_authors, squash
from flows.pages.dates import StatedTime, stated_times
from flows.pages.document import Facts
from flows.pages.drop import Verdict
from flows.pages.lexicon import phrases, words
from flows.pages.lines import Line
from flows.pages.names import leading_name
from flows.pages.published import choose_times, latest_time
from flows.pages.signs import BYLINE_START, is_name_line, wire_agencies
from flows.pages.structured import Structured, read_structured, tidy
from flows.pages.title import choose_title
from flows.pages.tongue import detect_language
from flows.sources.page import Page

T = TypeVar("T")

# The owner behind "© 2024", "Copyright 2020", "Copyright": capitalised words up to a full stop or a clause.
_OWNER: Final = re.compile(
    r"(?:copyright\s*(?:©|\(c\))?|©|\(c\))\s*(?:copyright\s*)?(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d|present))?,?\s*)?(?:by\s+)?"
    r"(?P<owner>[^\W\d_][^.,;|·•:()\n]{1,60}(?:\.(?:com|org|net|co)\b[^.,;|·•:()\n]{0,20})?)",
    re.IGNORECASE,
)
_PROVIDED_BY: Final = re.compile(
    r"\b(?:provided|produced|distributed) by (?P<owner>(?:the )?[A-Z][^.,;|·•:()\n]{1,60})"
)
_OWNER_TAIL: Final = re.compile(
    r"[\s,]+(?:all rights reserved.*|inc|llc|ltd|limited|to see more.*|and contributors)$|\s+-.*$", re.IGNORECASE
)
# "LENN, May 4 (Reuters) -", "(AP) —"; the place is left out where the story has none.
_DATELINE: Final = re.compile(r"^(?:[A-Z][\w .,'’/-]{1,60})?\((?P<agency>[^\W\d_][\w ]{1,40})\)\s*[-–—:]")
_MAX_DATELINE_CHARS: Final = 120
# A dateline opens the story; a lead or a sub-heading may stand above it, and where the body begins is a guess.
_N_DATELINE_LINES: Final = 3
# "Political reporter @annaroe" under the name.
_MAX_OFFICE_CHARS: Final = 60
# The page's own notice stands in its head or foot; one this near the body's end belongs to the article.
_MAX_LINES_BELOW_BODY: Final = 2
# What parts a site's name from its motto.
_NAME_CUT: Final = re.compile(r"\s*[|•·»]\s*|\s+[-–—:]+\s+")
# Sections in one value: "Global,Culture". With a space behind the comma it may be one name: "Arts, Books & Film".
_LISTED: Final = re.compile(r"\s*[;|]\s*|,(?=\S)")
# A section is named in a few words.
_MAX_SECTION_CHARS: Final = 50
# Pages have one main heading; one that has many makes headings of its teasers.
_MAX_MAIN_HEADINGS: Final = 5
# Below the title and above the body, or under the body: where bylines stand. In menus and teasers they are others'.
_MAX_LINES_FROM_BODY: Final = 25


def read_facts(page: Page, lines: Sequence[Line], verdict: Verdict, *, now: datetime | None = None) -> Facts:
    """Return what the page says of itself, and the language of its body.

    Of each fact the most trusted source counts: structured data (JSON-LD before meta tags), the record of the dump,
    the page's address, what a reader sees. `now` bounds the dates of pages of which nobody knows when they were
    fetched (`published.latest_time`).
    """
    record = {name: text for name, value in page.head.record.items() if (text := tidy(value)) is not None}
    url = page.url or page.head.canonical
    structured = read_structured(page.head, url)
    owners = _owners(lines, verdict)
    site = _site(structured, record.get("site"), owners.of_page, url)
    latest = latest_time(record, now)
    times = choose_times(structured, record, url, _visible_times(lines, verdict, latest), page.head.times, latest)
    published, updated = times.published, times.updated
    organisations = [*structured.organisations, *structured.sites, *structured.publishers, *filter(None, [site])]
    section = _section(structured, record.get("section"), url, organisations)
    return Facts(
        title=choose_title(
            _stated_titles(structured, record.get("title")),
            lines,
            _headings(page, lines, verdict),
            verdict.extent,
            [*organisations, *_host_names(url), *structured.sections],
        ),
        site=site,
        publisher=_publisher(structured, owners, _agency(lines, verdict), organisations)
        or _original_host(page.head.canonical, page.url),
        authors=choose_authors(
            [
                *structured.authors,
                [record.get("authors", "")],
                _visible_authors(lines, verdict),
            ],
            [*organisations, *structured.sections],
            _byline_above(lines, verdict),
        ),
        section=section,
        published_at_utc=published.at_utc if published else None,
        published_precision=published.precision if published else None,
        published_from=times.published_from,
        updated_at_utc=updated.at_utc if updated else None,
        language=detect_language(
            [line.text for line, reason in zip(lines, verdict.reasons, strict=True) if reason is None],
            structured.language,
        ),
    )


def _stated_titles(structured: Structured, of_record: str | None) -> list[str]:
    return [title for title in (*structured.titles, structured.document_title, of_record) if title]


def _headings(page: Page, lines: Sequence[Line], verdict: Verdict) -> list[int]:
    """Return the lines that may be the headline: the one found above the body, then the page's main headings."""
    starts = [(block.start, block.end) for block in page.blocks if block.tag == "h1"]
    main = [
        index
        for index, line in enumerate(lines[: verdict.extent.last])
        if any(start <= line.start < end for start, end in starts[:_MAX_MAIN_HEADINGS])
    ]
    return [*([] if verdict.title is None else [verdict.title]), *reversed(main)]


def _site(structured: Structured, of_record: str | None, of_page: str | None, url: str | None) -> str | None:
    """Return the name of the site, else its host.

    of_page: whom the notice in the page's head or foot names. That may be the company behind the site; where the host
    is known it counts only if it bears the host's name.
    """
    hosts = _host_names(url)
    if of_page is not None and hosts and squash(hosts[-1]) not in squash(of_page):
        of_page = None
    stated = [_name_in(name, hosts) for name in structured.sites]
    named = _first([*stated, _title_end(structured), of_record, of_page])
    if named is None:
        return registrable_host(url)
    names = [*structured.sites, *structured.publishers, _title_end(structured)]
    if named.islower() and squash(named) in map(squash, hosts):
        written = (name for host in reversed(hosts) for name in names if name and squash(name) == squash(host))
        named = next((name for name in written if not name.islower()), named)
    return _best_spelling(named, names)


def _host_names(url: str | None) -> list[str]:
    """Return the host and its first part: names that the site goes by, the longer one first."""
    host = registrable_host(url)
    return [] if host is None else [host, host.partition(".")[0]]


def _name_in(stated: str, hosts: Sequence[str]) -> str | None:
    """Return the part of a site's stated name that is its name: "Valley Post | News for the valley"."""
    parts = [part for part in _NAME_CUT.split(stated) if part and not part.startswith("http")]
    here = [part for part in parts if squash(part) in {squash(host) for host in hosts}]
    return _first([*here, *parts])


def _title_end(structured: Structured) -> str | None:
    """Return the name behind the headline in the document's title: "Bridge to close - The Valley Post"."""
    document_title = structured.document_title or ""
    for title in structured.titles:
        rest = document_title.removeprefix(title)
        if rest != document_title:
            named = _NAME_CUT.split(rest)[-1].strip()
            return named if 0 < len(named) <= _MAX_SECTION_CHARS and len(_NAME_CUT.split(rest)) > 1 else None
    return None


def _best_spelling(name: str, others: Iterable[str | None]) -> str:
    """Return the name as written for people, where it is written as one word in small letters: "valleypost"."""
    if not name.islower() or " " in name:
        return name
    same = {squash(name), f"the{squash(name)}"}
    return next((other for other in others if other and squash(other) in same and not other.islower()), name)


def _publisher(structured: Structured, owners: _Owners, agency: str | None, organisations: Sequence[str]) -> str | None:
    """Return who made the page: the agency whose story it is, whom the notice beside the body names, who is stated."""
    of_author = _first(_agency_of(place) for place in structured.authors)
    stated = _first(name for name in structured.publishers if name.casefold() not in phrases("no_publishers"))
    if stated is not None:
        stated = _best_spelling(wire_agencies().get(stated, stated), organisations)
    if agency or of_author:
        return agency or of_author
    if owners.of_article is not None and stated is not None and squash(stated) in squash(owners.of_article):
        return stated
    return owners.of_article or stated


def _agency_of(authors: Sequence[str]) -> str | None:
    """Return the agency of a list of authors, if they all are agencies or an agency's."""
    agencies = [agency_in(text) for text in authors]
    return agencies[0] if None not in agencies else None


def _original_host(canonical: str | None, url: str | None) -> str | None:
    """Return the host that a page names as the place of the original, where that is another site's."""
    original, here = registrable_host(canonical), registrable_host(url)
    return original if here is not None and original != here else None


def _section(
    structured: Structured, of_record: str | None, url: str | None, organisations: Sequence[str]
) -> str | None:
    """Return the part of the site: a stated one before "News", which is half of all pages."""
    no_sections = {squash(name) for name in (*organisations, *_host_names(url))}
    listed = (text for value in (*structured.sections, of_record) if value for text in _LISTED.split(value))
    stated = [
        text
        for text in (*listed, url_section(url))
        if text and len(text) <= _MAX_SECTION_CHARS and any(map(str.isalpha, text)) and not text.startswith("http")
        if "_" not in text and text.casefold() not in phrases("no_sections") and squash(text) not in no_sections
    ]
    telling = [text for text in stated if text.casefold() != "news"]
    named = _first([*telling, *stated])
    if named is None:
        return None
    spelled = _best_spelling(named, stated)
    return spelled[:1].upper() + spelled[1:] if spelled.islower() else spelled


class _Owners:
    """Whom the copyright notices name: of_article beside the body, of_page in the page's head or foot."""

    def __init__(self, of_article: str | None, of_page: str | None) -> None:
        self.of_article = of_article
        self.of_page = of_page


def _owners(lines: Sequence[Line], verdict: Verdict) -> _Owners:
    near: list[str] = []
    far: list[str] = []
    n_below = 0
    for index, (line, reason) in enumerate(zip(lines, verdict.reasons, strict=True)):
        if reason == "copyright":
            owner = _owner(line.text)
            is_near = verdict.extent.first <= index and n_below <= _MAX_LINES_BELOW_BODY
            if owner is not None:
                (near if is_near else far).append(owner)
        n_below += index >= verdict.extent.last
    return _Owners(_first(near), _first(far))


def _owner(text: str) -> str | None:
    match = _PROVIDED_BY.search(text) or _OWNER.search(text)
    if match is None:
        return None
    owner = match["owner"].strip()
    previous = None
    while previous != owner:
        previous, owner = owner, _OWNER_TAIL.sub("", owner).strip(" ,-–—")
    return owner if owner[:1].isupper() or "." in owner else None


def _agency(lines: Sequence[Line], verdict: Verdict) -> str | None:
    """Return the agency that a dateline, a byline, or the line of the time names; the first line that names one."""
    return _first(_agency_of_line(index, lines[index], verdict) for index in range(len(lines)))


def _agency_of_line(index: int, line: Line, verdict: Verdict) -> str | None:
    reason = verdict.reasons[index]
    if abs(index - verdict.extent.first) < _N_DATELINE_LINES:
        dateline = _DATELINE.match(line.text[:_MAX_DATELINE_CHARS])
        if dateline is not None:
            return wire_agencies().get(dateline["agency"])
    if not _is_beside_body(index, verdict):
        return None
    if reason == "byline":
        return agency_in(line.text)
    if reason == "timestamp":
        return _first(wire_agencies()[name] for name in wire_agencies() if line.text.startswith(f"{name} "))
    return None


def _visible_authors(lines: Sequence[Line], verdict: Verdict) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for index, (line, reason) in enumerate(zip(lines, verdict.reasons, strict=True)):
        if reason == "byline" and _is_beside_body(index, verdict):
            below = lines[index + 1] if index + 1 < len(lines) else None
            if _is_bare(line) and below is not None and is_name_line(below):
                names[below.text] = None
            names.update(dict.fromkeys(byline_names(line.text)))
        elif reason == "author_bio":
            name = leading_name(line.text)
            if name is not None:
                names[name.removesuffix("'s").removesuffix("’s")] = None
        elif (
            _is_byline_by_place(lines, index, verdict) and is_name_line(line) and not _is_in_title(line, lines, verdict)
        ):
            names[line.text] = None
    return tuple(names)


def _byline_above(lines: Sequence[Line], verdict: Verdict) -> list[str]:
    """Return the people whom the byline next above the body names."""
    above = range(verdict.extent.first - 1, max(-1, verdict.extent.first - _MAX_LINES_FROM_BODY), -1)
    bylines = (lines[index].text for index in above if verdict.reasons[index] == "byline")
    return next((byline_names(text) for text in bylines if BYLINE_START.match(text) is not None), [])


def _is_byline_by_place(lines: Sequence[Line], index: int, verdict: Verdict) -> bool:
    """Return whether a date or an office stands beside the line: then a lone name above the body is its author's."""
    if verdict.reasons[index] is None or index >= verdict.extent.first or not _is_beside_body(index, verdict):
        return False
    return "timestamp" in verdict.reasons[max(0, index - 1) : index + 2] or (
        verdict.reasons[index + 1] is not None and _is_office(lines[index + 1])
    )


def _is_office(line: Line) -> bool:
    """Return whether the line is a journalist's office, with or without a handle behind it."""
    tokens = set(line.text.partition("@")[0].casefold().split())
    return (
        len(line.text) <= _MAX_OFFICE_CHARS
        and words("office_words") >= tokens
        and not words("offices").isdisjoint(tokens)
    )


def _is_bare(byline: Line) -> bool:
    """Return whether the byline is "By" alone: the name stands on the next line."""
    start = BYLINE_START.match(byline.text)
    return start is not None and start.end() == len(byline.text)


def _is_in_title(line: Line, lines: Sequence[Line], verdict: Verdict) -> bool:
    """Return whether the headline holds the name: then it is whom the story is of, or where it plays."""
    return verdict.title is not None and line.folded.strip() in lines[verdict.title].folded.replace("'s ", " ")


def _is_beside_body(index: int, verdict: Verdict) -> bool:
    return verdict.extent.first - _MAX_LINES_FROM_BODY <= index < verdict.extent.last + _MAX_LINES_BELOW_BODY


def _visible_times(lines: Sequence[Line], verdict: Verdict, latest: datetime) -> list[StatedTime]:
    """Return the times that the timestamps and bylines beside the body state."""
    return [
        time
        for index, (line, reason) in enumerate(zip(lines, verdict.reasons, strict=True))
        if reason in {"timestamp", "byline", "update_note"} and _is_beside_body(index, verdict)
        for time in stated_times(line.text, latest)
    ]


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
