"""Whether the catalog holds what it promises. Nothing here writes to it."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np

from assistant.catalog.database import explained
from assistant.catalog.snapshot import FROM_ARTICLES, VECTOR_TYPE, Snapshot

MOST_TOLD = 5
"""Faults of SQLite's own check that are told; a torn file has thousands."""

VECTORS_AT_ONCE = 8192

NORM_TOLERANCE = 0.01
"""float16 keeps a length of 1 to .0005 over 384 numbers."""

PROMISES = {
    "articles without their current version": (
        "SELECT count(*) FROM articles AS a LEFT JOIN versions AS v"
        " ON v.article_key = a.article_key AND v.version = a.version WHERE v.version_key IS NULL"
    ),
    "current versions without a passage": (
        f"SELECT count(*) {FROM_ARTICLES} WHERE v.version_key NOT IN (SELECT version_key FROM passages)"
    ),
    "passages of versions that are not current": (
        f"SELECT count(*) FROM passages WHERE version_key NOT IN (SELECT v.version_key {FROM_ARTICLES})"
    ),
    "passages that are no slice of their text": (
        "SELECT count(*) FROM passages AS p JOIN versions AS v USING (version_key)"
        ' WHERE p.start < 0 OR p."end" <= p.start OR p."end" > length(v.text)'
    ),
    "passages whose sentences do not begin where they do": (
        "SELECT count(*) FROM passages WHERE NOT json_valid(sentences)"
        " OR coalesce(json_extract(sentences, '$[0]'), -1) <> start"
    ),
    "passages without a vector": (
        "SELECT count(*) FROM passages LEFT JOIN vectors USING (vector_key) WHERE vector IS NULL"
    ),
}
"""What must be true of every catalog at rest: words for what breaks it, and a query that counts that."""


@contextlib.contextmanager
def looking_at(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a catalog of any schema for looking only; the file is not even made where there is none.

    Raises:
        StoreError: It cannot be opened, or SQLite finds it damaged meanwhile.
    """
    with explained(path):
        connection = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, timeout=15, isolation_level=None
        )
        with contextlib.closing(connection):
            connection.execute("PRAGMA query_only = ON")
            yield connection


def schema_of(connection: sqlite3.Connection) -> int:
    """Return the number of migration steps that the file has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def faults_of_file(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite's own check finds wrong, some of it, and rows that point to none."""
    rows = [str(row[0]) for row in connection.execute(f"PRAGMA quick_check({MOST_TOLD})")]
    faults = [] if rows == ["ok"] else [" ".join(row.split()) for row in rows]
    loose = connection.execute("PRAGMA foreign_key_check").fetchmany(MOST_TOLD)
    return faults + [f"a row of {row[0]} points to none of {row[2]}" for row in loose]


def broken_promises(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows break each of `PROMISES`; those that none breaks are left out."""
    counts = {words: int(connection.execute(sql).fetchone()[0]) for words, sql in PROMISES.items()}
    return {words: count for words, count in counts.items() if count}


def count_bad_vectors(connection: sqlite3.Connection, dimension: int) -> int:
    """Return how many vectors do not have `dimension` numbers of length 1 together."""
    wanted = dimension * np.dtype(VECTOR_TYPE).itemsize
    bad = 0
    rows = connection.execute("SELECT vector FROM vectors")
    while chunk := rows.fetchmany(VECTORS_AT_ONCE):
        right = [row[0] for row in chunk if len(row[0]) == wanted]
        bad += len(chunk) - len(right)
        matrix = np.frombuffer(b"".join(right), dtype=VECTOR_TYPE).reshape(len(right), -1).astype(np.float32)
        with np.errstate(over="ignore", invalid="ignore"):  # what lies there may be any bytes
            norms = np.linalg.norm(matrix, axis=1)
        # Written so that NaN counts as bad.
        bad += int((~(np.abs(norms - 1) <= NORM_TOLERANCE)).sum())
    return bad


def fault_of_words(connection: sqlite3.Connection) -> str:
    """Return what is wrong with full text search, empty if nothing is.

    FTS5's own check is a statement that writes, so it is run on a copy that SQLite makes beside readers and writers.
    """
    with tempfile.TemporaryDirectory(prefix="news-assistant-") as folder:
        copy = sqlite3.connect(Path(folder) / "copy.sqlite", isolation_level=None)
        with contextlib.closing(copy):
            connection.backup(copy)
            try:
                copy.execute("INSERT INTO passage_search (passage_search, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                return str(error)
    return ""


@contextlib.contextmanager
def at_rest(connection: sqlite3.Connection) -> Iterator[Snapshot]:
    """Yield one consistent state, as readers see it."""
    connection.execute("BEGIN")
    try:
        yield Snapshot(connection)
    finally:
        connection.execute("ROLLBACK")


@dataclass(frozen=True, slots=True)
class Due:
    """What the catalog says of a vector store: what it holds, lacks, and is yet to drop."""

    stored: int
    waiting: int
    to_drop: int


def due_in_store(snapshot: Snapshot, generation: int) -> Due:
    """Return what the store of `generation` must hold."""
    [(waiting, passages)] = snapshot.rows(
        "SELECT count(*) FILTER (WHERE stored < ?), count(*) FROM passages", (generation,)
    )
    [(to_drop,)] = snapshot.rows("SELECT count(*) FROM removals")
    return Due(int(str(passages)) - int(str(waiting)), int(str(waiting)), int(str(to_drop)))
