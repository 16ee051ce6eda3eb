"""Dates as a reader reads them, never more exact than they are known."""

import datetime as dt

_DAYS_NAMED_UNTIL = 60
_MONTHS_NAMED_UNTIL = 24


def printed(iso: str | None) -> str:
    """Return `3 May 2024`, `May 2024` or `2024` as the precision has it; `no date` if there is none."""
    if not iso:
        return "no date"
    if len(iso) == len("2024"):
        return iso
    if len(iso) == len("2024-05"):
        return f"{dt.date.fromisoformat(iso + '-01'):%B %Y}"
    day = dt.date.fromisoformat(iso[:10])
    return f"{day.day} {day:%B %Y}"


def age(iso: str | None, asked_on: dt.date) -> str:
    """Return how long before the question it was published: `yesterday`, `5 days before you asked`, `2 years ago`."""
    if not iso:
        return "age unknown"
    if len(iso) == len("2024"):
        return _years(asked_on.year - int(iso))
    months = (asked_on.year - int(iso[:4])) * 12 + asked_on.month - int(iso[5:7])
    if len(iso) == len("2024-05"):
        return _months(months)
    published = dt.date.fromisoformat(iso[:10])
    days = (asked_on - published).days
    if days <= _DAYS_NAMED_UNTIL:
        return _days(days)
    return _months(months - (published.day > asked_on.day))


def time_tag(iso: str | None) -> str:
    """Return the date as HTML; machine-readable where there is one."""
    return f'<time datetime="{iso}">{printed(iso)}</time>' if iso else '<span class="undated">no date</span>'


def _days(days: int) -> str:
    if days < 0:
        return "dated after you asked"
    if days == 0:
        return "the day you asked"
    return "the day before you asked" if days == 1 else f"{days} days before you asked"


def _months(months: int) -> str:
    if months < 0:
        return "dated after you asked"
    if months == 0:
        return "the month you asked"
    if months <= _MONTHS_NAMED_UNTIL:
        return f"{months} month{'s' * (months > 1)} ago" if months % 12 else _years(months // 12)
    return _years(months // 12)


def _years(years: int) -> str:
    if years < 0:
        return "dated after you asked"
    if years == 0:
        return "the year you asked"
    return f"{years} year{'s' * (years > 1)} ago"
