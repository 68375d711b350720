from __future__ import annotations

import pytest

from flows.sources.sniff import is_html


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"<!DOCTYPE html><title>x", True, id="doctype"),
        pytest.param(b"\n\t <HTML lang=en>", True, id="html"),
        pytest.param(b"<p>words", True, id="paragraph"),
        pytest.param(b"<!-- a comment --><div>", True, id="comment"),
        pytest.param(b"\xef\xbb\xbf<html>", True, id="byte-order mark"),
        pytest.param("\ufeff<html>".encode("utf-16-le"), True, id="utf-16"),
        pytest.param(b'<?xml version="1.0"?>\n<!-- x --><!DOCTYPE html>', True, id="xhtml"),
        pytest.param(b'<?xml version="1.0"?><rss>', False, id="feed"),
        pytest.param(b'<?xml version="1.0"?><!-- <html> --><svg>', False, id="drawing"),
        pytest.param(b"<bridge> is a word", False, id="no tag of HTML"),
        pytest.param(b"<pre-war> news", False, id="a tag's start"),
        pytest.param(b"We write <html> here", False, id="text"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_what_starts_as_html(content: bytes, expected: bool) -> None:
    assert is_html(content) is expected
