"""What stands out in an archive as a whole: its dates, its outlets, its languages."""

from dataclasses import dataclass

from assistant.catalog.filters import SECONDS_PER_DAY, Condition
from assistant.catalog.snapshot import FROM_ARTICLES, Snapshot

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Examples:
    """How many articles have something in common, and the ids of the first few."""

    count: int
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet's articles over time.

    Attributes:
        name: As printed, empty for articles without one.
        articles: How many, dated or not.
        days: Days on which it published, since 1970-01-01, in order, each once.
    """

    name: str
    articles: int
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutletPeriod:
    """An outlet with its articles and when they were published.

    Attributes:
        source: As printed, empty for articles without one.
        from_: `published_at` of its oldest dated article, None where none is dated.
        to: Of its newest.
    """

    source: str
    articles: int
    from_: str | None
    to: str | None


def periods(snapshot: Snapshot) -> tuple[OutletPeriod, ...]:
    """Return every outlet with its period, the one with the most articles first."""
    # In SQLite a column beside min() or max() is of the row that has it.
    ends = []
    for end in ("min", "max"):
        columns = f"coalesce(v.source, ''), v.published_at, count(*), {end}(v.published_epoch)"
        rows = snapshot.rows(f"SELECT {columns} {FROM_ARTICLES} GROUP BY 1")
        ends.append({str(name): (iso, int(str(count))) for name, iso, count, _ in rows})
    oldest, newest = ends
    found = [
        OutletPeriod(
            name, count, None if iso is None else str(iso), None if newest[name][0] is None else str(newest[name][0])
        )
        for name, (iso, count) in oldest.items()
    ]
    return tuple(sorted(found, key=lambda outlet: (-outlet.articles, outlet.source)))


def published_between(snapshot: Snapshot, first: int, last: int) -> Examples:
    """Return the articles published from `first` up to but without `last`, seconds from 1970-01-01 UTC."""
    where = f"{FROM_ARTICLES} WHERE v.published_epoch >= ? AND v.published_epoch < ?"
    rows = snapshot.rows(f"SELECT a.article_id {where} ORDER BY a.article_key LIMIT {EXAMPLES}", (first, last))
    [[count]] = snapshot.rows(f"SELECT count(*) {where}", (first, last))
    return Examples(int(str(count)), tuple(str(row[0]) for row in rows))


def dates(snapshot: Snapshot) -> tuple[int, int, int]:
    """Return the number of articles, of those with a date, and of different dates."""
    sql = f"SELECT count(*), count(v.published_epoch), count(DISTINCT v.published_epoch) {FROM_ARTICLES}"
    [(articles, dated, different)] = snapshot.rows(sql)
    return int(str(articles)), int(str(dated)), int(str(different))


def outlets(snapshot: Snapshot) -> list[Outlet]:
    """Return every outlet, the one with the most articles first."""
    sql = f"SELECT coalesce(v.source, ''), v.published_epoch / {SECONDS_PER_DAY} {FROM_ARTICLES}"
    days: dict[str, list[int | None]] = {}
    for name, day in snapshot.rows(sql):
        days.setdefault(str(name), []).append(None if day is None else int(str(day)))
    found = [
        Outlet(name, len(all_), tuple(sorted({day for day in all_ if day is not None}))) for name, all_ in days.items()
    ]
    return sorted(found, key=lambda outlet: (-outlet.articles, outlet.name))


@dataclass(frozen=True, slots=True)
class Facets:
    """What the articles can be told apart by, each value with its number of articles, most first.

    Attributes:
        sections: As printed.
        kinds: Any of news, opinion, live, correction.
        languages: ISO 639-1 codes.
    """

    sections: dict[str, int]
    kinds: dict[str, int]
    languages: dict[str, int]


def facets(snapshot: Snapshot) -> Facets:
    """Return the sections, kinds and languages that articles have; articles without one are left out."""
    found = (_counts(snapshot, column) for column in ("section", "kind", "language"))
    return Facets(*({name: count for name, count in counts.items() if name} for counts in found))


def months_with(snapshot: Snapshot, match: str, condition: Condition, most: int) -> dict[str, int]:
    """Return the number of articles that an FTS5 query finds by month (`2024-03`), for the months with most.

    Most articles first, the earlier of two alike; articles whose month is not known are left out.
    """
    allowed = f" AND {condition.sql}" if condition.sql else ""
    sql = (
        "SELECT substr(v.published_at, 1, 7) AS month, count(DISTINCT a.article_key) AS articles"
        " FROM passage_search AS s JOIN passages AS p ON p.passage_key = s.rowid"
        " JOIN versions AS v USING (version_key) JOIN articles AS a USING (article_key)"
        f" WHERE passage_search MATCH ? AND length(v.published_at) >= 7{allowed}"
        " GROUP BY month ORDER BY articles DESC, month LIMIT ?"
    )
    rows = snapshot.rows(sql, (match, *condition.parameters, most))
    return {str(month): int(str(articles)) for month, articles in rows}


def languages(snapshot: Snapshot) -> dict[str, int]:
    """Return articles by language, most first; those whose language could not be told under the empty string."""
    return _counts(snapshot, "language")


def _counts(snapshot: Snapshot, column: str) -> dict[str, int]:
    sql = f"SELECT coalesce(v.{column}, ''), count(*) AS n {FROM_ARTICLES} GROUP BY 1 ORDER BY n DESC, 1"
    return {str(name): int(str(count)) for name, count in snapshot.rows(sql)}
