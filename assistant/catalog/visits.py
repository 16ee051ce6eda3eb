"""Addresses that were fetched, as the catalog remembers them."""

import sqlite3
from collections.abc import Sequence

from assistant.articles.visits import Validators, Visit
from assistant.catalog.snapshot import Snapshot


def last_visit(snapshot: Snapshot, url: str) -> Visit | None:
    """Return when an address was last fetched, and with what its server can be asked for changes."""
    rows = snapshot.rows("SELECT etag, last_modified, at FROM visits WHERE url = ?", (url,))
    return Visit(url, Validators(str(rows[0][0]), str(rows[0][1])), int(str(rows[0][2]))) if rows else None


def note_visits(connection: sqlite3.Connection, visits: Sequence[Visit]) -> None:
    """Keep the newest visit of each address; the caller holds a transaction."""
    connection.executemany(
        "INSERT INTO visits (url, etag, last_modified, at) VALUES (?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
        " etag = excluded.etag, last_modified = excluded.last_modified, at = excluded.at",
        [(visit.url, visit.validators.etag, visit.validators.last_modified, visit.at) for visit in visits],
    )
