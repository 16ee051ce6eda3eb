"""How sure a figure is: percentile bootstrap over questions, seeded, all metrics from the same draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 7
LEVEL = 0.95
DRAWN_AT_ONCE = 20_000_000
"""Numbers held at a time: memory stays below 200 MB for any number of questions."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over questions (or a percentile), with the ends of its 95 % interval, and over how many questions.

    One question alone has no interval but itself.
    """

    value: float
    low: float
    high: float
    n: int


def table(scores: Sequence[Mapping[str, float]], names: Sequence[str]) -> Matrix:
    """Return one row a question and one column a metric, NaN where a metric does not apply."""
    return np.array([[row.get(name, np.nan) for name in names] for row in scores], dtype=np.float64).reshape(
        len(scores), len(names)
    )


def means(values: Matrix) -> list[Figure | None]:
    """Return the mean of each column over the questions it applies to, None for a column that applies to none.

    Source: the percentile bootstrap of Efron and Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13;
    questions are drawn with replacement, and each draw gives one mean of every column.
    """
    drawn = resampled_means(values)
    applies = ~np.isnan(values)
    return [
        _figure(float(values[applies[:, column], column].mean()), drawn[:, column], int(applies[:, column].sum()))
        if applies[:, column].any()
        else None
        for column in range(values.shape[1])
    ]


def differences(before: Matrix, after: Matrix) -> list[Figure | None]:
    """Return how much each column's mean rose from one run to another over the same questions.

    Source: the paired bootstrap, as Koehn 2004, "Statistical Significance Tests for Machine Translation Evaluation",
    section 3: the same draw of questions counts for both runs. `n` is the number of questions that both scored.
    """
    drawn = resampled_means(after) - resampled_means(before)
    figures: list[Figure | None] = []
    for column in range(before.shape[1]):
        one, other = (matrix[~np.isnan(matrix[:, column]), column] for matrix in (before, after))
        if not one.size or not other.size:
            figures.append(None)
            continue
        both = int((~np.isnan(before[:, column]) & ~np.isnan(after[:, column])).sum())
        figures.append(_figure(float(other.mean() - one.mean()), drawn[:, column], both))
    return figures


def percentile(values: Sequence[float], share: float) -> Figure | None:
    """Return a percentile of values, such as .95 of the times, with its interval; None of nothing."""
    if not values:
        return None
    array = np.array(values)
    drawn = np.random.default_rng(SEED).integers(0, len(array), (_resamples(len(array)), len(array)))
    return _figure(float(np.quantile(array, share)), np.quantile(array[drawn], share, axis=1), len(array))


def resampled_means(values: Matrix) -> Matrix:
    """Return the mean of every column in each draw, one row a draw; NaN where a draw has nothing of a column."""
    applies = ~np.isnan(values)
    filled = np.where(applies, values, 0.0)
    rng = np.random.default_rng(SEED)
    rows = len(values)
    blocks = []
    left = RESAMPLES
    while left:
        size = min(left, max(1, DRAWN_AT_ONCE // rows))
        counts = rng.multinomial(rows, np.full(rows, 1 / rows), size).astype(np.float64)
        below = counts @ applies
        with np.errstate(invalid="ignore"):
            blocks.append(np.where(below > 0, counts @ filled / np.where(below > 0, below, 1), np.nan))
        left -= size
    return np.concatenate(blocks)


def _figure(value: float, drawn: Matrix, n: int) -> Figure:
    drawn = drawn[~np.isnan(drawn)]
    edge = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, (edge, 1 - edge)) if drawn.size else (value, value)
    return Figure(value, float(low), float(high), n)


def _resamples(size: int) -> int:
    return min(RESAMPLES, max(200, DRAWN_AT_ONCE // size))
