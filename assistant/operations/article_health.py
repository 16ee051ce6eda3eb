"""The articles as a whole: dates that look wrong, outlets that fell silent, teasers, languages."""

import datetime as dt
import itertools
import statistics
from collections.abc import Iterator

from assistant.catalog.filters import SECONDS_PER_DAY, epoch_of
from assistant.catalog.snapshot import Snapshot
from assistant.catalog.survey import Examples, Outlet, dates, languages, outlets, published_between
from assistant.operations.finding import Finding, Severity, plural

ENOUGH = 20
"""Articles from which on a habit can be told."""

FUTURE_DAYS = 2
"""Days ahead of today that zones and a morning paper's own date explain."""

FIRST_NEWSPAPER = dt.date(1600, 1, 1)

FEW_DATED = 0.5
MANY_TEASERS = 0.2
MANY_FOREIGN = 0.1
"""Shares that are worth a warning."""

SILENT_TIMES, SILENT_DAYS = 10, 14
"""An outlet is silent after so many of its usual intervals, and never before so many days."""

OUTLETS_TOLD = 5

REREAD = "Look at them with `news-assistant search TITLE --json`, correct the source and ingest it again."


def date_health(snapshot: Snapshot, today: dt.date) -> Iterator[Finding]:
    """Dates that no newspaper prints, and dates that a converter made up."""
    articles, dated, different = dates(snapshot)
    findings = [
        *_strange(
            published_between(snapshot, epoch_of(today) + FUTURE_DAYS * SECONDS_PER_DAY, 1 << 60), "in the future"
        ),
        *_strange(
            published_between(snapshot, 0, SECONDS_PER_DAY), "on 1 January 1970, which is a zero turned into a date"
        ),
        *_strange(published_between(snapshot, -(1 << 60), epoch_of(FIRST_NEWSPAPER)), "before there were newspapers"),
    ]
    if dated >= ENOUGH and different == 1:
        findings.append(
            Finding(
                "dates", "warning", f"All {dated:,} dated articles have the same date.", "Map the right date field."
            )
        )
    if articles >= ENOUGH and dated < FEW_DATED * articles:
        words = f"{articles - dated:,} of {articles:,} articles have no date; limits by date leave them out."
        findings.append(Finding("dates", "warning", words, "Look for their dates in the source and ingest it again."))
    yield from findings or [
        Finding("dates", "ok", f"{dated:,} of {articles:,} articles have a date, none a strange one.")
    ]


def silence_health(snapshot: Snapshot) -> Iterator[Finding]:
    """Outlets from which nothing came for much longer than usual, by the newest article of the archive."""
    known = [outlet for outlet in outlets(snapshot) if outlet.name and len(outlet.days) >= ENOUGH]
    newest = max((outlet.days[-1] for outlet in known), default=0)
    silent = [words for outlet in known if (words := _silence(outlet, newest))]
    for words in silent[:OUTLETS_TOLD]:
        yield Finding("outlets", "info", words, "Check its feed or its dump.")
    if len(silent) > OUTLETS_TOLD:
        yield Finding("outlets", "info", f"{len(silent) - OUTLETS_TOLD:,} more outlets fell silent.")
    if not silent:
        yield Finding("outlets", "ok", "No outlet fell silent.")


def teaser_health(snapshot: Snapshot) -> Iterator[Finding]:
    """Articles of which only the beginning is there."""
    teasers, articles = snapshot.count_teasers(), snapshot.count("articles")
    if not teasers:
        yield Finding("teasers", "ok", "No article is marked as a teaser.")
        return
    severity: Severity = "warning" if teasers > MANY_TEASERS * articles else "info"
    are = "is a teaser" if teasers == 1 else "are teasers"
    words = f"{teasers:,} of {plural(articles, 'article')} {are}; what is behind the paywall cannot be answered."
    yield Finding("teasers", severity, words, "Ingest the full texts under the same addresses or ids.")


def language_health(snapshot: Snapshot) -> Iterator[Finding]:
    """Languages that the default embedder was not trained on."""
    found = languages(snapshot)
    total = sum(found.values())
    foreign = total - found.get("en", 0) - found.get("", 0)
    mix = ", ".join(f"{name or 'unknown'} {count:,}" for name, count in list(found.items())[:OUTLETS_TOLD]) or "none"
    if total >= ENOUGH and foreign > MANY_FOREIGN * total:
        yield Finding(
            "languages",
            "info",
            f"{foreign:,} of {total:,} articles are not English ({mix}); the packaged embedder knows English best.",
            "Name a multilingual embedding_model and run `news-assistant rebuild`, if they matter.",
        )
    else:
        yield Finding("languages", "ok", f"Articles by language: {mix}.")


def _strange(found: Examples, how: str) -> list[Finding]:
    if not found.count:
        return []
    words = f"{plural(found.count, 'article')} dated {how}, such as {', '.join(found.article_ids)}."
    return [Finding("dates", "warning", words, REREAD)]


def _silence(outlet: Outlet, newest: int) -> str:
    """Return words about an outlet's silence, empty where it is within its habits."""
    usual = statistics.median(after - before for before, after in itertools.pairwise(outlet.days))
    silent = newest - outlet.days[-1]
    if silent <= max(SILENT_DAYS, SILENT_TIMES * usual):
        return ""
    last = dt.date(1970, 1, 1) + dt.timedelta(days=outlet.days[-1])
    often = plural(round(usual), "day")
    return f"{outlet.name} published every {often} and has had nothing since {last}, {silent:,} days."
