"""How large what is read may be. Pages, archives and dumps are untrusted: no more than this is held in memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of reading; a page over one of them is set aside with a reason that names it.

    max_page_bytes: a page's bytes, and those of an archive's record once it is decompressed. A long transcript has
        200 kB, a heavy HTML page 3 MB; 10 MB is a log or a dump of many pages, and would hold up its batch. Of a
        compression bomb no more than this is unpacked.
    max_line_bytes: a line of a JSONL dump. JSON may write each character as six to twelve bytes, and a line can
        hold the page twice, as HTML and as text. What is parsed from a hostile line takes 20 times its size.
    max_text_chars: the text that goes to the language model, which reads about 30,000 characters a second: half a
        minute. A day of hearings in a court has 600,000.
    max_word_chars: characters without white space. What is longer is data in letters (base64), which no model can
        read and which takes rules over words very long. Languages without spaces have them between paragraphs.
    """

    max_page_bytes: int = 10_000_000
    max_line_bytes: int = 32_000_000
    max_text_chars: int = 1_000_000
    max_word_chars: int = 100_000


def too_large(n_bytes: int | None, max_bytes: int) -> str:
    """Return the problem of a page over the limit; n_bytes: None where reading stopped before its end."""
    if n_bytes is None:
        return f"too_large: more than {max_bytes} bytes, which is the limit"
    return f"too_large: {n_bytes} bytes, and the limit is {max_bytes}"
