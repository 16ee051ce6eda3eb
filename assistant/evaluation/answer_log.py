"""answers.jsonl: one answer a line, appended as it comes, so that a run killed at any moment goes on where it was."""

import json
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.errors import InputError

AnswerRow = dict[str, Any]
"""The JSON of an answer with `id`; or with `id`, `question` and `error` where it could not be asked."""


class AnswerLog:
    """The answers of one run. Threads may add at the same time; one process at a time may."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def read(self) -> dict[str, AnswerRow]:
        """Return the answers so far by id; a last line that was torn by a kill is left out.

        Raises:
            InputError: A line before the last is no answer: something else wrote to the file.
        """
        if not self.path.exists():
            return {}
        lines = self.path.read_bytes().split(b"\n")
        return {row["id"]: row for number, line in enumerate(lines[:-1], start=1) if (row := self._row(line, number))}

    def mend(self) -> None:
        """Cut off a torn last line, so that the next one does not run on from it."""
        if self.path.exists():
            whole = self.path.read_bytes().rfind(b"\n") + 1
            with self.path.open("r+b") as file:
                file.truncate(whole)

    def add(self, row: AnswerRow) -> None:
        """Append one answer; once this returns a kill of the process does not lose it."""
        line = json.dumps(row, default=str, allow_nan=False).encode() + b"\n"
        with self._lock, self.path.open("ab") as file:
            file.write(line)

    def rewrite(self, rows: Iterable[AnswerRow]) -> None:
        """Write all answers anew, in the order of the questions, in place of the order in which they came."""
        beside = self.path.with_suffix(".part")
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, default=str, allow_nan=False) + "\n" for row in rows)
        beside.replace(self.path)

    def _row(self, line: bytes, number: int) -> AnswerRow:
        try:
            row = json.loads(line)
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                return row
        except ValueError:
            pass
        raise InputError(f"Line {number} of {self.path} is no answer.", remedy="Begin the run anew with --restart.")
