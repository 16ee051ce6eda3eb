"""What a report draws besides figures: the refusal curve, the calibration, how the times are spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 10
FEWEST_IN_CURVE = 10
"""Answers below which a curve is noise."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer with how sure the program was of it.

    Attributes:
        confidence: Estimated probability, from 0 to 1, that the evidence holds the answer.
        right: Whether the answer was right; None for a question without labels of that kind.
        answerable: As labelled.
    """

    confidence: float
    right: bool | None
    answerable: bool | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What a threshold on the confidence would do: how many are answered, and how good that is."""

    threshold: float
    answered: float
    value: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with about the same confidence: the mean confidence, the share that was right, and how many."""

    confidence: float
    right: float
    n: int


def risk_coverage(judged: Sequence[Judged]) -> list[CurvePoint]:
    """Return, for every threshold, the share of questions answered and the share of those that are right.

    Source: the risk-coverage curve of El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective
    Classification"; the value is one minus the risk. A question that cannot be answered is never right when answered.
    """
    known = [item for item in judged if item.right is not None or item.answerable is False]
    if len(known) < FEWEST_IN_CURVE:
        return []
    ordered = sorted(known, key=lambda item: -item.confidence)
    right = np.cumsum([bool(item.right) and item.answerable is not False for item in ordered])
    last_of_tie = [
        place
        for place, item in enumerate(ordered)
        if place + 1 == len(ordered) or ordered[place + 1].confidence != item.confidence
    ]
    return [
        CurvePoint(ordered[place].confidence, (place + 1) / len(ordered), float(right[place] / (place + 1)))
        for place in last_of_tie
    ]


def refusal_by_threshold(judged: Sequence[Judged]) -> list[tuple[float, float, float]]:
    """Return (threshold, share of unanswerable refused, share of answerable refused) for thresholds from 0 to 1."""
    bad = np.array([item.confidence for item in judged if item.answerable is False])
    good = np.array([item.confidence for item in judged if item.answerable])
    if not bad.size or not good.size:
        return []
    return [(float(at), float((bad < at).mean()), float((good < at).mean())) for at in np.linspace(0, 1, 101)]


def calibration(judged: Sequence[Judged]) -> list[Bin]:
    """Return answers in ten bins of confidence with how often they were right.

    Source: the reliability diagram of DeGroot and Fienberg 1983; bins of equal width. What counts as right here is the
    label that the confidence is about: that an answerable question is answered rightly.
    """
    known = [item for item in judged if item.right is not None or item.answerable is False]
    if len(known) < FEWEST_IN_CURVE:
        return []
    bins: dict[int, list[Judged]] = {}
    for item in known:
        bins.setdefault(min(int(item.confidence * BINS), BINS - 1), []).append(item)
    return [
        Bin(
            float(np.mean([item.confidence for item in held])),
            float(np.mean([bool(item.right) and item.answerable is not False for item in held])),
            len(held),
        )
        for _, held in sorted(bins.items())
    ]


def histogram(values: Sequence[float], bins: int = 24) -> list[tuple[float, float, int]]:
    """Return (from, to, how many) of values; what lies beyond the 99th percentile is in the last bin."""
    if not values:
        return []
    top = float(np.quantile(values, 0.99)) or 1.0
    counts, edges = np.histogram(np.minimum(values, top), bins=bins, range=(0.0, top))
    return [(float(low), float(high), int(n)) for low, high, n in zip(edges, edges[1:], counts, strict=False)]
