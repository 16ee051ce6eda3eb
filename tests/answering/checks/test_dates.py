"""Dates, resolved from the day of publication: a Wednesday, 15 March 2023."""

import datetime as dt

import pytest

from assistant.answering.checks.dates import check, days, whens
from assistant.answering.checks.text import piece
from tests.answering.checks.conftest import sources

PUBLISHED = dt.date(2023, 3, 15)


def failed(said: str, source: str, published_at: str | None = "2023-03-15") -> list[str]:
    return [reason.words for reason in check(piece(said), sources(source, published_at=published_at))]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Tuesday", "2023-03-14"),
        ("yesterday", "2023-03-14"),
        ("tomorrow", "2023-03-16"),
        ("March 14", "2023-03-14"),
        ("14 March 2023", "2023-03-14"),
        ("2023-03-14", "2023-03-14"),
        ("Dec. 31", "2022-12-31"),
    ],
)
def test_a_day_is_among_what_it_can_mean(text: str, day: str) -> None:
    (when,) = whens(text)
    wanted = dt.date.fromisoformat(day)
    assert (wanted, wanted) in days(when, PUBLISHED)


def test_the_31st_of_a_short_month_is_no_day() -> None:
    (when,) = whens("April 31, 2023")
    assert days(when, PUBLISHED) == []


@pytest.mark.parametrize("text", ["They may march on.", "It cost $2,000.", "1,999 people", "2020 people"])
def test_what_is_no_date(text: str) -> None:
    assert whens(text) == []


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("She left on Tuesday.", "She left on Tuesday."),
        ("She left on 14 March 2023.", "She left on Tuesday."),
        ("She left on Tuesday.", "She left on March 14."),
        ("She left in March 2023.", "She left on Tuesday."),
        ("She left in 2023.", "She left on March 14."),
        ("She leaves on 21 March 2023.", "She will leave on Tuesday."),
        ("She left in February 2023.", "She left last month."),
        ("She left in 2022.", "She left last year."),
        ("She left in 2023.", "She left."),
    ],
)
def test_the_same_day_in_other_words(said: str, source: str) -> None:
    assert failed(said, source) == []


@pytest.mark.parametrize(
    ("said", "source", "words"),
    [
        ("She left on Monday.", "She left on Tuesday.", "Monday"),
        ("She left on 14 March 2022.", "She left on Tuesday.", "14 March 2022"),
        ("She left on March 14.", "She left in March.", "March 14"),
        ("She left in 2021.", "She left in 2022.", "2021"),
        ("She left on March 15.", "She left.", "March 15"),
    ],
)
def test_another_day_fails(said: str, source: str, words: str) -> None:
    assert failed(said, source)[:1] == [words]


def test_without_a_day_of_publication_a_weekday_is_as_good_as_its_name() -> None:
    assert failed("She left on Tuesday.", "She left on Tuesday.", None) == []
    assert failed("She left on Tuesday.", "She left on 14 March 2023.", "2023") == []
    assert failed("She left on 14 March 2023.", "She left on Tuesday.", None)[:1] == ["14 March 2023"]


def test_a_date_that_belongs_elsewhere_in_the_source_fails() -> None:
    source = "The court met on Monday in the old town hall. It will rule on Friday."
    assert failed("The court met on Friday in the old town hall.", source) == ["Friday"]
