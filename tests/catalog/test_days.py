"""The beginnings of the articles of a day."""

import datetime as dt

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.catalog.catalog import Catalog
from assistant.catalog.days import leads, newest_day
from assistant.catalog.filters import Condition, Filters, condition_of, epoch_of
from tests.catalog.conftest import Store

ALL = Condition("", ())
LENGTHS = {"day": 10, "month": 7, "year": 4}
DAY = epoch_of(dt.date(2024, 3, 29))


def dated(
    article_id: str, epoch: int, precision: str = "day", source: str = "Quay", wire: str | None = None
) -> Article:
    text = f"{article_id} begins.\nIt goes on."
    return Article(
        article_id,
        text,
        source=source,
        published_at=PublishedAt("2024-03-29"[: LENGTHS[precision]], epoch, precision),
        wire_origin=wire,
    )


def test_only_first_passages_of_that_time(catalog: Catalog, store: Store) -> None:
    store(
        dated("before", DAY - 1), dated("a", DAY), dated("b", DAY + 86_399, wire="Agency"), dated("after", DAY + 86_400)
    )
    with catalog.snapshot() as snapshot:
        found, vectors = leads(snapshot, ALL, DAY, DAY + 86_400, 10)
        texts = [passage.text for passage in snapshot.passages([item.key for item in found]).values()]
    assert [(item.article_id, item.source, item.origin) for item in found] == [
        ("b", "Quay", "Agency"),
        ("a", "Quay", "Quay"),
    ]
    assert vectors.shape == (2, 4)
    assert sorted(texts) == ["a begins.", "b begins."]


def test_the_newest_are_kept_and_filters_hold(catalog: Catalog, store: Store) -> None:
    store(*(dated(f"a{n}", DAY + n, source="Quay" if n % 2 else "Other") for n in range(6)))
    with catalog.snapshot() as snapshot:
        assert [item.article_id for item in leads(snapshot, ALL, DAY, DAY + 99, 2)[0]] == ["a5", "a4"]
        quay = condition_of(Filters(sources=("quay",)))
        assert [item.article_id for item in leads(snapshot, quay, DAY, DAY + 99, 9)[0]] == ["a5", "a3", "a1"]
        nothing, vectors = leads(snapshot, ALL, 0, 1, 9)
    assert (nothing, len(vectors)) == ([], 0)


def test_a_month_alone_is_no_day(catalog: Catalog, store: Store) -> None:
    store(dated("month", DAY, "month"), dated("year", DAY, "year"), dated("day", DAY - 86_400))
    with catalog.snapshot() as snapshot:
        assert leads(snapshot, ALL, DAY, DAY + 1, 9)[0] == []
        assert newest_day(snapshot, ALL, DAY + 86_400) == DAY - 86_400
        assert newest_day(snapshot, ALL, DAY - 86_400) is None
        assert newest_day(snapshot, condition_of(Filters(sources=("none",))), DAY + 86_400) is None
