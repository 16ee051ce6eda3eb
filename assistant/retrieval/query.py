"""A question as it was understood: its words, its filters and the day it is asked on."""

import datetime as dt
from dataclasses import dataclass, field

from assistant.catalog.filters import Filters

__all__ = ["Filters", "Query"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its filters and the day it is asked on.

    Attributes:
        text: The question as typed, stripped.
        filters: What the reader allows.
        today: The day of asking; resolves words like "last week" and may lift recent articles, never excludes.
        words: The words that are searched for, without function words.
        names: Names, numbers and quoted phrases in it, as written.
        names_time: Whether the question itself says which time it means.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    today: dt.date | None = None
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    names_time: bool = False
