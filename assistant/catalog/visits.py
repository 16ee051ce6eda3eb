"""Addresses that were fetched, as the catalog remembers them."""

import hashlib
import sqlite3
from collections.abc import Sequence

from assistant.articles.visits import Validators, Visit
from assistant.catalog.snapshot import Snapshot


def last_visit(snapshot: Snapshot, url: str) -> Visit | None:
    """Return when an address was last fetched, and with what its server can be asked for changes."""
    rows = snapshot.rows("SELECT etag, last_modified, at FROM visits WHERE url_hash = ?", (_hash(url),))
    return Visit(url, Validators(str(rows[0][0]), str(rows[0][1])), int(str(rows[0][2]))) if rows else None


def note_visits(connection: sqlite3.Connection, visits: Sequence[Visit]) -> None:
    """Keep the newest visit of each address; the caller holds a transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO visits (url_hash, etag, last_modified, at, article_key)"
        " VALUES (?, ?, ?, ?, (SELECT article_key FROM articles WHERE article_id = ?))",
        [
            (_hash(visit.url), visit.validators.etag, visit.validators.last_modified, visit.at, visit.article_id)
            for visit in visits
        ],
    )


def _hash(url: str) -> bytes:
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).digest()
