"""Reading: slices, versions, vectors, totals and titles, all of one state."""

import numpy as np
import pytest

from assistant.articles.article import Article
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Condition, Filters, condition_of
from assistant.catalog.records import Totals
from assistant.catalog.snapshot import FROM_PASSAGES, HALVES, VECTOR_TYPE
from assistant.catalog.writer import CatalogWriter
from tests.catalog.conftest import Store
from tests.catalog.test_filters import dated

EVERYTHING = Condition("", ())


def test_a_passage_is_the_slice_of_its_article_whatever_the_characters(store: Store, catalog: Catalog) -> None:
    text = "Ä😀 first.\n\U0001f1e9\U0001f1ea second e\u0301.\n中文第三行。\nعربي"
    store(Article("a", text))
    with catalog.snapshot() as snapshot:
        passages = snapshot.passages_of("a")
        assert [passage.text for passage in passages] == text.split("\n")
        assert all(passage.text == text[passage.start : passage.end] for passage in passages)
        assert [passage.ordinal for passage in passages] == [0, 1, 2, 3]


def test_an_old_version_keeps_its_text_and_loses_its_passages(store: Store, catalog: Catalog) -> None:
    store(Article("a", "Old words.", title="Old"))
    store(Article("a", "New words.", title="New", version=2))
    with catalog.snapshot() as snapshot:
        old, new, current = (snapshot.article("a", version) for version in (1, 2, None))
        assert old is not None
        assert (old.text, old.title, old.version) == ("Old words.", "Old", 1)
        assert new == current
        assert current is not None
        assert current.text == "New words."
        assert snapshot.article("a", 3) is None
        assert snapshot.article("b") is None
        assert [passage.text for passage in snapshot.passages_of("a")] == ["New words."]
        assert (snapshot.count("articles"), snapshot.count("versions"), snapshot.count_passages()) == (1, 2, 1)


def test_keys_and_ids_of_what_is_gone_are_left_out(store: Store, catalog: Catalog) -> None:
    store(Article("a", "One.\nTwo."))
    with catalog.snapshot() as snapshot:
        keys = snapshot.allowed_keys(EVERYTHING).tolist()
        named = {passage.passage_id: key for key, passage in snapshot.passages([*keys, 999]).items()}
        assert sorted(named.values()) == keys
        assert snapshot.keys_of([*named, "gone"]) == named
        assert not snapshot.passages([])
        assert not snapshot.keys_of([])


def test_vectors_come_back_by_key_at_half_precision(writer: CatalogWriter, store: Store, catalog: Catalog) -> None:
    store(Article("a", "One.\nTwo."))
    vector = np.array([0.1, 0.2, 0.3, 0.9], dtype=np.float32)
    writer._connection.execute("UPDATE vectors SET vector = ?", (vector.astype(VECTOR_TYPE).tobytes(),))
    with catalog.snapshot() as snapshot:
        keys, matrix = snapshot.vectors([2, 1, 77])
        assert sorted(keys) == [1, 2]
        assert matrix.dtype == np.float32
        assert np.allclose(matrix, vector, atol=1e-3)
        empty, nothing = snapshot.vectors([])
        assert (empty, len(nothing)) == ([], 0)


