"""The steps of the schema of conversations: each runs once, in order, over the steps before."""

import sqlite3
from pathlib import Path

import pytest

from assistant.catalog.database import connect, migrate
from assistant.desk.conversations import DESK_NAME, Conversations
from assistant.desk.migrations import MIGRATIONS

TABLES_OF_STEP = {1: {"conversations", "turns", "quotes"}, 2: {"talks", "turns", "quotes", "feedback"}}


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


def test_conversations_of_the_first_release_are_kept(tmp_path: Path) -> None:
    connection = connect(tmp_path / DESK_NAME)
    migrate(connection, tmp_path, MIGRATIONS[:1])
    connection.execute("INSERT INTO conversations VALUES ('one', 17), ('empty', 18)")
    answer = '{"answer": "It rained."}'
    connection.execute("INSERT INTO turns VALUES (4, 'one', 1, 20, 'Did it?', ?, NULL)", (answer,))
    connection.execute("INSERT INTO turns VALUES (9, 'one', 2, 21, '', '{}', 22)")
    connection.execute("INSERT INTO quotes VALUES (4, 'a', 2), (4, 'b', 1)")
    connection.close()
    conversations = Conversations(tmp_path)
    first, second = conversations.turns("one")
    assert (first.question, first.answer, first.quotes) == ("Did it?", {"answer": "It rained."}, (("a", 2), ("b", 1)))
    assert (first.number, first.asked_at, first.owner, first.feedback) == (1, 20, "", None)
    assert (second.number, second.redacted, second.quotes) == (2, True, ())
    assert len({first.answer_id, second.answer_id}) == 2
    assert conversations.record(first.answer_id) is None
    assert [(item.conversation, item.started_at, item.turns) for item in conversations.listed()] == [
        ("one", 17, 2),
        ("empty", 18, 0),
    ]
