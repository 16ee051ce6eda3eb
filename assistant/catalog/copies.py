"""The group of copies that an article belongs to, as a reader opens it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.catalog.snapshot import FROM_ARTICLES, Snapshot


@dataclass(frozen=True, slots=True)
class Copy:
    """One article of a group.

    Attributes:
        wire_origin: News agency that the text came from, where it says so.
        kind: exact, the same words as the head's but for case; or near. Empty for the head itself.
        similarity: Share of the shorter text's telling words that stand in the head's too, in the same order.
        state: automatic, confirmed by a reader, or undone by one; empty for the head.
    """

    article_id: str
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None
    wire_origin: str | None
    kind: str
    similarity: float
    state: str


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """An article among its copies.

    Attributes:
        article_id: The article that was asked about.
        head: The earliest published of the group, then the first seen; the article itself where it has no copies.
        copies: The others, earliest first.
        undone: Articles that a reader took away from the one asked about.
    """

    article_id: str
    head: Copy
    copies: tuple[Copy, ...]
    undone: tuple[Copy, ...]


COLUMNS = "a.article_id, v.title, v.source, v.published_at, v.url, v.wire_origin"
EARLIEST_FIRST = "ORDER BY v.published_epoch IS NULL, v.published_epoch, a.article_key"


def copies_of(snapshot: Snapshot, article_id: str) -> CopyGroup | None:
    """Return the group of an article, or None if there is no such article."""
    found = snapshot.rows(
        "SELECT a.article_key, coalesce(c.head_key, a.article_key) FROM articles AS a LEFT JOIN copies AS c"
        " ON c.article_key = a.article_key AND c.state <> 'undone' WHERE a.article_id = ?",
        (article_id,),
    )
    if not found:
        return None
    key, head = found[0]
    [first] = _copies(snapshot, f"SELECT {COLUMNS}, '', 1.0, '' {FROM_ARTICLES} WHERE a.article_key = ?", head)
    copies = _copies(
        snapshot,
        f"SELECT {COLUMNS}, c.kind, c.similarity, c.state {FROM_ARTICLES} JOIN copies AS c"
        f" ON c.article_key = a.article_key WHERE c.head_key = ? AND c.state <> 'undone' {EARLIEST_FIRST}",
        head,
    )
    undone = _copies(
        snapshot,
        f"SELECT {COLUMNS}, c.kind, c.similarity, c.state {FROM_ARTICLES} JOIN copies AS c"
        " ON a.article_key IN (c.article_key, c.head_key)"
        " WHERE c.state = 'undone' AND ? IN (c.article_key, c.head_key) AND a.article_key <> ?"
        f" {EARLIEST_FIRST}",
        key,
        key,
    )
    return CopyGroup(article_id, first, copies, undone)


def _copies(snapshot: Snapshot, sql: str, *keys: object) -> tuple[Copy, ...]:
    return tuple(Copy(*row) for row in snapshot.rows(sql, keys))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Member:
    """An article as one of those that carry the same text.

    Attributes:
        group: Equal for articles that are copies of one another, exact or near.
        source: Its outlet.
        wire_origin: News agency that the text came from, where it says so.
    """

    article_id: str
    group: int
    source: str | None
    wire_origin: str | None


def members_of(snapshot: Snapshot, article_ids: Sequence[str]) -> list[Member]:
    """Return these articles and all copies of them, the earliest published first."""
    rows = snapshot.rows(
        "WITH heads AS (SELECT DISTINCT coalesce(c.head_key, a.article_key) AS head FROM articles AS a LEFT JOIN copies"
        " AS c ON c.article_key = a.article_key AND c.state <> 'undone'"
        " WHERE a.article_id IN (SELECT value FROM json_each(?))),"
        " carriers AS (SELECT head, head AS article_key FROM heads UNION"
        " SELECT head, c.article_key FROM heads JOIN copies AS c ON c.head_key = head AND c.state <> 'undone')"
        " SELECT a.article_id, head, v.source, v.wire_origin FROM carriers JOIN articles AS a USING (article_key)"
        f" JOIN versions AS v ON v.article_key = a.article_key AND v.version = a.version {EARLIEST_FIRST}",
        (json.dumps(list(article_ids)),),
    )
    return [Member(*row) for row in rows]  # type: ignore[arg-type]
