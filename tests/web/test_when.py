import datetime as dt

import pytest

from assistant.web.when import age, printed, time_tag

ASKED = dt.date(2024, 5, 6)


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        (None, "no date"),
        ("2024", "2024"),
        ("2024-05", "May 2024"),
        ("2024-05-03", "3 May 2024"),
        ("2024-05-03T23:59:00+00:00", "3 May 2024"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(iso: str | None, words: str) -> None:
    assert printed(iso) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        (None, "age unknown"),
        ("2024-05-06", "the day you asked"),
        ("2024-05-05T08:00:00+00:00", "the day before you asked"),
        ("2024-05-03", "3 days before you asked"),
        ("2024-02-20", "2 months ago"),
        ("2023-05-07", "11 months ago"),
        ("2023-05-06", "1 year ago"),
        ("2021-01-01", "3 years ago"),
        ("2024-05", "the month you asked"),
        ("2024-04", "1 month ago"),
        ("2024", "the year you asked"),
        ("2022", "2 years ago"),
        ("2024-05-07", "dated after you asked"),
        ("2024-06", "dated after you asked"),
        ("2025", "dated after you asked"),
    ],
)
def test_age(iso: str | None, words: str) -> None:
    assert age(iso, ASKED) == words


def test_the_machine_reads_the_date_too() -> None:
    assert time_tag("2024-05") == '<time datetime="2024-05">May 2024</time>'
    assert time_tag(None) == '<span class="undated">no date</span>'
