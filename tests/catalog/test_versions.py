"""What is known of an article before it is stored."""

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.versions import known_versions
from tests.catalog.conftest import Store


def test_versions_are_known_oldest_first_and_the_current_one_is_told(store: Store, catalog: Catalog) -> None:
    store(Article("a", "One."))
    store(Article("a", "Two.", version=2))
    with catalog.snapshot() as snapshot:
        known = known_versions(snapshot, "a")
        assert [(row.version, row.is_current) for row in known] == [(1, False), (2, True)]
        assert known[0].record_hash != known[1].record_hash
        assert known_versions(snapshot, "b") == []
