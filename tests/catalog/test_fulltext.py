"""Keyword search: stems, the searchable header, questions as data, and an index that forgets what is gone."""

import random
import sqlite3
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Condition, Filters, condition_of
from assistant.catalog.fulltext import document_frequencies, quoted, search_words
from assistant.catalog.snapshot import Snapshot
from assistant.catalog.writer import CatalogWriter
from assistant.errors import IndexDamagedError
from tests.catalog.conftest import Store
from tests.catalog.test_filters import dated

NO_FILTER = Condition("", ())

FERRY = Article(
    "ferry",
    "The ferries collided off the coast.\nNobody blamed the captains of the ships.",
    title="Collision at Übersee",
    source="Sample Courier",
    published_at=dated("2021-03-29"),
)
BRIDGE = Article("bridge", "A bridge was closed.\nThe café beside it stayed open.", source="Gazette Twenty")


def found(
    catalog: Catalog, words: Sequence[str], phrases: Sequence[str] = (), condition: Condition = NO_FILTER
) -> set[str]:
    with catalog.snapshot() as snapshot:
        allowed = snapshot.allowed_keys(condition) if condition.sql else None
        keys = search_words(snapshot, words, phrases, allowed, 50)
        return {f"{passage.article_id}.{passage.ordinal}" for passage in snapshot.passages(list(keys)).values()}


@pytest.fixture
def filled(store: Store, catalog: Catalog) -> Catalog:
    store(FERRY, BRIDGE)
    return catalog


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ferry", {"ferry.0"}),
        ("FERRIES", {"ferry.0"}),
        ("collide", {"ferry.0"}),
        ("blame", {"ferry.1"}),
        ("captain", {"ferry.1"}),
        ("closing", {"bridge.0"}),
        ("cafe", {"bridge.1"}),
        ("CAFÉ", {"bridge.1"}),
        ("nothing-of-the-kind", set()),
    ],
)
def test_words_meet_by_their_stems(word: str, expected: set[str], filled: Catalog) -> None:
    assert found(filled, [word]) == expected


@pytest.mark.parametrize("word", ["collision", "ubersee", "Übersee", "courier", "29", "march", "2021"])
def test_title_source_and_date_are_searched_with_every_passage(word: str, filled: Catalog) -> None:
    assert found(filled, [word]) == {"ferry.0", "ferry.1"}


def test_a_phrase_must_stand_as_it_is(filled: Catalog) -> None:
    assert found(filled, ["coast", "bridge"], ["off the coast"]) == {"ferry.0"}
    assert found(filled, ["coast"], ["coast the off"]) == set()
    assert found(filled, [], ["bridge was closed"]) == {"bridge.0"}


def test_a_title_is_searched_with_the_body(store: Store, catalog: Catalog) -> None:
    body = Article("body", "The heron stood there for an hour or two.", title="Morning at the lake")
    title = Article("title", "The bird stood there for an hour or two.", title="Heron at the lake")
    store(body, title)
    with catalog.snapshot() as snapshot:
        scores = search_words(snapshot, ["heron"], [], None, 10)
        assert {passage.article_id for passage in snapshot.passages(list(scores)).values()} == {"body", "title"}


def test_filters_hold_in_keyword_search(filled: Catalog) -> None:
    condition = condition_of(Filters(sources=("gazette twenty",)))
    assert found(filled, ["the", "a"], condition=condition) == {"bridge.0", "bridge.1"}


def test_the_limit_keeps_the_best(filled: Catalog) -> None:
    with filled.snapshot() as snapshot:
        every = search_words(snapshot, ["the"], [], None, 50)
        best = search_words(snapshot, ["the"], [], None, 1)
    assert len(every) > 1
    assert set(best) == {max(every, key=lambda key: every[key])}


def test_no_words_find_nothing(filled: Catalog) -> None:
    assert found(filled, []) == set()


SYNTAX = [
    "AND", "OR", "NOT", "NEAR(ferry bridge)", "title:ferry", "{title source}:ferry", "-title:ferry", "ferry*", "^ferry",
    "ferry + bridge", '"', '""', '"ferry', "ferry\"", "(", "(ferry", "'; DROP TABLE passages; --",
    "ferry AND", "*", "::", "\\",
]  # fmt: skip


@pytest.mark.parametrize("text", SYNTAX)
def test_the_syntax_of_fts5_is_data(text: str, filled: Catalog) -> None:
    found(filled, [text])
    found(filled, ["ferry"], [text])
    assert found(filled, ["ferry"]) == {"ferry.0"}


def test_an_operator_is_a_word(filled: Catalog) -> None:
    assert found(filled, ["NOT", "ferry"]) == {"ferry.0"}
    assert found(filled, ["ferry", "AND", "bridge"]) == {"ferry.0", "bridge.0"}


def test_a_column_name_is_no_column(filled: Catalog) -> None:
    assert found(filled, ["title:collision"]) == set()


