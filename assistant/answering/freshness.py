"""How old the newest evidence is, said before any other word where the newest was asked for."""

import datetime as dt
import re
from collections.abc import Iterable

from assistant.retrieval.query import Query
from assistant.retrieval.words import asks_for_now

_NEWEST = re.compile(r"\b(?:most\s+recent|breaking|current|at\s+the\s+moment|to\s+date|so\s+far)\b", re.IGNORECASE)

DAY = len("2024-05-07")


def wants_newest(query: Query) -> bool:
    """Whether a question asks for the present, the latest, or the news of today."""
    return asks_for_now(query.text) or query.without_topic or bool(_NEWEST.search(query.text))


def freshness(query: Query, published: Iterable[str | None]) -> str:
    """Return a sentence on the age of the newest evidence; empty where nobody asked for the newest.

    Args:
        query: The question, with the day of asking.
        published: When each article was published, ISO 8601 cut at its precision.
    """
    if query.today is None or not wants_newest(query):
        return ""
    newest = max((date for date in published if date), default=None)
    if newest is None:
        return "None of the reports used here has a date."
    if len(newest) < DAY:
        return f"The newest report used here is from {newest}; its day is not known."
    day = dt.date.fromisoformat(newest[:DAY])
    return f"The newest report used here is from {day.day} {day:%B} {day.year}, {_age(day, query.today)}."


def _age(day: dt.date, today: dt.date) -> str:
    days = (today - day).days
    if days < 0:
        return "after the day of asking"
    if days == 0:
        return "the day of asking"
    return "1 day old" if days == 1 else f"{days:,} days old"
