"""Dates in the forms that dumps, wires and pages write them; nothing is filled in."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.dates import PublishedAt, parse_published

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("2021", "2021", "year"),
        (2021, "2021", "year"),
        ("2021-03", "2021-03", "month"),
        ("March 2021", "2021-03", "month"),
        ("2021-03-29", "2021-03-29", "day"),
        ("2021-03-29Z", "2021-03-29", "day"),
        ("2022/02/07", "2022-02-07", "day"),
        ("2022.2.7", "2022-02-07", "day"),
        ("20210329", "2021-03-29", "day"),
        ("March 29, 2021", "2021-03-29", "day"),
        ("29 March 2021", "2021-03-29", "day"),
        ("29th of March 2021", "2021-03-29", "day"),
        ("Monday, Mar. 29 2021", "2021-03-29", "day"),
        ("29-MAR-2021", "2021-03-29", "day"),
        ("03/29/2021", "2021-03-29", "day"),
        ("29/03/2021", "2021-03-29", "day"),
        ("03/03/2021", "2021-03-03", "day"),
        ("03.04.2021", "2021-04-03", "day"),
        (date(2021, 3, 29), "2021-03-29", "day"),
        ("2021-03-29T14:05", "2021-03-29T14:05:00", "second"),
        ("2021-03-29 14:05:09.123", "2021-03-29T14:05:09", "second"),
        ("2021-03-29T14:05:00Z", "2021-03-29T14:05:00+00:00", "second"),
        ("2021-03-29T14:05:00.5+0230", "2021-03-29T14:05:00+02:30", "second"),
        ("20210329140500", "2021-03-29T14:05:00", "second"),
        ("2022/02/07 14:05", "2022-02-07T14:05:00", "second"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01", "second"),
        ("3-MAR-1987  09:15:05.40", "1987-03-03T09:15:05", "second"),
        ("Mon, 29 Mar 2021 14:05:00 -0400", "2021-03-29T14:05:00-04:00", "second"),
        ("Mon, 29 Mar 2021 14:05:00 GMT", "2021-03-29T14:05:00+00:00", "second"),
        ("Mon Mar 29 14:05:00 2021", "2021-03-29T14:05:00", "second"),
        ("Updated Jan. 9, 2022, 9:09 p.m. EST", "2022-01-09T21:09:00-05:00", "second"),
        ("March 29, 2021 at 12:05 AM", "2021-03-29T00:05:00", "second"),
        (1617026700, "2021-03-29T14:05:00+00:00", "second"),
        (1617026700.9, "2021-03-29T14:05:00+00:00", "second"),
        ("1617026700", "2021-03-29T14:05:00+00:00", "second"),
        (1617026700123, "2021-03-29T14:05:00+00:00", "second"),
        (datetime(2021, 3, 29, 14, 5, tzinfo=timezone(timedelta(hours=2))), "2021-03-29T14:05:00+02:00", "second"),
    ],
)
def test_reads_the_date_at_its_precision(written: object, iso: str, precision: str) -> None:
    at, reason = parse_published(written, now=NOW)
    assert at is not None, reason
    assert (at.iso, at.precision, reason) == (iso, precision, "")


@pytest.mark.parametrize("written", [None, "", "  \n"])
def test_a_missing_date_stays_missing_without_a_word(written: object) -> None:
    assert parse_published(written, now=NOW) == (None, "")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2031-01-01", "future"),
        ("2026-06-03", "future"),
        (9e15, "future"),
        ("1699-12-31", "before 1700"),
        ("2021-02-30", "does not exist"),
        ("2021-13", "does not exist"),
        ("31/31/2021", "does not exist"),
        ("yesterday", "cannot be read"),
        ("Monday", "cannot be read"),
        ("March 29", "cannot be read"),
        ("29 Mar 21", "cannot be read"),
        ("3/29/21", "cannot be read"),
        ("99999999", "cannot be read"),
        (0, "cannot be read"),
        (-1, "cannot be read"),
        (float("nan"), "cannot be read"),
        (float("inf"), "cannot be read"),
        (-62135596801, "cannot be read"),
        pytest.param(10**5000, "cannot be read", id="5000 digits"),
        (1e80, "cannot be read"),
        ("x" * 5000, "cannot be read"),
        (True, "neither text nor a number"),
        (["2021"], "neither text nor a number"),
    ],
)
def test_names_why_a_date_was_dropped(written: object, words: str) -> None:
    at, reason = parse_published(written, now=NOW)
    assert at is None
    assert words in reason
    assert len(reason) < 200


def test_tomorrow_is_accepted_because_zones_differ() -> None:
    at, reason = parse_published("2026-06-02", now=NOW)
    assert at is not None
    assert reason == ""


def test_day_and_month_that_cannot_be_told_apart_leave_the_year() -> None:
    at, reason = parse_published("03/04/2021", now=NOW)
    assert at == PublishedAt("2021", 1609459200, "year")
    assert "told apart" in reason


@pytest.mark.parametrize(
    ("written", "iso", "word"),
    [
        ("31-MAR-1987 605:12:19.12", "1987-03-31", "605:12"),
        ("27-MAR-1987 00:02:59.13RM", "1987-03-27T00:02:59", "RM"),
        ("27-MAR-1987 00:03:35.68F", "1987-03-27T00:03:35", "F"),
        ("2021-03-29 25:00", "2021-03-29", "25:00"),
        ("March 29, 2021 2:05 PM IST", "2021-03-29T14:05:00", "IST"),
        ("2021-03-29 14:05 pm", "2021-03-29", "14:05"),
    ],
)
def test_keeps_what_is_sure_and_names_the_rest(written: str, iso: str, word: str) -> None:
    at, reason = parse_published(written, now=NOW)
    assert at is not None
    assert at.iso == iso
    assert word in reason


@pytest.mark.parametrize(
    ("written", "epoch"),
    [
        ("1970", 0),
        ("1970-01-02", 86400),
        ("1969-12-31", -86400),
        ("1970-01-01T01:00:00+01:00", 0),
        ("1970-01-01T01:00:00", 3600),
        ("1804-11-25", -5210092800),
    ],
)
def test_epoch_is_the_first_instant(written: str, epoch: int) -> None:
    at, _ = parse_published(written, now=NOW)
    assert at is not None
    assert at.epoch == epoch


@given(
    st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.from_regex(r"[0-9TZ:/. -]{4,30}", fullmatch=True))
)
def test_anything_gives_a_date_or_a_reason(value: object) -> None:
    at, reason = parse_published(value, now=NOW)
    blank = isinstance(value, str) and not value.strip()
    assert at is not None or bool(reason) or blank


@given(st.datetimes(min_value=datetime(1700, 1, 1), max_value=datetime(2026, 5, 1)))  # noqa: DTZ001
def test_its_own_iso_is_read_back_the_same(moment: datetime) -> None:
    first, _ = parse_published(moment.replace(tzinfo=UTC).isoformat(), now=NOW)
    assert first is not None
    assert parse_published(first.iso, now=NOW) == (first, "")
