"""A question and what limits where its answer may be looked for."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader allows as evidence; an empty field allows everything.

    Attributes:
        sources: Outlet names, compared without case.
        since: First day allowed, a date or an ISO string; articles without a date are excluded by it.
        until: Last day allowed, inclusive, likewise.
        as_of: Only what was published by the end of this day; an article without a date counts from its first sighting.
        sections: Section names, compared without case.
        kinds: Any of news, opinion, live, correction.
        languages: ISO 639-1 codes.
    """

    sources: tuple[str, ...] = ()
    since: dt.date | str | None = None
    until: dt.date | str | None = None
    as_of: dt.date | str | None = None
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its filters and the day it is asked on.

    Attributes:
        text: The question as typed, stripped.
        filters: What the reader allows.
        today: The day of asking; resolves words like "last week", never excludes.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    today: dt.date | None = None
