"""Sessions: who logged in on the page, and until when."""

import secrets
import time
from collections.abc import Callable
from pathlib import Path

from assistant.access.accounts import digest_of, visitor_of
from assistant.access.roles import Visitor
from assistant.access.store import Store

NOTED_EVERY = 60
"""Seconds between two notes of when a session was seen; a page makes dozens of requests."""


class Sessions:
    """The sessions of one data directory.

    A session ends when it was not used for some time, when its whole time is over, when its user logs out, is removed
    or has another password.
    """

    def __init__(
        self, data_dir: Path, idle_minutes: float, hours: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = Store(data_dir)
        self._idle = int(idle_minutes * 60)
        self._longest = int(hours * 3600)
        self._clock = clock

    @property
    def seconds(self) -> int:
        """How long a session lasts at most."""
        return self._longest

    def start(self, visitor: Visitor) -> str:
        """Return the secret of a new session for the cookie: always a new one, whatever the browser brought along."""
        secret, now = secrets.token_urlsafe(32), int(self._clock())
        with self._store.writing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE seen_at < ? OR started_at < ?", (now - self._idle, now - self._longest)
            )
            connection.execute(
                "INSERT INTO sessions SELECT ?, user, ?, ? FROM users WHERE name = ?",
                (digest_of(secret), now, now, visitor.name),
            )
        return secret

    def visitor(self, secret: str) -> Visitor | None:
        """Return whose session it is, or None if it is none or has ended."""
        now = int(self._clock())
        with self._store.reading() as connection:
            row = (
                None
                if connection is None
                else connection.execute(
                    "SELECT user, name, role, started_at, seen_at FROM sessions JOIN users USING (user)"
                    " WHERE digest = ?",
                    (digest_of(secret),),
                ).fetchone()
            )
        if row is None or now - row[3] >= self._longest or now - row[4] >= self._idle:
            return None
        if now - row[4] >= min(NOTED_EVERY, self._idle // 2):
            with self._store.writing() as connection:
                connection.execute("UPDATE sessions SET seen_at = ? WHERE digest = ?", (now, digest_of(secret)))
        return visitor_of(row[0], row[1], row[2], "session")

    def end(self, secret: str) -> None:
        """End one session."""
        with self._store.reading() as connection:
            if connection is not None:
                connection.execute("DELETE FROM sessions WHERE digest = ?", (digest_of(secret),))
