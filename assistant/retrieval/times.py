"""The times a question names, as stretches of days, relative to the day of asking."""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days that a question names.

    Attributes:
        since: First day, None where it is open.
        until: Last day, inclusive, None where it is open.
        words: As written.
        start: First character of these words in the question.
        end: One past the last.
    """

    since: dt.date | None
    until: dt.date | None
    words: str
    start: int
    end: int

    @property
    def label(self) -> str:
        """The days it stands for: `2023-03-01 to 2023-03-31`, `from 2023-03-01`, `to 2023-03-31`."""
        if self.since and self.until:
            return str(self.since) if self.since == self.until else f"{self.since} to {self.until}"
        return f"from {self.since}" if self.since else f"to {self.until}"

    def days_off(self, day: dt.date) -> int:
        """Return how many days lie between it and a day; 0 inside."""
        if self.since is not None and day < self.since:
            return (self.since - day).days
        if self.until is not None and day > self.until:
            return (day - self.until).days
        return 0


Span = tuple[dt.date, dt.date]
Reader = Callable[[re.Match[str], dt.date], Span | None]

_MONTHS = [name.lower() for name in calendar.month_name]
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_COUNTS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))
_COUNTS |= {"a": 1, "few": 3, "couple of": 2}
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}

_MONTH = "(?P<month>" + "|".join(rf"{name[:3]}(?:{name[3:]}|t?\.|t)?" for name in _MONTHS[1:]) + ")"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_UNIT = rf"(?P<unit>{'|'.join(_DAYS)})"
_ABOUT = r"(?:about\s+|early\s+|late\s+|mid-?\s*|the\s+end\s+of\s+)?"
_AFTER = rf"\b(?:in|since|during|until|till|before|after|through|of|by|from)\s+{_ABOUT}"

_OPENS_END = re.compile(rf"\b(since|after|from)\s+{_ABOUT}$", re.IGNORECASE)
_OPENS_START = re.compile(rf"\b(before|until|till|through|by)\s+{_ABOUT}$", re.IGNORECASE)
_TO = re.compile(r"\s*,?\s*(?:(?:to|and|until|till|through)\s+|[-–—]\s*)", re.IGNORECASE)
_RANGE = re.compile(rf"\b(?:between|from)\s+{_ABOUT}$", re.IGNORECASE)


def periods(text: str, today: dt.date) -> tuple[Period, ...]:
    """Return the times that `text` names, in order; "between A and B" is one.

    A day or a month without a year is the last one up to `today`.
    """
    found = sorted(_spans(text, today), key=lambda period: period.start)
    return tuple(_joined(text, found))


def _spans(text: str, today: dt.date) -> Iterator[Period]:
    """Yield what each pattern reads, the more exact ones first; what one has read the next ones do not see."""
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            span = read(match, today)
            if span is not None:
                start, end = match.span("time") if "time" in pattern.groupindex else match.span()
                yield Period(*span, text[start:end], start, end)
                text = text[:start] + "\0" * (end - start) + text[end:]


def _joined(text: str, found: list[Period]) -> Iterator[Period]:
    """Join "between A and B" and "from A to B" where nothing else stands between the two; open the others."""
    waiting = list(found)
    while waiting:
        first = waiting.pop(0)
        joined = _range(text, first, waiting[0]) if waiting else None
        if joined:
            waiting.pop(0)
        yield joined or _opened(text, first)


def _range(text: str, first: Period, second: Period) -> Period | None:
    """Return "from March to May 2023" as one period; the year of the second holds for a first that names none."""
    if not (_TO.fullmatch(text, first.end, second.start) and _RANGE.search(text, 0, first.start)):
        return None
    if first.since is None or second.since is None:
        return None
    since = first.since
    if since > second.since and not re.search(r"\d{4}", first.words):
        since = since.replace(year=second.since.year, day=min(since.day, 28))
    if since > second.since:
        return None
    return Period(since, second.until, text[first.start : second.end], first.start, second.end)


def _opened(text: str, period: Period) -> Period:
    """Read what stands before: "since March" has no end, "before March" no beginning."""
    if opens := _OPENS_END.search(text, 0, period.start):
        since = period.until and period.until + ONE_DAY if opens[1].lower() == "after" else period.since
        return replace(period, since=since, until=None)
    if opens := _OPENS_START.search(text, 0, period.start):
        until = period.since and period.since - ONE_DAY if opens[1].lower() == "before" else period.until
        return replace(period, since=None, until=until)
    return period


def _iso_day(match: re.Match[str], _: dt.date) -> Span | None:
    return _one(int(match["year"]), int(match["number"]), int(match["day"]))


def _day(match: re.Match[str], today: dt.date) -> Span | None:
    number, day = _month_number(match), int(match["day"])
    if match["year"]:
        return _one(int(match["year"]), number, day)
    return _one(today.year - ((number, day) > (today.month, today.day)), number, day)


def _one(year: int, month: int, day: int) -> Span | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:  # the 31st of a short month: no day at all
        return None
    return found, found


def _month(match: re.Match[str], today: dt.date) -> Span:
    number = _month_number(match)
    named = match.groupdict().get("year")
    last = match.group().lower().startswith("last")
    return _whole_month(int(named) if named else today.year - (number + last > today.month), number)


def _month_number(match: re.Match[str]) -> int:
    return next(n for n, name in enumerate(_MONTHS) if name and name.startswith(match["month"][:3].lower()))


def _whole_month(year: int, month: int) -> Span:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _year(match: re.Match[str], _: dt.date) -> Span:
    return dt.date(int(match["year"]), 1, 1), dt.date(int(match["year"]), 12, 31)


def _season(match: re.Match[str], today: dt.date) -> Span:
    """Read a season of the northern year: the named year's, else the last one that has begun."""
    month = _SEASONS[match["season"].lower()]
    year = int(match["year"]) if match["year"] else today.year - (month > today.month)
    first = dt.date(year, month, 1)
    return first, first + 91 * ONE_DAY


