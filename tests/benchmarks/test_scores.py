import numpy as np
import pytest

from benchmarks.scores import answer_stands_in, facts_found, hops, interval


@pytest.mark.parametrize(
    ("answer", "stands"),
    [("harbour", True), ("HARBOUR", True), ("harb", False), ("the old  harbour", False), ("“old”", True), ("9", False)],
)
def test_an_answer_stands_in_a_text_as_whole_words(answer: str, *, stands: bool) -> None:
    assert answer_stands_in([answer], 'The "old"\nharbour has 19 cranes.') is stands
    assert answer_stands_in(["nothing", answer], 'The "old"\nharbour has 19 cranes.') is stands


FACTS = ["The fee rose.", "The crane fell."]
BOTH, FIRST, SECOND, NONE = "The fee  rose. The crane\nfell.", "So: The fee rose.", "The crane fell. Twice.", "Rain."


def test_facts_are_counted_once_wherever_they_stand_in_the_first_ten() -> None:
    assert facts_found(FACTS, [FIRST, FIRST, NONE]) == 1
    assert facts_found(FACTS, [NONE, BOTH]) == 2
    assert facts_found(FACTS, [NONE] * 10 + [BOTH]) == 0


def test_the_figures_of_the_dataset_are_its_own() -> None:
    assert hops(FACTS, [BOTH]) == {"hit@4": 1, "hit@10": 1, "multihop_map": 1, "MRR@10": 1}
    assert hops(FACTS, [FIRST, SECOND])["multihop_map"] == (1 + 1 / 2) / 2
    assert hops(FACTS, [FIRST, FIRST])["multihop_map"] == 1 / 2
    late = hops(FACTS, [NONE] * 4 + [SECOND])
    assert late == {"hit@4": 0, "hit@10": 1, "multihop_map": 1 / 5 / 2, "MRR@10": 1 / 5}
    assert set(hops(FACTS, [NONE] * 10 + [BOTH]).values()) == {0}


def test_an_interval_holds_its_mean_and_narrows_with_more_questions() -> None:
    few, many = np.array([0.0, 1.0] * 5), np.array([0.0, 1.0] * 500)
    mean, low, high = interval(few)
    assert low < mean == 0.5 < high
    assert interval(many)[2] - interval(many)[1] < (high - low) / 3
    assert interval(np.array([1.0, 3.0]), np.array([2.0, 4.0]))[0] == pytest.approx(4 / 6)
