"""Writing: whole articles per transaction, ids that stay the same, and a vector for every passage or nothing."""

import contextlib
from pathlib import Path

import numpy as np
import pytest

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Condition
from assistant.catalog.writer import CatalogWriter, NewPassage, Outcome, passage_id
from assistant.errors import IndexDamagedError
from tests.catalog.conftest import Store, new_version

EVERYTHING = Condition("", ())
ARTICLE = Article("a", "The first line.\nThe second line.", title="Lines")


def rows(writer: CatalogWriter, sql: str) -> list[tuple[object, ...]]:
    return writer._connection.execute(sql).fetchall()


def test_ids_are_made_from_article_version_and_span_alone() -> None:
    assert passage_id("a", 1, 0, 5) == passage_id("a", 1, 0, 5)
    different = {
        passage_id(*key) for key in (("a", 1, 0, 5), ("a", 2, 0, 5), ("a", 1, 1, 5), ("a", 1, 0, 6), ("b", 1, 0, 5))
    }
    assert len(different) == 5
    assert passage_id("a", 11, 0, 5) != passage_id("a", 1, 10, 5)
    assert passage_id("ä😀'\"", 1, 0, 5) != passage_id("ä😀'", 1, 0, 5)


def test_a_batch_counts_one_revision_and_one_without_versions_none(
    writer: CatalogWriter, store: Store, catalog: Catalog
) -> None:
    def revision() -> int:
        with catalog.snapshot() as snapshot:
            return snapshot.revision

    before = revision()
    store(ARTICLE, Article("b", "Another."))
    assert revision() == before + 1
    writer.commit_batch(1, [], {}, [Outcome("x", "unchanged", "a", "")])
    assert revision() == before + 1


def test_storing_counts_for_readers_of_vectors(writer: CatalogWriter, store: Store) -> None:
    store(ARTICLE)
    keys, ids, vectors = writer.pending_vectors(1, 10)
    assert (len(keys), len(ids), vectors.shape) == (2, 2, (2, 4))
    revision = writer.meta("stored_revision", "0")
    writer.mark_stored(keys, 1)
    assert int(writer.meta("stored_revision")) == int(revision) + 1
    assert writer.pending_vectors(1, 10)[0] == []
    assert writer.pending_vectors(2, 10)[0] == keys


def test_a_passage_without_a_vector_undoes_the_whole_batch(writer: CatalogWriter, catalog: Catalog) -> None:
    good, bad = new_version(Article("good", "It has one.")), new_version(Article("bad", "It has none."))
    vectors = {good.passages[0].embed_hash: np.ones(4, dtype=np.float32)}
    with pytest.raises(IndexDamagedError, match="bad has no vector"):
        writer.commit_batch(writer.start_run(), [good, bad], vectors, [Outcome("x", "new", "good", "")])
    assert rows(writer, "SELECT * FROM articles") == rows(writer, "SELECT * FROM run_inputs") == []
    assert rows(writer, "SELECT * FROM passage_search WHERE passage_search MATCH 'one'") == []
    with catalog.snapshot() as snapshot:
        assert snapshot.count("vectors") == snapshot.count("versions") == 0


def test_equal_texts_share_one_vector(writer: CatalogWriter, store: Store) -> None:
    store(Article("a", "The same words."), Article("b", "The same words."))
    assert rows(writer, "SELECT count(*) FROM vectors") == [(1,)]
    assert rows(writer, "SELECT count(*) FROM passages") == [(2,)]


def test_an_update_switches_and_leaves_the_old_ids_to_be_removed(writer: CatalogWriter, store: Store) -> None:
    store(ARTICLE)
    old = {str(row[0]) for row in rows(writer, "SELECT passage_id FROM passages")}
    store(Article("a", "A new line altogether.", title="Lines", version=2))
    new = {str(row[0]) for row in rows(writer, "SELECT passage_id FROM passages")}
    assert len(new) == 1
    assert old.isdisjoint(new)
    assert set(writer.pending_removals(10)) == old
    assert len(writer.pending_removals(1)) == 1
    writer.mark_removed(list(old))
    assert writer.pending_removals(10) == []


def test_vectors_of_old_versions_go_between_runs_only(writer: CatalogWriter, store: Store) -> None:
    store(ARTICLE)
    store(Article("a", "A new line altogether.", title="Lines", version=2))
    assert rows(writer, "SELECT count(*) FROM vectors") == [(3,)]
    writer.drop_orphan_vectors()
    assert rows(writer, "SELECT count(*) FROM vectors") == [(1,)]


def test_switching_the_generation_holds_for_every_passage(writer: CatalogWriter, store: Store) -> None:
    store(ARTICLE)
    store(Article("a", "A new line altogether.", version=2))
    writer.switch_generation(7, {"sizes": "{}"})
    assert (writer.meta("generation"), writer.meta("sizes")) == ("7", "{}")
    assert not writer.pending_vectors(7, 10)[0]
    assert not writer.pending_removals(10)


def test_replacing_all_passages_is_one_transaction(writer: CatalogWriter, store: Store) -> None:
    store(ARTICLE)
    before = rows(writer, "SELECT * FROM passages")
    with contextlib.suppress(ZeroDivisionError), writer.replacing_all_passages({"generation": "2"}) as replace:
        replace(1, ARTICLE, [NewPassage(0, 5, (0,), "x")], np.ones((1, 4), dtype=np.float32))
        raise ZeroDivisionError
    assert rows(writer, "SELECT * FROM passages") == before
    assert writer.meta("generation", "1") == "1"
    with writer.replacing_all_passages({"generation": "2"}) as replace:
        replace(1, ARTICLE, [NewPassage(0, 15, (0,), "x")], np.ones((1, 4), dtype=np.float32))
    assert rows(writer, 'SELECT start, "end", stored FROM passages') == [(0, 15, 0)]
    assert rows(writer, "SELECT count(*) FROM passage_search WHERE passage_search MATCH 'second'") == [(0,)]
    assert rows(writer, "SELECT count(*) FROM passage_search WHERE passage_search MATCH 'first'") == [(1,)]
    assert writer.meta("generation") == "2"


def test_copying_goes_through_all_passages_in_order(writer: CatalogWriter, store: Store) -> None:
    store(*[Article(f"a{n}", f"Line {n} one.\nLine {n} two.") for n in range(5)])
    seen: list[int] = []
    while True:
        keys, ids, vectors = writer.vectors_after(seen[-1] if seen else 0, 3)
        if not keys:
            break
        assert len(keys) == len(ids) == len(vectors)
        seen += keys
    assert len(seen) == 10
    assert seen == sorted(seen)


def test_a_run_is_open_until_it_is_finished(writer: CatalogWriter, catalog: Catalog) -> None:
    first, second = writer.start_run(), writer.start_run()
    assert second == first + 1
    with catalog.snapshot() as snapshot:
        assert snapshot.count_interrupted_runs() == 2
    writer.finish_run(second, 5)
    with catalog.snapshot() as snapshot:
        assert snapshot.count_interrupted_runs() == 0


def test_every_field_comes_back_as_it_was_given(store: Store, tmp_path: Path) -> None:
    article = Article(
        "ID with 'quotes' and 😀", "Text with\n'quotes', \"marks\" and 😀.", title="<b>&amp;", source="Ä; --",
        authors=("Ada Moss", "Ö'Neil"), url="https://example.org/?a=1&b=2", section="S", kind="live", language="en",
    )  # fmt: skip
    store(article)
    catalog = Catalog(tmp_path)
    with catalog.snapshot() as snapshot:
        assert snapshot.article(article.article_id) == article
        assert snapshot.count_passages() > 0
    catalog.close()
