"""Points in time as news gives them: to the second, the day, the month or only the year.

What is not written is never filled in. Of `03/04/2021` nobody can tell day from month, so the year is kept, and the day
only where one of the two is over 12 or both are the same; `03.04.2021` is day first wherever dots are used. A year of
two digits is refused. A zone is kept as given; a time without one stays without one, and its `epoch` counts it as UTC.
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from assistant.articles.months import in_other_words
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """A point in time with its precision.

    Attributes:
        iso: ISO 8601 cut at the precision: `2021`, `2021-03`, `2021-03-29`, `2021-03-29T14:05:00+00:00`.
        epoch: Seconds since 1970-01-01 UTC of the first instant that `iso` names; negative before 1970.
        precision: One of year, month, day, second.
    """

    iso: str
    epoch: int
    precision: str


_OLDEST_YEAR = 1700
_LONGEST = 120
_LONGEST_NUMBER = 20
_FIRST_YEAR, _LAST_YEAR = 1000, 9999
# Fewer seconds are days of 1967 to 1973; such a number is far more often a counter, or a mark for "none".
_LEAST_SECONDS = 1e8
_LEAST_MILLISECONDS = 1e11
_MOST_MICROSECONDS = 6e16
_MOST_PRINTED = 1e300
_NOON = 12
_SHOWN = 40
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = (
    r"(?<![a-z])(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_YEAR_FIRST = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?(?!\d)(.*)", re.DOTALL)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)(.*)", re.DOTALL)
# 6. 1. 2026, as Austria and the Czech Republic have it.
_SPACED = re.compile(r"(\d{1,2})\. (\d{1,2})\. (\d{4})")
_NAMED = re.compile(
    rf"(?:(?<!\d)(?P<before>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-]*(?:of\s+)?)?{_MONTH_NAME}\.?[\s,-]*"
    r"(?:(?P<after>\d{1,2})(?:st|nd|rd|th)?[\s,]+)?(?<!\d)(?P<year>\d{4})(?!\d)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_TIME = re.compile(
    r"[T\s,]*(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?![\d:])\s*([ap]\.?m\b\.?)?"
    r"\s*\(?(Z\b|[+-]\d{2}:?\d{2}(?!\d)|[+-]\d{2}(?!\d)|[a-z]{2,5}\b)?\)?(.*)",
    re.IGNORECASE | re.DOTALL,
)
# The names of RFC 2822, and two that mean one thing only. Others (IST, ET) have several meanings: no guess.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7, "cet": 1, "cest": 2}


def parse_published(value: object, *, now: datetime) -> tuple[PublishedAt | None, str]:
    """Reads a date of any common form.

    Args:
        value: A string, a number of seconds or milliseconds since 1970, a date, a datetime, or None.
        now: The moment of reading, with a zone.

    Returns:
        The point in time, None where there is none; and a reason for what was dropped, empty where nothing was.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, ""
    try:
        at, remark = _read(value)
    except InputError as error:
        return None, error.message
    if at.epoch > (now + timedelta(days=1)).timestamp():
        return None, f"the date {at.iso} lies in the future and was left out"
    if int(at.iso[:4]) < _OLDEST_YEAR:
        return None, f"the date {at.iso} lies before {_OLDEST_YEAR} and was left out"
    return at, remark


def _read(value: object) -> tuple[PublishedAt, str]:
    match value:
        case bool():
            raise InputError("the date is neither text nor a number and was left out")
        case int() | float():
            return _from_number(value), ""
        case datetime():
            return _moment(value), ""
        case date():
            return _calendar(value.year, value.month, value.day), ""
        case str():
            return _from_text(" ".join(value.split()))
        case _:
            raise InputError("the date is neither text nor a number and was left out")


def _from_text(text: str) -> tuple[PublishedAt, str]:
    if len(text) > _LONGEST:
        raise _unreadable(text)
    if re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII) and not re.fullmatch(r"\d{4}\.\d{1,2}", text, re.ASCII):
        return _from_digits(text), ""
    if (found := _YEAR_FIRST.match(text)) and (found[3] or not found[5]):
        year, _, month, day, rest = found.groups()
        return _with_time(int(year), int(month) if month else None, int(day) if day else None, rest)
    if found := _YEAR_LAST.match(_SPACED.sub(r"\1.\2.\3", text)):
        return _from_year_last(found)
    if found := _NAMED.search(text):
        month = _MONTHS.index(found["name"].lower()[:3]) + 1
        day = found["before"] or found["after"]
        return _with_time(int(found["year"]), month, int(day) if day else None, found["rest"])
    if other := in_other_words(text):
        return _with_time(*other)
    return _by_dateutil(text), ""


def _from_year_last(found: re.Match[str]) -> tuple[PublishedAt, str]:
    """Reads day and month in the order that the numbers allow, or keeps the year where they allow both."""
    first, separator, second, year, rest = found.groups()
    day, month = int(first), int(second)
    if separator != ".":
        if day != month and max(day, month) <= len(_MONTHS):
            remark = f"day and month of {found[0][: found.start(5)]} cannot be told apart, only the year was kept"
            return _calendar(int(year), None, None), remark
        if month > len(_MONTHS):
            day, month = month, day
    return _with_time(int(year), month, day, rest)


