"""The groups of copies through everything that happens to an archive."""

import datetime as dt
import itertools
import sqlite3

import numpy as np
import pytest

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.catalog.linking import Match
from assistant.catalog.writer import CatalogWriter, Outcome
from assistant.errors import InputError
from tests.catalog.conftest import Store, new_version
from tests.catalog.prose import edited, moulded, prose

BASE = prose(1)
VECTOR = np.full(4, 0.5, dtype=np.float32)


def article(article_id: str, text: str = BASE, day: str | None = None, version: int = 1) -> Article:
    return Article(article_id, text, published_at=dated(day) if day else None, version=version)


def dated(day: str) -> PublishedAt:
    return PublishedAt(day, int(dt.datetime.fromisoformat(f"{day}T00:00:00Z").timestamp()), "day")


def heads(writer: CatalogWriter, state: str = "%") -> dict[str, str]:
    """The head of each copy in force."""
    rows = writer._connection.execute(
        "SELECT a.article_id, h.article_id FROM copies AS c JOIN articles AS a USING (article_key)"
        " JOIN articles AS h ON h.article_key = c.head_key WHERE state <> 'undone' AND state LIKE ?",
        (state,),
    )
    return dict(rows.fetchall())


def kinds(writer: CatalogWriter) -> dict[str, tuple[str, float]]:
    rows = writer._connection.execute(
        "SELECT article_id, kind, round(similarity, 2) FROM copies JOIN articles USING (article_key)"
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def remove(writer: CatalogWriter, *ids: str) -> None:
    connection = writer._connection
    with writer._groups.handing_on(ids):
        connection.executemany("DELETE FROM articles WHERE article_id = ?", [(name,) for name in ids])


def test_the_first_seen_is_the_head_where_no_date_tells(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b", BASE.upper()), article("c", f"New. {BASE}"), article("d", prose(2)))
    assert heads(writer) == {"b": "a", "c": "a"}
    assert kinds(writer) == {"b": ("exact", 1.0), "c": ("near", 1.0)}


@pytest.mark.parametrize("order", list(itertools.permutations(["early", "late", "undated"])))
def test_the_earliest_published_is_the_head_in_whatever_order_they_come(
    order: tuple[str, ...], writer: CatalogWriter, store: Store
) -> None:
    articles = {
        "early": article("early", BASE, "2024-03-01"),
        "late": article("late", edited(BASE, 0.05), "2024-03-02"),
        "undated": article("undated", edited(BASE, 0.05, 2)),
    }
    for name in order:
        store(articles[name])
    assert heads(writer) == {"late": "early", "undated": "early"}


def test_a_chain_of_small_changes_joins_only_what_is_like_the_head(writer: CatalogWriter, store: Store) -> None:
    sentences = BASE.split(". ")
    others = prose(2).split(". ")
    steps = [". ".join([*others[:count], *sentences[count:]]) for count in range(0, 19, 3)]
    store(*[article(f"step{number}", text) for number, text in enumerate(steps)])
    found = heads(writer)
    assert found["step1"] == "step0"
    assert len(set(found.values())) > 1
    assert found.get("step6") != "step0"
    assert set(found).isdisjoint(found.values())


def test_the_report_names_the_head_and_how_alike_it_is(writer: CatalogWriter) -> None:
    def commit(one: Article, outcome: str = "new", reason: str = "") -> Outcome:
        new = new_version(one)
        vectors = {passage.embed_hash: VECTOR for passage in new.passages}
        [noted] = writer.commit_batch(run, [new], vectors, [Outcome("x", outcome, one.article_id, reason)])
        return noted

    run = writer.start_run()
    assert commit(article("a", BASE, "2024-03-02")).outcome == "new"
    same = commit(article("b", BASE, "2024-03-02"), reason="a remark")
    assert (same.outcome, same.reason) == ("duplicate", "same text as a; a remark")
    near = commit(article("c", edited(BASE, 0.1), "2024-03-03"))
    assert (near.outcome, near.reason) == ("duplicate", "near copy of a (similarity .90)")
    first = commit(article("d", BASE, "2024-03-01"))
    assert (first.outcome, first.reason) == ("duplicate", "same text as a, which was published later")
    assert commit(article("e", moulded(1))).outcome == "new"
    again = commit(article("e", BASE, version=2), "updated", "stored as version 2")
    assert (again.outcome, again.reason) == ("updated", "stored as version 2; same text as d")
    rows = writer._connection.execute("SELECT outcome, count(*) FROM run_inputs GROUP BY 1").fetchall()
    assert dict(rows) == {"new": 2, "duplicate": 3, "updated": 1}


def test_two_versions_of_an_article_in_one_batch_have_an_outcome_each(writer: CatalogWriter, store: Store) -> None:
    store(article("a"))
    versions = [new_version(article("b", prose(2))), new_version(article("b", BASE, version=2))]
    vectors = {passage.embed_hash: VECTOR for version in versions for passage in version.passages}
    rows = [Outcome("1", "new", "b", ""), Outcome("2", "unchanged", "b", ""), Outcome("3", "updated", "b", "v2")]
    noted = writer.commit_batch(writer.start_run(), versions, vectors, rows)
    assert [row.reason for row in noted] == ["", "", "v2; same text as a"]


def test_an_updated_copy_leaves_and_an_updated_stranger_joins(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"), article("c", prose(2)))
    store(article("b", prose(3), version=2), article("c", BASE, version=2))
    assert heads(writer) == {"c": "a"}


def test_when_the_head_is_updated_its_copies_go_on_without_it(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"), article("c", edited(BASE, 0.05)))
    store(article("a", prose(2), version=2))
    assert heads(writer) == {"c": "b"}
    store(article("a", BASE, version=3))
    assert heads(writer) == {"b": "a", "c": "a"}


def test_when_the_head_is_removed_its_copies_find_another_among_themselves(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("c", edited(BASE, 0.05)), article("b", BASE), article("d", prose(2)))
    remove(writer, "a")
    assert heads(writer) == {"b": "c"}
    remove(writer, "b", "c")
    assert heads(writer) == {}
    left = (
        "SELECT article_key FROM copies UNION SELECT article_key FROM bands UNION SELECT article_key FROM fingerprints"
    )
    assert writer._connection.execute(left).fetchall() == [(4,)]


def test_what_a_reader_undid_stays_undone(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"), article("c"))
    writer.undo_copy("a", "b")
    assert heads(writer) == {"c": "a"}
    store(article("b", f"{BASE} And more.", version=2), article("a", f"{BASE} More.", version=2))
    assert heads(writer) == {"c": "a"}
    store(article("first", BASE, "2020-01-01"))
    found = heads(writer)
    assert ("a" in found) != ("b" in found)
    assert set(found.values()) == {"first"}
    with pytest.raises(InputError, match="not kept as copies"):
        writer.undo_copy("a", "b")


def test_of_two_copies_of_a_third_the_first_named_leaves(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"), article("c"))
    writer.undo_copy("c", "b")
    assert heads(writer) == {"b": "a"}


def test_what_a_reader_confirmed_stays_whatever_the_texts_become(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"))
    writer.confirm_copy("a", "b")
    store(article("b", prose(2), version=2))
    assert heads(writer, "confirmed") == {"b": "a"}
    store(article("a", prose(3), version=2))
    assert heads(writer, "confirmed") == {"b": "a"}
    assert kinds(writer)["b"][1] < 0.5
    store(article("first", prose(3), "2020-01-01"))
    assert heads(writer) == {"a": "first", "b": "first"}
    assert heads(writer, "confirmed") == {"b": "first"}


def test_confirming_takes_an_undoing_back(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"))
    writer.undo_copy("b", "a")
    writer.confirm_copy("b", "a")
    assert heads(writer, "confirmed") == {"b": "a"}
    writer.undo_copy("a", "b")
    assert heads(writer) == {}


@pytest.mark.parametrize("verb", ["undo_copy", "confirm_copy"])
def test_an_article_that_is_not_there_is_named(verb: str, writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("z", prose(2)))
    with pytest.raises(InputError, match="no article nowhere"):
        getattr(writer, verb)("a", "nowhere")
    with pytest.raises(InputError, match="news-assistant copies a"):
        getattr(writer, verb)("a", "z")
    with pytest.raises(InputError, match="news-assistant copies a"):
        getattr(writer, verb)("a", "a")


def test_an_archive_from_before_gets_its_groups(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"), article("c", edited(BASE, 0.1)), article("d", prose(2)))
    before = heads(writer)
    writer._connection.executescript("DELETE FROM copies; DELETE FROM bands; DELETE FROM fingerprints;")
    assert [writer.link_missing(3), writer.link_missing(3), writer.link_missing(3)] == [3, 1, 0]
    assert heads(writer) == before == {"b": "a", "c": "a"}


def test_stories_of_a_mould_stay_apart(writer: CatalogWriter, store: Store) -> None:
    store(*[article(f"a{number}", moulded(number), "2024-03-01") for number in range(12)])
    assert heads(writer) == {}


def test_many_copies_that_come_latest_first_end_under_the_earliest(writer: CatalogWriter, store: Store) -> None:
    days = [f"2024-03-{day:02}" for day in range(20, 0, -1)]
    for number, day in enumerate(days):
        store(article(day, BASE if number % 2 else edited(BASE, 0.03, number), day))
    assert set(heads(writer).values()) == {days[-1]}
    assert len(heads(writer)) == 19


def test_an_article_has_one_head_at_most(writer: CatalogWriter, store: Store) -> None:
    store(article("a"), article("b"), article("c", prose(2)))
    with pytest.raises(sqlite3.IntegrityError):
        writer._connection.execute("INSERT INTO copies VALUES (2, 3, 'near', 1.0, 'automatic')")


def test_words_of_the_report() -> None:
    assert Match(1, "near", 1.0).words("a") == "near copy of a (similarity 1.00)"
    assert Match(1, "exact", 1.0, is_later=True).words("a") == "same text as a, which was published later"
