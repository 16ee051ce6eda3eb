"""How many articles there are of each month and outlet, drawn as inline SVG."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.catalog.browsing import Month, by_month
from assistant.web.markup import isolated, text
from assistant.web.when import printed

MOST_MONTHS = 84
"""Longer periods are drawn by year."""

_HEIGHT = 100
_GAP = 0.16
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One month or year; `since` and `until` are its first and last day."""

    name: str
    since: str
    until: str
    articles: int


def bars(months: Mapping[str, int], span: Sequence[str] = ()) -> tuple[Bar, ...]:
    """Return a bar for every month from the first to the last, or for every year where there are too many.

    Args:
        months: Articles by month, such as 2024-03.
        span: First and last month of the picture, where it is wider than that.
    """
    known = sorted({*months, *span})
    if not known:
        return ()
    first, last = _number(known[0]), _number(known[-1])
    if last - first < MOST_MONTHS:
        return tuple(_of_month(number, months) for number in range(first, last + 1))
    years: Counter[int] = Counter()
    for month, articles in months.items():
        years[int(month[:4])] += articles
    return tuple(
        Bar(f"{year:04}", f"{year:04}-01-01", f"{year:04}-12-31", years[year])
        for year in range(int(known[0][:4]), int(known[-1][:4]) + 1)
    )


def histogram(drawn: Sequence[Bar], *, style: str = "", most: int = 0) -> str:
    """Return the bars as a picture; a script may make them choose their period, which date fields do as well.

    Args:
        drawn: The bars.
        style: A class of the picture.
        most: What the highest bar would stand for, where pictures share one scale.
    """
    if not drawn:
        return ""
    highest = max(most, *(bar.articles for bar in drawn)) or 1
    columns = "".join(_column(place, bar, highest) for place, bar in enumerate(drawn))
    return (
        f'<svg class="histogram {style}" role="img" aria-label="{text(summary(drawn))}"'
        f' width="{len(drawn) * _WIDEST}" viewBox="0 0 {len(drawn)} {_HEIGHT}" preserveAspectRatio="none">'
        f"{columns}</svg>"
    )


def axis(drawn: Sequence[Bar]) -> str:
    """Return the first and the last period below the bars."""
    if not drawn:
        return ""
    return f'<p class="axis" aria-hidden="true"><span>{drawn[0].name}</span><span>{drawn[-1].name}</span></p>'


def summary(drawn: Sequence[Bar]) -> str:
    """Return what a picture shows, in words."""
    highest = max(drawn, key=lambda bar: bar.articles)
    total = sum(bar.articles for bar in drawn)
    return (
        f"{total:,} dated articles from {drawn[0].name} to {drawn[-1].name},"
        f" most in {highest.name} with {highest.articles:,}"
    )


def outlets(calendar: Sequence[Month]) -> str:
    """Return a row for each outlet: its name, its number of articles, and its months on one common scale of time."""
    span = sorted(by_month(calendar))
    ends = (span[0], span[-1]) if span else ()
    by_outlet: dict[str, list[Month]] = {}
    for month in calendar:
        by_outlet.setdefault(month.source, []).append(month)
    totals = {name: sum(month.articles for month in months) for name, months in by_outlet.items()}
    rows = "".join(
        f'<tr><th scope="row">{isolated(name, "Unknown outlet")}</th><td class="count">{totals[name]:,}</td>'
        f"<td>{_row_picture(by_outlet[name], ends)}</td></tr>"
        for name in sorted(by_outlet, key=lambda name: (-totals[name], name))
    )
    return (
        '<table class="outlets"><thead><tr><th scope="col">Outlet</th><th scope="col" class="count">Articles</th>'
        f'<th scope="col">When</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _row_picture(months: Sequence[Month], ends: Sequence[str]) -> str:
    counts = by_month(months)
    if not counts:
        return '<span class="remark">no dates</span>'
    return histogram(bars(counts, ends), style="small")


def _column(place: int, bar: Bar, highest: int) -> str:
    # A single article must be seen beside thousands.
    height = max(3.0, bar.articles / highest * _HEIGHT) if bar.articles else 0.0
    words = f"{bar.name}: {bar.articles:,} article{'s' * (bar.articles != 1)}"
    return (
        f'<g data-since="{bar.since}" data-until="{bar.until}"><title>{words}</title>'
        f'<rect class="ground" x="{place}" y="0" width="1" height="{_HEIGHT}"/>'
        f'<rect class="bar" x="{place + _GAP / 2:g}" y="{_HEIGHT - height:g}" width="{1 - _GAP:g}"'
        f' height="{height:g}"/>'
        "</g>"
    )


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _of_month(number: int, months: Mapping[str, int]) -> Bar:
    month = f"{number // 12:04}-{number % 12 + 1:02}"
    following = f"{(number + 1) // 12:04}-{(number + 1) % 12 + 1:02}"
    return Bar(printed(month), f"{month}-01", _day_before(following), months.get(month, 0))


def _day_before(month: str) -> str:
    return (dt.date.fromisoformat(f"{month}-01") - dt.timedelta(days=1)).isoformat()
