"""Whole copies of our SQLite files: taken while others read and write, checked, and put in another one's place."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from assistant.catalog.database import CATALOG, connect, explained, open_for_writing, steps_taken, transaction
from assistant.errors import IndexDamagedError

PAGES = 2048
"""Pages copied between two reports of progress: 8 MB."""

COUNTED = ("articles", "versions", "passages", "vectors")

Progress = Callable[[int, int], None]
"""Told how many pages are copied, and of how many."""


def copy_database(source: Path, target: Path, what: str = CATALOG, progress: Progress | None = None) -> None:
    """Copy one consistent state of a SQLite file into a new file of its own, while others read and write the source.

    Raises:
        StoreError: The source cannot be read, or the target not be written.
    """

    def tell(_: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    with explained(source, what), contextlib.closing(connect(source)) as ours:
        ours.execute("BEGIN")
        ours.execute("SELECT count(*) FROM sqlite_master").fetchone()  # holds this state however long it takes
        with contextlib.closing(sqlite3.connect(target, isolation_level=None)) as theirs:
            ours.backup(theirs, pages=PAGES, progress=tell, sleep=0)
            theirs.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        ours.rollback()


def check_database(path: Path, what: str = CATALOG) -> int:
    """Return the number of schema steps of a file whose every page and reference is in order.

    Raises:
        IndexDamagedError: It is damaged.
    """
    with explained(path, what), contextlib.closing(_open_alone(path)) as connection:
        problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        problems += [f"{row[0]} refers to no row of {row[2]}" for row in connection.execute("PRAGMA foreign_key_check")]
        if problems:
            raise IndexDamagedError(f"The {what} {path} is damaged ({problems[0]}).", remedy="Take another copy.")
        return steps_taken(connection)


def count_rows(path: Path) -> dict[str, int]:
    """Return the number of rows of each table that makes up a catalog."""
    with explained(path), contextlib.closing(_open_alone(path)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}


def fact(path: Path, key: str) -> str:
    """Return one fact about the index from a catalog's file, empty if it has none."""
    with explained(path), contextlib.closing(_open_alone(path)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])


def make_ready(staged: Path, generation: int, place: str, revision: int) -> None:
    """Bring a copied catalog up to date for its new place: its vectors are all still to be written.

    Args:
        staged: The copy.
        generation: That of the vectors to come, which has no directory yet.
        place: Where the vectors will be.
        revision: What both revisions must be above, so that every reader takes notice.
    """
    connection = open_for_writing(staged)
    with explained(staged), contextlib.closing(connection):
        connection.execute("INSERT INTO passage_search (passage_search, rank) VALUES ('integrity-check', 1)")
        with transaction(connection):
            connection.execute("UPDATE passages SET stored = 0")
            connection.execute("DELETE FROM removals")
            facts = {"generation": str(generation), "place": place, "sizes": ""}
            for key in ("revision", "stored_revision"):
                row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
                facts[key] = str(max(int(row[0]) if row else 0, revision) + 1)
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", facts.items()
            )
        connection.execute("PRAGMA journal_mode = DELETE")


def put_in_place(staged: Path, live: Path, what: str = CATALOG) -> None:
    """Make `live` hold what `staged` holds, in one transaction: however this ends, it holds the one or the other.

    Questions in flight go on with the old state. A live file that is no database any more is replaced.

    Raises:
        StoreError: The live file cannot be written.
    """
    if live.exists() and _written_over(staged, live, what):
        staged.unlink()
        return
    for suffix in ("-wal", "-shm"):
        live.with_name(f"{live.name}{suffix}").unlink(missing_ok=True)
    staged.replace(live)


def _written_over(staged: Path, live: Path, what: str) -> bool:
    """Write one database over another; False if the other is none any more."""
    with explained(live, what):
        try:
            with contextlib.closing(_open_alone(staged)) as ours, contextlib.closing(connect(live)) as theirs:
                ours.backup(theirs)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            return False
    return True


def _open_alone(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
