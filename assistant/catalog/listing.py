"""All articles that hold given words, in one go: for questions that count or list instead of asking what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.catalog.filters import Condition
from assistant.catalog.fulltext import quoted
from assistant.catalog.snapshot import FROM_ARTICLES, Snapshot


@dataclass(frozen=True, slots=True)
class Listed:
    """An article on a list.

    Attributes:
        group: Equal for articles that are copies of one another, exact or near.
    """

    article_id: str
    version: int
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None
    group: int


def all_of(words: Sequence[str]) -> str:
    """Return an FTS5 query for passages that hold all of the words and phrases, in their text or their title."""
    return f"{{title body}} : ({' AND '.join(quoted(word) for word in words)})" if words else ""


def list_articles(snapshot: Snapshot, match: str, condition: Condition) -> list[Listed]:
    """Return the articles with a passage that matches, newest first, those without a date last."""
    where, parameters = condition.sql or "1", list(condition.parameters)
    if match:
        where += (
            " AND v.version_key IN (SELECT version_key FROM passages WHERE passage_key IN"
            " (SELECT rowid FROM passage_search WHERE passage_search MATCH ?))"
        )
        parameters.append(match)
    sql = (
        "SELECT a.article_id, v.version, v.title, v.source, v.published_at, v.url,"
        f" coalesce(c.head_key, a.article_key) {FROM_ARTICLES}"
        " LEFT JOIN copies AS c ON c.article_key = a.article_key AND c.state <> 'undone'"
        f" WHERE {where} ORDER BY v.published_epoch DESC, a.article_key"
    )
    return [Listed(*row) for row in snapshot.rows(sql, parameters)]  # type: ignore[arg-type]
