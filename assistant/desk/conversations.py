"""Conversations as they are kept: each turn with question, answer, and the articles whose words stand in it."""

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import Answer, ArticleCard, Citation
from assistant.catalog.database import DESK, connect, explained, migrate, transaction, truncate_log
from assistant.desk.migrations import MIGRATIONS
from assistant.errors import QuestionError
from assistant.jsonable import as_json
from assistant.retrieval.passages import ScoredPassage

DESK_NAME = "desk.sqlite"

LONGEST_NAME = 200

REDACTED = json.dumps({"answer": "This turn was taken out, since an article that it quoted was removed."})


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer.

    Attributes:
        number: Its place in the conversation, from 1.
        asked_at: Seconds from 1970-01-01 UTC.
        answer: The JSON of the contract; only `answer` is left in it once it was redacted.
        quotes: (article id, version) of each article whose words stand in it.
        redacted: Whether question and answer were taken out.
    """

    conversation: str
    number: int
    asked_at: int
    question: str
    answer: dict[str, Any]
    quotes: tuple[tuple[str, int], ...]
    redacted: bool


class Conversations:
    """The conversations of one data directory. Any number of threads and processes may use it at the same time."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / DESK_NAME

    def add_turn(self, conversation: str, answer: Answer) -> int:
        """Store one answered question and return its number in the conversation, which begins with its first turn.

        Raises:
            QuestionError: The conversation's name cannot be kept.
            StoreError: The file cannot be written.
        """
        check_name(conversation)
        now = int(time.time())
        with self._writing() as connection:
            connection.execute("INSERT OR IGNORE INTO conversations VALUES (?, ?)", (conversation, now))
            row = connection.execute(
                "INSERT INTO turns (conversation, number, asked_at, question, answer)"
                " SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3, ?4 FROM turns WHERE conversation = ?1"
                " RETURNING turn, number",
                # What is no Unicode, half a character say, cannot be stored; in JSON it is escaped.
                (conversation, now, answer.question.encode(errors="replace").decode(), json.dumps(_kept(answer))),
            ).fetchone()
            connection.executemany("INSERT INTO quotes VALUES (?, ?, ?)", [(row[0], *key) for key in _quoted(answer)])
        return int(row[1])

    def turns(self, conversation: str | None = None) -> list[Turn]:
        """Return the turns of one conversation in their order, or those of all.

        Raises:
            StoreError: The file is damaged, or was written by a newer release.
        """
        if not self.path.exists():
            return []
        with self._open() as connection, explained(self.path, DESK):
            rows = connection.execute(
                "SELECT turn, conversation, number, asked_at, question, answer, redacted_at IS NOT NULL FROM turns"
                " WHERE ?1 IS NULL OR conversation = ?1 ORDER BY conversation, number",
                (conversation,),
            ).fetchall()
            return [_turn(row, _quotes_of(connection, row[0])) for row in rows]

    def redact(self, turns: Sequence[Turn]) -> None:
        """Take question and answer out of these turns; that there was a turn stays."""
        names = [(int(time.time()), REDACTED, turn.conversation, turn.number) for turn in turns]
        with self._writing() as connection:
            connection.executemany(
                "UPDATE turns SET redacted_at = ?, question = '', answer = ? WHERE conversation = ? AND number = ?",
                names,
            )
            connection.execute(
                "DELETE FROM quotes WHERE turn IN (SELECT turn FROM turns WHERE redacted_at IS NOT NULL)"
            )

    def compact(self) -> None:
        """Write the file anew, so that nothing that was taken out is left between its rows or in its log.

        Raises:
            IndexBusyError: Somebody reads it for too long.
        """
        if self.path.exists():
            with self._open() as connection, explained(self.path, DESK):
                connection.execute("VACUUM")
                truncate_log(connection, self.path)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as connection, explained(self.path, DESK), transaction(connection):
            yield connection

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # Opened for each call: it takes a millisecond, and nothing is held between two questions.
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with explained(self.path, DESK):
            connection = connect(self.path)
        try:
            with explained(self.path, DESK):
                connection.execute("PRAGMA secure_delete = ON")
                migrate(connection, self.path, MIGRATIONS)
            yield connection
        finally:
            connection.close()


def check_name(conversation: str) -> None:
    """Refuse a name that cannot be kept or shown.

    Raises:
        QuestionError: It is empty, too long or not printable.
    """
    if not conversation.strip() or len(conversation) > LONGEST_NAME or not conversation.isprintable():
        raise QuestionError(
            f"The conversation is named {conversation[:LONGEST_NAME]!r}.",
            remedy=f"Use 1 to {LONGEST_NAME} printable characters.",
        )


def _kept(answer: Answer) -> dict[str, Any]:
    """Return the JSON of an answer without the list of all outlets: it may be long, and an outlet may be removed."""
    value: dict[str, Any] = as_json(answer)
    value["coverage"]["sources"] = {}
    return value


def _quoted(answer: Answer) -> set[tuple[str, int]]:
    """Return the articles of which anything stands in the answer: a quote, a passage or a title."""
    named: list[Citation | ScoredPassage | ArticleCard] = [
        *answer.citations,
        *answer.passages,
        *answer.coverage.nearest,
    ]
    return {(item.article_id, item.version) for item in named}


def _quotes_of(connection: sqlite3.Connection, turn: int) -> tuple[tuple[str, int], ...]:
    rows = connection.execute("SELECT article_id, version FROM quotes WHERE turn = ? ORDER BY 1, 2", (turn,))
    return tuple((str(row[0]), int(row[1])) for row in rows)


def _turn(row: tuple[Any, ...], quotes: tuple[tuple[str, int], ...]) -> Turn:
    return Turn(row[1], row[2], row[3], row[4], json.loads(row[5]), quotes, bool(row[6]))
