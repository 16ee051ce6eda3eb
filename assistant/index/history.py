"""The versions of an article, oldest first, each with what is otherwise than in the one before."""

import datetime as dt
from dataclasses import dataclass

from assistant.articles.article import Article
from assistant.catalog.snapshot import Snapshot
from assistant.catalog.versions import known_versions
from assistant.index.changes import Change, changes_between


@dataclass(frozen=True, slots=True)
class VersionNote:
    """One version of an article as the archive keeps it; its text is `article(article_id, version).text`.

    Attributes:
        version: Counted from 1.
        is_current: Whether it is the one that is searched.
        seen_at: When the archive took it in, ISO 8601 in UTC.
        updated_at: When the outlet says it changed the article last, ISO 8601.
        changes: What is otherwise than in the version before; nothing in the first one.
    """

    version: int
    is_current: bool
    seen_at: str
    title: str | None
    published_at: str | None
    updated_at: str | None
    changes: tuple[Change, ...]


def history(snapshot: Snapshot, article_id: str) -> tuple[VersionNote, ...]:
    """Return the versions of an article, oldest first; none if there is no such article."""
    notes = []
    before: Article | None = None
    for known in known_versions(snapshot, article_id):
        article = snapshot.article(article_id, known.version)
        assert article is not None  # noqa: S101 - of the same snapshot
        notes.append(
            VersionNote(
                version=known.version,
                is_current=known.is_current,
                seen_at=dt.datetime.fromtimestamp(known.seen_at, dt.UTC).isoformat(),
                title=article.title,
                published_at=article.published_at.iso if article.published_at else None,
                updated_at=article.updated_at.iso if article.updated_at else None,
                changes=changes_between(before, article) if before else (),
            )
        )
        before = article
    return tuple(notes)
