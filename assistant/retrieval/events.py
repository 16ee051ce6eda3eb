"""Questions without a topic, such as "what happened yesterday?": the events of those days, most origins first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.days import Lead, leads, newest_day
from assistant.catalog.filters import SECONDS_PER_DAY, Condition, epoch_of
from assistant.catalog.snapshot import Snapshot
from assistant.retrieval.query import Query
from assistant.retrieval.words import FUNCTION_WORDS, tokens

SAME_EVENT = 0.6
"""Cosine from which the beginnings of two articles tell of the same event."""

MOST_ARTICLES = 2_000
"""Articles that are compared with one another, the newest of the time asked for."""

_ASKS = re.compile(
    r"\b(?:happen(?:s|ed|ing)?|news|new|newest|latest|headlines?|stories|story|events?|going\s+on|miss(?:ed)?|recap"
    r"|roundup|round-up|digest|briefing|summary)\b",
    re.IGNORECASE,
)
_NO_TOPIC = frozenset(
    """happen happens happened happening news new newest latest top main big biggest major important key leading story
    stories headline headlines report reports reported reporting event events going miss missed world today tonight
    tell show give get summary summarise summarize recap roundup round digest briefing day days week month weekend year
    everything anything something else thing things please hello hi hey current currently recent recently breaking daily
    go bring catch""".split()
)


@dataclass(frozen=True, slots=True)
class Event:
    """Articles of the same event.

    Attributes:
        lead: The one that is nearest to most of the others.
        articles: All of them, the lead first.
        origins: Who reported it; copies of one text count once, a news agency as one.
    """

    lead: Lead
    articles: tuple[Lead, ...]
    origins: tuple[str, ...]


def is_without_topic(query: Query) -> bool:
    """Whether a question asks for news of some time or outlet, and for nothing else."""
    text = query.text
    spans = [(item.start, item.end) for item in query.periods] + [(item.start, item.end) for item in query.outlets]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    words = [word.casefold() for word in tokens(text)]
    topical = [word for word in words if word not in FUNCTION_WORDS and word not in _NO_TOPIC]
    return not topical and not query.phrases and bool(_ASKS.search(text))


def events(snapshot: Snapshot, query: Query, condition: Condition) -> list[Event]:
    """Return the events of the time asked for, by default of the newest day up to that of asking."""
    narrowed = _of_outlets(query, condition)
    span = _span(snapshot, query, narrowed)
    if span is None:
        return []
    found, vectors = leads(snapshot, narrowed, *span, MOST_ARTICLES)
    grouped = [_event([found[place] for place in places]) for places in _groups(found, vectors)]
    return sorted(grouped, key=lambda event: (-len(event.origins), -len(event.articles)))


def _of_outlets(query: Query, condition: Condition) -> Condition:
    """Narrow a filter to the outlets named: without a topic nothing else is left to ask for."""
    names = sorted({name for item in query.outlets for name in item.sources})
    if not names:
        return condition
    sql = f"v.source IN ({', '.join('?' * len(names))})"
    return Condition(" AND ".join(filter(None, (condition.sql, sql))), (*condition.parameters, *names))


def _span(snapshot: Snapshot, query: Query, condition: Condition) -> tuple[int, int] | None:
    """Return the time asked for as seconds from 1970, the end exclusive."""
    assert query.today is not None  # noqa: S101 - who asks for no day asks for no events
    now = epoch_of(query.today) + SECONDS_PER_DAY
    if query.periods:
        period = query.periods[0]
        since = epoch_of(period.since) if period.since else 0
        return since, epoch_of(period.until) + SECONDS_PER_DAY if period.until else now
    newest = newest_day(snapshot, condition, now)
    return None if newest is None else (newest, newest + SECONDS_PER_DAY)


def _groups(found: Sequence[Lead], vectors: NDArray[np.float32]) -> list[list[int]]:
    """Return the places of articles of one event, the one with the most neighbours first.

    Each member is near to the first, so that a chain of small steps joins nothing that has little in common.
    """
    if not found:
        return []
    heads = np.array([item.group for item in found])
    near = (vectors @ vectors.T >= SAME_EVENT) | (heads[:, None] == heads[None, :])
    left = np.ones(len(found), dtype=bool)
    groups = []
    while left.any():
        counts = np.where(left, near[:, left].sum(axis=1), -1)
        first = int(counts.argmax())
        members = [first, *(int(place) for place in np.flatnonzero(near[first] & left) if place != first)]
        left[members] = False
        groups.append(members)
    return groups


def _event(members: list[Lead]) -> Event:
    by_text: dict[int, str] = {}
    for item in members:
        by_text.setdefault(item.group, item.origin or item.article_id)
    return Event(members[0], tuple(members), tuple(dict.fromkeys(by_text.values())))
