"""A parsed paragraph as plain lists: what the rules of this room look at, whichever parser made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flows.language.reading import Span


@dataclass(frozen=True)
class Parse:
    """A paragraph's tokens, by index.

    starts, ends: offsets in `text`. tags: Penn Treebank tags. deps: CLEAR-style labels. heads: index of each
    token's head (its own at a sentence's root). sentence_starts: the first token of each sentence.
    """

    ordinal: int
    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    tags: Sequence[str]
    deps: Sequence[str]
    heads: Sequence[int]
    sentence_starts: Sequence[int]
    lowers: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        lowered = [self.text[start:end].lower() for start, end in zip(self.starts, self.ends, strict=True)]
        object.__setattr__(self, "lowers", lowered)

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def children(self) -> list[list[int]]:
        """The children of each token, in the order of the text."""
        children: list[list[int]] = [[] for _ in self.starts]
        for token, head in enumerate(self.heads):
            if token != head:
                children[head].append(token)
        return children

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence that each token stands in."""
        starts = set(self.sentence_starts)
        sentence = -1
        numbers = []
        for token in range(len(self)):
            sentence += token in starts
            numbers.append(max(sentence, 0))
        return numbers

    def sentence_range(self, token: int) -> tuple[int, int]:
        """Return the first token of the token's sentence and the one after its last."""
        number = self.sentence_of[token]
        end = self.sentence_starts[number + 1] if number + 1 < len(self.sentence_starts) else len(self)
        return self.sentence_starts[number], end

    def left_edge(self, token: int) -> int:
        """Return the first token of the subtree."""
        while self.children[token] and self.children[token][0] < token:
            token = self.children[token][0]
        return token

    def right_edge(self, token: int) -> int:
        """Return the last token of the subtree."""
        while self.children[token] and self.children[token][-1] > token:
            token = self.children[token][-1]
        return token

    def child(self, token: int, *deps: str) -> int | None:
        """Return the first child that stands in one of these relations."""
        return next((child for child in self.children[token] if self.deps[child] in deps), None)

    def is_verb(self, token: int) -> bool:
        return self.tags[token].startswith("VB")

    def span(self, first: int, last: int) -> Span:
        """Return the characters from the first token to the last, which is included."""
        return Span(self.ordinal, self.starts[first], self.ends[last])
