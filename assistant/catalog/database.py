"""Opening the catalog's SQLite file: pragmas, migrations, and errors in words."""

import contextlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.catalog.migrations import MIGRATIONS
from assistant.errors import IndexBusyError, IndexDamagedError, IndexMissingError, StoreError

BUSY_SECONDS = 15.0
"""How long a statement waits for another connection's transaction; ours last well under a second."""

READER_SECONDS = 60.0
"""How long a question in flight is waited for before its state of the file is given up on."""

CANNOT_WRITE = frozenset({"SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_SHMSIZE"})
"""SQLite's names for what a disk over its quota answers."""

FIRST_INGEST = "Run `news-assistant ingest FOLDER`, or `news-assistant ingest --sample` for the sample archive."
"""What to do where there is no archive yet."""

POSTINGS = "CREATE VIRTUAL TABLE temp.passage_postings USING fts5vocab (main, passage_search, instance)"
"""Each word of each passage, out of the index itself; nothing is stored for it."""

CATALOG, DESK = "catalog", "file of conversations"
"""How our files are called in errors."""


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
            remedy=FIRST_INGEST,
        )
    with explained(path):
        connection = connect(path)
        _require_current(connection, path)
        connection.execute(POSTINGS)
        connection.execute("PRAGMA query_only = ON")
        return connection


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open the catalog, creating and migrating it as needed. The caller holds the writer's lock.

    Raises:
        IndexDamagedError: The file is not a catalog, or is torn.
        StoreError: The folder cannot be written, or a newer release wrote the file.
    """
    with explained(path):
        connection = connect(path)
        migrate(connection, path)
        return connection


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[str] | None = None) -> None:
    """Take the steps, those of `MIGRATIONS` by default, that the file lacks, each in a transaction of its own."""
    steps = MIGRATIONS if steps is None else steps
    done = steps_taken(connection)
    refuse_newer(done, path, len(steps))
    for number, step in enumerate(steps[done:], start=done + 1):
        with transaction(connection):
            if steps_taken(connection) < number:  # another process may have taken it while this one waited
                for statement in _statements(step):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


@contextlib.contextmanager
def explained(path: Path, what: str = CATALOG) -> Iterator[None]:
    """Turn SQLite's errors on the file at `path` into ours, with the step that mends them."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _explain_operational(error, path, what) from error
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(f"The {what} {path} is damaged ({error}).", remedy=_remedy(what)) from error


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


def truncate_log(connection: sqlite3.Connection, path: Path, seconds: float = READER_SECONDS) -> None:
    """Fold the write-ahead log into the file and empty it, after the questions in flight.

    Afterwards nobody looks at a state older than the last commit, and no byte of one is left in the log.

    Raises:
        IndexBusyError: Somebody looks at an older state for longer than `seconds`.
    """
    until = time.monotonic() + seconds
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > until:
            raise IndexBusyError(
                f"Somebody has been reading {path} for over {seconds:.0f} seconds.",
                remedy="Run the command again when the question is answered.",
            )
        time.sleep(0.1)


def _explain_operational(error: sqlite3.OperationalError, path: Path, what: str) -> StoreError:
    words = str(error)
    if "locked" in words:
        return IndexBusyError(
            f"The {what} {path} is busy ({words}).", remedy="Try again when the other writer is done."
        )
    if "readonly" in words or "unable to open" in words:
        return StoreError(
            f"The {what} {path} cannot be opened ({words}).",
            remedy="Check the permissions of the folder, or choose another with --data-dir.",
        )
    if "full" in words:
        return StoreError(f"The disk is full ({path}).", remedy="Free some space; what was committed is safe.")
    if getattr(error, "sqlite_errorname", "") in CANNOT_WRITE:
        return StoreError(
            f"The {what} {path} cannot be written ({words}).",
            remedy="Check the disk, its space and its quota; what was committed is safe.",
        )
    return IndexDamagedError(f"The {what} {path} failed ({words}).", remedy=_remedy(what))


def _remedy(what: str) -> str:
    if what == CATALOG:
        return "Restore it from a backup, or move it away and ingest the articles again."
    return "Restore it from a backup, or move it away."


def connect(path: Path) -> sqlite3.Connection:
    """Open one of our files with the settings that all of them have."""
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


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would commit the transaction it runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def steps_taken(connection: sqlite3.Connection) -> int:
    """Return how many steps of its schema a file has."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(row[0])


def refuse_newer(done: int, path: Path, known: int) -> None:
    """Leave a file of a newer release alone.

    Raises:
        StoreError: It has more steps than are known.
    """
    if done > known:
        raise StoreError(
            f"The file {path} was written by a newer release (schema {done}, this one knows {known}).",
            remedy="Upgrade with `pip install --upgrade news-assistant`.",
        )


def _require_current(connection: sqlite3.Connection, path: Path) -> None:
    done = steps_taken(connection)
    refuse_newer(done, path, len(MIGRATIONS))
    if done == 0:
        raise IndexMissingError(f"The archive in {path.parent} is empty.", remedy="Run `news-assistant ingest FOLDER`.")
    if done < len(MIGRATIONS):
        raise StoreError(
            f"The catalog {path} has schema {done}, this release needs {len(MIGRATIONS)}.",
            remedy="Run any `news-assistant ingest` once; it brings the catalog up to date.",
        )
