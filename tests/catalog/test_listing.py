"""All articles with given words."""

import pytest

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Filters, condition_of
from assistant.catalog.listing import all_of, list_articles
from tests.catalog.conftest import Store


@pytest.fixture
def stored(store: Store) -> None:
    day = PublishedAt("2024-03-29", 1_711_670_400, "day")
    store(
        Article("a", "The ferry sank.\nThe crane fell.", title="Harbour", source="Quay", published_at=day),
        Article("b", "A ferry and a crane.", source="Mast"),
        Article("c", "Nothing of it.", title="Cranes and ferries", source="The Ferry Crane"),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ferry"], ["a", "b", "c"]),
        (["ferry", "crane"], ["b", "c"]),
        (["a crane"], ["b"]),
        (["the ferry crane"], []),
        ([], ["a", "b", "c"]),
        (['") OR ("ferry', "harbour"], []),
    ],
)
@pytest.mark.usefixtures("stored")
def test_all_words_stand_in_one_passage_or_title(words: list[str], expected: list[str], catalog: Catalog) -> None:
    with catalog.snapshot() as snapshot:
        found = list_articles(snapshot, all_of(words), condition_of(Filters()))
    assert [item.article_id for item in found] == expected


@pytest.mark.usefixtures("stored")
def test_filters_hold_and_an_old_version_does_not_count(catalog: Catalog, store: Store) -> None:
    store(Article("b", "Only a bridge.", source="Mast", version=2))
    with catalog.snapshot() as snapshot:
        everything = list_articles(snapshot, all_of(["ferry"]), condition_of(Filters()))
        mast = list_articles(snapshot, "", condition_of(Filters(sources=("Mast",))))
    assert [item.article_id for item in everything] == ["a", "c"]
    assert [(item.article_id, item.version) for item in mast] == [("b", 2)]
