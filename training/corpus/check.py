"""Check annotated pages: what breaks the format or the guidelines (errors), and what is worth a second look (hints).

python -m training.corpus.check [FILE or FOLDER …]    # corpus/pages by default; exit status 1 with errors
python -m training.corpus.check --hints FILE …        # also what a careful reader would ask about
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from training.corpus.annotated import AnnotatedPage, CorpusError, Mark, by_number, read_annotated

DEFAULT_FOLDER: Final = Path("corpus/pages")
MIN_WORDS, MAX_WORDS = 300, 1_000
_OPENING: Final = "“‘"
_CLOSING: Final = "”’"
_TITLES: Final = frozenset(
    """the a an mr mrs ms dr sir dame sen senator rep representative gov governor president vice secretary justice judge
    gen general col colonel capt captain sgt sergeant prof professor rev reverend pastor father mayor minister chief
    ambassador congressman congresswoman lord lady king queen prince princess pope imam rabbi bishop councillor cllr
    detective inspector superintendent constable officer spokesman spokeswoman chairman chairwoman former
    coach""".split()  # noqa: SIM905
)
_PRONOUNS: Final = frozenset(
    "he she they him her them his hers their theirs himself herself themselves who whom whose".split()  # noqa: SIM905
)
_REPORTING: Final = re.compile(
    r"\b(?:said|says|saying|told|tells|telling|added|adds|adding|according to|asked|announced|claimed|claims|argued|"
    r"argues|insisted|insists|warned|warns|denied|denies|tweeted|wrote|replied|responded|noted|explained|thinks|"
    r"thought|believes|believed|hopes|hoped|fears|feared)\b",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"“([^“”]*)”|\"([^\"]*)\"")
_CAPITALISED: Final = re.compile(r"(?<![.!?:“\"‘(\]] )(?<!^)\b[A-Z][\w’'-]+(?:\s+(?:of\s+|the\s+)?[A-Z][\w’'-]+)*")


def find_errors(page: AnnotatedPage) -> Iterator[tuple[int, str]]:
    """Yield (line, reason) for all that breaks the guidelines."""
    if not MIN_WORDS <= page.n_words <= MAX_WORDS:
        yield 1, f"{page.n_words} words in the body; {MIN_WORDS} to {MAX_WORDS} are wanted"
    yield from _attribution_errors(page)
    yield from _overlap_errors(page)
    yield from _edge_errors(page)
    yield from _entity_errors(page)


def _attribution_errors(page: AnnotatedPage) -> Iterator[tuple[int, str]]:
    for number, marks in by_number(page.marks, "source", "cue", "content", "relay").items():
        line = next(iter(marks.values()))[0].line
        contents = marks["content"]
        without_cue = [mark for mark in contents if mark.value]
        if not contents:
            yield line, f"q={number} has no content"
        if len(marks["cue"]) > 1:
            yield line, f"q={number} has {len(marks['cue'])} cues"
        if len(marks["source"]) > 1:
            yield line, f"q={number} has {len(marks['source'])} sources"
        if contents and not marks["cue"] and len(without_cue) != len(contents):
            yield line, f'q={number} has no cue; say cue="none" on its content, or mark the cue'
        if marks["cue"] and without_cue:
            yield line, f'q={number} has a cue, and a content that says cue="none"'
        if any(len(mark.ids) > 1 for mark in (*contents, *marks["cue"])):
            yield line, f"q={number} shares its content or cue with another; only a source can be shared"


def _overlap_errors(page: AnnotatedPage) -> Iterator[tuple[int, str]]:
    contents = list(page.marks_of("content"))
    for content in contents:
        for other in page.marks_of("source", "cue", "content"):
            if other is not content and other.block == content.block:
                overlaps = other.start < content.end and content.start < other.end
                if overlaps and not (other.tag == "content" and other.start < content.start):
                    yield (
                        other.line,
                        f"<{other.tag} q={' '.join(other.ids)}> stands in the content of q={content.ids[0]}",
                    )


def _edge_errors(page: AnnotatedPage) -> Iterator[tuple[int, str]]:
    for mark in page.marks_of("content", "source", "cue", "name"):
        text, block = page.text_of(mark), page.blocks[mark.block].text
        before, after = block[: mark.start], block[mark.end :]
        what = f"<{mark.tag}> “{text[:40]}”"
        if text[0] in ",;" or (mark.tag != "source" and text[-1] in ",;"):
            yield mark.line, f"{what} begins or ends with a comma"
        if mark.tag == "content":
            if before[-1:] in {*_OPENING, '"'} and _opens(before):
                yield mark.line, f"{what}: its opening mark stands before it; marks are content"
            if after[:1] in {"”", '"'} and text.count("“") > text.count("”"):
                yield mark.line, f"{what}: its closing mark stands after it; marks are content"
        if mark.tag == "name":
            first = text.split()[0].lower().rstrip(".")
            if mark.value == "PERSON" and first in _TITLES and len(text.split()) > 1:
                yield mark.line, f"{what}: titles and articles are no part of a person's name"
            if mark.value not in {"WORK", "EVENT", "DATE"} and first in {"the", "a", "an"} and text[:1].islower():
                yield mark.line, f"{what}: the article is no part of a name"
            if re.search(r"[’']s$", text) and mark.value == "PERSON":
                yield mark.line, f"{what}: the possessive is no part of a name"


def _opens(before: str) -> bool:
    """Whether the mark at the end opens: a curly one, or a straight one that is the odd one so far."""
    return before[-1] in _OPENING or before.count('"') % 2 == 1


def _entity_errors(page: AnnotatedPage) -> Iterator[tuple[int, str]]:
    types: dict[str, set[str]] = defaultdict(set)
    described = set()
    for mark in page.marks_of("name", "ref"):
        for entity in mark.ids:
            if mark.tag == "name":
                types[entity].add(mark.value)
            elif page.text_of(mark).lower() not in _PRONOUNS | {"it", "its", "itself", "that", "which"}:
                described.add(entity)
    for entity, found in types.items():
        if len(found) > 1:
            yield 1, f"{entity} has names of several types: {', '.join(sorted(found))}"
    for mark in page.marks_of("ref", "content"):
        entities = mark.ids if mark.tag == "ref" else ({mark.value} - {"", "unknown"})
        for entity in entities:
            if entity not in types and entity not in described:
                yield mark.line, f"<{mark.tag}> “{page.text_of(mark)[:30]}” stands for {entity}, which nothing names"


def find_hints(page: AnnotatedPage) -> Iterator[tuple[int, str]]:
    """Yield (line or 0, question) for what is often an oversight. Hints may be wrong; look, then decide."""
    names = Counter(page.text_of(mark) for mark in page.marks_of("name") if mark.value != "DATE")
    for number, block in enumerate(page.blocks):
        own = [mark for mark in page.marks if mark.block == number]
        line = min((mark.line for mark in own), default=0)
        covered = _covered(block.text, [mark for mark in own if mark.tag in {"cue", "content", "source"}])
        named = _covered(block.text, [mark for mark in own if mark.tag in {"name", "ref"}])
        for match in _REPORTING.finditer(block.text):
            if not covered[match.start()]:
                yield line, f"no cue? {_around(block.text, match)}"
        for match in _MARKED.finditer(block.text):
            inner = match.group(1) or match.group(2) or ""
            if len(inner.split()) >= 4 and not any(covered[match.start() : match.end()]) and not _is_work(own, match):
                yield line, f"marked words of nobody? {match.group()[:60]}"
        for surface in names:
            for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", block.text):
                if not named[match.start()]:
                    yield line, f"a name elsewhere: {_around(block.text, match)}"
        for match in _CAPITALISED.finditer(block.text):
            words = match.group().split()
            if not any(named[match.start() : match.end()]) and words[0].lower().rstrip(".") not in _TITLES:
                yield line, f"a name? {_around(block.text, match)}"
        for match in re.finditer(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er)\b", block.text):
            if not named[match.start()]:
                yield line, f"whom does it stand for? {_around(block.text, match)}"


def _is_work(marks: list[Mark], match: re.Match[str]) -> bool:
    return any(mark.tag == "name" and mark.start < match.end() and match.start() < mark.end for mark in marks)


def _covered(text: str, marks: list[Mark]) -> list[bool]:
    covered = [False] * len(text)
    for mark in marks:
        covered[mark.start : mark.end] = [True] * (mark.end - mark.start)
    return covered


def _around(text: str, match: re.Match[str]) -> str:
    return (
        f"…{text[max(0, match.start() - 25) : match.start()]}[{match.group()}]{text[match.end() : match.end() + 25]}…"
    )


def summary(page: AnnotatedPage) -> str:
    """Return one line on what the page holds."""
    attributions = {number for mark in page.marks_of("content") for number in mark.ids}
    kinds = Counter(mark.value for mark in page.marks_of("cue"))
    per_thousand = 1_000 * len(attributions) / max(page.n_words, 1)
    return (
        f"{page.page_id}: {page.n_words} words, {len(attributions)} attributions ({per_thousand:.0f} per 1,000 words; "
        + ", ".join(f"{kinds[kind]} {kind}" for kind in ("speech", "thought", "other"))
        + f"), {sum(1 for _ in page.marks_of('name'))} names, {sum(1 for _ in page.marks_of('ref'))} refs"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Check annotated pages.")
    parser.add_argument("paths", nargs="*", type=Path, default=[DEFAULT_FOLDER])
    parser.add_argument("--hints", action="store_true", help="also print what is worth a second look")
    given = parser.parse_args()
    files = [file for path in given.paths for file in (sorted(path.glob("*.xml")) if path.is_dir() else [path])]
    n_errors = 0
    for file in files:
        try:
            page = read_annotated(file)
        except CorpusError as error:
            n_errors += 1
            print(error)
            continue
        for line, reason in find_errors(page):
            n_errors += 1
            print(f"{file}:{line}: {reason}")
        if given.hints:
            for line, question in find_hints(page):
                print(f"{file}:{line}: hint: {question}")
            print(summary(page))
    print(f"{len(files)} pages, {n_errors} errors", file=sys.stderr)
    sys.exit(1 if n_errors else 0)


if __name__ == "__main__":
    main()
