"""A dateline with a year dates the text that it opens; anything less does not."""

import pytest

from assistant.articles.datelines import date_of
from assistant.articles.dates import parse_published
from tests.articles.conftest import NOW


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("LISBON, March 12, 2024 (Agency) - It rained.", "2024-03-12"),
        ("ARNHOLM, Norway, 7 May 2024 \u2013 It rained.", "2024-05-07"),
        ("Ada Moss\n\nLISBON, 12 March 2024 (Agency) - It rained.", "2024-03-12"),
        ("Lisbon, 12 March 2024 (Agency) - It rained.", "2024-03-12"),
    ],
)
def test_finds_the_date(text: str, date: str) -> None:
    at, _ = parse_published(date_of(text, now=NOW), now=NOW)
    assert at is not None
    assert at.iso == date


@pytest.mark.parametrize(
    "text",
    [
        "LISBON, March 12 (Agency) - It rained.",
        "LISBON (Agency) - It rained on 12 March 2024.",
        "Lisbon, 12 March 2024 was a rainy day.",
        "LISBON, 12 March 2031 (Agency) - It will rain.",
        "\n".join(["It rained."] * 9 + ["LISBON, 12 March 2024 (Agency) - It rained."]),
        "",
    ],
)
def test_leaves_out_what_is_none(text: str) -> None:
    assert date_of(text, now=NOW) is None
