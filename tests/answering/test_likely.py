"""Answers of several passages added up by their words."""

import pytest

from assistant.answering.likely import compared, likely_answers, stands_in
from assistant.answering.reading import NOTHING, Reading, Span
from tests.answering.conftest import passage_of


def reading(text: str, **shares: float) -> Reading:
    """A reading of `text` that gives each word or words (with _ for spaces) a share."""
    spans = []
    for words, share in shares.items():
        start = text.index(words.replace("_", " "))
        spans.append(Span(start, start + len(words), share))
    return Reading(tuple(spans), 1.0 - sum(shares.values()), 0.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ferries,", "ferries"),
        ("about  60\npassengers", "60 passengers"),
        ("“Alder’s”", "alder"),
        ("the U.S.", "u.s"),
        ("...", ""),
        ("", ""),
    ],
)
def test_answers_are_compared_without_what_does_not_matter(text: str, expected: str) -> None:
    assert compared(text) == expected


def test_the_same_words_in_two_passages_add_up_and_come_first() -> None:
    texts = "Ada Moss won, Ben Ash lost.", "The winner was Ada Moss."
    readings = [reading(texts[0], Ben_Ash=0.5, Ada_Moss=0.3), reading(texts[1], Ada_Moss=0.4)]
    likely = likely_answers([passage_of(text) for text in texts], readings)
    assert [item.words for item in likely] == ["ada moss", "ben ash"]
    assert likely[0].probability == pytest.approx(0.7)
    assert [place.passage for place in likely[0].places] == [1, 0]


def test_noise_and_empty_words_are_left_out() -> None:
    text = "Ada Moss won ... again."
    spans = (Span(0, 8, 0.5), Span(13, 16, 0.4), Span(9, 12, 0.0001))
    likely = likely_answers([passage_of(text)], [Reading(spans, 0.1, 0.0)])
    assert [item.words for item in likely] == ["ada moss"]
    assert likely_answers([passage_of(text)], [NOTHING]) == ()


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [("ash", "ben ash lost", True), ("ash", "ashes", False), ("$5 (a day)", "he got $5 (a day)", True)],
)
def test_an_answer_stands_between_the_edges_of_words(words: str, text: str, *, expected: bool) -> None:
    assert stands_in(words, text) is expected
