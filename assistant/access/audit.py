"""A line for every change that came through a door: who, when, from where, what."""

import time
from dataclasses import dataclass
from pathlib import Path

from assistant.access.store import Store

LONGEST = 500


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change.

    Attributes:
        at: Seconds from 1970-01-01 UTC.
        who: Name of the user, or local.
        via: local, session, token, page (somebody who is not logged in yet) or shell.
        address: Network address of the other side, empty for the shell.
        action: Such as ingest, remove, login, users add.
        detail: Run and counts, a user's name; never a word of an article, which would outlive it.
    """

    at: int
    who: str
    via: str
    address: str
    action: str
    detail: str


class Audit:
    """The lines of one data directory; they are added and read, never changed."""

    def __init__(self, data_dir: Path) -> None:
        self._store = Store(data_dir)

    def note(self, who: str, via: str, action: str, detail: str = "", address: str = "") -> None:
        """Add one line."""
        words = [word.encode(errors="replace").decode()[:LONGEST] for word in (who, via, address, action, detail)]
        with self._store.writing() as connection:
            connection.execute(
                "INSERT INTO audit (at, who, via, address, action, detail) VALUES (?, ?, ?, ?, ?, ?)",
                (int(time.time()), *words),
            )

    def lines(self, limit: int = 50) -> list[AuditLine]:
        """Return the newest lines, newest first."""
        with self._store.reading() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                "SELECT at, who, via, address, action, detail FROM audit ORDER BY line DESC LIMIT ?", (limit,)
            ).fetchall()
        return [AuditLine(*row) for row in rows]
