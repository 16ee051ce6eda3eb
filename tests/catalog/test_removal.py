"""Which articles are meant, and that they go as a whole."""

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest

from assistant.articles.article import Article
from assistant.articles.dates import parse_published
from assistant.articles.visits import Validators, Visit
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Condition
from assistant.catalog.fulltext import document_frequencies
from assistant.catalog.removal import Selection, select_articles, unknown_names
from assistant.catalog.visits import _hash
from assistant.catalog.writer import CatalogWriter, Outcome
from assistant.errors import QuestionError, UsageError
from assistant.index.report import Proof, Proved
from tests.catalog.conftest import Store
from tests.catalog.test_writer import rows

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
EVERYTHING = Condition("", ())


def article(name: str, date: str | None = None, **fields: Any) -> Article:  # noqa: ANN401 - any field of an article
    published = parse_published(date, now=NOW)[0] if date else None
    return Article(name, f"The body of {name}.\nIt has zanzibarite{name}.", published_at=published, **fields)


@pytest.fixture
def filled(writer: CatalogWriter, store: Store) -> CatalogWriter:
    store(
        article("day", "2024-03-15", source="Sample Wire", url="https://example.org/day"),
        article("month", "2024-03", source="sample wire "),
        article("year", "2024", source="Gazette", url="http://example.org/year?page=2"),
        article("moment", "2024-03-15T23:59:59+00:00"),
        article("undated", source="Gazette"),
    )
    return writer


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(ids=("day", "undated", "nobody")), {"day", "undated"}),
        (Selection(urls=("http://EXAMPLE.org:80/day#top",)), {"day"}),
        (Selection(urls=("https://example.org/year?utm_source=x&page=2",)), {"year"}),
        (Selection(urls=("no address",)), set()),
        (Selection(sources=("SAMPLE WIRE",)), {"day", "month"}),
        (Selection(sources=("Gazette",), ids=("day", "year")), {"year"}),
        (Selection(before="2024-03-15"), set()),
        (Selection(before="2024-03-16"), {"day", "moment"}),
        (Selection(before="2024-03-31"), {"day", "moment"}),
        (Selection(before="2024-04-01"), {"day", "moment", "month"}),
        (Selection(before=dt.date(2025, 1, 1)), {"day", "moment", "month", "year"}),
        (Selection(after="2024-03-14"), {"day", "moment"}),
        (Selection(after="2024-03-15"), set()),
        (Selection(after="2024-02-29"), {"day", "moment", "month"}),
        (Selection(after="2023-12-31", before="2024-03-20"), {"day", "moment"}),
        (Selection(ids=("'; DROP TABLE articles; --",)), set()),
    ],
)
def test_what_is_meant(selection: Selection, expected: set[str], filled: CatalogWriter, catalog: Catalog) -> None:
    assert filled
    with catalog.snapshot() as snapshot:
        assert {card.article_id for card in select_articles(snapshot, selection)} == expected


def test_nothing_named_is_not_everything(filled: CatalogWriter, catalog: Catalog) -> None:
    assert filled
    with catalog.snapshot() as snapshot:
        with pytest.raises(UsageError, match="Nothing says which"):
            select_articles(snapshot, Selection())
        with pytest.raises(QuestionError, match="before"):
            select_articles(snapshot, Selection(before="soon"))


def test_names_that_no_article_has_are_told(filled: CatalogWriter, catalog: Catalog) -> None:
    assert filled
    selection = Selection(ids=("day", "nobody"), urls=("https://example.org/none", "http://example.org/day"))
    with catalog.snapshot() as snapshot:
        assert unknown_names(snapshot, selection) == ("nobody", "https://example.org/none")


def test_nothing_of_a_removed_article_is_left(filled: CatalogWriter, catalog: Catalog, store: Store) -> None:
    store(Article("day", "A second version.", version=2))
    ids = {str(row[0]) for row in rows(filled, "SELECT passage_id FROM passages WHERE version_key IN (1, 6)")}
    dropped_before = set(filled.pending_removals(100))
    filled.remove_articles(["day", "nobody"])
    with catalog.snapshot() as snapshot:
        assert snapshot.article("day") is None
        assert snapshot.count("articles") == snapshot.count("versions") == 4
        assert document_frequencies(snapshot, ["zanzibariteday", "second"]) == {}
        assert document_frequencies(snapshot, ["zanzibaritemonth"]) == {"zanzibaritemonth": 1}
    assert set(filled.pending_removals(100)) == ids | dropped_before
    filled._connection.execute("INSERT INTO passage_search (passage_search, rank) VALUES ('integrity-check', 1)")
    assert rows(filled, "PRAGMA foreign_key_check") == []


def test_a_removal_counts_one_revision(filled: CatalogWriter, catalog: Catalog) -> None:
    def revision() -> int:
        with catalog.snapshot() as snapshot:
            return snapshot.revision

    before = revision()
    filled.remove_articles(["day", "month"])
    assert revision() == before + 1