def _relative_day(match: re.Match[str], today: dt.date) -> Span:
    day = today - ONE_DAY * (match.group().lower() not in {"today", "tonight"})
    return day, day


def _weekday(match: re.Match[str], today: dt.date) -> Span:
    day = today - ONE_DAY * ((today.weekday() - _WEEKDAYS.index(match["weekday"].lower())) % 7)
    return day, day


def _this(match: re.Match[str], today: dt.date) -> Span:
    """Read "this week" as the seven days before today and today: what is asked about has happened."""
    days = {"week": 7, "weekend": 4, "month": 31, "year": 366}[match["unit"].lower()]
    return today - ONE_DAY * days, today


def _last(match: re.Match[str], today: dt.date) -> Span:
    """Read "last week" as the calendar week, month or year before this one."""
    unit = match["unit"].lower()
    if unit == "weekend":
        saturday = today - ONE_DAY * ((today.weekday() - 5) % 7 or 7)
        return saturday, saturday + ONE_DAY
    if unit == "week":
        monday = today - ONE_DAY * (today.weekday() + 7)
        return monday, monday + 6 * ONE_DAY
    if unit == "month":
        return _whole_month(today.year - (today.month == 1), (today.month - 2) % 12 + 1)
    return dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)


def _past(match: re.Match[str], today: dt.date) -> Span:
    return _back(today, match), today


def _ago(match: re.Match[str], today: dt.date) -> Span:
    """Read "two weeks ago" as loosely as it is meant: half a unit to either side."""
    day, room = _back(today, match), ONE_DAY * int(_DAYS[match["unit"].lower()] / 2)
    return day - room, min(day + room, today)


def _back(today: dt.date, match: re.Match[str]) -> dt.date:
    count = (match.groupdict().get("count") or "one").lower()
    number = int(count) if count.isdigit() else _COUNTS[count]
    return today - ONE_DAY * round(number * _DAYS[match["unit"].lower()])


_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), read)
    for pattern, read in (
        (rf"\b{_YEAR}[-/](?P<number>\d\d?)[-/](?P<day>\d\d?)\b", _iso_day),
        (rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?\b(?!\s*%|:)", _day),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b", _day),
        (rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", _month),
        (rf"\b(?:last|previous|this|the)\s+(?P<season>{'|'.join(_SEASONS)})(?:\s+of\s+{_YEAR})?\b", _season),
        (rf"\b(?:last|this|past)\s+{_MONTH}\b", _month),
        (rf"{_AFTER}(?P<time>{_MONTH})(?!\w)", _month),
        (rf"\b(?:a\s+)?{_COUNT}\s+{_UNIT}s?\s+ago\b", _ago),
        (rf"\b(?:past|last|previous)\s+(?:{_COUNT}\s+)?{_UNIT}s\b", _past),
        (rf"\bpast\s+{_UNIT}\b", _past),
        (r"\b(?:last|previous)\s+(?P<unit>weekend|week|month|year)\b", _last),
        (r"\b(?:this|over\s+the|on\s+the)\s+(?P<unit>weekend|week|month|year)\b", _this),
        (r"\b(?:today|tonight|yesterday|last\s+night)\b", _relative_day),
        (rf"\b(?:on|last|this|since|until|by|before|after)\s+(?P<time>(?P<weekday>{'|'.join(_WEEKDAYS)}))\b", _weekday),
        (rf"{_AFTER}(?P<time>{_YEAR})\b", _year),
    )
)
"""The more exact ones first."""
