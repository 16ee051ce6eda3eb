"""How likely people are to find a sentence supported, by its words."""

import pytest

from assistant.answering.checks.support import Scorer, probability, signals
from assistant.answering.checks.text import piece
from tests.answering.checks.conftest import sources

SPAN = "The mayor of Alder resigned on Monday after the bridge fell. The council meets next week to choose another."


def test_signals() -> None:
    trigrams, leap, length = signals(piece("The mayor of Alder resigned on Monday"), sources(SPAN))
    assert (trigrams, round(leap, 2), round(length, 2)) == (1.0, 0.69, 1.95)
    assert signals(piece(""), sources(SPAN)) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("said", ["The mayor of Alder resigned on Monday.", "The council meets next week."])
def test_what_stands_there_is_likely(said: str) -> None:
    assert probability(piece(said), sources(SPAN)) > 0.7


@pytest.mark.parametrize(
    "said", ["The mayor fell from the bridge.", "The council resigned after Alder.", "Cats sleep."]
)
def test_what_is_put_together_is_not(said: str) -> None:
    assert probability(piece(said), sources(SPAN)) < 0.5


def test_the_best_source_counts() -> None:
    said = piece("The mayor of Alder resigned on Monday.")
    assert probability(said, sources("Nothing here.", SPAN)) == probability(said, sources(SPAN))


def test_each_coefficient_matters() -> None:
    said, items = piece("The mayor of the council resigned next week."), sources(SPAN)
    before = probability(said, items)
    for changed in (Scorer(intercept=0), Scorer(trigrams=0), Scorer(leap=0), Scorer(length=0)):
        assert probability(said, items, changed) != before
