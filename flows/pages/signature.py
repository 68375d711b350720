"""What tells that two texts are copies: an id for the same words, a MinHash signature for nearly the same words.

A signature (Broder, "On the resemblance and containment of documents", 1997) keeps the smallest hash of a text's word
shingles under each of many hash functions; the share of places where two signatures agree estimates the share of
shingles that the texts have in common. Signatures are stored, and compared with those of later runs. So every hash is
spelled out here, and nothing depends on a platform, a process or the version of a library.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

# Three words: a changed word costs three shingles, so a story of 400 words with ten changed ones still shares .86 of
# them, and .78 of its runs of five words. Different stories about one event share under .14 of either.
SHINGLE_WORDS: Final = 3
# Reports made from a template (weather, markets, police appeals) differ in little but their figures. Each figure counts
# as so many shingles more, so that they drift apart while copies don't. Of 120 police appeals made from one template,
# the largest group at a similarity of .7 was 120 with weight 0, 81 with 3, 6 with 5 and 2 with 8.
FIGURE_WEIGHT: Final = 8
# Signatures that agree in all places of a band are compared; of pairs with a similarity of .7, more than .99 do in one
# of 21 bands of 6. Bands of 8 lose a tenth of these, bands of 4 compare many pairs in vain.
BAND_HASHES: Final = 6
N_BANDS: Final = 21
# Estimates have a standard error of .04.
N_HASHES: Final = BAND_HASHES * N_BANDS
# 16 bits of each smallest hash: two different ones agree by chance once in 65,536.
VALUE: Final = np.dtype("<u2")
SIGNATURE_BYTES: Final = N_HASHES * VALUE.itemsize
# In a shorter text a changed name or figure, which makes another story of it, weighs no more than a corrected slip:
# there only the same words count.
MIN_SIGNED_WORDS: Final = 80

_APOSTROPHES: Final = re.compile("['’‘`´]")
_WORD: Final = re.compile(r"[^\W_]+")
_DIGIT: Final = re.compile(r"\d")
# Shingles hashed at a time: a few megabytes, however long the text.
_BLOCK_SHINGLES: Final = 4_096
_Hashes = npt.NDArray[np.uint64]
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


def _hash64(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


# Hash function i takes x to the upper half of multiplier[i] * x + addend[i], modulo 2**64 (multiply-shift).
_MULTIPLIERS: Final[_Hashes] = np.array([_hash64(f"multiplier {i}") | 1 for i in range(N_HASHES)], dtype=np.uint64)
_ADDENDS: Final[_Hashes] = np.array([_hash64(f"addend {i}") for i in range(N_HASHES)], dtype=np.uint64)


def body_words(paragraphs: Sequence[str]) -> list[str]:
    """Return the words of a body as copies of it share them: without case, punctuation and apostrophes."""
    text = _APOSTROPHES.sub("", " ".join(paragraphs)).casefold()
    # A body of punctuation alone is told apart by its characters.
    return _WORD.findall(text) or text.split()


def text_id(words: Sequence[str]) -> str:
    """Return the same id for the same words in the same order: 16 hexadecimal digits."""
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_signature(words: Sequence[str]) -> bytes | None:
    """Return the MinHash signature of a text's words, `SIGNATURE_BYTES` long; None where the text is too short.

    The values are unsigned 16-bit numbers, little-endian. A text in a script without spaces has few words as they are
    cut here, and mostly no signature.
    """
    if len(words) < MIN_SIGNED_WORDS:
        return None
    shingles = np.concatenate([_shingle_hashes(words), _figure_hashes(words)])
    smallest = np.full(N_HASHES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingles), _BLOCK_SHINGLES):
        hashes = _MULTIPLIERS[:, None] * shingles[start : start + _BLOCK_SHINGLES] + _ADDENDS[:, None]
        np.minimum(smallest, hashes.min(axis=1), out=smallest)
    return ((smallest >> np.uint64(32)) & np.uint64(0xFFFF)).astype(VALUE).tobytes()


def _shingle_hashes(words: Sequence[str]) -> _Hashes:
    """Return a hash of every run of `SHINGLE_WORDS` words."""
    hashes = np.fromiter(map(_word_hash, words), dtype=np.uint64, count=len(words))
    n_shingles = len(words) - SHINGLE_WORDS + 1
    shingles = np.zeros(n_shingles, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):
        shingles = shingles * _BASE + hashes[place : place + n_shingles]
    return _mixed(shingles)


def _figure_hashes(words: Sequence[str]) -> _Hashes:
    """Return `FIGURE_WEIGHT` hashes of every word with a digit in it."""
    figures = [_word_hash(word) for word in words if not word.isalpha() and _DIGIT.search(word)]
    hashes = np.array(figures, dtype=np.uint64)
    return _mixed((hashes[:, None] + _BASE * np.arange(1, FIGURE_WEIGHT + 1, dtype=np.uint64)).ravel())


def _mixed(values: _Hashes) -> _Hashes:
    """Return the values with every bit depending on all others: the last steps of splitmix64."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@lru_cache(maxsize=65_536)
def _word_hash(word: str) -> int:
    return _hash64(word)
