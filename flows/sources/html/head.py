"""What an HTML page says of itself beside its visible text: title, meta tags, JSON-LD, times.

Only collected here, as it stands on the page; flows/pages makes facts of it. Pages are untrusted, so the number and
the size of all that is collected has a limit, and nothing here raises.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from lxml.etree import _Element as Element

from flows.sources.page import Head

# Pages of real sites have 20 to 150 meta tags, and up to 60 time elements (a list of teasers).
_MAX_META: Final = 500
_MAX_TIMES: Final = 100
# Titles, addresses, names and descriptions are shorter. A longer value is cut: its start tells as much.
_MAX_VALUE_CHARS: Final = 2_000
# An article's JSON-LD has 1 to 30 kB, a live report's with all its posts up to 500 kB. Parsing 1 MB takes 10 ms.
_MAX_JSON_CHARS: Final = 1_000_000
_MAX_JSON_SCRIPTS: Final = 50
_MAX_JSON_OBJECTS: Final = 500
# Objects in a @graph in the main entity of a page: deeper than this nobody puts the article.
_MAX_JSON_DEPTH: Final = 6

_JSON_LD_TYPE: Final = "application/ld+json"
# Properties of an object that hold what the page is about, as objects of their own.
_NESTED: Final = ("@graph", "mainEntity", "mainEntityOfPage")
# What pages wrap around JSON, or leave at its end, and JSON does not allow.
_OPENERS: Final = ("//", "/*", "*/", "<!--", "<![CDATA[")
_CLOSERS: Final = ("//", "/*", "*/", "-->", "]]>", ";")
_MAX_WRAPPERS: Final = 3
_TRAILING_COMMA: Final = re.compile(r",\s*(?=[}\]])")
_DECODER: Final = json.JSONDecoder(strict=False)  # line breaks inside strings are common

# Microdata puts these times on visible elements too; its other properties there are visible text anyway.
_TIME_PROPERTIES: Final = frozenset({"datepublished", "datemodified"})
# A title inside a drawing names the drawing.
_DRAWING: Final = "svg"


def read_head(tree: Element) -> Head:
    """Return what stands on the page beside its visible text. `tree` is the page's root element.

    meta: in lower case the name, property or itemprop; one pair for each of the words of a property that has several.
        Times that microdata gives to visible elements stand behind them, as "datepublished" and "datemodified".
    json_ld: the objects of all scripts, those inside "@graph", "mainEntity" and "mainEntityOfPage" beside the object
        that holds them. A script that can't be read as JSON is left out.
    """
    title: str | None = None
    canonical: str | None = None
    meta: list[tuple[str, str]] = []
    scripts: list[str] = []
    times: list[str] = []
    microdata: list[tuple[str, str]] = []
    for element in tree.iter("title", "meta", "link", "script", "time", "span", "abbr"):
        match element.tag:
            case "title" if title is None and not _is_in_drawing(element):
                title = _clean("".join(element.itertext()))
            case "meta" if len(meta) < _MAX_META:
                meta.extend(_meta_pairs(element))
            case "link" if canonical is None and "canonical" in _tokens(element.get("rel")):
                canonical = _clean(element.get("href"))
            case "script" if _is_json_ld(element) and len(scripts) < _MAX_JSON_SCRIPTS:
                scripts.append(element.text or "")
            case "time" if len(times) < _MAX_TIMES:
                times.extend(_stated_times(element))
        if element.get("itemprop") is not None and element.tag != "meta" and len(microdata) < _MAX_TIMES:
            microdata.extend(_microdata(element))
    return Head(
        title=title,
        language=_clean(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")),
        canonical=canonical,
        meta=tuple([*meta, *microdata][:_MAX_META]),
        json_ld=read_json_ld(scripts),
        times=tuple(times),
    )


def read_json_ld(scripts: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """Return the objects of JSON-LD scripts, flat, in order; what is broken beyond the usual slips is left out."""
    objects: list[Mapping[str, Any]] = []
    n_chars_left = _MAX_JSON_CHARS
    for script in scripts:
        if len(script) > n_chars_left:
            continue
        n_chars_left -= len(script)
        for value in _parse(script):
            objects.extend(_flatten(value, _MAX_JSON_DEPTH))
            if len(objects) >= _MAX_JSON_OBJECTS:
                return tuple(objects[:_MAX_JSON_OBJECTS])
    return tuple(objects)


def _meta_pairs(element: Element) -> Iterator[tuple[str, str]]:
    content = _clean(element.get("content"))
    if content is None:
        return
    names = {name: None for attribute in ("property", "name", "itemprop") for name in _tokens(element.get(attribute))}
    for name in names:
        yield name, content


def _stated_times(element: Element) -> list[str]:
    stated = _clean(element.get("datetime") or element.get("content") or element.get("title"))
    return [] if stated is None else [stated]


def _microdata(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the times of publication that microdata gives to a visible element."""
    for stated in _stated_times(element):
        for name in _tokens(element.get("itemprop")):
            if name in _TIME_PROPERTIES:
                yield name, stated


def _parse(script: str) -> list[Any]:
    """Return the JSON values of a script: one, or several where a page wrote them one after the other."""
    for tidy in (str.strip, _tidied):
        try:
            return _decode_all(tidy(script))
        except (ValueError, RecursionError):  # RecursionError: nested thousands of levels deep
            continue
    return []


def _tidied(script: str) -> str:
    """Return the script without the slips that pages make: comment marks around it, commas before a closing bracket.

    extruct removes comments with a JavaScript lexer of its own; on real pages nothing more than this was needed.
    """
    text = script.strip()
    for _ in range(_MAX_WRAPPERS):
        for opener in _OPENERS:
            text = text.removeprefix(opener).lstrip()
        for closer in _CLOSERS:
            text = text.removesuffix(closer).rstrip()
    return _TRAILING_COMMA.sub("", text)


def _decode_all(text: str) -> list[Any]:
    values: list[Any] = []
    position = 0
    while position < len(text) and len(values) < _MAX_JSON_OBJECTS:
        value, position = _DECODER.raw_decode(text, position)
        values.append(value)
        while position < len(text) and text[position] in " \t\r\n,;":
            position += 1
    return values


def _flatten(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a JSON value; of nested objects those that stand for what the page is about."""
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value[:_MAX_JSON_OBJECTS]:
            yield from _flatten(item, depth - 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in _NESTED:
            if key in value:
                yield from _flatten(value[key], depth - 1)


def _is_json_ld(element: Element) -> bool:
    return (element.get("type") or "").split(";")[0].strip().lower() == _JSON_LD_TYPE


def _is_in_drawing(element: Element) -> bool:
    return next(element.iterancestors(_DRAWING), None) is not None


def _tokens(value: str | None) -> list[str]:
    return (value or "")[:_MAX_VALUE_CHARS].lower().split()


def _clean(value: str | None) -> str | None:
    """Return the value in one line, cut to its limit; None where it says nothing."""
    return " ".join((value or "")[:_MAX_VALUE_CHARS].split()) or None
