"""What is told of a stored version after the event, without making another: its agency, access and last change.

These do not count in the record hash. So an article that comes in again unchanged may bring them, from a source that
says more or a release that reads better; what is known is never blanked by a source that says less.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.articles.article import Article


@dataclass(frozen=True, slots=True)
class Facts:
    """The three of one version, as they are compared."""

    wire_origin: str | None
    access: str
    updated_at: str | None

    @classmethod
    def of(cls, article: Article) -> "Facts":
        """Return those of an article."""
        return cls(article.wire_origin, article.access, article.updated_at.iso if article.updated_at else None)

    def adds_to(self, known: "Facts") -> bool:
        """Tell whether something in here is not known yet."""
        return (
            (self.wire_origin is not None and self.wire_origin != known.wire_origin)
            or self.access not in ("full", known.access)
            or (self.updated_at is not None and self.updated_at != known.updated_at)
        )


def note(connection: sqlite3.Connection, articles: Iterable[Article]) -> None:
    """Write what the articles add to the version that each is; the caller holds the transaction."""
    connection.executemany(
        "UPDATE versions SET wire_origin = coalesce(?1, wire_origin),"
        " access = CASE ?2 WHEN 'full' THEN access ELSE ?2 END, updated_at = coalesce(?3, updated_at),"
        " updated_epoch = coalesce(?4, updated_epoch), updated_precision = coalesce(?5, updated_precision)"
        " WHERE version = ?6 AND article_key = (SELECT article_key FROM articles WHERE article_id = ?7)",
        [
            (
                article.wire_origin,
                article.access,
                article.updated_at and article.updated_at.iso,
                article.updated_at and article.updated_at.epoch,
                article.updated_at and article.updated_at.precision,
                article.version,
                article.article_id,
            )
            for article in articles
        ],
    )
