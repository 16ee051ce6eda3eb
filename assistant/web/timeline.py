"""Evidence over time, drawn as a picture: when what is cited was published, and what else was read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.answering.answer import Answer
from assistant.web.markup import label, text
from assistant.web.when import printed

_LEFT, _WIDE = 3.0, 94.0
"""Percent of the picture's width where the first point stands, and from there to the last."""

_TOGETHER = 4.0
"""Points nearer to each other than this, in percent, are one."""

_A_CHARACTER = 1.3
"""Percent that each further character of a number takes in the narrowest picture, 330 pixels wide on a phone."""

_AT_EDGE = 10.0
"""Nearer to an end than this, in percent, a number stands on the inner side of its point."""

FEWEST = 3
"""With fewer different days the sources alone say it."""


Told = tuple[str | None, str | None, int]
"""When something was published, what it is called, and the number it goes by; 0 for none."""


def timeline(answer: Answer) -> str:
    """Return the evidence of an answer as a picture; empty where it is of one time or undated."""
    cited: list[Told] = [(item.published_at, item.title, item.number) for item in answer.citations]
    drawn = picture([*cited, *((item.published_at, item.title, 0) for item in answer.passages)])
    return f'<h3 class="small-heading">Evidence over time</h3>{drawn}' if drawn else ""


def picture(told: Iterable[Told]) -> str:
    """Return a line of time with a point for each day; empty where there are too few."""
    days = _days(told)
    if len(days) < FEWEST:
        return ""
    first, last = min(days), max(days)
    points = _points(days, first, last)
    marks = "".join(_mark(place, numbers, names) for place, numbers, names in points)
    ends = [printed(days[day].published) for day in (first, last)]
    words = f"{len(days)} days, from {ends[0]} to {ends[1]}"
    return (
        f'<figure class="timeline"><svg role="img" width="100%"'
        f' height="46" aria-label="{text(words)}"><line x1="{_LEFT}%" x2="{_LEFT + _WIDE}%" y1="32" y2="32"/>'
        f'{marks}</svg><p class="axis" aria-hidden="true"><span>{ends[0]}</span><span>{ends[1]}</span></p></figure>'
    )


@dataclass(frozen=True, slots=True)
class _Day:
    """What was published on a day: the date as it is known, and titles with the citation's number, 0 without one."""

    published: str
    titles: dict[str, int] = field(default_factory=dict)


def _days(told: Iterable[Told]) -> dict[dt.date, _Day]:
    found: dict[dt.date, _Day] = {}
    for published, title, number in told:
        if published:
            titles = found.setdefault(_first_day(published), _Day(published)).titles
            titles.setdefault(f"{number} {title}" if number else title or "Untitled article", number)
    return found


def _first_day(published: str) -> dt.date:
    """Return the first day that a date can mean."""
    padded = published[:10] + "0000-01-01"[len(published[:10]) :]
    return dt.date.fromisoformat(padded)


def _points(days: dict[dt.date, _Day], first: dt.date, last: dt.date) -> list[tuple[float, list[int], list[str]]]:
    """Return place, numbers and words of each point from left to right."""
    points: list[tuple[float, list[int], list[str]]] = []
    span = max(1, (last - first).days)
    for day in sorted(days):
        place = _LEFT + _WIDE * (day - first).days / span
        told = days[day]
        numbers = sorted({number for number in told.titles.values() if number})
        names = [f"{printed(told.published)}: {name}" for name in told.titles]
        if points and place - points[-1][0] < _apart(points[-1][1], numbers):
            at, old_numbers, old_names = points[-1]
            points[-1] = (at, [*old_numbers, *numbers], [*old_names, *names])
        else:
            points.append((place, numbers, names))
    return points


def _mark(place: float, numbers: list[int], names: list[str]) -> str:
    style = "cited" if numbers else "read"
    shown = _shown(numbers)
    title = "\n".join(names)
    return (
        f'<g class="{style}"><title>{label(title)}</title><circle cx="{place:.1f}%" cy="32" r="{7 if numbers else 5}"/>'
        f'<text x="{place:.1f}%" y="16" text-anchor="{_anchor(place)}">{shown}</text></g>'
    )


def _shown(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def _apart(before: list[int], numbers: list[int]) -> float:
    """Return how far apart two points must stand, in percent, so that their numbers do not touch on a phone."""
    return _TOGETHER + (_A_CHARACTER * (len(_shown(before)) - 1) if before and numbers else 0)


def _anchor(place: float) -> str:
    """Return to which side of its point a number stands, so that none hangs out of the picture."""
    if place < _AT_EDGE:
        return "start"
    return "end" if place > 100 - _AT_EDGE else "middle"
