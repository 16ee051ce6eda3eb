"""What is remembered of addresses between runs: when each was fetched, and what to ask its server with next time."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with; empty where it gave nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One fetch that succeeded.

    Attributes:
        url: The address as asked for.
        validators: What the server gave for next time.
        at: Seconds since 1970 of the fetch.
        article_id: The article that the page became; the visit is forgotten with it. None for feeds.
    """

    url: str
    validators: Validators
    at: int
    article_id: str | None = None


class Visits:
    """The visits of earlier runs, and those of this one, which count once their articles are stored."""

    def __init__(self, recall: Callable[[str], Visit | None]) -> None:
        self._recall = recall
        self.made: list[Visit] = []

    def last(self, url: str) -> Visit | None:
        """Returns the last visit of an earlier run."""
        return self._recall(url)

    def note(self, visit: Visit) -> None:
        """Adds a visit of this run."""
        self.made.append(visit)
