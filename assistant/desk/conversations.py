"""Conversations as they are kept: private to their owner, each turn with question, answer, and what it rests on."""

import json
import secrets
import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answering.answer import Answer
from assistant.desk.feedback import Feedback
from assistant.desk.file import DESK_NAME, DeskFile
from assistant.desk.turns import Turn, kept, quoted, read_turns
from assistant.errors import InputError, QuestionError, UsageError
from assistant.jsonable import as_json

__all__ = ["DESK_NAME", "Conversations", "Summary", "Turn", "check_name", "new_answer_id"]

LONGEST_NAME = 200

REDACTED = json.dumps({"answer": "This turn was taken out, since an article that it quoted was removed."})

OWNED = "(:owner IS NULL OR {0}.owner = :owner)"
"""Whoever runs the program on this machine has the whole file before them; everybody else sees their own."""

_WITH_WORDS = (
    "SELECT 1 FROM turns AS w WHERE w.talk = k.talk AND NOT EXISTS (SELECT 1 FROM json_each(:words) WHERE NOT instr("
    "casefold(k.title || ' ' || w.question || ' ' || coalesce(json_extract(w.answer, '$.answer'), '')), value))"
)
"""A turn in which all words stand."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One conversation in a list.

    Attributes:
        conversation: Its name, for good.
        owner: Whose it is; empty for whoever runs the program on this machine.
        title: What its reader calls it, else its first question.
        started_at: Seconds from 1970-01-01 UTC.
        last_at: When the last question was asked, likewise.
        turns: How many there are.
    """

    conversation: str
    owner: str
    title: str
    started_at: int
    last_at: int
    turns: int


