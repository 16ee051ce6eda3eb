"""How much a passage is lifted by what the question says beside its topic; nothing is ever excluded."""

import datetime as dt
from collections.abc import Mapping, Sequence

from assistant.catalog.filters import epoch_of
from assistant.catalog.records import Outline
from assistant.retrieval.fusion import SECONDS_PER_DAY, recency
from assistant.retrieval.outlets import Mention
from assistant.retrieval.parts import Part
from assistant.retrieval.query import Query
from assistant.retrieval.times import Period
from assistant.settings import Settings

OUTLET_LIFT = 2.0
"""For an article of an outlet that the question names, in standard deviations of the fused score."""

TIME_LIFT = 2.0
"""For an article of a time that the question names."""

NEXT_DAY = 0.5
"""Share of it for an article of the day before or after: days differ with the place, and papers print a day late."""

INHERITED = 0.5
"""Share of the whole question's lift for a part that names no outlet, or no time, of its own."""

Lifts = dict[str, float]
"""By name, those that are not nothing."""


def lifts(query: Query, part: Part, line: Outline, settings: Settings) -> Lifts:
    """Return what lifts a passage for one part of a question; the part may be the whole of it."""
    found = {
        "outlet": OUTLET_LIFT
        * _own_or_inherited(by_outlet(part.outlets, line), by_outlet(query.outlets, line), part.outlets),
        "time": TIME_LIFT * _own_or_inherited(by_time(part.periods, line), by_time(query.periods, line), part.periods),
    }
    if query.lifts_recent and query.today:
        age = recency(line.published_epoch, epoch_of(query.today), settings.recency_days)
        found["recent"] = settings.recency_weight * age
    return {name: value for name, value in found.items() if value}


def by_outlet(outlets: Sequence[Mention], line: Outline) -> float:
    """Return 1 if the passage is of one of the outlets, else 0."""
    return float(any(line.source in item.sources for item in outlets))


def by_time(periods: Sequence[Period], line: Outline) -> float:
    """Return 1 if the passage was published in one of the periods, less a day beside it, else 0."""
    if line.published_epoch is None or not periods:
        return 0.0
    day = dt.date(1970, 1, 1) + dt.timedelta(days=line.published_epoch // SECONDS_PER_DAY)
    off = min(item.days_off(day) for item in periods)
    return 1.0 if off == 0 else NEXT_DAY if off == 1 else 0.0


def _own_or_inherited(own: float, whole: float, named: Sequence[object]) -> float:
    return own if named else INHERITED * whole


def total(found: Mapping[str, float]) -> float:
    """Return the sum of all lifts."""
    return sum(found.values())
