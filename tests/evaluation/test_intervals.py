"""Intervals: seeded, paired, and right where they can be worked out."""

import numpy as np
import pytest

from assistant.evaluation.intervals import differences, means, percentile, table


def test_a_mean_is_over_what_it_applies_to() -> None:
    values = table([{"a": 1.0}, {"a": 0.0, "b": 5.0}, {}], ["a", "b", "c"])
    one, other, none = means(values)
    assert one is not None
    assert other is not None
    assert (one.value, one.n, other.value, other.low, other.high, other.n) == (0.5, 2, 5, 5, 5, 1)
    assert none is None


def test_the_interval_of_a_share_is_that_of_theory() -> None:
    values = np.array([[1.0]] * 60 + [[0.0]] * 40)
    [figure] = means(values)
    assert figure is not None
    half = 1.96 * (0.6 * 0.4 / 100) ** 0.5
    assert figure.low == pytest.approx(0.6 - half, abs=0.02)
    assert figure.high == pytest.approx(0.6 + half, abs=0.02)
    assert means(values) == means(values)


def test_differences_are_paired() -> None:
    rng = np.random.default_rng(1)
    before = rng.random((200, 1))
    [same] = differences(before, before)
    [better] = differences(before, before + 0.1)
    assert same is not None
    assert better is not None
    assert (same.value, same.low, same.high) == (0, 0, 0)
    assert [better.low, better.high] == pytest.approx([0.1, 0.1])


def test_a_metric_that_one_run_lacks_has_no_difference() -> None:
    assert differences(table([{}], ["a"]), table([{"a": 1.0}], ["a"])) == [None]


def test_percentiles() -> None:
    figure = percentile([float(value) for value in range(101)], 0.95)
    assert figure is not None
    assert figure.value == pytest.approx(95)
    assert figure.low <= 95 <= figure.high
    assert percentile([], 0.5) is None
