"""Characters that hide, reorder or cannot be stored go; those that words need stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.characters import one_line, tidy


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("caf\u0065\u0301", "caf\u00e9"),
        ("so\u00adlar\u200b panel\ufeff", "solar panel"),
        ("ten\u00a0km\u202fof\tcable", "ten km of cable"),
        ("\u202egnorw\u202c \u2066order\u2069", "gnorw order"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("\x93quoted\x94 \x80 5", "\u201cquoted\u201d \u20ac 5"),
        ("Latin\u200d join\u200cer", "Latin joiner"),
        ("hidden\U000e0068\U000e0069 words", "hidden words"),
    ],
)
def test_tidies(raw: str, tidied: str) -> None:
    assert tidy(raw) == tidied


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f680 in orbit",  # an astronaut is three characters
        "\u0645\u06cc\u200c\u0631\u0648\u0645",  # a Persian verb
        "\u0915\u094d\u200d\u0937",  # a Devanagari conjunct
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
        "tabs \u2013 no, dashes \u2014 yes \u2026",
    ],
)
def test_keeps_what_shapes_words_and_signs(text: str) -> None:
    assert tidy(text) == text


def test_one_line_folds_everything() -> None:
    assert one_line(" Harbour \n reopens\u00a0 \t today ") == "Harbour reopens today"


@given(st.text())
def test_is_idempotent_and_storable(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert unicodedata.is_normalized("NFC", tidied)
    tidied.encode("utf-8")
