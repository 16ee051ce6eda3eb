"""The measure of bodies counts shingles as multisets, and its figures follow from them."""

import math

import pytest

from benchmarks.pages import Page, measure, scores

GOLD = "one two three four five six seven"


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        (GOLD, 1, 1),
        ("One two, three four five six seven!".replace("One", "one"), 1, 1),
        ("one two three four five", 1, 2 / 4),
        (f"{GOLD} eight", 4 / 5, 1),
        ("one two three four one two three four", 1 / 5, 1 / 4),
        ("nothing of it is there", 0, 0),
    ],
)
def test_scores(found: str, precision: float, recall: float) -> None:
    assert list(scores(GOLD, found)) == pytest.approx([precision, recall])


def test_a_body_that_is_not_there_has_no_precision() -> None:
    precision, recall = scores(GOLD, "")
    assert math.isnan(precision)
    assert recall == 0


def test_a_text_of_few_words_is_one_shingle() -> None:
    assert scores("one two", "one two") == (1, 1)


def test_f1_is_taken_of_the_means() -> None:
    pages = [Page("a", GOLD, b"one two three four five"), Page("b", GOLD, GOLD.encode())]
    figures = measure(bytes.decode, pages)
    assert figures["precision"][0] == 1  # type: ignore[index]
    assert figures["recall"][0] == pytest.approx(0.75)  # type: ignore[index]
    assert figures["f1"][0] == pytest.approx(2 * 0.75 / 1.75, abs=1e-4)  # type: ignore[index]
    assert figures["f1_halves"] == [pytest.approx(2 / 3, abs=1e-4), 1]
