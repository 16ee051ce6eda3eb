"""The catalog as readers see it: consistent snapshots over a pool of connections."""

import contextlib
import queue
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assistant.catalog.database import explained, open_for_reading
from assistant.catalog.snapshot import Snapshot

CATALOG_NAME = "catalog.sqlite"


class Catalog:
    """Read access to one data directory. Any number of threads may ask at the same time."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / CATALOG_NAME
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Yield one consistent state; what writers commit meanwhile is not seen in it.

        Raises:
            StoreError: The catalog is missing, busy or damaged.
        """
        connection = self._take()
        with explained(self.path):
            try:
                connection.execute("BEGIN")
                yield Snapshot(connection)
            finally:
                with contextlib.suppress(sqlite3.Error):  # the error that matters is the one under way
                    connection.rollback()
                self._idle.put(connection)

    def close(self) -> None:
        """Close all idle connections; those in use are closed by being dropped."""
        while True:
            try:
                self._idle.get_nowait().close()
            except queue.Empty:
                return

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return open_for_reading(self.path)
