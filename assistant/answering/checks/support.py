"""How likely people are to find a sentence supported, judged by its words alone: nothing of what they mean.

Whoever makes a sentence up out of an article uses its words but joins what does not stand together. So what counts is
how much of it stands in one place of the source, and how far apart the source has what the sentence puts side by side.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.checks.text import Piece, Source

MISSING = 20
"""A word that the source does not have counts as a leap of so many words."""

WIDEST = 60
"""Leaps beyond this count as this wide."""

BACKWARDS = 5
"""Words that a step back costs on top: the source says it in the other order."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """Coefficients of a logistic regression with both classes weighing the same.

    Fitted by `benchmarks/support.py` on all 714 sentences that three people each had judged; in five folds over their
    articles it was measured, see docs/measurements.md.
    """

    intercept: float = -4.21
    trigrams: float = 4.09
    leap: float = -0.64
    length: float = 1.02


SCORER = Scorer()


def signals(said: Piece, sources: Sequence[Source]) -> tuple[float, float, float]:
    """Return what the judgement rests on.

    The share of the sentence's runs of three words that one source sentence has; the logarithm of the widest leap in
    the source between two neighbouring topical words; the logarithm of the number of words.
    """
    return _trigrams(said, sources), _leap(said, sources), math.log(max(len(said.words), 1))


def probability(said: Piece, sources: Sequence[Source], scorer: Scorer = SCORER) -> float:
    """Return the estimated probability, from 0 to 1, that people would call the sentence supported."""
    trigrams, leap, length = signals(said, sources)
    total = scorer.intercept + scorer.trigrams * trigrams + scorer.leap * leap + scorer.length * length
    return 1.0 / (1.0 + math.exp(-total))


def _trigrams(said: Piece, sources: Sequence[Source]) -> float:
    size = min(3, len(said.stems))
    runs = _runs(said.stems, size)
    if not runs:
        return 0.0
    shares = (
        sum(run in held for run in runs) / len(runs)
        for item in sources
        for sentence in item.sentences
        for held in [set(_runs(sentence.stems, size))]
    )
    return max(shares, default=0.0)


def _runs(stems: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(stems[start : start + size]) for start in range(len(stems) - size + 1)] if size else []


def _leap(said: Piece, sources: Sequence[Source]) -> float:
    places = [_places(item) for item in sources]
    topical = [word.stem for word in said.words if word.is_topical]
    pairs = itertools.pairwise(topical)
    steps = (min((_step(first, second, held) for held in places), default=MISSING) for first, second in pairs)
    return math.log(max(steps, default=1))


def _places(item: Source) -> dict[str, list[int]]:
    """Return where each stem stands in a span, counted in words."""
    held: dict[str, list[int]] = {}
    for place, name in enumerate(name for sentence in item.sentences for name in sentence.stems):
        held.setdefault(name, []).append(place)
    return held


def _step(first: str, second: str, held: dict[str, list[int]]) -> int:
    """Return the fewest words from one stem to another, from 1 to WIDEST."""
    steps = (b - a if b > a else a - b + BACKWARDS for a in held.get(first, ()) for b in held.get(second, ()) if a != b)
    return min(min(steps, default=MISSING), WIDEST)
