"""Numbers with their units and magnitudes."""

import pytest

from assistant.answering.checks.numbers import check, quantities
from assistant.answering.checks.text import piece
from tests.answering.checks.conftest import sources


def failed(said: str, source: str) -> list[str]:
    return [reason.words for reason in check(piece(said), sources(source))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It cost 1.2 million", [(1_200_000, "")]),
        ("It cost 1,200,000", [(1_200_000, "")]),
        ("a $3bn plan", [(3e9, "$")]),
        ("three billion dollars", [(3e9, "$")]),
        ("£4m in fees", [(4e6, "£")]),
        ("up 5 percent", [(5, "%")]),
        ("up 5%", [(5, "%")]),
        ("up five per cent", [(5, "%")]),
        ("twenty-one people", [(21, "")]),
        ("a dozen eggs", [(12, "")]),
        ("two hundred thousand", [(200_000, "")]),
        ("the 21st time", [(21, "th")]),
        ("the second time", [(2, "th")]),
        ("a 12-mile road", [(12, "mile")]),
        ("at 7:30 sharp", [(7.30, "clock")]),
        ("one of them", []),
        ("on 14 March 2023", []),
        ("in 2023", []),
    ],
)
def test_what_is_read(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(quantity.value, quantity.unit) for quantity in quantities(text)] == expected


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("Some 1.2 million people came.", "1,200,000 people came."),
        ("It paid 3 billion dollars.", "It paid $3bn."),
        ("Prices rose 5 percent.", "Prices rose 5%."),
        ("Twelve people died.", "The flood killed 12 people."),
        ("About 60 percent agreed.", "In all 58.7 percent agreed."),
        ("More than 1,500 came.", "1,523 came."),
        ("He is 34 years old.", "John Hall, 34, is a baker."),
    ],
)
def test_the_same_number_in_other_words(said: str, source: str) -> None:
    assert failed(said, source) == []


@pytest.mark.parametrize(
    ("said", "source", "words"),
    [
        ("Twelve people died.", "The flood killed 13 people.", "Twelve"),
        ("It paid $3bn.", "It paid $3m.", "$3bn"),
        ("Prices rose 5 percent.", "Prices rose by 5 dollars.", "5 percent"),
        ("It is 12 miles long.", "It is 12 kilometres long.", "12 miles"),
        ("About 61 percent agreed.", "About 60 percent agreed.", "61 percent"),
        ("It paid 4 euros.", "It paid 4 dollars.", "4 euros"),
    ],
)
def test_another_number_or_unit_fails(said: str, source: str, words: str) -> None:
    assert words in failed(said, source)


def test_a_number_that_belongs_elsewhere_in_the_source_fails() -> None:
    source = "The storm killed 12 people in the north. It left 40 homes without a roof."
    assert failed("The storm killed 40 people in the north.", source) == ["40"]


def test_the_number_in_its_place_is_named() -> None:
    said, held = piece("The storm killed 40 people in the town."), sources("The storm killed 12 people in the town.")
    first, *_ = check(said, held)
    assert (first.check, first.words, first.found) == ("number", "40", "12")
