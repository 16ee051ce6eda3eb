"""The probability that the evidence answers: from absolute signals alone."""

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.refusal import LEAST, MOST, REFUSAL, TOLD_MARGIN, Scorer, probability, signals
from tests.answering.conftest import Said, evidence_of, logit


def chance(answers: float, names: float = 1.0, searched: int = 100, cosine: float = 0.5) -> float:
    said = [Said("a", "A sentence of the story.", answers)]
    return probability(evidence_of(said, cosine=cosine, names_found=names, searched=searched))


def test_no_evidence_answers_nothing() -> None:
    assert probability(evidence_of([])) == 0.0


def test_passages_without_a_sentence_answer_nothing() -> None:
    evidence = evidence_of([Said("a", "A sentence of the story.", 0.99)])
    assert probability(dataclasses.replace(evidence, candidates=())) == 0.0


@given(low=st.floats(0, 1), high=st.floats(0, 1))
def test_better_evidence_never_makes_it_less_likely(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert chance(low) <= chance(high)
    assert chance(0.5, names=low) <= chance(0.5, names=high)
    assert chance(0.5, cosine=low) <= chance(0.5, cosine=high)


def test_the_nearest_of_many_must_be_nearer() -> None:
    assert chance(0.5, searched=10) > chance(0.5, searched=1000) > chance(0.5, searched=100_000)


@pytest.mark.parametrize("searched", [0, 1, 60, 8000, 10**9])
def test_it_is_a_probability_whatever_the_size(searched: int) -> None:
    assert 0.0 < chance(0.0, 0.0, searched, -1.0) < chance(1.0, 1.0, searched, 1.0) < 1.0


def test_signals_are_the_best_of_each_and_the_size() -> None:
    said = [Said("a", "One sentence here.", 0.2), Said("b", "Another one here.", 0.7)]
    found = signals(evidence_of(said, cosine=0.6, searched=1000, names_found=0.25))
    assert found == pytest.approx({"margin": logit(0.7), "cosine": 0.6, "names": 0.25, "size": 3.0})


@pytest.mark.parametrize(("answers", "margin"), [(0.0, LEAST), (1.0, MOST)])
def test_the_reader_is_sure_within_bounds(answers: float, margin: float) -> None:
    assert signals(evidence_of([Said("a", "One sentence here.", answers)]))["margin"] == margin


def test_a_time_told_beside_what_happened_counts_as_much_as_a_reader_that_is_sure() -> None:
    told = [Said("a", "One sentence here.", 0.2), Said("b", "Another one on Tuesday.", 0.01, span="Tuesday", told=1.0)]
    assert signals(evidence_of(told))["margin"] == TOLD_MARGIN
    sure = [Said("a", "One sentence here.", 0.999, span="One", told=0.5)]
    assert signals(evidence_of(sure))["margin"] == pytest.approx(logit(0.999))


def test_the_wording_of_the_question_does_not_count() -> None:
    one = evidence_of([Said("a", "A sentence of the story.", 0.5)], question="Who came?")
    other = evidence_of([Said("a", "A sentence of the story.", 0.5)], question="How do I bake a pizza?")
    assert probability(one) == probability(other)


def test_a_scorer_is_a_logistic_regression() -> None:
    scorer = Scorer(intercept=1.0, margin=0.0, cosine=0.0, names=0.0, size=0.0)
    evidence = evidence_of([Said("a", "A sentence of the story.", 0.5)])
    assert probability(evidence, scorer) == pytest.approx(1 / (1 + math.exp(-1)))


def test_the_refusal_is_one_sentence() -> None:
    assert REFUSAL.endswith(".")
    assert "archive" in REFUSAL
