"""How closely a passage says what a question says: its words together, in its order, early in the article.

bm25 counts words wherever they stand in a passage. Whether two neighbouring sentences hold them, and whether pairs of
them stand side by side as in the question, tells more; and news says first what matters.
"""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.catalog.fulltext import document_frequencies
from assistant.catalog.records import Passage
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.stems import stem
from assistant.retrieval.words import content_words

PAIRS_WEIGHT, SENTENCES_WEIGHT, POSITION_WEIGHT = 1.85, 2.6, -0.1
"""Of the three signals, in standard deviations of the fused score; a pairwise logistic regression on the training
questions of 2022, with the fused score's own weight held at one. It gave position -0.175; over a larger archive, with
the same questions, that brought answers to the first place but out of the first ten; -0.1 does only the former."""

HEAVIEST = 9.0
"""A word of one passage in ten thousand tells as much as a word can."""

_WORD = re.compile(r"[^\W_]+")
_SAME_START = 2
"""Letters that a word shares with its stem's other forms; others are not stemmed, which takes most of the time."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """Three signals of one passage.

    Attributes:
        pairs: Weight of the question's neighbouring words that are neighbours here, as a share of all its words'.
        sentences: Most of the question's weight of words that two neighbouring sentences hold, from 0 to 1.
        position: Logarithm of the characters before the passage.
    """

    pairs: float
    sentences: float
    position: float

    @property
    def lift(self) -> float:
        """What they add to the fused score together."""
        return PAIRS_WEIGHT * self.pairs + SENTENCES_WEIGHT * self.sentences + POSITION_WEIGHT * self.position


class Wording:
    """The words of a question with their weights, to compare passages with."""

    def __init__(self, text: str, weights: Mapping[str, float]) -> None:
        words = _WORD.findall(text.casefold())
        order = [stem(word) for word in words]
        self._weights = weights
        self._total = sum(weights.values()) or 1.0
        self._stems = _Stems({word[:_SAME_START] for word in words})
        self._pairs = {
            (first, second): weights.get(first, 0.0) + weights.get(second, 0.0)
            for first, second in itertools.pairwise(order)
            if first in weights or second in weights
        }

    @classmethod
    def of(cls, snapshot: Snapshot, text: str) -> "Wording":
        """Weigh the words of `text` by how few passages of the archive hold them."""
        stems = list(dict.fromkeys(stem(part) for word in content_words(text) for part in _WORD.findall(word)))
        known, total = document_frequencies(snapshot, stems), snapshot.count_passages()
        return cls(text, {term: _weight(known.get(term, 0), total) for term in stems})

    def compare(self, passage: Passage) -> Closeness:
        """Return how closely a passage says it."""
        sentences = [
            [
                self._stems[word]
                for word in _WORD.findall(passage.text[start - passage.start : end - passage.start].casefold())
            ]
            for start, end in passage.sentence_spans()
        ]
        words = [word for sentence in sentences for word in sentence]
        pairs = sum(self._pairs.get(pair, 0.0) for pair in set(itertools.pairwise(words)))
        return Closeness(pairs / self._total, self._best_two(sentences), math.log1p(passage.start))

    def _best_two(self, sentences: Sequence[Sequence[str]]) -> float:
        held = [frozenset(sentence) & self._weights.keys() for sentence in sentences]
        return max(
            (
                sum(self._weights[term] for term in first | second) / self._total
                for first, second in zip(held, [*held[1:], frozenset[str]()], strict=True)
            ),
            default=0.0,
        )


class _Stems(dict[str, str]):
    """Stems by word, each found once; a word that the question cannot have, by its first letters, has none."""

    def __init__(self, starts: set[str]) -> None:
        super().__init__()
        self._starts = starts

    def __missing__(self, word: str) -> str:
        self[word] = found = stem(word) if word[:_SAME_START] in self._starts else ""
        return found


def _weight(frequency: int, total: int) -> float:
    return min(max(math.log((total - frequency + 0.5) / (frequency + 0.5)), 0.0), HEAVIEST)
