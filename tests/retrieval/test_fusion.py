"""One ranking out of two scores, and how much a recent article is lifted."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import SECONDS_PER_DAY, fuse, recency

SCORES = st.dictionaries(st.integers(1, 30), st.floats(0, 20), min_size=1, max_size=20)


def test_each_weight_takes_its_own_side() -> None:
    words, dense = {1: 9.0, 2: 1.0, 3: 0.5}, {1: 0.1, 2: 0.9, 3: 0.2}
    assert max(fuse(words, dense, 0.0), key=lambda key: fuse(words, dense, 0.0)[key]) == 1
    assert max(fuse(words, dense, 1.0), key=lambda key: fuse(words, dense, 1.0)[key]) == 2


def test_being_far_ahead_counts() -> None:
    words, dense = {1: 30.0, 2: 2.0, 3: 2.0, 4: 1.0}, {1: 0.50, 2: 0.60, 3: 0.55, 4: 0.40}
    fused = fuse(words, dense, 0.5)
    assert max(fused, key=lambda key: fused[key]) == 1


def test_without_any_words_the_cosine_decides() -> None:
    assert fuse({}, {1: 0.3, 2: 0.9}, 0.3) == {1: 0.3, 2: 0.9}


def test_equal_scores_tell_nothing_and_divide_by_nothing() -> None:
    assert fuse({1: 2.0, 2: 2.0}, {1: 0.5, 2: 0.5}, 0.3) == {1: 0.0, 2: 0.0}
    assert fuse({1: 2.0}, {1: 0.5}, 0.3) == {1: 0.0}


@pytest.mark.parametrize("matching", [1, 2])
def test_the_only_passages_with_the_words_come_first(matching: int) -> None:
    dense = {key: 0.5 + key / 100 for key in range(10)}
    fused = fuse(dict.fromkeys(range(matching), 12.0), dense, 0.3)
    best = sorted(fused, key=lambda key: -fused[key])
    assert set(best[:matching]) == set(range(matching))


@given(words=SCORES, dense=SCORES, weight=st.floats(0, 1))
def test_every_candidate_has_a_finite_score(words: dict[int, float], dense: dict[int, float], weight: float) -> None:
    dense = dict.fromkeys(words, 0.1) | dense
    fused = fuse(words, dense, weight)
    assert set(fused) == set(dense)
    assert all(math.isfinite(score) for score in fused.values())


@given(words=SCORES, dense=SCORES, weight=st.floats(0.01, 0.99))
def test_better_in_both_is_better_in_all(words: dict[int, float], dense: dict[int, float], weight: float) -> None:
    dense = dict.fromkeys(words, 0.1) | dense
    fused = fuse(words, dense, weight)
    for (one, lexical), (other, less) in itertools.permutations(words.items(), 2):
        if lexical >= less and dense[one] >= dense[other]:
            assert fused[one] >= fused[other] - 1e-9


def test_recency_halves_with_each_half_life_and_never_looks_ahead() -> None:
    today = 20_000 * SECONDS_PER_DAY
    assert recency(today, today, 30) == 1.0
    assert recency(today - 30 * SECONDS_PER_DAY, today, 30) == pytest.approx(0.5)
    assert recency(today - 60 * SECONDS_PER_DAY, today, 30) == pytest.approx(0.25)
    assert recency(today + SECONDS_PER_DAY - 1, today, 30) == 1.0
    assert recency(today + SECONDS_PER_DAY, today, 30) == 0.0
    assert recency(None, today, 30) == 0.0
    assert recency(-5_000_000_000, today, 0.001) == 0.0
