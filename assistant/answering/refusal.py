"""Whether the evidence answers the question at all: a calibrated probability from absolute signals.

Only cosines and the share of the question's names and numbers found count, never scores that are relative to one
question's results, where the best of nothing looks fine.
"""

import math
from dataclasses import dataclass

from assistant.answering.evidence import Evidence

REFUSAL = "I found nothing in this archive that answers this question."


@dataclass(frozen=True, slots=True)
class Scorer:
    """Coefficients of a logistic regression; fitted by `benchmarks/fit_refusal.py` on the training questions only."""

    intercept: float = -6.0
    passage_cosine: float = 6.0
    sentence_cosine: float = 3.0
    names_found: float = 1.5


SCORER = Scorer()


def signals(evidence: Evidence) -> tuple[float, float, float]:
    """Return the best cosine of a passage, the best of a sentence, and the share of names and numbers found."""
    passage = max((hit.cosine for hit in evidence.hits), default=0.0)
    sentence = max((item.cosine for item in evidence.candidates), default=0.0)
    return passage, sentence, evidence.names_found


def probability(evidence: Evidence, scorer: Scorer = SCORER) -> float:
    """Return the estimated probability, from 0 to 1, that the evidence holds an answer."""
    if not evidence.candidates:
        return 0.0
    passage, sentence, names = signals(evidence)
    total = (
        scorer.intercept
        + scorer.passage_cosine * passage
        + scorer.sentence_cosine * sentence
        + scorer.names_found * names
    )
    return 1.0 / (1.0 + math.exp(-total))
