"""Read an annotated page of the corpus: its XML to blocks of text with spans.

`corpus/GUIDELINES.md` says what is marked and how. Spans are half-open offsets in the text of their block, whose runs
of white space are one space each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from flows.language.labels import CUE_KINDS, NAME_TYPES

PAGE_KINDS: Final = ("article", "transcript")
SPLITS: Final = ("train", "held_out")
BODY_BLOCKS: Final = frozenset({"p", "item", "subheading"})
PAGE_BLOCKS: Final = (*sorted(BODY_BLOCKS), "headline", "standfirst", "byline", "caption", "credit")
_INLINE: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    # tag: attributes that it must have, attributes that it may have
    "name": (frozenset({"type"}), frozenset({"id"})),
    "ref": (frozenset({"id"}), frozenset()),
    "source": (frozenset({"q"}), frozenset()),
    "cue": (frozenset({"q"}), frozenset({"kind"})),
    "content": (frozenset({"q"}), frozenset({"cue", "by"})),
    "relay": (frozenset({"q"}), frozenset()),
}


class CorpusError(Exception):
    """A page that breaks the format: file, line and reason."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(f"{path}:{line or 1}: {reason}")


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotated span: `page.blocks[block].text[start:end]`.

    tag: name, ref, source, cue, content or relay. ids: the entities of a name or ref, the numbers of attributions else.
    value: a name's type, a cue's kind, the entity that a content without a cue is `by`; empty else.
    """

    tag: str
    block: int
    start: int
    end: int
    ids: tuple[str, ...]
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, headline, caption, … or the label of a turn. turn: the number of the turn it belongs to."""

    kind: str
    text: str
    turn: int | None = None

    @property
    def is_body(self) -> bool:
        return self.kind in BODY_BLOCKS


@dataclass(frozen=True, slots=True)
class AnnotatedPage:
    """A page of the corpus."""

    page_id: str
    kind: str
    genre: str
    english: str
    split: str
    path: Path
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]

    def text_of(self, mark: Mark) -> str:
        return self.blocks[mark.block].text[mark.start : mark.end]

    def marks_of(self, *tags: str) -> Iterator[Mark]:
        """Yield the marks with one of the tags, in the order of the text."""
        return (mark for mark in self.marks if mark.tag in tags)

    @property
    def n_words(self) -> int:
        """The words of the body."""
        return sum(len(block.text.split()) for block in self.blocks if block.is_body)


