"""Grids and the table at the end of a sweep."""

import pytest

from assistant.errors import UsageError
from assistant.evaluation.sweeping import Tried, as_markdown, combinations, folder_name, table


def test_every_combination_in_order() -> None:
    found = combinations({"search_k": ["5", "10"], "dense_weight": ["0.2", "0.4"]})
    assert [folder_name(item) for item in found] == [
        "search_k=5,dense_weight=0.2", "search_k=5,dense_weight=0.4",
        "search_k=10,dense_weight=0.2", "search_k=10,dense_weight=0.4",
    ]  # fmt: skip


@pytest.mark.parametrize("grid", [{}, {"search_k": []}, {"search_k": [str(n) for n in range(300)]}])
def test_grids_that_make_no_sense(grid: dict[str, list[str]]) -> None:
    with pytest.raises(UsageError):
        combinations(grid)


def test_the_best_of_each_column_is_marked() -> None:
    def tried(value: str, contained: float, refused: float) -> Tried:
        metrics = {
            "contained": contained,
            "wrongly_refused": refused,
            "quote_fidelity": 1.0,
            "seconds_per_question": 1.0,
        }
        return Tried({"search_k": value}, "", {name: {"value": number} for name, number in metrics.items()})

    heading, rows, marks = table([tried("5", 0.5, 0.1), tried("10", 0.6, 0.2)])
    assert heading == ["search_k", "contained", "quote_fidelity", "wrongly_refused", "seconds_per_question"]
    assert marks == [{3}, {1}]
    assert as_markdown(heading, rows, marks).splitlines()[2] == "| 5 | 0.500 | 1.000 | **0.100** | 1.000 |"
