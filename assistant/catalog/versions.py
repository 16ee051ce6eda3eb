"""What the catalog knows of an article before it is stored: whether an input is new, changed or known."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.catalog.facts import Facts
from assistant.catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Known:
    """One stored version of an article; `seen_at` is in seconds from 1970-01-01 UTC."""

    version: int
    record_hash: str
    is_current: bool
    seen_at: int
    facts: Facts


def known_versions(snapshot: Snapshot, article_id: str) -> list[Known]:
    """Return the stored versions of an article, oldest first."""
    rows = snapshot.rows(
        "SELECT v.version, v.record_hash, v.version = a.version, v.seen_at, v.wire_origin, v.access, v.updated_at"
        " FROM articles AS a"
        " JOIN versions AS v USING (article_key) WHERE a.article_id = ? ORDER BY v.version",
        (article_id,),
    )
    return [Known(int(str(row[0])), str(row[1]), bool(row[2]), int(str(row[3])), _facts(*row[4:])) for row in rows]


def _facts(wire_origin: object, access: object, updated_at: object) -> Facts:
    return Facts(
        None if wire_origin is None else str(wire_origin), str(access), None if updated_at is None else str(updated_at)
    )


def current_versions(snapshot: Snapshot, article_ids: Sequence[str]) -> dict[str, int]:
    """Return the number of the current version of each article; articles that are unknown are left out."""
    sql = "SELECT article_id, version FROM articles WHERE article_id IN (SELECT value FROM json_each(?))"
    return {str(row[0]): int(str(row[1])) for row in snapshot.rows(sql, (json.dumps(list(article_ids)),))}
