"""What FTS5 keeps of each word: the passages it stands in, how often, and how long they are, as arrays.

Read from FTS5's own tables in one row each, for a row for every passage takes most of a search.
"""

import functools
import json
import sqlite3
import threading

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.snapshot import Snapshot, whole_numbers
from assistant.errors import IndexDamagedError

Keys = NDArray[np.int64]
Numbers = NDArray[np.float64]

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Of `passage_search`, as its schema says."""

REMEDY = "Run `news-assistant doctor`; it says what is wrong with the index and which command mends it."

MORE = 0x80
"""Bit of a byte of SQLite's variable-length integers that says that another byte follows."""


def postings(snapshot: Snapshot, term: str) -> tuple[Keys, Numbers]:
    """Return the keys of the passages that hold an indexed term, ascending, and how often each holds it."""
    [[packed]] = snapshot.rows("SELECT group_concat(doc) FROM passage_postings WHERE term = ?", (term,))
    keys, counts = np.unique(whole_numbers(packed), return_counts=True)
    return keys, counts.astype(np.float64)


def lengths(snapshot: Snapshot, keys: Keys) -> Numbers:
    """Return how many words each passage has, its title, source and date included; `keys` ascend.

    Raises:
        IndexDamagedError: The index has no length for one of them.
    """
    sql = "SELECT sz FROM passage_search_docsize WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    rows: list[bytes] = [row[0] for row in snapshot.rows(sql, (json.dumps(keys.tolist()),))]  # type: ignore[misc]
    if len(rows) != len(keys):
        raise IndexDamagedError("The index of words and the list of passages differ.", remedy=REMEDY)
    if not rows:
        return np.zeros(0)
    starts = np.cumsum([0, *map(len, rows[:-1])])
    return np.add.reduceat(_varint_bytes(b"".join(rows)), starts).astype(np.float64)


def size(snapshot: Snapshot) -> tuple[int, int]:
    """Return how many passages are indexed, and how many words they have together."""
    blocks: list[tuple[bytes]] = snapshot.rows("SELECT block FROM passage_search_data WHERE id = 1")  # type: ignore[assignment]
    packed = blocks[0][0] if blocks else b""
    ends = [place for place, byte in enumerate(packed) if byte < MORE]
    values = _varint_bytes(packed)
    numbers = [int(values[start + 1 : end + 1].sum()) for start, end in zip([-1, *ends], ends, strict=False)]
    return (numbers[0], sum(numbers[1:])) if numbers else (0, 0)


def _varint_bytes(packed: bytes) -> Keys:
    """Return what each byte adds to the integer that it belongs to; none of ours has nine bytes."""
    given = np.frombuffer(packed, dtype=np.uint8).astype(np.int64)
    ends = np.flatnonzero(given < MORE)
    places = np.arange(len(given))
    return (given & (MORE - 1)) << (7 * (ends[np.searchsorted(ends, places)] - places))


@functools.lru_cache(maxsize=50_000)
def indexed(text: str) -> tuple[str, ...]:
    """Return the terms that FTS5 makes of a text, in order."""
    return _TOKENIZER.terms(text)


class _Tokenizer:
    """FTS5's tokenizer, asked by way of a table in memory: nothing else makes the same of every word."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the terms of a text."""
        with self._turn:
            connection = self._connection = self._connection or _memory()
            connection.execute("INSERT INTO asked (rowid, text) VALUES (1, ?)", (text.replace("\x00", " "),))
            rows = connection.execute('SELECT term FROM asked_terms ORDER BY "offset"').fetchall()
            connection.execute("DELETE FROM asked")
            return tuple(str(row[0]) for row in rows)


def _memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    connection.execute(f"CREATE VIRTUAL TABLE asked USING fts5 (text, tokenize = '{TOKENIZER}')")
    connection.execute("CREATE VIRTUAL TABLE asked_terms USING fts5vocab (asked, instance)")
    return connection


_TOKENIZER = _Tokenizer()
