"""Whether the evidence answers the question at all: a calibrated probability from absolute signals.

Only cosines, the share of the question's names and numbers found, and the size of what was searched count; never scores
that are relative to one question's results, where the best of nothing looks fine. Size counts since the nearest of many
passages is nearer than the nearest of few, whether or not it answers: one threshold then serves archives of any size.
"""

import math
from dataclasses import dataclass

from assistant.answering.evidence import Evidence

REFUSAL = "I found nothing in this archive that answers this question."


@dataclass(frozen=True, slots=True)
class Scorer:
    """Coefficients of a logistic regression; fitted by `benchmarks/fit.py` on training questions only."""

    intercept: float = -5.42
    passage_cosine: float = 4.83
    sentence_cosine: float = 7.96
    names_found: float = 1.85
    log_size: float = -1.15


SCORER = Scorer()

LARGEST_FITTED = 15_000
"""Passages of the largest training archive; a larger one counts as this large, since nothing was fitted beyond."""


def signals(evidence: Evidence) -> tuple[float, float, float, float]:
    """Return four signals that mean the same for every question.

    The best cosine of a passage, the best of a sentence, the share of the question's names and numbers that one passage
    holds (1 where the question has none), and the decimal logarithm of the number of passages searched.
    """
    passage = max((hit.cosine for hit in evidence.hits), default=0.0)
    sentence = max((item.cosine for item in evidence.candidates), default=0.0)
    return passage, sentence, evidence.names_found, math.log10(min(max(evidence.searched, 1), LARGEST_FITTED))


def probability(evidence: Evidence, scorer: Scorer = SCORER) -> float:
    """Return the estimated probability, from 0 to 1, that the evidence holds an answer."""
    if not evidence.candidates:
        return 0.0
    passage, sentence, names, size = signals(evidence)
    total = (
        scorer.intercept
        + scorer.passage_cosine * passage
        + scorer.sentence_cosine * sentence
        + scorer.names_found * names
        + scorer.log_size * size
    )
    return 1.0 / (1.0 + math.exp(-total))
