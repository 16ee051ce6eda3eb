"""The users of an archive: adding, removing, and telling who somebody is by password or token."""

import hashlib
import re
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.access import passwords
from assistant.access.roles import LOCAL, Role, Visitor
from assistant.access.store import Store
from assistant.errors import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")

TOKEN_PREFIX = "na_"  # noqa: S105 - how a token is known as one of ours, to readers and to scanners of secrets

LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class User:
    """One user as they are listed.

    Attributes:
        created_at: Seconds from 1970-01-01 UTC.
        has_password: Whether they can log in on the page.
        tokens: Labels of their tokens.
    """

    name: str
    role: Role
    created_at: int
    has_password: bool
    tokens: tuple[str, ...]


class Accounts:
    """The users of one data directory. Any number of threads and processes may use it at the same time."""

    def __init__(self, data_dir: Path) -> None:
        self._store = Store(data_dir)

    def exist(self) -> bool:
        """Whether there is any user."""
        with self._store.reading() as connection:
            return connection is not None and connection.execute("SELECT 1 FROM users").fetchone() is not None

    def users(self) -> list[User]:
        """Return all users by name."""
        with self._store.reading() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                "SELECT user, name, role, created_at, password IS NOT NULL FROM users ORDER BY name"
            ).fetchall()
            return [User(row[1], Role(row[2]), row[3], bool(row[4]), _labels(connection, row[0])) for row in rows]

    def require(self, name: str) -> None:
        """Refuse a name that no user has.

        Raises:
            UsageError: There is no such user.
        """
        if name not in {user.name for user in self.users()}:
            raise UsageError(f"There is no user {name}.", remedy="`news-assistant users list` shows all of them.")

    def add(self, name: str, role: Role, password: str | None = None) -> None:
        """Add a user; one without a password comes by token only.

        Raises:
            UsageError: The name or the password cannot be used, or there is such a user.
        """
        check_name(name)
        kept = None if password is None else passwords.hashed(password)
        with self._store.writing() as connection:
            if _user(connection, name) is not None:
                raise UsageError(
                    f"There is a user {name} already.", remedy="`news-assistant users list` shows all of them."
                )
            connection.execute(
                "INSERT INTO users (name, role, password, created_at) VALUES (?, ?, ?, ?)",
                (name, int(role), kept, int(time.time())),
            )

    def remove(self, name: str) -> None:
        """Remove a user with their tokens and sessions; whoever is logged in is out at once."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM users WHERE user = ?", (_known(connection, name),))

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role, from their next request on."""
        with self._store.writing() as connection:
            connection.execute("UPDATE users SET role = ? WHERE user = ?", (int(role), _known(connection, name)))

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password; all their sessions end."""
        kept = passwords.hashed(password)
        with self._store.writing() as connection:
            user = _known(connection, name)
            connection.execute("UPDATE users SET password = ? WHERE user = ?", (kept, user))
            connection.execute("DELETE FROM sessions WHERE user = ?", (user,))

    def new_token(self, name: str, label: str) -> str:
        """Return a new token of a user; it is shown this once and only its hash is kept.

        Raises:
            UsageError: There is no such user, or the label cannot be used.
        """
        if not label.strip() or len(label) > LONGEST_LABEL or not label.isprintable():
            raise UsageError(f"The token is labelled {label!r}.", remedy=f"Use 1 to {LONGEST_LABEL} characters.")
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        with self._store.writing() as connection:
            user = _known(connection, name)
            if label in _labels(connection, user):
                raise UsageError(f"{name} has a token labelled {label} already.", remedy="Revoke it, or use another.")
            connection.execute(
                "INSERT INTO tokens (user, digest, label, created_at) VALUES (?, ?, ?, ?)",
                (user, digest_of(token), label, int(time.time())),
            )
        return token

    def revoke(self, name: str, label: str) -> None:
        """Make a token worthless."""
        with self._store.writing() as connection:
            user = _known(connection, name)
            if label not in _labels(connection, user):
                raise UsageError(
                    f"{name} has no token labelled {label}.", remedy="`news-assistant users list` shows them."
                )
            connection.execute("DELETE FROM tokens WHERE user = ? AND label = ?", (user, label))

    def by_password(self, name: str, password: str) -> Visitor | None:
        """Return the user who has this name and password, or None; as slow for a name that nobody has."""
        with self._store.reading() as connection:
            row = None if connection is None else _user(connection, name)
        # The row is read before and not while the password is hashed, so that no connection is held that long.
        fits = passwords.fits(password, row[3] if row else None)
        return visitor_of(row[0], row[1], row[2], "session") if row and fits else None

    def by_token(self, token: str) -> Visitor | None:
        """Return the user whose token it is, or None."""
        if not token.startswith(TOKEN_PREFIX):
            return None
        with self._store.reading() as connection:
            row = (
                None
                if connection is None
                else connection.execute(
                    "SELECT user, name, role FROM tokens JOIN users USING (user) WHERE digest = ?", (digest_of(token),)
                ).fetchone()
            )
        return visitor_of(row[0], row[1], row[2], "token") if row else None


def check_name(name: str) -> None:
    """Refuse a name that no user can have.

    Raises:
        UsageError: It has other characters than small letters, digits, dots and dashes, or is reserved.
    """
    if not _NAME.fullmatch(name) or name == LOCAL:
        raise UsageError(
            f"{name!r} cannot be the name of a user.",
            remedy="Use 1 to 40 small letters, digits, dots and dashes, such as `jane.doe`.",
        )


def digest_of(secret: str) -> bytes:
    """Return what is kept of a token or of a session's cookie."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def visitor_of(user: int, name: str, role: int, via: str) -> Visitor:
    """Return a user of the file as somebody who asks for something."""
    return Visitor(f"user-{user}", name, Role(role), via)


def _user(connection: sqlite3.Connection, name: str) -> tuple[int, str, int, str | None] | None:
    words = name.encode(errors="replace").decode()
    row: tuple[int, str, int, str | None] | None = connection.execute(
        "SELECT user, name, role, password FROM users WHERE name = ?", (words,)
    ).fetchone()
    return row


def _known(connection: sqlite3.Connection, name: str) -> int:
    row = _user(connection, name)
    if row is None:
        raise UsageError(f"There is no user {name}.", remedy="`news-assistant users list` shows all of them.")
    return row[0]


def _labels(connection: sqlite3.Connection, user: int) -> tuple[str, ...]:
    rows = connection.execute("SELECT label FROM tokens WHERE user = ? ORDER BY token", (user,)).fetchall()
    return tuple(row[0] for row in rows)
