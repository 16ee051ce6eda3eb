"""Opening the catalog's SQLite file: pragmas, migrations, and errors in words."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assistant.catalog.migrations import MIGRATIONS
from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, StoreError

BUSY_SECONDS = 15.0
"""How long a statement waits for another connection's transaction; ours last well under a second."""


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open an existing catalog that this connection never writes to.

    Raises:
        IndexMissingError: There is no catalog at `path`.
        IndexDamagedError: The file is not a catalog, or is torn.
        StoreError: It was written by a newer release, or cannot be read.
    """
    if not path.exists():
        raise IndexMissingError(
            f"There is no archive in {path.parent} yet.",
            remedy="Run `news-assistant ingest FOLDER`, or `news-assistant ingest --sample` for the sample archive.",
        )
    with explained(path):
        connection = _connect(path)
        _require_current(connection, path)
        connection.execute("PRAGMA query_only = ON")
        return connection


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open the catalog, creating and migrating it as needed. The caller holds the writer's lock.

    Raises:
        IndexDamagedError: The file is not a catalog, or is torn.
        StoreError: The folder cannot be written, or a newer release wrote the file.
    """
    with explained(path):
        connection = _connect(path)
        migrate(connection, path)
        return connection


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Take the steps of `MIGRATIONS` that the file lacks, each in a transaction of its own."""
    done = _steps_taken(connection)
    _refuse_newer(done, path)
    for number, step in enumerate(MIGRATIONS[done:], start=done + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{step}\nPRAGMA user_version = {number};\nCOMMIT;")


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors on the catalog at `path` into ours, with the step that mends them."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _explain_operational(error, path) from error
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(
            f"The catalog {path} is damaged ({error}).",
            remedy="Restore it from a backup, or move it away and ingest the articles again.",
        ) from error


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what is done inside as one change, or none of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:  # Ctrl-C between two statements must roll back as well
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _explain_operational(error: sqlite3.OperationalError, path: Path) -> StoreError:
    words = str(error)
    if "locked" in words:
        return IndexBusyError(
            f"The catalog {path} is busy ({words}).", remedy="Try again when the other writer is done."
        )
    if "readonly" in words or "unable to open" in words:
        return StoreError(
            f"The catalog {path} cannot be opened ({words}).",
            remedy="Check the permissions of the folder, or choose another with --data-dir.",
        )
    if "full" in words:
        return StoreError(f"The disk is full ({path}).", remedy="Free some space; what was committed is safe.")
    return IndexDamagedError(f"The catalog {path} failed ({words}).", remedy="Restore a backup, or ingest again.")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.create_function("casefold", 1, _casefold, deterministic=True)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def _casefold(value: str | None) -> str | None:
    return None if value is None else value.strip().casefold()


def _steps_taken(connection: sqlite3.Connection) -> int:
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0])


def _refuse_newer(done: int, path: Path) -> None:
    if done > len(MIGRATIONS):
        raise StoreError(
            f"The catalog {path} was written by a newer release (schema {done}, this one knows {len(MIGRATIONS)}).",
            remedy="Upgrade with `pip install --upgrade news-assistant`.",
        )


def _require_current(connection: sqlite3.Connection, path: Path) -> None:
    done = _steps_taken(connection)
    _refuse_newer(done, path)
    if done == 0:
        raise IndexMissingError(f"The archive in {path.parent} is empty.", remedy="Run `news-assistant ingest FOLDER`.")
    if done < len(MIGRATIONS):
        raise StoreError(
            f"The catalog {path} has schema {done}, this release needs {len(MIGRATIONS)}.",
            remedy="Run any `news-assistant ingest` once; it brings the catalog up to date.",
        )
