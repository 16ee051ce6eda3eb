"""What is known of an article before it is stored."""

from assistant.articles.article import Article
from assistant.articles.cleaning import canonical_hash
from assistant.catalog.catalog import Catalog
from assistant.catalog.versions import holder_of_text, known_versions
from tests.catalog.conftest import Store


def test_versions_are_known_oldest_first_and_the_current_one_is_told(store: Store, catalog: Catalog) -> None:
    store(Article("a", "One."))
    store(Article("a", "Two.", version=2))
    with catalog.snapshot() as snapshot:
        known = known_versions(snapshot, "a")
        assert [(row.version, row.is_current) for row in known] == [(1, False), (2, True)]
        assert known[0].record_hash != known[1].record_hash
        assert known_versions(snapshot, "b") == []


def test_the_first_other_article_holds_a_text(store: Store, catalog: Catalog) -> None:
    store(Article("z", "The same."), Article("b", "The same."), Article("c", "The same."))
    same = canonical_hash("The  same.")
    with catalog.snapshot() as snapshot:
        assert holder_of_text(snapshot, same, "c") == "z"
        assert holder_of_text(snapshot, same, "z") == "b"
        assert holder_of_text(snapshot, canonical_hash("Other."), "z") is None


def test_only_current_texts_are_held(store: Store, catalog: Catalog) -> None:
    store(Article("a", "Once."))
    store(Article("a", "Now.", version=2))
    with catalog.snapshot() as snapshot:
        assert holder_of_text(snapshot, canonical_hash("Once."), "b") is None
