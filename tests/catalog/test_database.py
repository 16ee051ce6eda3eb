"""Opening the catalog's file: what is missing, torn, foreign or out of reach is told in words, with the remedy."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from assistant.catalog.database import explained, open_for_reading, open_for_writing, transaction
from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalog.sqlite"
    connection = open_for_writing(path)
    with transaction(connection):
        rows = [(f"key {n}", "value " * 50) for n in range(200)]
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    connection.close()
    return path


def test_a_missing_catalog_is_told_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="no archive in") as caught:
        open_for_reading(tmp_path / "none" / "catalog.sqlite")
    assert caught.value.exit_code == 3
    assert "news-assistant ingest" in caught.value.remedy
    assert not (tmp_path / "none").exists()


def test_an_empty_file_is_an_empty_archive(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    path.touch()
    with pytest.raises(IndexMissingError, match="is empty"):
        open_for_reading(path)
    open_for_writing(path).close()
    open_for_reading(path).close()


@pytest.mark.parametrize("opening", [open_for_reading, open_for_writing])
def test_a_file_that_is_no_database_is_damaged_and_stays_as_it_is(opening: object, tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    content = b"Minutes of the harbour committee, typed by hand. " * 100
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="not a database") as caught:
        opening(path)  # type: ignore[operator]
    assert caught.value.exit_code == 3
    assert "backup" in caught.value.remedy
    assert path.read_bytes() == content


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.9])
def test_a_torn_file_is_damaged_and_the_remedy_is_named(kept: float, path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(IndexDamagedError, match=str(path)) as caught, explained(path):
        open_for_reading(path).execute("SELECT count(*) FROM versions, meta").fetchall()
    assert "Restore" in caught.value.remedy


def test_pages_of_rubbish_are_damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError), explained(path):
        open_for_reading(path).execute("SELECT * FROM meta").fetchall()


def test_a_folder_in_its_place_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").mkdir()
    with pytest.raises(StoreError, match="cannot be opened") as caught:
        open_for_writing(tmp_path / "catalog.sqlite")
    assert "--data-dir" in caught.value.remedy


def test_a_readers_connection_cannot_write(path: Path) -> None:
    connection = open_for_reading(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM meta")
    connection.close()


def test_a_transaction_is_all_or_nothing_even_for_ctrl_c(path: Path) -> None:
    connection = open_for_writing(path)
    with contextlib.suppress(KeyboardInterrupt), transaction(connection):
        connection.execute("DELETE FROM meta")
        raise KeyboardInterrupt
    assert connection.execute("SELECT count(*) FROM meta").fetchone() == (200,)
    connection.close()


def test_a_locked_catalog_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.catalog.database.BUSY_SECONDS", 0.05)
    first, second = open_for_writing(path), open_for_writing(path)
    with transaction(first), pytest.raises(IndexBusyError, match="busy") as caught, explained(path):
        second.execute("BEGIN IMMEDIATE")
    assert caught.value.exit_code == 3
    first.close()
    second.close()


@pytest.mark.parametrize(
    ("words", "kind", "told"),
    [
        ("database is locked", IndexBusyError, "busy"),
        ("attempt to write a readonly database", StoreError, "cannot be opened"),
        ("unable to open database file", StoreError, "cannot be opened"),
        ("database or disk is full", StoreError, "disk is full"),
        ("disk I/O error", IndexDamagedError, "disk I/O error"),
    ],
)
def test_errors_of_the_system_are_told_apart(words: str, kind: type[StoreError], told: str, path: Path) -> None:
    with pytest.raises(kind, match=told) as caught, explained(path):
        raise sqlite3.OperationalError(words)
    assert type(caught.value) is kind
    assert caught.value.remedy
