"""What training and reading share: the files of a model, and the labels that its network gives to words."""

from __future__ import annotations

from typing import Final

# What a model is, in a folder of its own.
NETWORK_FILE: Final = "reader.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
MODEL_FILES: Final = (NETWORK_FILE, TOKENIZER_FILE)

# Sources, cues, contents and relays of attributions never overlap; so one label per word says all.
SPAN_KINDS: Final = ("source", "cue", "content", "relay")
# As `vocabulary.ENTITY_TYPES`, and dates, which are read so that they are not taken for names.
DATE: Final = "DATE"
NAME_TYPES: Final = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "WORK", "PRODUCT", DATE)
# Words that are said or written; what is believed, felt or intended; positions without words, and things that show.
CUE_KINDS: Final = ("speech", "thought", "other")
OUTSIDE: Final = 0

# Which spans point to which: a content and a relay to their cue, a cue to its source.
LINKS: Final = (("content", "cue"), ("cue", "source"), ("relay", "cue"))
# Distances between two words, in pieces, are told apart up to here, by steps that double.
DISTANCE_STEPS: Final = (1, 2, 4, 8, 16, 32, 64, 128)
N_DISTANCES: Final = 2 * len(DISTANCE_STEPS) + 1


def n_labels(kinds: tuple[str, ...]) -> int:
    """Return the number of labels for spans of these kinds: outside, and begin and inside of each."""
    return 1 + 2 * len(kinds)


def begin(kind: int) -> int:
    """Return the label of the first word of a span of the kind with this number; inside is the next."""
    return 1 + 2 * kind
