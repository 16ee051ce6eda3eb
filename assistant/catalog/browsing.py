"""The archive as a reader leafs through it: articles under filters, page by page, with what else could be chosen."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.catalog.filters import Condition, Filters, condition_of
from assistant.catalog.fulltext import quoted
from assistant.catalog.listing import all_of
from assistant.catalog.snapshot import FROM_ARTICLES, Snapshot

Sort = Literal["best", "newest", "oldest", "title"]

LEAD_CHARACTERS = 320
"""How much of an article's beginning a list shows, where no words were looked for."""

FOUND, FOUND_END = "\x02", "\x03"
"""Around each word that was looked for in an excerpt; no article holds these characters."""

_ORDERS: dict[Sort, str] = {
    "best": "h.score, v.published_epoch DESC, a.article_key",
    "newest": "v.published_epoch DESC, a.article_key",
    "oldest": "v.published_epoch IS NULL, v.published_epoch, a.article_key",
    "title": "v.title IS NULL, casefold(v.title), a.article_key",
}
_HITS = (
    "WITH found AS MATERIALIZED (SELECT rowid AS passage_key, rank AS score FROM passage_search"
    " WHERE passage_search MATCH ?), hits AS MATERIALIZED (SELECT version_key, min(score) AS score, passage_key"
    " FROM found JOIN passages USING (passage_key) GROUP BY version_key) "
)
_FIELDS = ("sources", "sections", "kinds", "languages")
_GROUP = "coalesce(c.head_key, a.article_key)"
_COPIES = "LEFT JOIN copies AS c ON c.article_key = a.article_key AND c.state <> 'undone'"


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article on a page of the archive.

    Attributes:
        excerpt: The place where the words that were looked for stand, each between `FOUND` and `FOUND_END`; the
            beginning of the article where none were.
        others: Outlets of further articles with the same text, each once, that the filters allow too.
        copies: How many of these there are.
    """

    article_id: str
    version: int
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None
    kind: str
    language: str | None
    excerpt: str
    others: tuple[str, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class Month:
    """How many articles an outlet published in a month; `month` is None for those without a date."""

    source: str
    month: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class Browsed:
    """One page of the archive.

    Attributes:
        articles: How many the words and filters leave.
        texts: How many, if copies of one text count once; so many are listed over all pages.
        leaves: Those of this page.
        sources: What the field's own filter could be set to, each with its number of articles under all other filters.
        calendar: Articles by outlet and month, under all filters.
    """

    articles: int
    texts: int
    leaves: tuple[Leaf, ...]
    sources: dict[str, int]
    sections: dict[str, int]
    kinds: dict[str, int]
    languages: dict[str, int]
    calendar: tuple[Month, ...]


def browse(
    snapshot: Snapshot, words: Sequence[str], filters: Filters, *, sort: Sort, limit: int, offset: int = 0
) -> Browsed:
    """Return one page of the articles that hold all the words in one place and pass the filters.

    Raises:
        QuestionError: A filter cannot be read.
    """
    match = all_of(words)
    condition = condition_of(filters)
    counted = _counted(snapshot, match, condition)
    facets = []
    for place, field in enumerate(_FIELDS):
        if getattr(filters, field):  # what else could be chosen is known only without this choice
            others = condition_of(_without(filters, field))
            facets.append(_summed(_counted(snapshot, match, others), place))
        else:
            facets.append(_summed(counted, place))
    sql, parameters = _select(match, f"count(DISTINCT {_GROUP})", condition, joined=_COPIES)
    [[texts]] = snapshot.rows(sql, parameters)
    leaves = _leaves(snapshot, words, condition, sort, limit, offset)
    sources, sections, kinds, languages = facets
    articles = sum(row[-1] for row in counted)
    return Browsed(articles, int(str(texts)), leaves, sources, sections, kinds, languages, _calendar(counted))


def _without(filters: Filters, field: str) -> Filters:
    cleared: dict[str, Any] = {field: ()}
    return replace(filters, **cleared)


def _counted(snapshot: Snapshot, match: str, condition: Condition) -> list[tuple[Any, ...]]:
    """Return outlet, section, kind, language, month and the number of articles that have all of these."""
    columns = "coalesce(v.source, ''), v.section, v.kind, v.language"
    month = "strftime('%Y-%m', v.published_epoch, 'unixepoch')"
    sql, parameters = _select(match, f"{columns}, {month}, count(*)", condition)
    return snapshot.rows(f"{sql} GROUP BY 1, 2, 3, 4, 5", parameters)


def _summed(counted: Sequence[tuple[Any, ...]], place: int) -> dict[str, int]:
    """Return the articles by one of the columns, most first; those that have nothing there are left out."""
    counts: Counter[str] = Counter()
    for row in counted:
        if row[place]:
            counts[row[place]] += row[-1]
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _calendar(counted: Sequence[tuple[Any, ...]]) -> tuple[Month, ...]:
    """Return the articles by outlet and month, earliest first, those without a date last."""
    counts: Counter[tuple[str, str | None]] = Counter()
    for row in counted:
        counts[row[0], row[4]] += row[-1]
    months = [Month(source, month, number) for (source, month), number in counts.items()]
    return tuple(sorted(months, key=lambda found: (found.month is None, found.month or "", found.source)))


def by_month(months: Sequence[Month]) -> dict[str, int]:
    """Return the number of dated articles by month, all outlets together, earliest first."""
    counts: Counter[str] = Counter()
    for month in months:
        if month.month is not None:
            counts[month.month] += month.articles
    return dict(sorted(counts.items()))


def _leaves(
    snapshot: Snapshot, words: Sequence[str], condition: Condition, sort: Sort, limit: int, offset: int
) -> tuple[Leaf, ...]:
    match = all_of(words)
    order = _ORDERS["newest" if sort == "best" and not match else sort]
    # Of the copies of one text the earliest stands for all.
    columns = (
        f"v.version_key, {_GROUP} AS text_group, {'h.passage_key' if match else 'NULL'} AS hit,"
        f" row_number() OVER (ORDER BY {order}) AS place,"
        f" row_number() OVER (PARTITION BY {_GROUP} ORDER BY v.published_epoch IS NULL, v.published_epoch,"
        " a.article_key) AS nth"
    )
    around = (
        "SELECT a.article_id, v.version, v.title, v.source, v.published_at, v.url, v.kind, v.language,"
        f" substr(v.text, 1, {LEAD_CHARACTERS}), text_group, hit FROM ({{}}) JOIN versions AS v USING (version_key)"
        " JOIN articles AS a USING (article_key) WHERE nth = 1 ORDER BY place LIMIT ? OFFSET ?"
    )
    sql, parameters = _select(match, columns, condition, joined=_COPIES, around=around)
    rows = snapshot.rows(sql, (*parameters, limit, offset))
    outlets = _others(snapshot, match, condition, [int(str(row[9])) for row in rows])
    return tuple(
        Leaf(*row[:8], _excerpt(snapshot, words, row[10], str(row[8])), *outlets(row[9], row[3]))  # type: ignore[arg-type, call-arg]
        for row in rows
    )


class _Outlets:
    """The outlets of each group of copies."""

    def __init__(self, rows: Sequence[tuple[object, ...]]) -> None:
        self._found: dict[int, list[str]] = {}
        for group, source in rows:
            self._found.setdefault(int(str(group)), []).append(str(source))

    def __call__(self, group: object, own: object) -> tuple[tuple[str, ...], int]:
        """Return the outlets but the own one, and the number of articles but the one shown."""
        all_ = self._found.get(int(str(group)), [])
        return tuple(dict.fromkeys(name for name in all_ if name and name != own)), max(0, len(all_) - 1)


def _others(snapshot: Snapshot, match: str, condition: Condition, groups: Sequence[int]) -> _Outlets:
    sql, parameters = _select(match, f"{_GROUP} AS text_group, coalesce(v.source, '')", condition, joined=_COPIES)
    members = (
        " AND a.article_key IN (SELECT value FROM json_each(?) UNION"
        " SELECT article_key FROM copies WHERE state <> 'undone' AND head_key IN (SELECT value FROM json_each(?)))"
    )
    wanted = json.dumps(groups)
    return _Outlets(snapshot.rows(f"{sql}{members} ORDER BY 2", (*parameters, wanted, wanted)))


def _excerpt(snapshot: Snapshot, words: Sequence[str], passage_key: object, lead: str) -> str:
    if passage_key is None:
        return lead
    either = " OR ".join(quoted(word) for word in words)
    sql = (
        "SELECT snippet(passage_search, 3, ?, ?, '…', 48) FROM passage_search"
        " WHERE passage_search MATCH ? AND rowid = ?"
    )
    rows = snapshot.rows(sql, (FOUND, FOUND_END, either, passage_key))
    return str(rows[0][0]) if rows else lead


def _select(
    match: str, columns: str, condition: Condition, *, joined: str = "", around: str = "{}"
) -> tuple[str, tuple[str | int, ...]]:
    """Return a SELECT over the articles that match and pass, with its parameters."""
    hits = "JOIN hits AS h ON h.version_key = v.version_key" if match else ""
    inner = f"SELECT {columns} {FROM_ARTICLES} {hits} {joined} WHERE {condition.sql or '1'}"
    parameters = condition.parameters
    return (_HITS if match else "") + around.format(inner), ((match, *parameters) if match else parameters)