@settings(max_examples=150, deadline=None)
@given(word=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_no_word_can_break_the_query(word: str, memory: sqlite3.Connection) -> None:
    memory.execute("SELECT * FROM s WHERE s MATCH ?", (quoted(word),)).fetchall()


@pytest.fixture(scope="module")
def memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE s USING fts5 (a, tokenize = 'porter unicode61 remove_diacritics 2')")
    return connection


def test_nul_in_a_phrase_does_not_break_the_query(filled: Catalog) -> None:
    assert found(filled, ["ferry"], ["off\x00the coast"]) <= {"ferry.0"}


def test_old_words_are_gone_after_an_update(filled: Catalog, store: Store, writer: CatalogWriter) -> None:
    store(Article("ferry", "The vessels touched lightly.", title="A bump", source="Sample Courier", version=2))
    for word in ("collided", "coast", "captains", "collision", "ubersee", "march"):
        assert found(filled, [word]) == set()
    assert found(filled, ["vessel"]) == found(filled, ["bump"]) == {"ferry.0"}
    with filled.snapshot() as snapshot:
        assert document_frequencies(snapshot, ["coast", "captain", "collis", "vessel"]) == {"vessel": 1}
    integrity_check(writer)


def test_the_index_is_whole_after_many_updates(store: Store, writer: CatalogWriter) -> None:
    for version in range(1, 8):
        text = f"Version {version} of it.\nAnother line of version {version}."
        store(Article("a", text, title=f"Title {version}", version=version))
        store(Article("b", text[: 20 * version], source="ÄÖÜ" * version, version=version))
    integrity_check(writer)


ASKED: tuple[tuple[list[str], list[str]], ...] = (
    (["ferry"], []),
    (["ferry", "bridge", "the"], []),
    (["ferries", "ferry", "harbour"], []),
    (["AT&T", "ferry"], []),
    (["U.S", "nothing-of-the-kind"], []),
    (["ferry", "bridge"], ["at t"]),
    ([], ["ferry left", "the harbour"]),
)


@pytest.mark.parametrize(("words", "phrases"), ASKED)
def test_the_scores_are_those_of_fts5(words: list[str], phrases: list[str], store: Store, catalog: Catalog) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    some = ("ferry", "ferries left", "the harbour", "a bridge", "AT&T", "the U.S. coast", "café", "one\ntwo")
    for number in range(24):
        text = "\n".join(" ".join(chance.choices(some, k=chance.randint(1, 150))) for _ in range(3))
        store(Article(f"a{number}", text, title="Ferry" if number % 3 else None, source="Gazette"))
    store(Article("a7", "A ferry, shortened.", version=2), Article("a23", "The last one.", version=2))
    with catalog.snapshot() as snapshot:
        for limit in (3, 17, 500):
            got = search_words(snapshot, words, phrases, None, limit)
            assert got == pytest.approx(by_fts5(snapshot, words, phrases, limit))
            assert list(got.values()) == sorted(got.values(), reverse=True)


def by_fts5(snapshot: Snapshot, words: list[str], phrases: list[str], limit: int) -> dict[int, float]:
    """The oracle: FTS5's own bm25 of the same search."""
    either = " OR ".join(f'"{word}"' for word in words)
    every = " AND ".join(f'"{phrase}"' for phrase in phrases)
    match = f"({every}) AND ({either})" if every and either else every or either
    sql = "SELECT rowid, -rank FROM passage_search WHERE passage_search MATCH ? ORDER BY rank, rowid LIMIT ?"
    return dict(snapshot.rows(sql, (match, limit)))  # type: ignore[arg-type]


def test_an_index_that_lost_lengths_is_damaged(filled: Catalog, writer: CatalogWriter) -> None:
    writer._connection.execute("DELETE FROM passage_search_docsize WHERE id = 1")
    with filled.snapshot() as snapshot, pytest.raises(IndexDamagedError, match="index of words"):
        search_words(snapshot, ["ferry", "the"], [], None, 10)


def test_frequencies_are_of_stems_and_count_passages(filled: Catalog) -> None:
    with filled.snapshot() as snapshot:
        assert document_frequencies(snapshot, ["ferri", "courier", "ferries"]) == {"ferri": 1, "courier": 2}


def test_a_word_that_is_asked_for_again_is_not_looked_up_again(filled: Catalog) -> None:
    with filled.snapshot() as snapshot:
        first = document_frequencies(snapshot, ["ferri", "nowhere"])
        statements: list[str] = []
        snapshot._connection.set_trace_callback(statements.append)
        assert document_frequencies(snapshot, ["nowhere", "ferri"]) == first == {"ferri": 1}
        assert statements == []
        assert document_frequencies(snapshot, ["ferri", "courier"]) == {"ferri": 1, "courier": 2}
        assert [sql for sql in statements if not sql.startswith("--")] == statements[:1]
        snapshot._connection.set_trace_callback(None)


def integrity_check(writer: CatalogWriter) -> None:
    """SQLite compares the index with the words of the view, and raises where they differ."""
    writer._connection.execute("INSERT INTO passage_search (passage_search, rank) VALUES ('integrity-check', 1)")
    writer._connection.execute("INSERT INTO passage_search (passage_search) VALUES ('integrity-check')")
