"""What counts as found, and how sure a mean of it is."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
DEPTH = 10

Array = NDArray[np.float64]
Interval = tuple[float, float, float]
"""A figure with the ends of its bootstrap 95 % interval."""


def answer_stands_in(answers: Sequence[str], text: str) -> bool:
    """Whether one of `answers` stands in `text` as whole words, whatever its case and quotation marks."""
    return stands_folded(answers, folded(text))


def stands_folded(answers: Sequence[str], text: str) -> bool:
    """The same in a text that is folded already."""
    return any(re.search(rf"(?<!\w){re.escape(folded(answer))}(?!\w)", text) for answer in answers)


def facts_found(facts: Sequence[str], texts: Sequence[str]) -> int:
    """Return how many of `facts` stand in one of the first ten `texts`, white space aside."""
    packed = [_packed(text) for text in texts[:DEPTH]]
    return sum(any(_packed(fact) in text for text in packed) for fact in facts)


def hops(facts: Sequence[str], texts: Sequence[str]) -> dict[str, float]:
    """Return hit@4, hit@10, MAP and MRR of one question as MultiHop-RAG's own `retrieval_evaluate.py` defines them.

    Its MAP divides the facts that are new at a rank by that rank, so a passage with two of them counts twice, and
    finding everything at once does not give 1 for every question.
    """
    wanted = [_packed(fact) for fact in facts]
    ranks, seen, precision = [], set[str](), 0.0
    for rank, text in enumerate(map(_packed, texts[:DEPTH]), start=1):
        held = {fact for fact in wanted if fact in text}
        if held:
            ranks.append(rank)
        precision += len(held - seen) / rank
        seen |= held
    first = min(ranks, default=0)
    return {
        "hit@4": float(0 < first <= 4),
        "hit@10": float(first > 0),
        "multihop_map": precision / min(len(wanted), DEPTH),
        "MRR@10": 1 / first if first else 0.0,
    }


def interval(values: Array, weights: Array | None = None) -> Interval:
    """Return a mean over questions and its bootstrap 95 % interval; with `weights`, the ratio of the two sums."""
    below = np.ones_like(values) if weights is None else weights
    drawn = np.random.default_rng(7).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].sum(axis=1) / below[drawn].sum(axis=1), (0.025, 0.975))
    return float(values.sum() / below.sum()), float(low), float(high)


def folded(text: str) -> str:
    """Return a text without case, wide spaces and curved quotation marks."""
    return re.sub(r"\s+", " ", text.casefold().translate(str.maketrans("’‘“”", "''\"\"")))


def _packed(text: str) -> str:
    return "".join(text.split())
