"""The lists of words as arrays: equal to what FTS5 itself says of them."""

import contextlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.postings import indexed, lengths, postings, size
from tests.catalog.conftest import Store

LONG = " ".join(f"word{number} herons" for number in range(9000))


@pytest.fixture
def filled(store: Store, catalog: Catalog) -> Catalog:
    store(Article("a", "The heron and the other herons.\nOne ferry.", title="A heron", source="The Gazette"))
    store(Article("b", LONG), Article("c", "Gone soon."))
    store(Article("c", "Nothing of the kind.", version=2))
    return catalog


def test_a_list_says_where_a_word_stands_and_how_often(filled: Catalog) -> None:
    with filled.snapshot() as snapshot:
        keys, counts = postings(snapshot, "heron")
        rows = snapshot.rows("SELECT rowid FROM passage_search WHERE passage_search MATCH 'heron' ORDER BY rowid")
        assert keys.tolist() == [row[0] for row in rows]
        assert counts.tolist() == [3.0, 1.0, 9000.0]
        assert [part.tolist() for part in postings(snapshot, "soon")] == [[], []]


def test_the_words_of_passages_are_counted(filled: Catalog) -> None:
    with filled.snapshot() as snapshot:
        keys = np.array([row[0] for row in snapshot.rows("SELECT passage_key FROM passages ORDER BY 1")])
        long = lengths(snapshot, keys)
        assert long.tolist() == [10.0, 6.0, 18000.0, 4.0]
        assert lengths(snapshot, keys[[1, 3]]).tolist() == [6.0, 4.0]
        assert lengths(snapshot, keys[:0]).tolist() == []
        assert size(snapshot) == (4, 18020)


def test_an_empty_index_has_no_size(store: Store, catalog: Catalog) -> None:
    store(Article("a", ""))
    with catalog.snapshot() as snapshot:
        assert size(snapshot) == (snapshot.count_passages(), 0)
        assert postings(snapshot, "heron")[0].tolist() == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Herons", ("heron",)),
        ("CAFÉS", ("cafe",)),
        ("AT&T", ("at", "t")),
        ("U.S", ("u", "s")),
        ("off the coast", ("off", "the", "coast")),
        ("…", ()),
        ("", ()),
        ("off\x00coast", ("off", "coast")),
    ],
)
def test_words_are_taken_apart_as_the_index_does(text: str, terms: tuple[str, ...]) -> None:
    assert indexed(text) == terms


def test_the_tokenizer_is_the_one_of_the_schema(filled: Catalog) -> None:
    with filled.snapshot() as snapshot:
        known = {str(row[0]) for row in snapshot.rows("SELECT term FROM passage_terms")}
    words = "The heron and the other herons One ferry A heron The Gazette Nothing of the kind".split()
    assert {term for word in words for term in indexed(word)} <= known


def test_threads_do_not_mix_their_words() -> None:
    texts = [f"Thread {number} of herons" for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(indexed, texts)) == [("thread", str(n), "of", "heron") for n in range(200)]


def test_nothing_is_written_for_the_lists(filled: Catalog) -> None:
    with contextlib.closing(sqlite3.connect(filled.path)) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'passage_postings'").fetchall()
