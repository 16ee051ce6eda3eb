"""What a threshold gives on matched pairs."""

import numpy as np
import pytest

from benchmarks.refusals import Pairs


def test_precision_and_recall_are_of_refusals() -> None:
    pairs = Pairs(held=np.array([0.9, 0.8, 0.3, 0.7]), taken=np.array([0.1, 0.2, 0.6, 0.35]))
    figures = pairs.figures(0.4)
    assert figures["refusal recall"] == 0.75
    assert figures["refusal precision"] == 0.75
    assert figures["answered where it could"] == 0.75
    assert figures["balanced accuracy"] == 0.75


@pytest.mark.parametrize(("threshold", "expected"), [(0.0, 0.5), (1.1, 0.5)])
def test_refusing_all_or_nothing_is_chance(threshold: float, expected: float) -> None:
    pairs = Pairs(held=np.array([0.9, 0.8]), taken=np.array([0.1, 0.2]))
    assert pairs.figures(threshold)["balanced accuracy"] == expected
