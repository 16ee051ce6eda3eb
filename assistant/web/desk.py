"""What the page needs of the assistant; any object with these methods can stand behind it."""

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from assistant.answering.answer import StreamEvent
from assistant.articles.article import Article
from assistant.catalog.survey import Facets
from assistant.retrieval.query import Filters


class ArchiveStatus(Protocol):
    """The part of the assistant's status that is shown."""

    @property
    def articles(self) -> int:
        """Number of articles."""

    @property
    def sources(self) -> dict[str, int]:
        """Articles by outlet, most first."""

    @property
    def from_(self) -> str | None:
        """Date of the oldest dated article."""

    @property
    def to(self) -> str | None:
        """Date of the newest dated article."""

    @property
    def revision(self) -> int:
        """Committed changes so far; another number means another archive."""

    @property
    def vectors(self) -> str:
        """`ok`, or what is wrong with the vector store."""


class Desk(Protocol):
    """The assistant as the page sees it."""

    def stream(
        self, question: str, *, filters: Filters = ..., today: dt.date | str | None = None
    ) -> Iterator[StreamEvent]:
        """Yield steps and pieces of text, then the answer."""

    def article(self, article_id: str, version: int | None = None) -> Article:
        """Return one article, or raise an error that says it is unknown."""

    def facets(self) -> Facets:
        """Return the sections, kinds and languages to choose from."""

    def titles(self, limit: int) -> list[tuple[str, str]]:
        """Return ids and titles of articles spread over the archive."""

    def status(self) -> ArchiveStatus:
        """Return what the archive holds."""
