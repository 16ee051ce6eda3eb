"""Which days a question means, asked on a Monday."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.times import Period, periods

MONDAY = dt.date(2024, 4, 1)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("What happened yesterday?", ["2024-03-31"]),
        ("what happened tonight", ["2024-04-01"]),
        ("What happened last week?", ["2024-03-25 to 2024-03-31"]),
        ("What happened this week?", ["2024-03-25 to 2024-04-01"]),
        ("What happened over the weekend?", ["2024-03-28 to 2024-04-01"]),
        ("What happened last weekend?", ["2024-03-30 to 2024-03-31"]),
        ("Who won last month?", ["2024-03-01 to 2024-03-31"]),
        ("Who won last year?", ["2023-01-01 to 2023-12-31"]),
        ("Who won two weeks ago?", ["2024-03-15 to 2024-03-21"]),
        ("Who won a few days ago?", ["2024-03-29"]),
        ("Who won in the last 3 months?", ["2024-01-01 to 2024-04-01"]),
        ("Who won in the past week?", ["2024-03-25 to 2024-04-01"]),
        ("Who won on Friday?", ["2024-03-29"]),
        ("Who won in March 2023?", ["2023-03-01 to 2023-03-31"]),
        ("Who won in March?", ["2024-03-01 to 2024-03-31"]),
        ("Who won in late May?", ["2023-05-01 to 2023-05-31"]),
        ("Who won last April?", ["2023-04-01 to 2023-04-30"]),
        ("Who won last summer?", ["2023-06-01 to 2023-08-31"]),
        ("Who won in the winter of 2021?", ["2021-12-01 to 2022-03-02"]),
        ("Who won in 2019?", ["2019-01-01 to 2019-12-31"]),
        ("Who won on 29 February 2024?", ["2024-02-29"]),
        ("Who won on Sept. 3rd, 2023?", ["2023-09-03"]),
        ("Who won on 2023-09-03?", ["2023-09-03"]),
        ("Who won on May 5?", ["2023-05-05"]),
        ("Who won since March 2023?", ["from 2023-03-01"]),
        ("Who won after 4 October 2023?", ["from 2023-10-05"]),
        ("Who won before 2019?", ["to 2018-12-31"]),
        ("Who won by June 2022?", ["to 2022-06-30"]),
        ("Who won between 4 October 2023 and 7 November 2023?", ["2023-10-04 to 2023-11-07"]),
        ("Who won from March to May 2023?", ["2023-03-01 to 2023-05-31"]),
        ("the report of 4 October and the one of 7 October", ["2023-10-04", "2023-10-07"]),
        ("Between the report of 4 October and that of 7 October, what changed?", ["2023-10-04", "2023-10-07"]),
        ("After the report on October 4, 2023, what changed?", ["2023-10-04"]),
    ],
)
def test_the_days_that_a_question_names(text: str, labels: list[str]) -> None:
    assert [period.label for period in periods(text, MONDAY)] == labels


@pytest.mark.parametrize(
    "text",
    [
        "What changed before the vote?",
        "Who was May's successor?",
        "What may happen?",
        "They march on.",
        "31 June 2023?",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert [period for period in periods(text, MONDAY) if period.since == period.until] == []
    assert all("June" in period.words for period in periods(text, MONDAY))


def test_a_period_knows_how_far_a_day_is_off() -> None:
    march = Period(dt.date(2024, 3, 1), dt.date(2024, 3, 31), "March", 0, 5)
    assert [march.days_off(day) for day in (dt.date(2024, 2, 28), dt.date(2024, 3, 1), dt.date(2024, 4, 2))] == [
        2,
        0,
        2,
    ]
    assert Period(None, march.until, "", 0, 0).days_off(dt.date(1990, 1, 1)) == 0
    assert Period(march.since, None, "", 0, 0).days_off(dt.date(2990, 1, 1)) == 0


@given(text=st.text(alphabet="0123456789 -/,.May octlasweknthrg", max_size=60), today=st.dates(dt.date(1900, 1, 1)))
def test_no_text_breaks_it_and_words_are_slices(text: str, today: dt.date) -> None:
    found = periods(text, today)
    assert all(text[period.start : period.end] == period.words for period in found)
    assert [period.start for period in found] == sorted(period.start for period in found)
