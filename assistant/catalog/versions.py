"""What the catalog knows of an article before it is stored: whether an input is new, changed or known."""

from dataclasses import dataclass

from assistant.catalog.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Known:
    """One stored version of an article; `seen_at` is in seconds from 1970-01-01 UTC."""

    version: int
    record_hash: str
    is_current: bool
    seen_at: int


def known_versions(snapshot: Snapshot, article_id: str) -> list[Known]:
    """Return the stored versions of an article, oldest first."""
    rows = snapshot.rows(
        "SELECT v.version, v.record_hash, v.version = a.version, v.seen_at FROM articles AS a"
        " JOIN versions AS v USING (article_key) WHERE a.article_id = ? ORDER BY v.version",
        (article_id,),
    )
    return [Known(int(str(row[0])), str(row[1]), bool(row[2]), int(str(row[3]))) for row in rows]