def test_cosines_are_those_of_the_vectors_however_many_are_read_at_once(
    writer: CatalogWriter, store: Store, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(Article("a", "One.\nTwo.\nThree.\nFour.\nFive."))
    chance = np.random.default_rng(3)
    for key in range(1, 6):
        row = chance.normal(size=4).astype(VECTOR_TYPE)
        writer._connection.execute("UPDATE vectors SET vector = ? WHERE vector_key = ?", (row.tobytes(), key))
    asked = chance.normal(size=(3, 4)).astype(np.float32)
    for at_once in (1, 2, 100):
        monkeypatch.setattr("assistant.catalog.snapshot.VECTORS_AT_ONCE", at_once)
        with catalog.snapshot() as snapshot:
            keys, matrix = snapshot.vectors(range(9))
            found, cosines = snapshot.cosines(asked, range(9))
            assert found.tolist() == keys
            assert len(keys) == 5
            assert np.allclose(cosines, asked @ matrix.T, atol=1e-6)
            assert [part.shape for part in snapshot.cosines(asked, [])] == [(0,), (3, 0)]


def test_every_number_of_half_precision_is_widened_exactly() -> None:
    halves = np.arange(2**16, dtype=np.uint16)
    assert np.array_equal(HALVES.take(halves), halves.view(VECTOR_TYPE).astype(np.float32), equal_nan=True)


def test_what_the_store_lacks_and_holds_is_listed(writer: CatalogWriter, store: Store, catalog: Catalog) -> None:
    store(Article("a", "One.", source="A"), Article("b", "Two.", source="B"))
    keys, _, _ = writer.pending_vectors(1, 10)
    writer.mark_stored(keys[:1], 1)
    with catalog.snapshot() as snapshot:
        assert snapshot.not_in_store(1) == keys[1:]
        assert snapshot.not_in_store(2) == keys
        ids = {passage.key: passage.passage_id for passage in snapshot.passages(keys).values()}
        assert snapshot.ids_in_store(keys, 1) == [ids[keys[0]]]
        assert snapshot.ids_in_store(keys[1:], 1) == snapshot.ids_in_store(keys, 2) == []


def test_the_keys_that_a_filter_allows_ascend(store: Store, catalog: Catalog) -> None:
    store(*(Article(f"a{number}", "One.\nTwo.", source="AB"[number % 2]) for number in range(6)))
    store(
        Article("a1", "Now one.", source="B", version=2), Article("a0", "Now\nthree\nof them.", source="B", version=2)
    )
    with catalog.snapshot() as snapshot:
        for filters in (Filters(), Filters(sources=("b",)), Filters(sources=("a",)), Filters(sources=("c",))):
            condition = condition_of(filters)
            sql = f"SELECT p.passage_key {FROM_PASSAGES} WHERE {condition.sql or '1'} ORDER BY 1"
            expected = [row[0] for row in snapshot.rows(sql, condition.parameters)]
            assert snapshot.allowed_keys(condition).tolist() == expected
            assert len(expected) == snapshot.count_allowed(condition)
        assert snapshot.allowed_keys(condition_of(Filters(sources=("c",)))).tolist() == []


def test_a_snapshot_does_not_see_what_is_committed_meanwhile(store: Store, catalog: Catalog) -> None:
    store(Article("a", "One."))
    with catalog.snapshot() as before:
        revision = before.revision
        store(Article("b", "Two."))
        assert before.count("articles") == 1
        assert before.revision == revision
        with catalog.snapshot() as after:
            assert after.count("articles") == 2
            assert after.revision > revision


def test_totals_are_of_what_the_filter_allows(store: Store, catalog: Catalog) -> None:
    store(
        Article("a", "One.", source="A", published_at=dated("2021-05")),
        Article("b", "Two.", source="B", published_at=dated("2020-01-02")),
        Article("c", "Three.", source="B"),
        Article("d", "Four."),
    )
    with catalog.snapshot() as snapshot:
        assert snapshot.totals(EVERYTHING) == Totals(4, "2020-01-02", "2021-05", {"B": 2, "": 1, "A": 1})
        assert list(snapshot.totals(EVERYTHING).sources) == ["B", "", "A"]
        assert snapshot.totals(condition_of(Filters(sources=("A",)))) == Totals(1, "2021-05", "2021-05", {"A": 1})
        assert snapshot.totals(condition_of(Filters(sources=("C",)))) == Totals(0, None, None, {})


def test_totals_count_current_versions_only(store: Store, catalog: Catalog) -> None:
    store(Article("a", "One.", source="Old", published_at=dated("2019-01-01")))
    store(Article("a", "Uno.", source="New", published_at=dated("2020-01-01"), version=2))
    with catalog.snapshot() as snapshot:
        assert snapshot.totals(EVERYTHING) == Totals(1, "2020-01-01", "2020-01-01", {"New": 1})


def test_the_end_of_the_period_is_a_date_the_filter_allows(store: Store, catalog: Catalog) -> None:
    store(
        Article("a", "One.", source="A", published_at=dated("2021-01-01")),
        Article("b", "Two.", source="B", published_at=dated("2021")),
    )
    with catalog.snapshot() as snapshot:
        assert snapshot.totals(condition_of(Filters(sources=("B",)))).oldest == "2021"


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (10, 10), (50, 10), (0, 0)])
def test_titles_are_spread_over_the_whole_period(limit: int, count: int, store: Store, catalog: Catalog) -> None:
    store(*[Article(f"a{n}", "Text.", title=f"T{n}", published_at=dated(f"20{n + 10}-01-01")) for n in range(10)])
    store(Article("untitled", "Text."), Article("empty", "Text.", title=""))
    with catalog.snapshot() as snapshot:
        titles = snapshot.titles(limit)
    assert len(titles) == count
    assert "untitled" not in dict(titles)
    if limit == 3:
        years = [int(title[1:]) for _, title in titles]
        assert max(years) - min(years) >= 6


def test_only_copies_count_as_duplicates(store: Store, catalog: Catalog) -> None:
    store(Article("a", "The same."), Article("b", "The  same."), Article("c", "The same."), Article("d", "Not so."))
    with catalog.snapshot() as snapshot:
        assert snapshot.count_duplicates() == 2


def test_an_article_comes_back_with_everything_it_had(store: Store, catalog: Catalog) -> None:
    article = Article(
        "a", "One.", title="T", source="S", authors=("Ada Moss", "Ben Thorn"), url="https://example.org/a",
        section="World", kind="live", language="en", published_at=dated("2021-05"),
        updated_at=dated("2021-05-07T10:00:00+02:00"), wire_origin="Reuters", access="teaser",
    )  # fmt: skip
    store(article)
    with catalog.snapshot() as snapshot:
        assert snapshot.article("a") == article
        assert list(snapshot.current_articles()) == [(1, article)]


def test_agencies_and_teasers_are_counted_by_current_versions(store: Store, catalog: Catalog) -> None:
    store(
        Article("a", "One.", wire_origin="Reuters"),
        Article("b", "Two.", wire_origin="AFP", access="teaser"),
        Article("c", "Three.", wire_origin="AFP"),
        Article("d", "Four."),
    )
    store(Article("a", "One more.", wire_origin="dpa", version=2))
    with catalog.snapshot() as snapshot:
        assert list(snapshot.wires().items()) == [("AFP", 2), ("dpa", 1)]
        assert snapshot.count_teasers() == 1


def test_no_foreign_table_is_counted(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="sqlite_master"), catalog.snapshot() as snapshot:
        snapshot.count("sqlite_master")


def test_all_current_articles_are_walked_in_order(store: Store, catalog: Catalog) -> None:
    store(Article("z", "One."), Article("a", "Two."))
    store(Article("z", "Uno.", version=2))
    with catalog.snapshot() as snapshot:
        assert [(article.article_id, article.version) for _, article in snapshot.current_articles()] == [
            ("z", 2),
            ("a", 1),
        ]
