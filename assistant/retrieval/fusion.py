"""One ranking out of two scores of different kinds."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

SECONDS_PER_DAY = 86_400


def fuse(
    words: Mapping[int, float], dense: Mapping[int, float], dense_weight: float, *, floor: float = 0.0
) -> dict[int, float]:
    """Return a fused score by key: the weighted sum of both scores, each in standard deviations of this question.

    Score fusion kept more than reciprocal rank fusion where we measured (docs/measurements.md), for it sees by how much
    a passage is ahead.

    Args:
        words: bm25 by key, of the keys that keyword search returned.
        dense: Cosine by key, of all keys.
        dense_weight: Share of the cosine, from 0 to 1.
        floor: bm25 of a key that keyword search did not return.
    """
    keys = list(dense)
    if not words:
        return dict(dense)
    lexical = standardised(np.array([words.get(key, floor) for key in keys]))
    semantic = standardised(np.array([dense[key] for key in keys]))
    scores = (1.0 - dense_weight) * lexical + dense_weight * semantic
    return dict(zip(keys, map(float, scores), strict=True))


def recency(published_epoch: int | None, today_epoch: int, half_life_days: float) -> float:
    """Return how recent an article is on the day of asking, from 1 (that day) falling by half each half-life.

    What was published after that day, or at an unknown time, gets 0: it is not lifted, and not excluded either.
    """
    if published_epoch is None or published_epoch >= today_epoch + SECONDS_PER_DAY:
        return 0.0
    age = max(today_epoch - published_epoch, 0) / SECONDS_PER_DAY
    return math.exp2(-age / half_life_days)


def standardised(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values in standard deviations from their mean; zeros where all are the same."""
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else values * 0.0
