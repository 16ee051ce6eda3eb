"""Taking articles out: which ones a reader means, and everything of them that goes in one transaction."""

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.articles.identity import canonical_url
from assistant.catalog.filters import Day, epoch_of, folded, parse_day
from assistant.catalog.snapshot import FROM_ARTICLES, Snapshot
from assistant.catalog.visits import forget_visits
from assistant.errors import UsageError

END_OF_DATE = (
    "CASE WHEN v.published_precision IN ('year', 'month')"
    " THEN CAST(strftime('%s', v.published_epoch, 'unixepoch', '+1 ' || v.published_precision) AS INTEGER)"
    " ELSE v.published_epoch END"
)
"""The first moment that a date of a year or a month alone cannot mean any more."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that are meant: any of the values within a field, and every field that is given.

    Attributes:
        ids: Article ids.
        urls: Addresses, in any spelling of the same page.
        sources: Outlet names, compared without case.
        before: Only what was surely published before this day; an article without a date never is.
        after: Only what was surely published after this day.
    """

    ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    before: Day = None
    after: Day = None

    def is_empty(self) -> bool:
        """Whether nothing is named, which must not mean everything."""
        return self == Selection()


@dataclass(frozen=True, slots=True)
class Card:
    """An article as it is listed before it goes."""

    article_id: str
    title: str | None
    source: str | None
    published_at: str | None
    url: str | None


def select_articles(snapshot: Snapshot, selection: Selection) -> list[Card]:
    """Return the articles that `selection` means, in the order they came in.

    Raises:
        UsageError: Nothing is named.
        QuestionError: A day cannot be read.
    """
    if selection.is_empty():
        raise UsageError("Nothing says which articles are meant.", remedy="Name an id, a URL, a source or a day.")
    parts: list[str] = []
    parameters: list[object] = []
    for sql, values in (
        ("a.article_id IN (SELECT value FROM json_each(?))", selection.ids),
        (
            "a.article_key IN (SELECT article_key FROM versions WHERE url IN (SELECT value FROM json_each(?)))",
            [spelling for url in selection.urls for spelling in _spellings(url)],
        ),
        ("casefold(v.source) IN (SELECT value FROM json_each(?))", folded(selection.sources)),
    ):
        if values:
            parts.append(sql)
            parameters.append(json.dumps(list(values)))
    before, after = parse_day(selection.before, "before"), parse_day(selection.after, "after")
    if before:
        parts.append(f"v.published_epoch < ? AND {END_OF_DATE} <= ?")
        parameters += [epoch_of(before)] * 2
    if after:
        parts.append("v.published_epoch >= ?")
        parameters.append(epoch_of(after + dt.timedelta(days=1)))
    sql = f"SELECT a.article_id, v.title, v.source, v.published_at, v.url {FROM_ARTICLES} WHERE {' AND '.join(parts)}"
    return [Card(*row) for row in snapshot.rows(f"{sql} ORDER BY a.article_key", parameters)]  # type: ignore[arg-type]


def unknown_names(snapshot: Snapshot, selection: Selection) -> tuple[str, ...]:
    """Return the ids and URLs that no article has."""
    known = {
        str(row[0])
        for row in snapshot.rows(
            "SELECT article_id FROM articles WHERE article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(selection.ids),),
        )
    }
    addresses = json.dumps([spelling for url in selection.urls for spelling in _spellings(url)])
    rows = snapshot.rows("SELECT url FROM versions WHERE url IN (SELECT value FROM json_each(?))", (addresses,))
    pages = {str(row[0]) for row in rows}
    ids = [name for name in selection.ids if name not in known]
    return (*ids, *(url for url in selection.urls if pages.isdisjoint(_spellings(url))))


def has_removals(snapshot: Snapshot) -> bool:
    """Whether the vector store still holds what was removed, as after a run that was stopped."""
    return bool(snapshot.rows("SELECT 1 FROM removals LIMIT 1"))


def remove_articles(connection: sqlite3.Connection, article_ids: Sequence[str]) -> None:
    """Remove articles inside the caller's transaction, with versions, passages, words and origins.

    The ids of their vectors are listed for the vector store to drop.
    """
    named = (json.dumps(list(article_ids)),)
    keys = connection.execute(
        "SELECT passage_key FROM passages JOIN versions USING (version_key) JOIN articles USING (article_key)"
        " WHERE article_id IN (SELECT value FROM json_each(?))",
        named,
    ).fetchall()
    drop_passages(connection, keys)
    forget_visits(connection, named)
    _blot_reports(connection, named)
    _blot_proofs(connection, set(article_ids))
    connection.execute("DELETE FROM articles WHERE article_id IN (SELECT value FROM json_each(?))", named)
    connection.execute("DELETE FROM files WHERE file_key NOT IN (SELECT file_key FROM origins)")


def drop_passages(connection: sqlite3.Connection, keys: Sequence[tuple[int]]) -> None:
    """Take passages out of search, and list their ids for the vector store to drop."""
    # FTS5 with external content must be told the very words that were indexed, so this comes first.
    connection.executemany(
        "INSERT INTO passage_search (passage_search, rowid, title, source, date, body)"
        " SELECT 'delete', passage_key, title, source, date, body FROM passage_words WHERE passage_key = ?",
        keys,
    )
    connection.executemany("INSERT OR IGNORE INTO removals SELECT passage_id FROM passages WHERE passage_key = ?", keys)
    connection.executemany("DELETE FROM passages WHERE passage_key = ?", keys)


def _blot_reports(connection: sqlite3.Connection, named: tuple[str]) -> None:
    """Keep the rows of the reports and take the names out: an id or a file is often made from the headline."""
    # A file that gave the article once may have been rejected at another time, under the same name.
    connection.execute(
        "UPDATE run_inputs SET input = '(removed)', reason = '' WHERE article_id IS NULL AND input IN"
        " (SELECT input FROM run_inputs WHERE article_id IN (SELECT value FROM json_each(?)))",
        named,
    )
    connection.execute(
        "UPDATE run_inputs SET input = '(removed)', article_id = NULL, reason = ''"
        " WHERE article_id IN (SELECT value FROM json_each(?))",
        named,
    )
    # The rows of copies name the article that they copy, as a word of the sentence.
    words = "' ' || replace(replace({0}, ';', ' '), ',', ' ') || ' '"
    connection.execute(
        "UPDATE run_inputs SET reason = 'copy of an article that was removed'"
        " WHERE outcome IN ('duplicate', 'updated') AND EXISTS"
        f" (SELECT 1 FROM json_each(?) WHERE instr({words.format('reason')}, {words.format('value')}))",
        named,
    )


def _blot_proofs(connection: sqlite3.Connection, names: set[str]) -> None:
    """Take the names out of the proofs, field by field: an id may be a word that a proof is written with."""
    for run, told in connection.execute("SELECT run, proof FROM runs WHERE proof IS NOT NULL").fetchall():
        proof = json.loads(told)
        named = [article for article in proof["articles"] if article["article_id"] in names]
        for article in named:
            article["article_id"] = "(removed)"
        if named:
            connection.execute("UPDATE runs SET proof = ? WHERE run = ?", (json.dumps(proof), run))


def _spellings(url: str) -> tuple[str, ...]:
    """Return the addresses under which a page may be stored: it is the same one under http and https."""
    address = canonical_url(url)
    if address is None:
        return (url,)
    rest = address.split("://", 1)[1]
    return (f"https://{rest}", f"http://{rest}")
