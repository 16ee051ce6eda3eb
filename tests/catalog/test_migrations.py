"""Each step of the schema: it runs on an empty file, once, as a whole, and a file of a newer release is left alone."""

import re
import sqlite3
from pathlib import Path

import pytest

from assistant.articles.dates import PublishedAt
from assistant.articles.visits import Validators, Visit
from assistant.catalog import database, migrations
from assistant.catalog.catalog import Catalog
from assistant.catalog.database import migrate, open_for_reading, open_for_writing
from assistant.catalog.visits import last_visit
from assistant.catalog.writer import CatalogWriter
from assistant.errors import StoreError

STEPS = range(1, len(migrations.MIGRATIONS) + 1)
TABLES_OF_STEP = {
    1: {"meta", "articles", "versions", "vectors", "passages", "removals", "passage_search", "runs", "run_inputs"},
    2: {"versions", "versions_by_wire"},
    3: {"runs"},
    4: {"files", "origins"},
    5: {"fingerprints", "bands", "copies", "copies_in_force"},
    6: {"visits"},
    7: {"versions_by_source"},
    8: {"names", "article_names", "name_search", "name_found", "name_lost", "name_came", "name_went"},
    9: {"visits", "visits_by_article"},
}


def names(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


def schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_every_step_has_its_test() -> None:
    assert set(TABLES_OF_STEP) == set(STEPS)


@pytest.mark.parametrize("number", STEPS)
def test_step_runs_on_a_file_that_has_only_the_steps_before(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", migrations.MIGRATIONS[: number - 1])
    path = tmp_path / "catalog.sqlite"
    open_for_writing(path).close()
    monkeypatch.setattr(database, "MIGRATIONS", migrations.MIGRATIONS[:number])
    connection = open_for_writing(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (number,)
    assert TABLES_OF_STEP[number] <= names(connection)
    connection.close()


def test_taking_the_steps_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    open_for_writing(path).close()
    before = schema(path)
    connection = open_for_writing(path)
    migrate(connection, path)
    connection.close()
    assert schema(path) == before


def test_a_step_that_fails_leaves_nothing_of_it_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalog.sqlite"
    open_for_writing(path).close()
    before = schema(path)
    broken = "CREATE TABLE half (a);\nCREATE TABLE half (a);"
    monkeypatch.setattr(database, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    with pytest.raises(StoreError):
        open_for_writing(path)
    monkeypatch.undo()
    assert schema(path) == before
    open_for_reading(path).close()


@pytest.mark.parametrize("opening", [open_for_reading, open_for_writing])
def test_a_newer_schema_is_refused_in_words_and_left_as_it_is(opening: object, tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    open_for_writing(path).close()
    newer = len(migrations.MIGRATIONS) + 1
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {newer}")
    with pytest.raises(StoreError, match=rf"newer release \(schema {newer}") as caught:
        opening(path)  # type: ignore[operator]
    assert caught.value.exit_code == 3
    assert "pip install --upgrade news-assistant" in caught.value.remedy
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (newer,)


def test_a_reader_sends_an_older_schema_to_the_next_ingest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalog.sqlite"
    open_for_writing(path).close()
    monkeypatch.setattr(database, "MIGRATIONS", (*migrations.MIGRATIONS, "CREATE TABLE later (a);"))
    with pytest.raises(StoreError, match="news-assistant ingest"):
        open_for_reading(path)
    open_for_writing(path).close()
    open_for_reading(path).close()


@pytest.mark.parametrize(
    ("written", "epoch", "precision"),
    [
        ("2021", 1_609_459_200, "year"),
        ("2021-03", 1_614_556_800, "month"),
        ("2021-03-29", 1_616_976_000, "day"),
        ("2021-03-29T14:05:10", 1_617_026_710, "second"),
        ("2021-03-29T14:05:10+00:00", 1_617_026_710, "second"),
        ("2021-03-29T14:05:10-09:30", 1_617_060_910, "second"),
        ("2021-03-29T14:05:10+20:00", 1_616_954_710, "second"),
        ("1768-12-10", -6_344_784_000, "day"),
    ],
)
def test_an_old_catalog_learns_when_its_articles_were_changed(
    written: str, epoch: int, precision: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", migrations.MIGRATIONS[:1])
    path = tmp_path / "catalog.sqlite"
    connection = open_for_writing(path)
    connection.execute("INSERT INTO articles VALUES (1, 'a', 1, 0)")
    connection.executemany(
        "INSERT INTO versions VALUES (?, 1, ?, 'r', 't', 'Title', NULL, '[\"Ada Moss\"]', NULL, NULL, 'news', 'en',"
        " NULL, NULL, NULL, ?, '', 'It rained.', 7)",
        [(1, 1, written), (2, 2, None)],
    )
    before = connection.execute("SELECT * FROM versions ORDER BY version_key").fetchall()
    connection.close()
    monkeypatch.undo()
    connection = open_for_writing(path)
    after = connection.execute("SELECT * FROM versions ORDER BY version_key").fetchall()
    connection.close()
    assert [row[: len(before[0])] for row in after] == before
    catalog = Catalog(tmp_path)
    with catalog.snapshot() as snapshot:
        first, second = (snapshot.article("a", version) for version in (1, 2))
    catalog.close()
    assert first is not None
    assert second is not None
    assert first.updated_at == PublishedAt(written, epoch, precision)
    assert second.updated_at is None
    assert (first.wire_origin, first.access, first.authors) == (None, "full", ("Ada Moss",))


def test_visits_of_an_archive_that_kept_addresses_start_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MIGRATIONS", migrations.MIGRATIONS[:8])
    connection = open_for_writing(tmp_path / "catalog.sqlite")
    connection.execute("INSERT INTO visits VALUES ('http://news.example/feed', '', '', 1)")
    connection.close()
    monkeypatch.undo()
    visit = Visit("http://news.example/feed", Validators('"one"', ""), 2)
    writer = CatalogWriter(tmp_path)
    assert writer._connection.execute("SELECT count(*) FROM visits").fetchone() == (0,)
    writer.note_visits([visit])
    writer.close()
    catalog = Catalog(tmp_path)
    with catalog.snapshot() as snapshot:
        assert last_visit(snapshot, visit.url) == visit
    catalog.close()


def test_the_search_table_knows_no_words_but_those_of_the_view() -> None:
    assert re.search(r"content = 'passage_words', content_rowid = 'passage_key'", migrations.FIRST)
