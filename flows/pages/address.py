"""What a page's address says: the site, the date, the section."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

import tld

from flows.pages.dates import StatedTime, read_time
from flows.pages.lexicon import phrases

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# /2021/05/04/, /2021/5/4/, /2021-05-04/, /2021/may/04/, /20210504-1234/, /story-20210504/. Eight digits in a row are
# a date only as a part of their own; of ids with eight digits one in 7,000 looks like a date of these years.
_URL_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:"
    r"(?P<mark>[/_-])(?P<month>\d{1,2}|[a-z]{3})(?P=mark)(?P<day>\d{1,2})|(?P<month2>\d\d)(?P<day2>\d\d)"
    r")(?!\d)",
    re.IGNORECASE,
)
# Addresses are at most about 2,000 characters long where browsers are to open them.
_MAX_URL_CHARS: Final = 2_000


def registrable_host(url: str | None) -> str | None:
    """Return the part of the host that somebody registered: "valleypost.co.uk" of "https://news.valleypost.co.uk/x".

    By the public suffix list that comes with the library tld. The whole host where no name is registered, such as an
    IP address; None where the URL names no host.
    """
    host = _host(url)
    if host is None:
        return None
    return registered_domain(host) or host


@lru_cache(maxsize=4_096)
def registered_domain(host: str) -> str | None:
    """Return the part of a host that somebody registered, private suffixes among them; None where no name is."""
    registered = tld.get_fld(f"https://{host}", fail_silently=True, search_private=True)
    return registered if isinstance(registered, str) else None


def url_day(url: str | None, latest: datetime) -> StatedTime | None:
    """Return the date in the path of a URL, to the day; None where it has none that can be true."""
    for match in _URL_DATE.finditer(_path(url)):
        month = (match["month"] or match["month2"]).casefold()
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month) if month.isdigit() else 0
        day = int(match["day"] or match["day2"])
        stated = read_time(f"{match['year']}-{number:02}-{day:02}", latest)
        if stated is not None:
            return stated
    return None


def url_section(url: str | None) -> str | None:
    """Return the section that the first folder of the path names, where it is a word that only sections have."""
    folders = [part for part in _path(url).split("/") if part][:-1]
    if not folders:
        return None
    words = re.sub(r"[-_]+", " ", folders[0].casefold())
    return words.capitalize() if words in phrases("section_words") else None


def same_address(one: str, other: str) -> bool:
    """Return whether two URLs lead to the same page: host and path alike, scheme, "www." and query aside."""
    return (_host(one), _path(one).rstrip("/")) == (_host(other), _path(other).rstrip("/"))


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit((url or "")[:_MAX_URL_CHARS]).hostname
    except ValueError:  # "http://[": not an address
        return None
    return host.removeprefix("www.") or None if host else None


def _path(url: str | None) -> str:
    try:
        return unquote(urlsplit((url or "")[:_MAX_URL_CHARS]).path)
    except ValueError:
        return ""
