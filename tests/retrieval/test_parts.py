"""Where a question falls into parts, and where it must not."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.outlets import aliases, mentions
from assistant.retrieval.parts import MOST_PARTS, Part, split
from assistant.retrieval.times import periods

KNOWN = aliases(["The Quay", "Harbour Times", "Alder Post"])


def parts(text: str) -> tuple[Part, ...]:
    return split(text, mentions(text, KNOWN), periods(text, dt.date(2024, 4, 1)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Does The Quay say that the old ferry was sold, while the Harbour Times says that the new crane fell down?",
            [
                "Does The Quay say that the old ferry was sold",
                "while the Harbour Times says that the new crane fell down?",
            ],
        ),
        (
            "Did the Alder Post article on ferry fares and prices and the Harbour Times article on old cranes agree?",
            [
                "Did the Alder Post article on ferry fares and prices",
                "and the Harbour Times article on old cranes agree?",
            ],
        ),
        (
            "Who sold the old ferry last winter and what became of the harbour crane fund?",
            ["Who sold the old ferry last winter", "and what became of the harbour crane fund?"],
        ),
        (
            "Why did Captain Rowan leave the old ferry? Which harbour employs him now as master?",
            ["Why did Captain Rowan leave the old ferry?", "Which harbour employs him now as master?"],
        ),
    ],
)
def test_a_question_falls_into_its_clauses(text: str, expected: list[str]) -> None:
    assert [part.text for part in parts(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Who sold the old ferry and the crane?",
        "Who, then, won?",
        "What did Mr. Rowan say about St. Alder and the ferry?",
        'Who said "the ferry is old, and the crane is older, and both are ours"?',
        "What happened on October 4, 2023 in the harbour?",
        "Captain Rowan left the old ferry this week. Which harbour employs him now as master?",
        "Who sold the old harbour ferry and is building a new harbour crane?",
        "Did The Quay, Harbour Times and Alder Post report it?",
    ],
)
def test_what_is_of_one_piece_stays_so(text: str) -> None:
    assert parts(text) == ()


def test_each_part_has_the_outlets_and_times_named_in_it() -> None:
    text = (
        "Between The Quay report on ferry fares published on October 4, 2023, and the Harbour Times report on harbour"
        " cranes published on October 7, 2023, did anything change?"
    )
    found = parts(text)
    assert [[item.words for item in part.outlets] for part in found] == [["The Quay"], ["Harbour Times"]]
    assert [[item.label for item in part.periods] for part in found] == [["2023-10-04"], ["2023-10-07"]]


@given(st.text(alphabet="abcdef ,.;?!and while\"'", max_size=200))
def test_parts_are_few_and_say_what_the_question_says(text: str) -> None:
    found = split(text)
    assert len(found) != 1
    assert len(found) <= MOST_PARTS
    position = 0
    for part in found:
        position = text.index(part.text, position) + len(part.text)
