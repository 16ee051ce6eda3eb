"""Which of the answers given to choose from the evidence speaks for: no key is looked at, only what was read."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assistant.answering.evidence import Candidate, Evidence
from assistant.answering.extractive import rank
from assistant.answering.likely import compared, stands_in
from assistant.errors import QuestionError

LEAST = 0.001
"""Added to a probability before its logarithm, so that none is as if it were this."""

BACKED = 0.05
"""Least probability, over all passages, of a choice that is answered with where the archive seems not to know."""

MOST_CHOICES, LONGEST_CHOICE = 50, 500

NOWHERE = -9.0
"""Score of the best sentence of a choice that stands in none."""


@dataclass(frozen=True, slots=True)
class ChoiceWeights:
    """How much each signal of a choice counts; fitted by `benchmarks/fit.py` on training questions only."""

    backing: float = 0.41
    sentence: float = 0.42


CHOICE_WEIGHTS = ChoiceWeights()


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice and what speaks for it.

    Attributes:
        text: As it was given.
        signals: By the names of `ChoiceWeights`.
        sentences: Those that it stands in, best first.
    """

    text: str
    signals: dict[str, float]
    sentences: tuple[Candidate, ...]

    @property
    def is_backed(self) -> bool:
        """Whether the reader itself found it."""
        return self.signals["backing"] >= math.log(BACKED)

    @property
    def stands(self) -> bool:
        """Whether anything speaks for it."""
        return bool(self.sentences) or self.signals["backing"] > math.log(LEAST)


def check_choices(choices: Sequence[str] | None) -> tuple[str, ...]:
    """Return the choices, stripped, each once.

    Raises:
        QuestionError: One is empty or too long, there are too many, or they are no list.
    """
    if isinstance(choices, str):
        raise QuestionError("The choices are one text.", remedy="Give a list of them.")
    given = tuple(dict.fromkeys(choice.strip() for choice in choices or ()))
    if len(given) > MOST_CHOICES or not all(0 < len(choice) <= LONGEST_CHOICE for choice in given):
        limits = f"at most {MOST_CHOICES} of 1 to {LONGEST_CHOICE} characters"
        raise QuestionError("The choices cannot be used.", remedy=f"Give {limits}.")
    return given


def weighed(evidence: Evidence, choices: Sequence[str]) -> list[Choice]:
    """Return what speaks for each choice, in the order given.

    backing: logarithm of the reader's probability of just these words, summed over the passages; sentence: the writer's
    score of the best sentence that they stand in.
    """
    ranked = [(score, compared(item.text), item) for score, item in rank(evidence)]
    probabilities = {item.words: item.probability for item in evidence.likely}
    return [_choice(text, ranked, probabilities.get(compared(text), 0.0)) for text in choices]


def pick(evidence: Evidence, choices: Sequence[str], weights: ChoiceWeights = CHOICE_WEIGHTS) -> Choice | None:
    """Return the choice that most speaks for, or None where nothing speaks for any."""
    if not choices:  # most questions come without, and need not rank for it
        return None
    weight = asdict(weights)
    standing = [choice for choice in weighed(evidence, choices) if choice.stands]
    scored = [(sum(weight[name] * value for name, value in choice.signals.items()), choice) for choice in standing]
    return max(scored, key=lambda pair: pair[0])[1] if scored else None


def _choice(text: str, ranked: Sequence[tuple[float, str, Candidate]], probability: float) -> Choice:
    words = compared(text)
    holding = [(score, item) for score, shown, item in ranked if words and stands_in(words, shown)]
    signals = {
        "backing": math.log(probability + LEAST),
        "sentence": max(holding[0][0], NOWHERE) if holding else NOWHERE,
    }
    return Choice(text, signals, tuple(item for _, item in holding))
