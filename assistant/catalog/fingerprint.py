"""What finds copies of a text among very many: a hash for the same words, a signature for nearly the same."""

import functools
import hashlib
import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datasketch import MinHash

BANDS = 32
ROWS = 2
"""Copies with a fifth of their words edited share .3 of their shingles; 32 bands of 2 rows find .95 of such pairs, and
.001 of the pairs that have nothing to do with each other, which share .002."""

FEWEST_WORDS = 40
"""Telling words below which a text has no signature: what so short items share is their form."""

_VALUE = np.dtype("<u4")

# Numbers, words of four letters and more, and Chinese, Japanese and Korean by twos: what a sentence is about stands in
# them in any language, and the small words between them would make unrelated articles alike.
_TELLING = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]{2}|\d\w*|\w{4,}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text to find its copies.

    Attributes:
        folded: Hash of the words without case; equal for exact copies.
        signature: MinHash values of 4 bytes; empty for a text too short to have one.
    """

    folded: bytes
    signature: bytes

    def bands(self) -> list[int]:
        """Return the pieces of the signature by which likely copies are looked up, in the order of the bands."""
        width = ROWS * _VALUE.itemsize
        starts = range(0, len(self.signature), width)
        return [int.from_bytes(self.signature[start : start + width], "little", signed=True) for start in starts]


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of an article's text."""
    words = telling_words(text)
    return Fingerprint(_folded_hash(text), _signature(words) if len(words) >= FEWEST_WORDS else b"")


def telling_words(text: str) -> list[str]:
    """Return the words by which texts are compared, in order and as written."""
    return _TELLING.findall(text)


def estimated_jaccard(signature: bytes, others: list[bytes]) -> list[float]:
    """Return about how many of their shingles texts share with one, by their signatures."""
    if not others:
        return []
    matrix = np.frombuffer(b"".join(others), dtype=_VALUE).reshape(len(others), -1)
    return [float(share) for share in (matrix == np.frombuffer(signature, dtype=_VALUE)).mean(axis=1)]


def _folded_hash(text: str) -> bytes:
    folded = " ".join(text.split()).casefold()
    return hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _signature(words: list[str]) -> bytes:
    folded = [word.casefold() for word in words]
    pairs = {f"{one} {other}".encode("utf-8", "surrogatepass") for one, other in itertools.pairwise(folded)}
    sketch = _blank().copy()
    sketch.update_batch(pairs)
    return bytes(sketch.digest().astype(_VALUE).tobytes())


@functools.cache
def _blank() -> "MinHash":
    from datasketch import MinHash  # brings scipy, half a second

    return MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32")
