"""The address of a page, and the document id that is made of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePath
from typing import Final
from urllib.parse import urlsplit, urlunsplit

# 16 hex digits hold 64 bits: a clash between a million pages has a chance of 1 in 37 million.
_N_ID_DIGITS: Final = 16
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s/]", re.IGNORECASE)
# Servers refuse longer ones; "data:" and rubbish in a column for addresses can be any length.
_MAX_URL_CHARS: Final = 8_000
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def doc_id_of(address: str) -> str:
    """Return the document id of an address: a URL, or a path relative to the folder that was given.

    The same name in another Unicode form (as file systems hand it out) is the same address. Bytes that are not
    UTF-8, which Python keeps as lone surrogates, count as they are.
    """
    canonical = unicodedata.normalize("NFC", address)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:_N_ID_DIGITS]


def record_doc_id(archive_address: str, record: str, url: str | None = None) -> str:
    """Return the document id of a record: that of its URL where it has one, else of its place in the archive."""
    # No path holds a NUL, so no file has the address of a record.
    return doc_id_of(f"{archive_address}\0{record}" if url is None else normalise_url(url))


def is_other_page(doc_id: str, url: str | None) -> bool:
    """Return whether the URL, where there is one, is that of another document."""
    return url is not None and doc_id_of(normalise_url(url)) != doc_id


def web_address(value: str | None) -> str | None:
    """Return the value as a web address; None where it is none (archives hold "dns:" and "urn:" too)."""
    # WARC 1.0 allows angle brackets around it.
    address = (value or "").strip().removeprefix("<").removesuffix(">")
    if len(address) > _MAX_URL_CHARS or not _WEB_ADDRESS.match(address):
        return None
    return _LONE_SURROGATE.sub("\ufffd", address)


def normalise_url(url: str) -> str:
    """Return the same text for addresses that are the same page by the rules of URLs alone (RFC 3986, 6.2).

    Scheme and host in lower case, no default port, no fragment, "/" for an empty path. No more: that http and
    https, a "www." or a tracking parameter make no difference is true of many sites and wrong on some, where two
    pages would become one and the first be lost. The same text under several addresses is found as copies anyway.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url.partition("#")[0]
    userinfo, at, _ = parts.netloc.rpartition("@")
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    suffix = "" if port in {None, _DEFAULT_PORTS.get(parts.scheme)} else f":{port}"
    return urlunsplit((parts.scheme, f"{userinfo}{at}{host}{suffix}", parts.path or "/", parts.query, ""))


def shown(path: PurePath) -> str:
    """Return the path as printable text: what is not UTF-8 stands as the replacement character."""
    return _LONE_SURROGATE.sub("\ufffd", path.as_posix())
