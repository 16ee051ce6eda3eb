"""Dates as days: "Tuesday" in an article of a Wednesday is the day before it, or the Tuesday to come."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answering.checks.reason import Reason
from assistant.answering.checks.text import Piece, Source, swaps

Days = tuple[dt.date, dt.date]

_MONTHS = [name.lower() for name in calendar.month_name]
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_ONE = dt.timedelta(days=1)
_MONTH = (
    "(?P<month>"
    + "|".join(rf"{name[:3]}(?:{name[3:]}|t?\.)?" if name != "may" else "may" for name in _MONTHS[1:])
    + ")"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_BEFORE_MONTH = r"(?:in|since|last|this|next|until|till|by|of|from|through|early|late|mid|before|after|during)[\s-]"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b{_MONTH}\s+{_DAY}\b(?:,?\s+{_YEAR}\b)?(?!\s*(?:%|,\d|\.\d))",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b(?:,?\s+{_YEAR}\b)?",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        rf"(?<=\b){_BEFORE_MONTH}(?P<named>{_MONTH}\b)",
        rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)})\b",
        r"\b(?P<phrase>yesterday|today|tonight|tomorrow|(?:last|next|this)\s+(?:night|week|weekend|month|year))\b",
        rf"(?<![\w$£€¥,.-]){_YEAR}(?:s\b|\b)(?![,.]?\d|\s*(?:%|per\s?cent|people|million))",
    )
)
"""The more exact ones first; what one has read the next ones do not see."""


@dataclass(frozen=True, slots=True)
class When:
    """A time that a text names, with as many of its parts as it gives."""

    words: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    phrase: str = ""

    @property
    def parts(self) -> tuple[object, ...]:
        """What it names, without how."""
        return self.year, self.month, self.day, self.weekday, self.phrase


def check(said: Piece, sources: tuple[Source, ...]) -> Iterator[Reason]:
    """Yield the dates that no source has, or that stand where the source has another one."""
    held = [(when, item) for item in sources for when in whens(item.span)]
    for when in whens(said.text):
        if not any(agrees(when, other, item) for other, item in held) and not _is_year_of_issue(when, sources):
            yield Reason("date", when.words, held[0][0].words if len(held) == 1 else "")
    for swap in swaps(said, sources):
        here, there = whens(swap.here), whens(swap.there)
        if here and there and not any(agrees(one, two, swap.source) for one in here for two in there):
            yield Reason("date", here[0].words, there[0].words)


def whens(text: str) -> list[When]:
    """Return the times that a text names, in order."""
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            when = _read(match)
            found.append(when)
            text = text[: when.start] + "\0" * (when.end - when.start) + text[when.end :]
    return sorted(found, key=lambda when: when.start)


def agrees(said: When, held: When, item: Source) -> bool:
    """Whether a time is the one that a source names, or holds it: "in March 2023" holds its Tuesday the 14th."""
    if said.parts == held.parts:
        return True
    here, there = days(said, item.published), days(held, item.published)
    if any(first <= start and end <= last for first, last in here for start, end in there):
        return True
    # Without a day of publication a weekday is only as good as its name.
    return said.weekday is not None and any(start == end and start.weekday() == said.weekday for start, end in there)


def days(when: When, published: dt.date | None) -> list[Days]:
    """Return the stretches of days it can mean: what is not said is taken from the day of publication, both ways."""
    if when.year and not when.month:
        return [(dt.date(when.year, 1, 1), dt.date(when.year, 12, 31))]
    if when.year and when.month:
        return _in_year(when, when.year)
    if published is None:
        return []
    if when.month:
        return [span for year in range(published.year - 1, published.year + 2) for span in _in_year(when, year)]
    if when.weekday is not None:
        back = published - _ONE * ((published.weekday() - when.weekday) % 7)
        return [(day, day) for day in (back, back + 7 * _ONE)]
    return _phrase(when.phrase, published)


def _in_year(when: When, year: int) -> list[Days]:
    month = when.month or 1
    if when.day is None:
        return [(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))]
    try:
        day = dt.date(year, month, when.day)
    except ValueError:  # the 31st of a short month: no day at all
        return []
    return [(day, day)]


def _phrase(phrase: str, published: dt.date) -> list[Days]:
    if phrase in {"yesterday", "last night"}:
        return [(published - _ONE, published - _ONE)]
    if phrase in {"today", "tonight"}:
        return [(published, published)]
    if phrase == "tomorrow":
        return [(published + _ONE, published + _ONE)]
    which, _, unit = phrase.partition(" ")
    step = {"last": -1, "this": 0, "next": 1}[which]
    if unit == "year":
        return [(dt.date(published.year + step, 1, 1), dt.date(published.year + step, 12, 31))]
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return _in_year(When("", 0, 0, month=months % 12 + 1), months // 12)
    monday = published - _ONE * (published.weekday() - 7 * step)
    return [(monday, monday + 6 * _ONE)]


def _is_year_of_issue(when: When, sources: tuple[Source, ...]) -> bool:
    """Whether it is just the year in which a source that names no year was published."""
    if when.parts != (when.year, None, None, None, ""):
        return False
    return any(item.year == when.year and not any(other.year for other in whens(item.span)) for item in sources)


def _read(match: re.Match[str]) -> When:
    fields = match.groupdict()
    start, end = match.span("named") if fields.get("named") else match.span()
    month = _month(fields["month"]) if fields.get("month") else None
    if fields.get("number"):
        month = min(max(int(fields["number"]), 1), 12)
    weekday = _WEEKDAYS.index(fields["weekday"].lower()) if fields.get("weekday") else None
    return When(
        match.string[start:end],
        start,
        end,
        year=int(fields["year"]) if fields.get("year") else None,
        month=month,
        day=int(fields["day"]) if fields.get("day") else None,
        weekday=weekday,
        phrase=" ".join((fields.get("phrase") or "").lower().split()),
    )


def _month(name: str) -> int:
    return next(number for number, full in enumerate(_MONTHS) if full and full.startswith(name[:3].lower()))
