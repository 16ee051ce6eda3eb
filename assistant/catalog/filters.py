"""Which articles may be looked at: one type for Python, the command line and the page."""

import dataclasses
import datetime as dt
from dataclasses import dataclass

from assistant.errors import QuestionError

SECONDS_PER_DAY = 86_400

Day = dt.date | str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader allows as evidence; an empty field allows everything.

    Attributes:
        sources: Outlet names, compared without case.
        since: First day allowed, a date or an ISO string; it excludes articles without a date.
        until: Last day allowed, inclusive; it excludes articles without a date.
        as_of: Only what was published by the end of this day; an article without a date counts from its first sighting.
        sections: Section names, compared without case.
        kinds: Any of news, opinion, live, correction.
        languages: ISO 639-1 codes.
        ignored: Ids of what was understood from the question's own words and is to be left aside; excludes nothing.

    Days are days in UTC.
    """

    sources: tuple[str, ...] = ()
    since: Day = None
    until: Day = None
    as_of: Day = None
    sections: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        """Whether nothing is excluded."""
        return self == Filters(ignored=self.ignored)


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL over `versions AS v JOIN articles AS a` with its parameters; empty SQL allows everything."""

    sql: str
    parameters: tuple[str | int, ...]


def parse_day(value: Day, name: str) -> dt.date | None:
    """Return the day that `value` names.

    Raises:
        QuestionError: It is not an ISO date.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return (value.astimezone(dt.UTC) if value.tzinfo else value).date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        raise QuestionError(f"{name} is {value!r}, which is not a date.", remedy="Write it as 2024-03-29.") from None


def required_day(value: Day, name: str) -> dt.date:
    """Return the day that `value` names.

    Raises:
        QuestionError: It is not an ISO date, or empty.
    """
    day = parse_day(value, name)
    if day is None:
        raise QuestionError(f"{name} is empty.", remedy="Write it as 2024-03-29.")
    return day


def parted(filters: Filters, day: dt.date) -> tuple[Filters, Filters]:
    """Return the filters for what was published before a day, and for the rest; their own days narrow both.

    Raises:
        QuestionError: One of their days cannot be read, or leaves nothing on one side.
    """
    since, until = parse_day(filters.since, "since"), parse_day(filters.until, "until")
    last = day - dt.timedelta(days=1)
    if (since and since > last) or (until and until < day):
        raise QuestionError(
            f"The period from {since or 'the beginning'} to {until or 'the end'} does not reach both sides of {day}.",
            remedy="Widen it, or leave it out.",
        )
    return dataclasses.replace(filters, until=last), dataclasses.replace(filters, since=day)


def folded(names: tuple[str, ...] | str) -> list[str]:
    """Return names as they are compared; one name alone is one name, not its letters."""
    names = (names,) if isinstance(names, str) else names
    # What is no Unicode matches nothing; SQLite would refuse it.
    return [name.strip().casefold().encode(errors="replace").decode() for name in names]


def epoch_of(day: dt.date) -> int:
    """Return the seconds from 1970-01-01 to the start of `day`, both in UTC."""
    return (day - dt.date(1970, 1, 1)).days * SECONDS_PER_DAY


def condition_of(filters: Filters) -> Condition:
    """Translate `filters` into SQL; values only ever travel as parameters.

    Raises:
        QuestionError: A day cannot be read, or the period is empty.
    """
    parts: list[str] = []
    parameters: list[str | int] = []
    for column, names in (
        ("v.source", filters.sources),
        ("v.section", filters.sections),
        ("v.kind", filters.kinds),
        ("v.language", filters.languages),
    ):
        values = folded(names)
        if values:
            parts.append(f"casefold({column}) IN ({', '.join('?' * len(values))})")
            parameters += values
    since, until = parse_day(filters.since, "since"), parse_day(filters.until, "until")
    if since and until and since > until:
        raise QuestionError(f"The period from {since} to {until} is empty.", remedy="Swap since and until.")
    if since:
        parts.append("v.published_epoch >= ?")
        parameters.append(epoch_of(since))
    if until:
        parts.append("v.published_epoch < ?")
        parameters.append(epoch_of(until) + SECONDS_PER_DAY)
    as_of = parse_day(filters.as_of, "as_of")
    if as_of:
        parts.append("coalesce(v.published_epoch, a.first_seen_at) < ?")
        parameters.append(epoch_of(as_of) + SECONDS_PER_DAY)
    return Condition(" AND ".join(parts), tuple(parameters))
