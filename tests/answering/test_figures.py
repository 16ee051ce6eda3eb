"""Figures with what they count, and when two of them cannot both be true."""

import pytest

from assistant.answering.figures import Figure, differ, figures


def one(sentence: str) -> Figure:
    [figure] = figures(sentence)
    return figure


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("At least 20 people were killed.", "20 people", 20, "peopl"),
        ("A total of 102 trucks came.", "102 trucks", 102, "truck"),
        ("Twelve ferries were lost.", "Twelve ferries", 12, "ferri"),
        ("It cut 12,000 jobs.", "12,000 jobs", 12_000, "job"),
        ("Nearly 1.5 million people fled.", "1.5 million people", 1_500_000, "peopl"),
        ("The $1.2 billion deal closed.", "$1.2 billion", 1.2e9, "$"),
        ("Rents rose 3.2%.", "3.2%", 3.2, "%"),
        ("Rents rose 4 percent.", "4 percent", 4, "%"),
        ("Five confirmed cases came.", "Five confirmed cases", 5, "case"),
    ],
)
def test_a_figure_with_its_unit(sentence: str, text: str, value: float, unit: str) -> None:
    figure = one(sentence)
    assert (figure.text, figure.unit) == (text, unit)
    assert figure.value == pytest.approx(value)


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2023 it rained.",
        "It began at 10:30 on May 7.",
        "The 42-year-old won 6-4, 7-5.",
        "Her 3rd win came on the 21st.",
        "He was sentenced to 20 years.",
        "Flight 370 of Boeing 737 left.",
        "One of them left, and 12 of us stayed.",
        "Apollo 13 flew.",
        "Five more people died.",
        "She ran for 41 yards.",
        "It struck the larger part of the state's 67 counties.",
        "One is let go for every 10 prisoners.",
        "",
    ],
)
def test_what_is_no_figure(sentence: str) -> None:
    assert figures(sentence) == []


def test_what_is_told_of_a_figure_is_in_its_clause() -> None:
    dead, hurt = figures("At least 20 people were killed and 35 people were injured in Alder.")
    assert "dead" in dead.near
    assert "hurt" not in dead.near
    assert "hurt" in hurt.near


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("20 people died.", "22 people died.", True),
        ("20 people died.", "Twenty people died.", False),
        ("At least 20 people died.", "22 people died.", False),
        ("At least 20 people died.", "80 people died.", True),
        ("Up to 30 people died.", "22 people died.", False),
        ("About 20 people died.", "21 people died.", False),
        ("About 20 people died.", "30 people died.", True),
        ("5,700 people fled.", "5,712 people fled.", False),
        ("5,700 people fled.", "6,100 people fled.", True),
        ("It cost $1.2 billion.", "It cost $1.23 billion.", False),
        ("It cost $1.2 billion.", "It cost $1.5 billion.", True),
        ("Rents rose 3%.", "Rents rose 3.2%.", False),
    ],
)
def test_figures_that_cannot_both_be_true(first: str, second: str, *, expected: bool) -> None:
    assert differ(one(first), one(second)) is expected
    assert differ(one(second), one(first)) is expected
