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
    """Coefficients of a logistic regression; fitted by `benchmarks/fit.py` on training questions only."""

    intercept: float = -6.0
    passage_cosine: float = 6.0
    sentence_cosine: float = 3.0
    names_in_passage: float = 1.5
    names_in_sentence: float = 0.5


SCORER = Scorer()


def signals(evidence: Evidence) -> tuple[float, float, float, float]:
    """Return four signals that mean the same for every question and every archive.

    The best cosine of a passage, the best of a sentence, and the share of the question's names and numbers that one
    passage holds and that one sentence with its headline holds (1 where the question has none).
    """
    passage = max((hit.cosine for hit in evidence.hits), default=0.0)
    sentence = max((item.cosine for item in evidence.candidates), default=0.0)
    return passage, sentence, evidence.names_in_passage, evidence.names_in_sentence


def probability(evidence: Evidence, scorer: Scorer = SCORER) -> float:
    """Return the estimated probability, from 0 to 1, that the evidence holds an answer."""
    if not evidence.candidates:
        return 0.0
    passage, sentence, in_passage, in_sentence = signals(evidence)
    total = (
        scorer.intercept
        + scorer.passage_cosine * passage
        + scorer.sentence_cosine * sentence
        + scorer.names_in_passage * in_passage
        + scorer.names_in_sentence * in_sentence
    )
    return 1.0 / (1.0 + math.exp(-total))
