from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.sources.find import find_pages
from flows.sources.options import SourceOptions
from flows.sources.page import FoundPage, RawPage
from flows.sources.read import close_archives, read_raw

Record = Callable[..., bytes]


@pytest.fixture(scope="session")
def record() -> Record:
    """A function that writes a WARC record around a body."""

    def write(
        url: str = "https://gazette.example/a",
        body: bytes = b"<html><p>The bridge is open.</p></html>",
        *,
        kind: str = "response",
        status: str = "200 OK",
        content_type: str | None = "text/html",
        http: tuple[str, ...] = (),
        length: int | None = None,
        is_http: bool = True,
    ) -> bytes:
        typed = [] if content_type is None else [f"Content-Type: {content_type}"]
        block = body
        if is_http:
            block = "\r\n".join([f"HTTP/1.1 {status}", *typed, *http, "", ""]).encode() + body
            typed = ["Content-Type: application/http; msgtype=response"]
        head = [
            *("WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", "WARC-Date: 2021-03-04T05:06:07Z"),
            *(*typed, f"Content-Length: {len(block) if length is None else length}", "", ""),
        ]
        return "\r\n".join(head).encode() + block + b"\r\n\r\n"

    return write


@pytest.fixture
def find(tmp_path: Path) -> Iterator[Callable[..., list[FoundPage]]]:
    """A function that writes a file and finds the pages in it."""

    def write_and_find(name: str, content: bytes, options: SourceOptions | None = None) -> list[FoundPage]:
        (tmp_path / name).write_bytes(content)
        return list(find_pages([str(tmp_path / name)], options or SourceOptions()))

    yield write_and_find
    close_archives()


@pytest.fixture
def read() -> Callable[..., list[RawPage]]:
    """A function that reads the pages that were found without a problem, and checks what holds for all of them."""

    def read_found(found: list[FoundPage], options: SourceOptions | None = None) -> list[RawPage]:
        sound = [page for page in found if page.problem is None]
        raws = list(read_raw([page.ref for page in sound], options or SourceOptions()))
        for page, raw in zip(sound, raws, strict=True):
            assert raw.ref == page.ref
            assert raw.problem is not None or raw.content_sha256 == page.content_sha256
        return raws

    return read_found
