"""The refusal fitted to one archive: kept in its catalog with what it was fitted for, left aside when that changed."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np

from assistant.answering.reader_weights import READER_SHA256
from assistant.answering.refusal import SCORER, Scorer, likelihood
from assistant.catalog.snapshot import Snapshot

KEY = "calibration"
"""Of the catalog's facts."""

LAYOUT = 1
"""Counts changes of what the signals mean."""

HOLD = 4.0
"""How many questions it takes to move a coefficient away from those that ship by one spread of its signal."""

STEPS, LONGEST_STEP, SETTLED = 100, 1.0, 1e-8

SURE = 30.0
"""Log odds beyond which nothing changes any more."""

OTHER_SCORER = (
    "The calibration of this archive was made with another reader or embedder and is left aside; run"
    " `news-assistant calibrate` again."
)

Signals = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is kept.

    Attributes:
        scorer: The coefficients.
        fingerprint: Of the reader, the embedder and the meaning of the signals.
        questions: How many it was fitted on.
        made_at: ISO 8601.
    """

    scorer: Scorer
    fingerprint: str
    questions: int
    made_at: str

    def to_json(self) -> str:
        """Return it as it is kept."""
        return json.dumps(asdict(self), sort_keys=True)


def fingerprint(snapshot: Snapshot) -> str:
    """Return what the scorer of this archive depends on."""
    facts = f"{READER_SHA256} {snapshot.meta('model')} {LAYOUT}"
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def scorer_of(snapshot: Snapshot) -> tuple[Scorer, str]:
    """Return an archive's scorer, by default the one that ships, and what whoever asks should know of it."""
    kept = snapshot.meta(KEY)
    if not kept:
        return SCORER, ""
    try:
        found = json.loads(kept)
        scorer = Scorer(**{name: float(value) for name, value in found["scorer"].items()})
        known = found["fingerprint"] == fingerprint(snapshot)
    except (ValueError, TypeError, KeyError, AttributeError):
        return SCORER, OTHER_SCORER  # of another release, or altered
    if not known or not all(map(math.isfinite, asdict(scorer).values())):
        return SCORER, OTHER_SCORER
    return scorer, ""


def fitted(held: Sequence[Signals], taken: Sequence[Signals]) -> Scorer:
    """Return a scorer fitted on evidence that answers and evidence that does not.

    A logistic regression by Newton's steps, held to the scorer that ships: few questions move it little, and the size,
    which is nearly the same for all questions of one archive, stays where it is.
    """
    names = [field.name for field in fields(Scorer) if field.name != "intercept"]
    rows = np.array([[1.0, *(row[name] for name in names)] for row in (*held, *taken)])
    labels = np.repeat([1.0, 0.0], [len(held), len(taken)])
    shipped = asdict(SCORER)
    start = np.array([shipped["intercept"], *(shipped[name] for name in names)])
    pull = HOLD * np.maximum(rows.var(axis=0), 1e-3)
    pull[0] = HOLD / 4  # the intercept carries what is particular to an archive
    weights = start.copy()
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -SURE, SURE)))
        slope = rows.T @ (labels - chance) - pull * (weights - start)
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        weights = weights + step * min(1.0, LONGEST_STEP / np.abs(step).max())  # else it may leap to and fro
        if np.abs(step).max() < SETTLED:
            break
    return Scorer(**dict(zip(["intercept", *names], map(float, weights.round(4)), strict=True)))


def balanced_accuracy(held: Sequence[Signals], taken: Sequence[Signals], scorer: Scorer, threshold: float) -> float:
    """Return the mean of the shares that are answered where they can be, and refused where they cannot."""
    answered = np.mean([likelihood(row, scorer) >= threshold for row in held]) if held else np.nan
    refused = np.mean([likelihood(row, scorer) < threshold for row in taken]) if taken else np.nan
    return float(np.mean([answered, refused]))
