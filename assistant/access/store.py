"""Opening `access.sqlite`, the file with everybody who may come in."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assistant.access.migrations import MIGRATIONS
from assistant.catalog.database import connect, explained, migrate, transaction

ACCESS_NAME = "access.sqlite"

WHAT = "file of users"

PRIVATE = 0o600


class Store:
    """The file of one data directory; opened for each call, so that nothing is held between two requests."""

    def __init__(self, data_dir: Path) -> None:
        self.path = Path(data_dir) / ACCESS_NAME

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Yield a connection, or None where there is no file yet: nobody was ever added."""
        if not self.path.exists():
            yield None
            return
        with self._open() as connection, explained(self.path, WHAT):
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection inside a transaction; the file is made for its owner's eyes only."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            self.path.touch(PRIVATE)
        with self._open() as connection, explained(self.path, WHAT), transaction(connection):
            yield connection

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with explained(self.path, WHAT):
            connection = connect(self.path)
        try:
            with explained(self.path, WHAT):
                connection.execute("PRAGMA secure_delete = ON")
                migrate(connection, self.path, MIGRATIONS)
            yield connection
        finally:
            connection.close()
