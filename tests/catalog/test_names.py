"""The words of names: noted with the article, counted, and gone with it."""

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.compaction import compact_catalog
from assistant.catalog.names import name_words, similar_names
from assistant.catalog.writer import CatalogWriter
from tests.catalog.conftest import Store


def noted(writer: CatalogWriter) -> dict[str, int]:
    return dict(writer._connection.execute("SELECT word, articles FROM names ORDER BY word").fetchall())


def searched(writer: CatalogWriter, trigram: str) -> int:
    sql = "SELECT count(*) FROM name_search WHERE name_search MATCH ?"
    return int(writer._connection.execute(sql, (trigram,)).fetchone()[0])


def test_a_name_is_a_word_that_never_stands_in_small_letters() -> None:
    text = (
        "Ferries were late. Captain Rowan's ferries and Åse Ødegård of Port-Alder left; so did captain Bo of Kestrel1."
    )
    assert name_words(text) == {"Rowan", "Ødegård", "Port", "Alder"}
    assert name_words("") == set()
    assert name_words("Ab" * 40) == set(), "longer than any name"


def test_names_are_counted_by_article(writer: CatalogWriter, store: Store) -> None:
    store(Article("a", "Rowan met Alder. Rowan left."), Article("b", "ROWAN was alone."), Article("c", "nobody"))
    assert noted(writer) == {"Alder": 1, "Rowan": 2}


def test_a_new_version_has_the_names_of_its_own(writer: CatalogWriter, store: Store) -> None:
    store(Article("a", "Rowan met Alder."))
    store(Article("a", "Rowan met Birch.", version=2))
    assert noted(writer) == {"Birch": 1, "Rowan": 1}
    assert (searched(writer, "irc"), searched(writer, "lde")) == (1, 0)


def test_a_removed_article_takes_its_names_along(writer: CatalogWriter, store: Store) -> None:
    store(Article("a", "Rowan met Alder."), Article("b", "Rowan was alone."))
    writer.remove_articles(["a"])
    assert noted(writer) == {"Rowan": 1}
    assert searched(writer, "lde") == 0
    writer.remove_articles(["b"])
    assert noted(writer) == {}
    assert writer._connection.execute("SELECT count(*) FROM article_names").fetchone() == (0,)


def test_compacting_leaves_no_letter_of_a_removed_name(writer: CatalogWriter, store: Store) -> None:
    store(Article("a", "Nobody but Quixotewell was here."), Article("b", "Rowan was alone."))
    writer.remove_articles(["a"])
    compact_catalog(writer.path.parent)
    assert b"uixotewell" not in writer.path.read_bytes().lower()
    assert (searched(writer, "row"), searched(writer, "qui")) == (1, 0)


def test_articles_of_an_older_catalog_get_their_names_once(writer: CatalogWriter, store: Store) -> None:
    store(Article("a", "Rowan met Alder."), Article("b", "nobody was there"), Article("c", "Birch was alone."))
    before = noted(writer)
    writer._connection.execute("DELETE FROM article_names")
    assert noted(writer) == {}
    assert [writer.note_missing_names(2) for _ in range(3)] == [2, 1, 0]
    assert noted(writer) == before


def test_names_that_share_letters_are_found(catalog: Catalog, store: Store) -> None:
    store(Article("a", "Zelwick met Zelwicka, Trelwick, Hollow and Zelwickington."), Article("b", "Zelwick left."))
    with catalog.snapshot() as snapshot:
        assert similar_names(snapshot, "Zelwik", 2) == {"Zelwick": 2, "Zelwicka": 1, "Trelwick": 1}
        assert similar_names(snapshot, "Hlolow", 1) == {"Hollow": 1}, "by the letters at its end"
        assert similar_names(snapshot, 'X"*\x00', 2) == {}
