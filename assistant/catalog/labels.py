"""What an evaluation asks of the catalog: which archive it is, and which articles its labels name."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.catalog.snapshot import FROM_ARTICLES, Snapshot

_QUOTATION = str.maketrans("’‘‛′“”„″", "''''\"\"\"\"")


@dataclass(frozen=True, slots=True)
class Named:
    """An article that a label or an answer names.

    Attributes:
        head: The article that stands for its group of copies; itself where it has none.
    """

    article_id: str
    head: str
    title: str | None
    source: str | None
    published_at: str | None


def archive_fingerprint(snapshot: Snapshot) -> str:
    """Return a short hash of everything a reader can see of every article; how it came in does not count."""
    digest = hashlib.sha256()
    for row in snapshot.rows(f"SELECT a.article_id, v.record_hash {FROM_ARTICLES} ORDER BY a.article_id"):
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()[:16]


def named_articles(snapshot: Snapshot, article_ids: Iterable[str]) -> dict[str, Named]:
    """Return those of these articles that the archive has, by id."""
    rows = snapshot.rows(
        f"SELECT a.article_id, h.article_id, v.title, v.source, v.published_at {FROM_ARTICLES}"
        " LEFT JOIN copies AS c ON c.article_key = a.article_key AND c.state <> 'undone'"
        " JOIN articles AS h ON h.article_key = coalesce(c.head_key, a.article_key)"
        " WHERE a.article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted({_storable(name) for name in article_ids})),),
    )
    found = (Named(*row) for row in rows)  # type: ignore[arg-type]
    return {item.article_id: item for item in found}


def articles_titled(snapshot: Snapshot, titles: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the articles with each of these titles; case, spaces and kinds of quotation marks aside."""
    wanted = {folded_title(title): title for title in titles}
    found: dict[str, list[str]] = {title: [] for title in wanted.values()}
    for article_id, title in snapshot.rows(f"SELECT a.article_id, v.title {FROM_ARTICLES} ORDER BY a.article_key"):
        if title is not None and (asked := wanted.get(folded_title(str(title)))) is not None:
            found[asked].append(str(article_id))
    return {title: tuple(ids) for title, ids in found.items()}


def folded_title(title: str) -> str:
    """Return a title as it is compared."""
    return re.sub(r"\s+", " ", title.translate(_QUOTATION)).strip().casefold()


def _storable(text: str) -> str:
    """Return text that SQLite accepts; what is no Unicode names nothing."""
    return text.encode(errors="replace").decode()


def article_ids(snapshot: Snapshot) -> list[str]:
    """Return the ids of all articles that stand for themselves or for a group of copies, in a fixed order."""
    rows = snapshot.rows(
        f"SELECT a.article_id {FROM_ARTICLES} WHERE a.article_key NOT IN"
        " (SELECT article_key FROM copies WHERE state <> 'undone') ORDER BY a.article_id"
    )
    return [str(row[0]) for row in rows]
