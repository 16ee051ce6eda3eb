"""The file `desk.sqlite`: opened for each call, so that nothing is held between two questions."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assistant.catalog.database import DESK, connect, explained, migrate, transaction, truncate_log
from assistant.desk.migrations import MIGRATIONS

DESK_NAME = "desk.sqlite"


class DeskFile:
    """One data directory's file of what readers leave behind. Any number of threads and processes may use it."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / DESK_NAME

    def exists(self) -> bool:
        """Whether anything was ever kept."""
        return self.path.exists()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection to read by.

        Raises:
            StoreError: The file is damaged, or was written by a newer release.
        """
        with self._open() as connection, explained(self.path, DESK):
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection inside a transaction, which is committed at the end.

        Raises:
            StoreError: The file cannot be written.
        """
        with self._open() as connection, explained(self.path, DESK), transaction(connection):
            yield connection

    def compact(self) -> None:
        """Write the file anew, so that nothing that was taken out is left between its rows or in its log.

        Raises:
            IndexBusyError: Somebody reads it for too long.
        """
        if self.exists():
            with self.reading() as connection:
                connection.execute("VACUUM")
                truncate_log(connection, self.path)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
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
