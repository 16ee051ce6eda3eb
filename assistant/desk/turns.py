"""One kept turn, as it is read back: question, answer, and the articles whose words stand in it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answering.answer import Answer, ArticleCard, Citation
from assistant.desk.feedback import Feedback
from assistant.jsonable import as_json
from assistant.retrieval.passages import ScoredPassage

COLUMNS = (
    "t.turn, coalesce(k.conversation, ''), t.number, t.asked_at, t.question, t.answer, t.redacted_at IS NOT NULL,"
    " t.answer_id, t.owner, f.vote, f.reason, f.comment"
)
FROM_TURNS = "FROM turns AS t LEFT JOIN talks AS k USING (talk) LEFT JOIN feedback AS f USING (turn)"


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer.

    Attributes:
        conversation: Its name; empty for an answer that was kept on its own.
        number: Its place in the conversation, from 1; 0 on its own.
        asked_at: Seconds from 1970-01-01 UTC.
        answer: The JSON of the contract; only `answer` is left in it once it was redacted.
        quotes: (article id, version) of each article whose words stand in it.
        redacted: Whether question and answer were taken out.
        answer_id: Names the answer for good, in addresses too.
        owner: Whose it is; empty for whoever runs the program on this machine.
        feedback: What its reader thinks of it.
    """

    conversation: str
    number: int
    asked_at: int
    question: str
    answer: dict[str, Any]
    quotes: tuple[tuple[str, int], ...]
    redacted: bool
    answer_id: str = ""
    owner: str = ""
    feedback: Feedback | None = None


def read_turns(connection: sqlite3.Connection, where: str, parameters: Mapping[str, object]) -> list[Turn]:
    """Return the turns that a condition on `t` (turns) and `k` (conversations) means, in order."""
    rows = connection.execute(
        f"SELECT {COLUMNS} {FROM_TURNS} WHERE {where} ORDER BY k.conversation, t.owner, t.number, t.turn", parameters
    ).fetchall()
    return [_turn(row, _quotes_of(connection, row[0])) for row in rows]


def kept(answer: Answer) -> dict[str, Any]:
    """Return the JSON of an answer without lists of outlets: they may be long, and an outlet may be removed."""
    value: dict[str, Any] = as_json(answer)
    value["coverage"]["sources"] = {}
    if answer.counted:
        value["counted"] = _without_outlets(answer)
        if not answer.sentences:  # there the number is the answer
            value["answer"] = value["counted"]
    return value


def _without_outlets(answer: Answer) -> str:
    """Return what was counted without the names that "Harbour Post (6), Town Mirror (2): 8 articles." begins with."""
    names, mark, number = answer.counted.partition("): ")
    lists = any(name and names.startswith(f"{name} (") for name in answer.coverage.sources)
    return number if mark and lists else answer.counted


def quoted(answer: Answer) -> Iterator[tuple[str, int]]:
    """Yield the articles of which anything stands in the answer or its record: a quote, a passage, a title, an id."""
    named: list[Citation | ScoredPassage | ArticleCard] = [
        *answer.citations,
        *answer.passages,
        *answer.coverage.nearest,
    ]
    yield from ((item.article_id, item.version) for item in named)
    if answer.record:
        yield from answer.record.articles()


def _quotes_of(connection: sqlite3.Connection, turn: int) -> tuple[tuple[str, int], ...]:
    rows = connection.execute("SELECT article_id, version FROM quotes WHERE turn = ? ORDER BY 1, 2", (turn,))
    return tuple((str(row[0]), int(row[1])) for row in rows)


def _turn(row: tuple[Any, ...], quotes: tuple[tuple[str, int], ...]) -> Turn:
    feedback = Feedback(*row[9:12]) if row[9] else None
    return Turn(row[1], row[2], row[3], row[4], json.loads(row[5]), quotes, bool(row[6]), row[7], row[8], feedback)