def by_number(marks: Iterable[Mark], *tags: str) -> dict[str, dict[str, list[Mark]]]:
    """Return the marks with one of the tags by the number of their attribution, then by tag."""
    found: dict[str, dict[str, list[Mark]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        if mark.tag in tags:
            for number in mark.ids:
                found[number][mark.tag].append(mark)
    return found


def read_corpus(folder: Path) -> list[AnnotatedPage]:
    """Read all pages of a folder, in the order of their names. Raises CorpusError at the first broken one."""
    return [read_annotated(path) for path in sorted(folder.glob("*.xml"))]


def read_annotated(path: Path) -> AnnotatedPage:
    """Read one page. Raises CorpusError where it is not well-formed or breaks the format."""
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise CorpusError(path, error.lineno, f"not well-formed: {error.msg}") from error
    return _Reader(path).page(root)


class _Reader:
    """Builds the blocks and marks of one page."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []

    def page(self, root: etree._Element) -> AnnotatedPage:
        if root.tag != "page":
            raise self._error(root, f"the root is <{root.tag}>, not <page>")
        facts = {name: root.get(name, "") for name in ("id", "kind", "genre", "english", "split")}
        for name, value in facts.items():
            if not value:
                raise self._error(root, f"<page> has no {name}")
        for name, allowed in (("kind", PAGE_KINDS), ("split", SPLITS)):
            if facts[name] not in allowed:
                raise self._error(root, f"{name}={facts[name]!r} is none of {', '.join(allowed)}")
        if facts["id"] != self.path.stem:
            raise self._error(root, f"id={facts['id']!r} is not the name of the file")
        n_turns = 0
        self._no_text(root)
        for element in root:
            if element.tag == "turn":
                self._turn(element, n_turns)
                n_turns += 1
            elif element.tag in PAGE_BLOCKS:
                self._block(element, None)
            elif element.tag is not etree.Comment:
                raise self._error(element, f"<{element.tag}> is no block")
        marks = tuple(sorted(self.marks, key=lambda mark: (mark.block, mark.start, -mark.end)))
        return AnnotatedPage(
            facts["id"],
            facts["kind"],
            facts["genre"],
            facts["english"],
            facts["split"],
            self.path,
            tuple(self.blocks),
            marks,
        )

    def _turn(self, turn: etree._Element, number: int) -> None:
        self._no_text(turn)
        tags = [child.tag for child in turn]
        if tags[:1] != ["label"] or not tags[1:] or set(tags[1:]) - {"p", "item"}:
            raise self._error(turn, "a <turn> holds one <label>, then <p> or <item>")
        for child in turn:
            self._block(child, number)

    def _block(self, element: etree._Element, turn: int | None) -> None:
        text: list[str] = []
        self._inline(element, text)
        while text and text[-1] == " ":
            text.pop()
        if not text:
            raise self._error(element, f"<{element.tag}> is empty")
        self.blocks.append(Block(element.tag, "".join(text), turn))

    def _inline(self, element: etree._Element, text: list[str]) -> None:
        _append(text, element.text)
        for child in element:
            if child.tag is not etree.Comment:
                self._mark(child, text)
            _append(text, child.tail)

    def _mark(self, element: etree._Element, text: list[str]) -> None:
        if element.tag not in _INLINE:
            raise self._error(element, f"<{element.tag}> is no mark")
        must, may = _INLINE[element.tag]
        if missing := must - set(element.attrib):
            raise self._error(element, f"<{element.tag}> has no {', '.join(sorted(missing))}")
        if unknown := set(element.attrib) - must - may:
            raise self._error(element, f"<{element.tag}> has {', '.join(sorted(unknown))}, which is none of its own")
        if element.text and element.text[0].isspace():
            raise self._error(element, f"<{element.tag}> begins with white space")
        start = len(text)
        self._inline(element, text)
        if len(text) == start or text[-1] == " ":
            raise self._error(element, f"<{element.tag}> is empty or ends with white space")
        ids = tuple((element.get("q") or element.get("id") or "").split())
        value = element.get("type") or element.get("kind") or element.get("by") or ""
        if element.tag == "cue":
            value = value or "speech"
        allowed = {"name": NAME_TYPES, "cue": CUE_KINDS}.get(element.tag)
        if allowed and value not in allowed:
            raise self._error(element, f"{value!r} is none of {', '.join(allowed)}")
        if not ids and value != "DATE":
            raise self._error(element, f"<{element.tag}> has no id")
        if element.tag == "content" and element.get("cue", "none") != "none":
            raise self._error(element, 'the only value of cue is "none"')
        if element.tag == "content" and element.get("cue") is None and element.get("by") is not None:
            raise self._error(element, '"by" is for contents with cue="none"')
        if element.tag == "content" and element.get("cue") == "none":
            value = value or "unknown"
        self.marks.append(Mark(element.tag, len(self.blocks), start, len(text), ids, value, element.sourceline or 0))

    def _no_text(self, element: etree._Element) -> None:
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                raise self._error(element, f"text outside of any block: {text.strip()[:40]!r}")

    def _error(self, element: etree._Element, reason: str) -> CorpusError:
        return CorpusError(self.path, element.sourceline, reason)


def _append(text: list[str], piece: str | None) -> None:
    for char in piece or "":
        if not char.isspace():
            text.append(char)
        elif text and text[-1] != " ":
            text.append(" ")
