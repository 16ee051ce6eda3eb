"""The steps of the schema of conversations: each runs once, in order, over the steps before."""

import sqlite3
from pathlib import Path

import pytest

from assistant.catalog.database import migrate
from assistant.desk.migrations import MIGRATIONS

TABLES_OF_STEP = {1: {"conversations", "turns", "quotes"}}


def test_every_step_has_its_test() -> None:
    assert set(TABLES_OF_STEP) == set(range(1, len(MIGRATIONS) + 1))


@pytest.mark.parametrize("number", TABLES_OF_STEP)
def test_step_runs_on_a_file_that_has_only_the_steps_before(number: int, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "desk.sqlite", isolation_level=None)
    migrate(connection, tmp_path, MIGRATIONS[: number - 1])
    migrate(connection, tmp_path, MIGRATIONS[:number])
    migrate(connection, tmp_path, MIGRATIONS[:number])
    assert connection.execute("PRAGMA user_version").fetchone() == (number,)
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert TABLES_OF_STEP[number] <= names
    connection.close()