class Conversations:
    """The conversations of one data directory. Any number of threads and processes may use it at the same time.

    `owner` is the key of a session or a user; where it is None, as on the command line, all owners are meant.
    """

    def __init__(self, data_dir: Path) -> None:
        self._file = DeskFile(data_dir)
        self.path = self._file.path

    def add_turn(
        self, conversation: str | None, answer: Answer, *, owner: str = "", leaning_on: Iterable[tuple[str, int]] = ()
    ) -> int:
        """Store one answered question and return its number in the conversation, which begins with its first turn.

        Args:
            conversation: Its name; None keeps the answer on its own, under number 0.
            answer: With its id; one without is given one, which nobody learns.
            owner: Whose it is.
            leaning_on: Articles quoted by the turns before that the question was completed from.

        Raises:
            QuestionError: The conversation's name cannot be kept.
            StoreError: The file cannot be written.
        """
        if conversation is not None:
            check_name(conversation)
        now = int(time.time())
        with self._file.writing() as connection:
            talk = None if conversation is None else _talk(connection, conversation, owner, now)
            row = connection.execute(
                "INSERT INTO turns (answer_id, owner, talk, number, asked_at, question, answer, record)"
                " SELECT ?1, ?2, ?3, iif(?3 IS NULL, 0, 1 + coalesce(max(number), 0)), ?4, ?5, ?6, ?7"
                " FROM turns WHERE talk = ?3 RETURNING turn, number",
                (
                    answer.answer_id or new_answer_id(), owner, talk, now,
                    # What is no Unicode, half a character say, cannot be stored; in JSON it is escaped.
                    answer.question.encode(errors="replace").decode(), json.dumps(kept(answer)),
                    None if answer.record is None else json.dumps(as_json(answer.record)),
                ),
            ).fetchone()  # fmt: skip
            names = {*quoted(answer), *leaning_on}
            connection.executemany("INSERT INTO quotes VALUES (?, ?, ?)", [(row[0], *key) for key in names])
        return int(row[1])

    def turns(self, conversation: str | None = None, *, owner: str | None = None) -> list[Turn]:
        """Return the turns of one conversation in their order, or those of all, with answers kept on their own.

        Raises:
            StoreError: The file is damaged, or was written by a newer release.
        """
        return self._read("(:name IS NULL OR k.conversation = :name)", owner, conversation)

    def last_turns(self, conversation: str, most: int, *, owner: str) -> list[Turn]:
        """Return the last turns of a conversation, the very last first."""
        where = (
            "k.conversation = :name AND t.number > (SELECT max(number) FROM turns AS n WHERE n.talk = t.talk) - :most"
        )
        return self._read(where, owner, conversation, most)[::-1]

    def turn(self, answer_id: str, *, owner: str | None = None) -> Turn:
        """Return the turn of one answer.

        Raises:
            InputError: There is no such answer, or it is another owner's.
            StoreError: The file is damaged.
        """
        found = self._read("t.answer_id = :name", owner, answer_id)
        if not found:
            raise _unknown_answer(answer_id)
        return found[0]

    def record(self, answer_id: str, *, owner: str | None = None) -> dict[str, Any] | None:
        """Return the JSON of what an answer rests on; None if it was redacted, or kept by a release without records.

        Raises:
            InputError: There is no such answer, or it is another owner's.
            StoreError: The file is damaged.
        """
        self.turn(answer_id, owner=owner)
        with self._file.reading() as connection:
            row = connection.execute("SELECT record FROM turns WHERE answer_id = ?", (answer_id,)).fetchone()
        return None if row is None or row[0] is None else json.loads(row[0])

    def listed(self, *, owner: str | None = None, words: str = "", limit: int = 200) -> list[Summary]:
        """Return conversations, the last one asked in first.

        Args:
            owner: Whose.
            words: Only those in which all of these stand, in any case: in the title, or in one turn.
            limit: Most of them.
        """
        if not self._file.exists():
            return []
        sql = (
            "SELECT k.conversation, k.owner, iif(k.title <> '', k.title, coalesce(q.question, '')), k.started_at,"
            " coalesce(max(t.asked_at), k.started_at), count(t.turn)"
            f" FROM talks AS k LEFT JOIN turns AS t USING (talk)"
            " LEFT JOIN turns AS q ON q.turn = (SELECT turn FROM turns WHERE talk = k.talk ORDER BY number LIMIT 1)"
            f" WHERE {OWNED.format('k')} AND (json_array_length(:words) = 0 OR EXISTS ({_WITH_WORDS}))"
            " GROUP BY k.talk ORDER BY 5 DESC, k.talk DESC LIMIT :limit"
        )
        wanted = [word.casefold() for word in words.encode(errors="replace").decode().split()]
        values = {"owner": owner, "words": json.dumps(wanted), "limit": limit}
        with self._file.reading() as connection:
            return [Summary(*row) for row in connection.execute(sql, values)]

    def rename(self, conversation: str, title: str, *, owner: str | None = None) -> None:
        """Call a conversation otherwise; its name stays, so addresses of it do.

        Raises:
            InputError: There is no such conversation.
            UsageError: Several owners have one of that name, or the title cannot be shown.
        """
        check_name(title)
        self._change("UPDATE talks AS k SET title = :title WHERE k.conversation = :name", conversation, owner, title)

    def delete(self, conversation: str, *, owner: str | None = None) -> None:
        """Delete a conversation with its turns, records and feedback; `compact` leaves no byte of it in the file.

        Raises:
            InputError: There is no such conversation.
            UsageError: Several owners have one of that name.
        """
        self._change("DELETE FROM talks AS k WHERE k.conversation = :name", conversation, owner)

    def forget(self, answer_id: str, *, owner: str | None = None) -> None:
        """Delete one answer, as when its question is asked anew in its place.

        Raises:
            InputError: There is no such answer.
        """
        with self._file.writing() as connection:
            sql = f"DELETE FROM turns AS t WHERE t.answer_id = :name AND {OWNED.format('t')}"
            if not connection.execute(sql, {"name": answer_id, "owner": owner}).rowcount:
                raise _unknown_answer(answer_id)

    def give_feedback(self, answer_id: str, feedback: Feedback, *, owner: str | None = None) -> None:
        """Keep what a reader thinks of an answer, in the place of what they thought before.

        Raises:
            InputError: There is no such answer.
            UsageError: The feedback cannot be kept.
        """
        feedback.check()
        comment = feedback.comment.encode(errors="replace").decode()
        with self._file.writing() as connection:
            done = connection.execute(
                "INSERT OR REPLACE INTO feedback SELECT t.turn, :vote, :reason, :comment, :now FROM turns AS t"
                f" WHERE t.answer_id = :name AND {OWNED.format('t')}",
                {
                    "name": answer_id, "owner": owner, "vote": feedback.vote, "reason": feedback.reason,
                    "comment": comment, "now": int(time.time()),
                },
            )  # fmt: skip
            if not done.rowcount:
                raise _unknown_answer(answer_id)

    def redact(self, turns: Sequence[Turn]) -> None:
        """Take question, answer, record and comment out of these turns; that there was a turn stays."""
        names = [(int(time.time()), REDACTED, turn.answer_id) for turn in turns]
        redacted = "IN (SELECT turn FROM turns WHERE redacted_at IS NOT NULL)"
        with self._file.writing() as connection:
            connection.executemany(
                "UPDATE turns SET redacted_at = ?, question = '', answer = ?, record = NULL WHERE answer_id = ?", names
            )
            connection.execute(f"DELETE FROM quotes WHERE turn {redacted}")
            connection.execute(f"UPDATE feedback SET comment = '' WHERE turn {redacted}")
            connection.execute(
                "UPDATE talks SET title = '' WHERE talk IN (SELECT talk FROM turns WHERE redacted_at IS NOT NULL)"
            )

    def compact(self) -> None:
        """Write the file anew, so that nothing that was taken out is left between its rows or in its log.

        Raises:
            IndexBusyError: Somebody reads it for too long.
        """
        self._file.compact()

    def _read(self, where: str, owner: str | None, name: str | None, most: int = 0) -> list[Turn]:
        if not self._file.exists():
            return []
        values = {"name": name, "owner": owner, "most": most}
        with self._file.reading() as connection:
            return read_turns(connection, f"{where} AND {OWNED.format('t')}", values)

    def _change(self, sql: str, conversation: str, owner: str | None, title: str = "") -> None:
        values = {"name": conversation, "owner": owner, "title": title}
        with self._file.writing() as connection:
            changed = connection.execute(f"{sql} AND {OWNED.format('k')}", values).rowcount
            if not changed:
                raise InputError(
                    f"There is no conversation {conversation!r}.",
                    remedy="`news-assistant conversations list` names them.",
                )
            if changed > 1:  # nothing is changed: the error rolls it back
                raise UsageError(f"Several readers have a conversation {conversation!r}.", remedy="Say whose is meant.")


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


def new_answer_id() -> str:
    """Return an id for an answer that nobody guesses and that stands in an address as it is."""
    return secrets.token_hex(8)


def _talk(connection: sqlite3.Connection, conversation: str, owner: str, now: int) -> int:
    connection.execute(
        "INSERT OR IGNORE INTO talks (owner, conversation, title, started_at) VALUES (?, ?, '', ?)",
        (owner, conversation, now),
    )
    row = connection.execute(
        "SELECT talk FROM talks WHERE owner = ? AND conversation = ?", (owner, conversation)
    ).fetchone()
    return int(row[0])


def _unknown_answer(answer_id: str) -> InputError:
    return InputError(
        f"There is no answer {answer_id!r}.", remedy="`news-assistant conversations show NAME` names its answers."
    )
