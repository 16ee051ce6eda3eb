"""What a question is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.words import (
    asks_for_now,
    content_words,
    names_and_numbers,
    quoted_phrases,
    tokens,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who won?", ("won",)),
        ("the Who and The Band", ("Band",)),
        ("Alder's ferry and Alder’s crew", ("Alder", "ferry", "crew")),
        ("AT&T, U.S. and co-op", ("AT&T", "U.S", "co", "op")),
        ("to be or not to be", ("to", "be", "or", "not")),
        ("Wer gewann die Wahl?", ("Wer", "gewann", "die", "Wahl")),
        ("谁赢了？", ("谁赢了",)),
        ("?!", ()),
        ("", ()),
    ],
)
def test_content_words(text: str, expected: tuple[str, ...]) -> None:
    assert content_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Who said "we won the cup"?', ("we won the cup",)),
        ("Who said “we won” and „sie kamen an“?", ("we won", "sie kamen an")),
        ("Qui a dit « on a gagné » ?", ("on a gagné",)),
        ('the "one" word', ()),
        ('an "unclosed phrase', ()),
        ('"" and " "', ()),
        ('"' + "very long " * 40 + '"', ()),
    ],
)
def test_quoted_phrases(text: str, expected: tuple[str, ...]) -> None:
    assert quoted_phrases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who commanded Artemis II?", ("Artemis", "II")),
        ("What did Ada Moss say in 2024?", ("Ada", "Moss", "2024")),
        ("How many of the 346 passengers died?", ("346",)),
        ("Moss said what?", ()),
        ("Ada Moss said what?", ("Ada", "Moss")),
        ("NASA said what?", ("NASA",)),
        ("Is it true? The Hague decided.", ("Hague",)),
        ("what happened", ()),
        ("Alder's and Alder", ("Alder",)),
    ],
)
def test_names_and_numbers(text: str, expected: tuple[str, ...]) -> None:
    assert names_and_numbers(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What did Mr. Rowan say?", "Rowan"),
        ("Who met Dr. Alder?", "Alder"),
        ("What happened in St. Paul?", "Paul"),
        ("Did the U.S. Navy say so?", "Navy"),
    ],
)
def test_a_name_after_an_abbreviation_is_a_name(text: str, name: str) -> None:
    assert name in names_and_numbers(text)


@pytest.mark.parametrize(("text", "expected"), [("the latest news", True), ("right now", True), ("nowhere", False)])
def test_asks_for_now(text: str, expected: bool) -> None:  # noqa: FBT001
    assert asks_for_now(text) is expected


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_of_a_question(text: str) -> None:
    words = content_words(text)
    assert all(words)
    assert len(words) == len({word.casefold() for word in words})
    assert set(words) <= set(tokens(text))
    assert all(phrase in text for phrase in quoted_phrases(text))
    assert set(names_and_numbers(text)) <= set(tokens(text))
