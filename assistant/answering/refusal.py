"""Whether the evidence answers the question at all: a calibrated probability from absolute signals.

What counts is how sure the reader is of words of one passage against none, that passage's cosine, the share of the
question's names and numbers found, and the size of what was searched; never scores that
are relative to one question's results, where the best of nothing looks fine, and never the wording of the question by
itself. Size counts since the nearest of many passages is nearer than the nearest of few, whether or not it answers: one
threshold then serves archives of any size.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from assistant.answering.evidence import Evidence
from assistant.answering.reading import Reading
from assistant.retrieval.search import Hit

REFUSAL = "I found nothing in this archive that answers this question."


@dataclass(frozen=True, slots=True)
class Scorer:
    """Coefficients of a logistic regression; fitted by `benchmarks/fit.py` on training questions only."""

    intercept: float = -1.8
    margin: float = 0.66
    cosine: float = 6.47
    names: float = 1.43
    size: float = -1.17


SCORER = Scorer()

LARGEST_FITTED = 15_000
"""Passages of the largest training archive; a larger one counts as this large, since nothing was fitted beyond."""

COSINE_IN_MARGINS = 10.0
"""How much margin a cosine counts for where the passage that answers best is looked for: both must be of one passage,
for a near passage that does not answer beside a far one that seems to is no answer."""

TOLD_MARGIN = 4.0
"""What margin a time counts for that stands right beside what a question asks the time of. The reader does not take a
weekday for an answer, so it is as unsure of the best of such passages as of any other."""

LEAST, MOST = -8.0, 8.0
"""Margins beyond these tell no more: the reader is as sure as it can be."""


def signals(evidence: Evidence) -> dict[str, float]:
    """Return the signals by name; each means the same for every question.

    margin and cosine: of the passage that answers best, by both; names: share of the question's names and numbers that
    the best passages hold (1 where it has none); size: decimal logarithm of the number of passages searched.
    """
    read = zip(evidence.hits, evidence.readings, strict=False)
    pairs = [(_margin(evidence, hit, reading), hit.cosine) for hit, reading in read]
    margin, cosine = max(pairs, key=lambda pair: pair[0] + COSINE_IN_MARGINS * pair[1], default=(LEAST, 0.0))
    return {
        "margin": margin,
        "cosine": cosine,
        "names": evidence.names_found,
        "size": math.log10(min(max(evidence.searched, 1), LARGEST_FITTED)),
    }


def _margin(evidence: Evidence, hit: Hit, reading: Reading) -> float:
    told = max((item.told_well for item in evidence.candidates if item.hit is hit), default=0.0)
    return _within(max(reading.margin, TOLD_MARGIN * told) if told else reading.margin)


def _within(margin: float) -> float:
    return min(max(margin, LEAST), MOST)


def probability(evidence: Evidence, scorer: Scorer = SCORER) -> float:
    """Return the estimated probability, from 0 to 1, that the evidence holds an answer."""
    return likelihood(signals(evidence), scorer) if evidence.candidates else 0.0


def likelihood(found: Mapping[str, float], scorer: Scorer) -> float:
    """Return the probability that signals stand for."""
    weights = asdict(scorer)
    total = weights.pop("intercept") + sum(weights[name] * value for name, value in found.items())
    return 1.0 / (1.0 + math.exp(-total))