def test_reports_keep_their_rows_and_lose_the_names(filled: CatalogWriter) -> None:
    copies = [
        Outcome("c.txt", "duplicate", "copy", "same text as day; the date was left out"),
        Outcome("d.txt", "duplicate", "other", "same text as daybreak"),
        Outcome("e.txt", "rejected", None, "a day without text"),
        Outcome("f.txt", "updated", "month", "stored as version 2; near copy of day (similarity .93), which was later"),
    ]
    filled.commit_batch(1, [], {}, copies)
    filled.remove_articles(["day"])
    found = rows(filled, "SELECT input, outcome, article_id, reason FROM run_inputs ORDER BY rowid")
    assert len(found) == 9
    assert found[0] == ("(removed)", "new", None, "")
    assert found[1] == ("in:month", "new", "month", "")
    assert found[5:] == [
        ("c.txt", "duplicate", "copy", "copy of an article that was removed"),
        ("d.txt", "duplicate", "other", "same text as daybreak"),
        ("e.txt", "rejected", None, "a day without text"),
        ("f.txt", "updated", "month", "copy of an article that was removed"),
    ]


def test_the_visit_of_a_removed_page_is_forgotten(filled: CatalogWriter) -> None:
    pages = {"https://example.org/day": "day", "https://example.org/feed.xml": None}
    filled.note_visits([Visit(page, Validators("x", ""), 1, article_id) for page, article_id in pages.items()])
    filled.remove_articles(["day"])
    assert rows(filled, "SELECT count(*), article_key FROM visits") == [(1, None)]


def test_the_feed_of_a_removed_article_is_read_again(filled: CatalogWriter) -> None:
    feeds = ["https://example.org/feed.xml", "https://example.org/pack.zip", "https://example.org/other.xml"]
    filled.note_visits([Visit(feed, Validators("x", ""), 1) for feed in feeds])
    inputs = [(f"{feeds[0]}:12", "day"), (f"{feeds[1]}!/in/month.txt", "month"), (f"{feeds[2]}:1", "year")]
    filled.commit_batch(1, [], {}, [Outcome(name, "unchanged", article_id, "") for name, article_id in inputs])
    filled.remove_articles(["day", "month"])
    assert [row[0] for row in rows(filled, "SELECT url_hash FROM visits")] == [_hash(feeds[2])]


def test_a_file_that_was_rejected_before_loses_its_name_with_its_article(filled: CatalogWriter) -> None:
    found = [
        Outcome("Sensation at the quay.txt", "rejected", None, "no text"),
        Outcome("Sensation at the quay.txt", "unchanged", "day", ""),
        Outcome("other.txt", "rejected", None, "no text"),
    ]
    filled.commit_batch(1, [], {}, found)
    filled.remove_articles(["day"])
    assert rows(filled, "SELECT input, reason FROM run_inputs WHERE outcome = 'rejected'") == [
        ("(removed)", ""),
        ("other.txt", "no text"),
    ]


def test_an_id_that_is_a_word_of_the_proofs_leaves_them_readable(filled: CatalogWriter, store: Store) -> None:
    store(article("title"), article("found"))
    proof = Proof(
        2, 2, 0.1, (Proved("title", "title", found=True, rank=1), Proved("found", "title", found=True, rank=2)), ""
    )
    filled.finish_run(1, 5, seconds=1.0, proof=json.dumps(dataclasses.asdict(proof)))
    filled.remove_articles(["title", "found"])
    [(stored,)] = rows(filled, "SELECT proof FROM runs WHERE run = 1")
    gone = tuple(dataclasses.replace(proved, article_id="(removed)") for proved in proof.articles)
    expected = dataclasses.replace(proof, articles=gone)
    assert json.loads(str(stored)) == json.loads(json.dumps(dataclasses.asdict(expected)))


def test_proofs_lose_the_names_as_well(filled: CatalogWriter) -> None:
    proof = {"articles": [{"article_id": "day", "by": "title"}, {"article_id": "month", "by": "title"}]}
    filled.finish_run(1, 5, seconds=1.0, proof=json.dumps(proof))
    filled.remove_articles(["day", "undated"])
    [(stored,)] = rows(filled, "SELECT proof FROM runs")
    assert [item["article_id"] for item in json.loads(str(stored))["articles"]] == ["(removed)", "month"]


def test_an_article_that_comes_back_is_dropped_from_the_store_before_it_is_added(
    filled: CatalogWriter, store: Store
) -> None:
    # Its passage may have the same id over another text.
    filled.mark_stored([int(str(row[0])) for row in rows(filled, "SELECT passage_key FROM passages")], 1)
    filled.remove_articles(["day"])
    gone = set(filled.pending_removals(100))
    store(article("day", "2024-03-15"))
    assert set(filled.pending_removals(100)) == gone
    assert set(filled.pending_vectors(1, 100)[1]) == gone
