"""What stands in quotation marks was written, in that order, and no gap hides a "not"."""

import pytest

from assistant.answering.checks.quotes import WIDEST_GAP, check, quotations
from assistant.answering.checks.text import piece
from tests.answering.checks.conftest import sources

ARTICLE = (
    "“We will rebuild the bridge before the winter,” said Anna Hall, the mayor.\n"
    "The landlord is not permitted to end the lease. The tenant may stay until May."
)


def failed(said: str, *, span: str = ARTICLE) -> list[str]:
    return [reason.check for reason in check(piece(said), sources(span, article=ARTICLE))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" twice.', ["no"]),
        ("He said “no way” twice.", ["no way"]),
        ("He called it ‘a day’s work’ again.", ["a day’s work"]),
        ("The town's mayor doesn't mind.", []),
        ("Er sagte „nein“ dazu.", ["nein"]),
    ],
)
def test_what_is_quoted(text: str, expected: list[str]) -> None:
    assert quotations(text) == expected


@pytest.mark.parametrize(
    "said",
    [
        'The mayor said "we will rebuild the bridge before the winter."',
        "The mayor said “We will rebuild … before the winter”.",
        "The mayor said 'we will [repair] the bridge' soon.",
        "Tenants “may stay [...] May”.",
        "Nothing is quoted here.",
    ],
)
def test_what_was_written_passes(said: str) -> None:
    assert failed(said) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('The mayor said "we will never rebuild it".', "quote_invented"),
        ('The mayor said "we will repair the bridge before the winter".', "quote_invented"),
        ('"The landlord is … permitted to end the lease", it says.', "quote_hides_negation"),
        ('"The landlord is [...] permitted to end the lease", it says.', "quote_hides_negation"),
        ('"The tenant may stay … the landlord is not permitted", it says.', "quote_stitched"),
        ('"before the winter … rebuild the bridge", it says.', "quote_stitched"),
    ],
)
def test_what_was_not_written_so_fails(said: str, expected: str) -> None:
    assert failed(said) == [expected]


def test_a_gap_is_bounded() -> None:
    long = "We start now, " + "and then more, " * (WIDEST_GAP // 10) + "and we end later."
    (reason,) = check(piece('It says "we start now … we end later".'), sources(long))
    assert reason.check == "quote_stitched"


def test_what_stands_elsewhere_in_the_article_is_told() -> None:
    assert failed('The tenant "may stay until May".', span="The landlord is not permitted") == ["quote_elsewhere"]
