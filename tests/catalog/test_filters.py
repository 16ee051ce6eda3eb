"""What a filter lets through: each field alone, days at their edges, and values that are data whatever they hold."""

import datetime as dt
import time

import pytest

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt, parse_published
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Condition, Day, Filters, condition_of, epoch_of, parse_day
from assistant.errors import QuestionError
from tests.catalog.conftest import Store

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def dated(text: str) -> PublishedAt:
    found, _ = parse_published(text, now=NOW)
    assert found is not None
    return found


ARTICLES = (
    Article("may", "Rain in May.", source="Sample Wire", language="en", published_at=dated("2024-05-07T23:59:59Z")),
    Article("june", "Sun in June.", source="Straßenblatt", section="Wetter", language="de", kind="opinion",
            published_at=dated("2024-06-01T00:00:00Z")),
    Article("year", "A dry year.", source="sample wire", section="Weather", published_at=dated("2023")),
    Article("undated", "Nobody knows when.", source=None, language=None),
)  # fmt: skip


@pytest.fixture
def filled(store: Store, catalog: Catalog) -> Catalog:
    store(*ARTICLES)
    return catalog


def allowed(catalog: Catalog, filters: Filters) -> set[str]:
    with catalog.snapshot() as snapshot:
        keys = snapshot.allowed_keys(condition_of(filters)).tolist()
        return {passage.article_id for passage in snapshot.passages(keys).values()}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"may", "june", "year", "undated"}),
        (Filters(sources=("SAMPLE wire ",)), {"may", "year"}),
        (Filters(sources=("STRASSENBLATT",)), {"june"}),
        (Filters(sources=("Sample Wire", "Straßenblatt")), {"may", "june", "year"}),
        (Filters(sources=("Unknown",)), set()),
        (Filters(sources=("",)), set()),
        (Filters(sections=("weather",)), {"year"}),
        (Filters(sections=("WETTER", "Weather")), {"june", "year"}),
        (Filters(kinds=("Opinion",)), {"june"}),
        (Filters(kinds=("news",)), {"may", "year", "undated"}),
        (Filters(languages=("EN",)), {"may"}),
        (Filters(languages=("de", "en")), {"may", "june"}),
        (Filters(since="2024-05-08"), {"june"}),
        (Filters(since="2024-05-07"), {"may", "june"}),
        (Filters(until="2024-05-07"), {"may", "year"}),
        (Filters(until="2024-05-06"), {"year"}),
        (Filters(since="2024-06-01", until="2024-06-01"), {"june"}),
        (Filters(sources=("Sample Wire",), since="2024-01-01", languages=("en",)), {"may"}),
        (Filters(sources=("Sample Wire",), kinds=("opinion",)), set()),
    ],
)
def test_each_field_lets_through_what_it_names(filters: Filters, expected: set[str], filled: Catalog) -> None:
    assert allowed(filled, filters) == expected


def test_a_period_leaves_out_what_has_no_date(filled: Catalog) -> None:
    assert "undated" not in allowed(filled, Filters(since="1970-01-01"))
    assert "undated" not in allowed(filled, Filters(until="2999-01-01"))


@pytest.mark.xfail(strict=True, reason="the epoch of a date is its first instant, so `2024` counts as 1 January 2024")
def test_as_of_leaves_out_what_may_have_been_published_later(store: Store, catalog: Catalog) -> None:
    store(Article("2024", "Some time in 2024.", published_at=dated("2024")))
    assert allowed(catalog, Filters(as_of="2024-03-01")) == set()
    assert allowed(catalog, Filters(as_of="2024-12-31")) == {"2024"}


def test_as_of_counts_an_undated_article_from_its_first_sighting(filled: Catalog) -> None:
    today = dt.datetime.fromtimestamp(time.time(), dt.UTC).date()
    assert "undated" in allowed(filled, Filters(as_of=today + dt.timedelta(days=1)))
    assert allowed(filled, Filters(as_of=today - dt.timedelta(days=1))) == {"may", "june", "year"}
    assert allowed(filled, Filters(as_of="2024-05-31")) == {"may", "year"}


@pytest.mark.parametrize("field", ["sources", "sections", "kinds", "languages"])
@pytest.mark.parametrize(
    "value",
    [
        "x' OR '1'='1",
        'x" OR 1=1 --',
        "'); DROP TABLE versions; --",
        "%",
        "_",
        "?",
        "a\x00b",
        "Sample Wire' --",
        "\u202esample wire",
        "1) OR (1",
    ],
)
def test_sql_in_a_value_is_data(field: str, value: str, filled: Catalog) -> None:
    assert allowed(filled, Filters(**{field: (value,)})) == set()  # type: ignore[arg-type]
    assert allowed(filled, Filters()) == {"may", "june", "year", "undated"}


def test_a_value_that_is_no_unicode_matches_nothing(filled: Catalog) -> None:
    assert allowed(filled, Filters(sources=("\udc80",))) == set()


def test_values_travel_as_parameters() -> None:
    condition = condition_of(Filters(sources=("a", " B "), kinds=("news",)))
    assert condition.parameters == ("a", "b", "news")
    assert condition.sql.count("?") == 3


@pytest.mark.parametrize("name", ["since", "until", "as_of"])
@pytest.mark.parametrize(
    "value", ["yesterday", "2024-13-01", "2024-02-30", "29/03/2024", "2024-03-29' OR 1=1", "２０２４-０３-２９", " "]
)
def test_what_is_no_date_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(QuestionError, match=name) as caught:
        condition_of(Filters(**{name: value}))  # type: ignore[arg-type]
    assert caught.value.exit_code == 2
    assert "2024-03-29" in caught.value.remedy


def test_a_number_is_refused_as_a_date() -> None:
    with pytest.raises(QuestionError):
        condition_of(Filters(since=20240329))  # type: ignore[arg-type]


def test_a_single_name_is_not_taken_for_its_letters(filled: Catalog) -> None:
    assert allowed(filled, Filters(sources="Sample Wire")) == {"may", "year"}  # type: ignore[arg-type]


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(QuestionError, match="2024-05-08 to 2024-05-07 is empty"):
        condition_of(Filters(since="2024-05-08", until="2024-05-07"))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (None, None),
        ("", None),
        ("2024-02-29", dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), dt.date(2024, 2, 29)),
        (dt.datetime(2024, 2, 29, 23, 59, tzinfo=dt.UTC), dt.date(2024, 2, 29)),
    ],
)
def test_days_are_dates_or_iso_strings(value: Day, day: dt.date | None) -> None:
    assert parse_day(value, "since") == day


def test_a_moment_is_the_day_it_falls_on_in_utc() -> None:
    late = dt.datetime(2024, 5, 7, 22, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    assert parse_day(late, "since") == dt.date(2024, 5, 8)


def test_a_date_and_its_iso_string_mean_the_same() -> None:
    assert condition_of(Filters(since=dt.date(2024, 5, 7))) == condition_of(Filters(since="2024-05-07"))


def test_no_filter_is_no_condition() -> None:
    assert Filters().is_empty()
    assert condition_of(Filters()) == Condition("", ())
    assert not Filters(sources=("a",)).is_empty()


def test_days_are_counted_in_utc() -> None:
    assert epoch_of(dt.date(1970, 1, 2)) == 86_400
    assert epoch_of(dt.date(1969, 12, 31)) == -86_400
    assert epoch_of(dt.date.max) > 0
