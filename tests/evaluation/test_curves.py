"""The curves of the report on answers whose confidence is known."""

import pytest

from assistant.evaluation.curves import Judged, calibration, histogram, refusal_by_threshold, risk_coverage

SURE = [Judged(0.9, right=True, answerable=True)] * 6 + [Judged(0.2, right=False, answerable=True)] * 4
UNANSWERABLE = [Judged(0.1, right=None, answerable=False)] * 10


def test_the_surest_first() -> None:
    points = risk_coverage([*SURE, *UNANSWERABLE])
    assert [(point.answered, point.value) for point in points] == [(0.3, 1.0), (0.5, 0.6), (1.0, 0.3)]
    assert risk_coverage(SURE[:3]) == []


def test_what_a_threshold_refuses() -> None:
    rows = {round(at, 2): (bad, good) for at, bad, good in refusal_by_threshold([*SURE, *UNANSWERABLE])}
    assert (rows[0.05], rows[0.15], rows[0.5], rows[1.0]) == ((0, 0), (1, 0), (1, 0.4), (1, 1))
    assert refusal_by_threshold(SURE) == []


def test_bins_of_confidence() -> None:
    bins = calibration([*SURE, *UNANSWERABLE])
    assert [(round(item.confidence, 2), item.right, item.n) for item in bins] == [
        (0.1, 0, 10),
        (0.2, 0, 4),
        (0.9, 1, 6),
    ]
    assert calibration([Judged(1.0, right=True, answerable=True)] * 10)[0].n == 10


def test_times_beyond_the_last_percentile_are_in_the_last_bin() -> None:
    spans = histogram([1.0] * 99 + [50.0], bins=4)
    assert sum(n for *_, n in spans) == 100
    assert spans[-1][1] == pytest.approx(1.49, abs=0.01)
    assert histogram([]) == []
