"""Addresses that were fetched, as the catalog remembers them."""

import hashlib
import re
import sqlite3
from collections.abc import Sequence

from assistant.articles.visits import Validators, Visit
from assistant.catalog.snapshot import Snapshot

_PART = re.compile(r"(!/.*|:\d+)$", re.DOTALL)
"""What a report adds to an address to tell which entry or member of it is meant."""


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


def forget_visits(connection: sqlite3.Connection, named: tuple[str]) -> None:
    """Forget the visits of the feeds that gave articles, or "not changed" would keep these from coming back.

    Those of their pages go with the articles. `named` holds their ids as a JSON array.
    """
    inputs = connection.execute(
        "SELECT DISTINCT input FROM run_inputs WHERE article_id IN (SELECT value FROM json_each(?))", named
    ).fetchall()
    asked = [(_hash(address),) for (name,) in inputs for address in (name, _PART.sub("", name))]
    connection.executemany("DELETE FROM visits WHERE url_hash = ?", asked)


def _hash(url: str) -> bytes:
    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).digest()
