"""The probability that the evidence answers: from absolute signals alone."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.refusal import REFUSAL, Scorer, probability, signals
from tests.answering.conftest import Said, evidence_of


def chance(cosine: float, names: float = 1.0, searched: int = 100) -> float:
    return probability(
        evidence_of([Said("a", "A sentence of the story.", cosine)], names_found=names, searched=searched)
    )


def test_no_evidence_answers_nothing() -> None:
    assert probability(evidence_of([])) == 0.0


def test_passages_without_a_sentence_answer_nothing() -> None:
    evidence = evidence_of([Said("a", "A sentence of the story.", 0.99)])
    assert probability(dataclasses.replace(evidence, candidates=())) == 0.0


@given(low=st.floats(-1, 1), high=st.floats(-1, 1))
def test_nearer_evidence_never_makes_it_less_likely(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert chance(low) <= chance(high)
    assert chance(0.5, names=(low + 1) / 2) <= chance(0.5, names=(high + 1) / 2)


def test_the_nearest_of_many_must_be_nearer() -> None:
    assert chance(0.5, searched=10) > chance(0.5, searched=1000) > chance(0.5, searched=100_000)


@pytest.mark.parametrize("searched", [0, 1, 60, 8000, 10**9])
def test_it_is_a_probability_whatever_the_size(searched: int) -> None:
    assert 0.0 < chance(-1.0, 0.0, searched) < chance(1.0, 1.0, searched) < 1.0


def test_signals_are_the_best_of_each_and_the_size() -> None:
    evidence = evidence_of([Said("a", "One sentence here.", 0.2), Said("b", "Another one here.", 0.7)], searched=1000)
    assert signals(evidence) == pytest.approx((0.7, 0.7, 1.0, 3.0))


def test_the_wording_of_the_question_does_not_count() -> None:
    one = evidence_of([Said("a", "A sentence of the story.", 0.5)], question="Who came?")
    other = evidence_of([Said("a", "A sentence of the story.", 0.5)], question="How do I bake a pizza?")
    assert probability(one) == probability(other)


def test_a_scorer_is_a_logistic_regression() -> None:
    scorer = Scorer(intercept=1.0, passage_cosine=0.0, sentence_cosine=0.0, names_found=0.0, log_size=0.0)
    evidence = evidence_of([Said("a", "A sentence of the story.", 0.5)])
    assert probability(evidence, scorer) == pytest.approx(1 / (1 + math.exp(-1)))


def test_the_refusal_is_one_sentence() -> None:
    assert REFUSAL.endswith(".")
    assert "archive" in REFUSAL