def _from_digits(text: str) -> PublishedAt:
    """Reads `2021`, `20210329`, `20210329140500`, or a number of seconds or milliseconds."""
    for digits, form in ((8, "%Y%m%d"), (14, "%Y%m%d%H%M%S")):
        if len(text) == digits and text.isdecimal():
            try:
                # No zone is written, so none is given to it.
                moment = datetime.strptime(text, form)  # noqa: DTZ007
            except ValueError:
                raise _unreadable(text) from None
            return _moment(moment) if digits > len("20210329") else _calendar(moment.year, moment.month, moment.day)
    return _from_number(float(text) if "." in text or len(text) > _LONGEST_NUMBER else int(text))


def _from_number(number: float) -> PublishedAt:
    """Reads a year, or seconds, milliseconds or microseconds since 1970."""
    if isinstance(number, int) and _FIRST_YEAR <= number <= _LAST_YEAR:
        return _calendar(number, None, None)
    if not _LEAST_SECONDS <= abs(number) < _MOST_MICROSECONDS:
        # Python refuses to print an integer of thousands of digits, and to make a float of one.
        raise _unreadable(f"{number:.6g}" if abs(number) < _MOST_PRINTED else "of a number without end")
    while abs(number) >= _LEAST_MILLISECONDS:
        number /= 1000
    try:
        return _moment(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=math.floor(number)))
    except OverflowError:
        raise _unreadable(f"{number:.6g}") from None


def _with_time(year: int, month: int | None, day: int | None, rest: str) -> tuple[PublishedAt, str]:
    """Adds the time that follows a date, and says what else followed it."""
    calendar = _calendar(year, month, day)
    found = _TIME.match(rest)
    if not found:
        rest = re.sub(r"^(Z|[+-]\d{2}:?\d{2})$", "", rest.strip(" ,.;)"), flags=re.IGNORECASE)
        return calendar, _ignored(rest)
    hour, minute, second, half, zone, junk = found.groups()
    try:
        clock = time(_hour(int(hour), half), int(minute), min(int(second or 0), 59))
        offset = _offset(zone or "")
        moment = datetime.combine(date.fromisoformat(calendar.iso), clock, tzinfo=offset)
    except ValueError:
        return calendar, _ignored(rest)
    return _moment(moment), _ignored(f"{zone if zone and offset is None else ''}{junk}".strip(" ,.;)"))


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= _NOON:
        raise ValueError(hour)
    return hour % _NOON + (_NOON if half[0] in "pP" else 0)


def _offset(zone: str) -> timezone | None:
    """Returns the offset of `+02:00` or of a name with one meaning, else None."""
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))
    hours = _ZONES.get(zone.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def _by_dateutil(text: str) -> PublishedAt:
    """Reads the rarer orders that name their month, such as `Mon Mar 29 14:05:00 2021`.

    dateutil fills what is missing from a default; read with two defaults, the parts that differ were not written.
    """
    if not (re.search(_MONTH_NAME, text, re.IGNORECASE) and re.search(r"(?<!\d)\d{4}(?!\d)", text)):
        raise _unreadable(text)
    from dateutil import parser  # a tenth of all dates at most need it

    try:
        one, other = (
            parser.parse(text, default=default, tzinfos=_named_offset)
            for default in (datetime(1904, 1, 1, 1), datetime(1908, 2, 2, 2))  # noqa: DTZ001 - no zone is written
        )
    except (ValueError, OverflowError, TypeError):
        raise _unreadable(text) from None
    if one.year != other.year or one.month != other.month:
        raise _unreadable(text)
    if one.day != other.day:
        return _calendar(one.year, one.month, None)
    return _calendar(one.year, one.month, one.day) if one.hour != other.hour else _moment(one)


def _named_offset(name: str | None, offset: int | None) -> timezone | None:
    return timezone(timedelta(seconds=offset)) if offset is not None else _offset(name or "")


def _calendar(year: int, month: int | None, day: int | None) -> PublishedAt:
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError:
        written = "-".join(str(part) for part in (year, month, day) if part is not None)
        raise InputError(f"the date {written} does not exist and was left out") from None
    iso, precision = f"{year:04}", "year"
    if month:
        iso, precision = f"{iso}-{month:02}", "month"
    if month and day:
        iso, precision = f"{iso}-{day:02}", "day"
    return PublishedAt(iso, _epoch(first), precision)


def _moment(moment: datetime) -> PublishedAt:
    moment = moment.replace(microsecond=0)
    instant = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return PublishedAt(moment.isoformat(), _epoch(instant), "second")


def _epoch(instant: datetime) -> int:
    # By subtraction, because timestamp() fails for years that the platform's clock does not have.
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


def _ignored(rest: str) -> str:
    return f"{_short(rest)} after the date was not understood" if rest else ""


def _unreadable(text: str) -> InputError:
    return InputError(f"the date {_short(text)} cannot be read and was left out")


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
