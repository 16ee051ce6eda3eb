"""Reading the catalog: everything a question needs, from one consistent state."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.articles.article import Article
from assistant.articles.dates import PublishedAt
from assistant.catalog.filters import Condition
from assistant.catalog.fingerprint import telling_words
from assistant.catalog.likeness import shows_the_same
from assistant.catalog.records import Outline, Passage, Totals

VECTOR_TYPE = np.float16
"""How vectors are kept: half the bytes; the cosine moves by less than 0.001."""

HALVES = np.arange(2**16, dtype=np.uint16).view(VECTOR_TYPE).astype(np.float32)
"""Every number of half precision: looked up in half the time that NumPy takes to widen it."""

VECTORS_AT_ONCE = 256

FROM_ARTICLES = "FROM articles AS a JOIN versions AS v ON v.article_key = a.article_key AND v.version = a.version"
FROM_PASSAGES = f"{FROM_ARTICLES} JOIN passages AS p ON p.version_key = v.version_key"

ARTICLE_COLUMNS = (
    "a.article_id, v.text, v.title, v.source, v.authors, v.url, v.section, v.kind, v.language,"
    " v.published_at, v.published_epoch, v.published_precision, v.updated_at, v.updated_epoch, v.updated_precision,"
    " v.wire_origin, v.access, v.version"
)
PASSAGE_COLUMNS = (
    'p.passage_key, p.passage_id, a.article_id, v.version, p.ordinal, p.start, p."end",'
    ' substr(v.text, p.start + 1, p."end" - p.start), p.sentences, v.title, v.source, v.published_at,'
    " v.published_epoch, v.url, v.language, v.text_hash"
)


class Snapshot:
    """One consistent state of the catalog, seen through a connection that is inside a transaction.

    Attributes:
        frequencies: In how many passages each term stands, of those asked for so far: one search asks several times.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._passages: int | None = None
        self._allowed: dict[Condition, NDArray[np.int64]] = {}
        self.frequencies: dict[str, int] = {}

    def meta(self, key: str, default: str = "") -> str:
        """Return one value of the table of facts about the index (`generation`, `revision`, `model`, ...)."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return default if row is None else str(row[0])

    @property
    def generation(self) -> int:
        """Number of the vector store's directory that this state belongs to."""
        return int(self.meta("generation", "1"))

    @property
    def schema(self) -> int:
        """How many steps of the schema the file has taken."""
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    @property
    def revision(self) -> int:
        """How many changes were committed so far."""
        return int(self.meta("revision", "0"))

    def article(self, article_id: str, version: int | None = None) -> Article | None:
        """Return one version of an article, the current one by default."""
        if version is None:
            sql, parameters = f"SELECT {ARTICLE_COLUMNS} {FROM_ARTICLES} WHERE a.article_id = ?", (article_id,)
        else:
            sql = (
                f"SELECT {ARTICLE_COLUMNS} FROM articles AS a JOIN versions AS v USING (article_key)"
                " WHERE a.article_id = ? AND v.version = ?"
            )
            parameters = (article_id, version)  # type: ignore[assignment]
        row = self._connection.execute(sql, parameters).fetchone()
        return None if row is None else _article(row)

    def passages(self, keys: Sequence[int]) -> dict[int, Passage]:
        """Return the passages with these keys; keys of passages that are gone are left out."""
        sql = f"SELECT {PASSAGE_COLUMNS} {FROM_PASSAGES} WHERE p.passage_key IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(sql, (json.dumps([int(key) for key in keys]),))
        return {row[0]: _passage(row) for row in rows}

    def passages_of(self, article_id: str) -> list[Passage]:
        """Return all passages of an article's current version, in reading order."""
        sql = f"SELECT {PASSAGE_COLUMNS} {FROM_PASSAGES} WHERE a.article_id = ? ORDER BY p.ordinal"
        return [_passage(row) for row in self._connection.execute(sql, (article_id,))]

    def keys_of(self, passage_ids: Sequence[str]) -> dict[str, int]:
        """Return the keys of passages by their stable ids; ids that are gone are left out."""
        sql = "SELECT passage_id, passage_key FROM passages WHERE passage_id IN (SELECT value FROM json_each(?))"
        return dict(self._connection.execute(sql, (json.dumps(list(passage_ids)),)).fetchall())

    def count_passages(self) -> int:
        """Return the number of passages of current versions; they are counted once."""
        if self._passages is None:
            self._passages = int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])
        return self._passages

    def count_allowed(self, condition: Condition) -> int:
        """Return the number of passages that a filter allows."""
        if not condition.sql:
            return self.count_passages()
        sql = f"SELECT count(*) {FROM_PASSAGES} WHERE {condition.sql}"
        return int(self._connection.execute(sql, condition.parameters).fetchone()[0])

    def allowed_keys(self, condition: Condition) -> NDArray[np.int64]:
        """Return the keys of all passages that a filter allows, ascending; the articles are gone through once."""
        if condition not in self._allowed:
            sql = (
                "SELECT group_concat(passage_key) FROM passages WHERE version_key IN"
                f" (SELECT v.version_key {FROM_ARTICLES} WHERE {condition.sql or '1'})"
            )
            [[packed]] = self._connection.execute(sql, condition.parameters)
            self._allowed[condition] = np.sort(whole_numbers(packed))
        return self._allowed[condition]

    def ids_in_store(self, keys: Sequence[int], generation: int) -> list[str]:
        """Return the ids of those of the given passages that the vector store of `generation` holds."""
        sql = "SELECT passage_id FROM passages WHERE stored >= ? AND passage_key IN (SELECT value FROM json_each(?))"
        return [row[0] for row in self._connection.execute(sql, (generation, json.dumps(list(keys))))]

    def outlines(self, keys: Sequence[int]) -> list[Outline]:
        """Return what ranking needs of the passages with these keys, without reading any text."""
        sql = (
            'SELECT p.passage_key, a.article_id, v.text_hash, p.start, p."end", v.published_epoch,'
            f" coalesce(c.head_key, a.article_key), v.source {FROM_PASSAGES}"
            " LEFT JOIN copies AS c ON c.article_key = a.article_key AND c.state <> 'undone'"
            " WHERE p.passage_key IN (SELECT value FROM json_each(?))"
        )
        rows = self._connection.execute(sql, (json.dumps([int(key) for key in keys]),))
        return [Outline(*row) for row in rows]

    def shows_the_same(self, key: int, other: int) -> bool:
        """Whether one passage tells nothing that another, of a copy, does not."""
        found = self.passages([key, other])
        return key in found and other in found and shows_the_same(*(telling_words(found[k].text) for k in (key, other)))

    def sources(self) -> list[str]:
        """Return the outlets of all articles, each once; a few steps in an index, however many articles there are."""
        sql = (
            "WITH RECURSIVE named(source) AS (SELECT min(source) FROM versions UNION ALL"
            " SELECT (SELECT min(v.source) FROM versions AS v WHERE v.source > named.source)"
            " FROM named WHERE named.source IS NOT NULL)"
            " SELECT source FROM named WHERE source IS NOT NULL"
        )
        return [row[0] for row in self._connection.execute(sql)]

    def not_in_store(self, generation: int) -> list[int]:
        """Return the keys of the passages that the vector store of `generation` does not hold yet."""
        # One look into an index; asked for in order, SQLite would go through all passages instead.
        rows = self._connection.execute("SELECT passage_key FROM passages WHERE stored < ?", (generation,))
        return sorted(row[0] for row in rows)

    def vectors(self, keys: Iterable[int]) -> tuple[list[int], NDArray[np.float32]]:
        """Return the keys found and their vectors, one row each, normalised."""
        parts = list(self._vectors(keys))
        if not parts:
            return [], np.zeros((0, 0), dtype=np.float32)
        return [key for found, _ in parts for key in found], np.concatenate([matrix for _, matrix in parts])

    def cosines(
        self, vectors: NDArray[np.float32], keys: Iterable[int]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the keys found, and the cosine of each row of `vectors` with each, shape (vectors, keys)."""
        parts = [(np.array(found), vectors @ matrix.T) for found, matrix in self._vectors(keys)]
        if not parts:
            return np.zeros(0, dtype=np.int64), np.zeros((len(vectors), 0), dtype=np.float32)
        return np.concatenate([found for found, _ in parts]), np.concatenate([row for _, row in parts], axis=1)

    def _vectors(self, keys: Iterable[int]) -> Iterator[tuple[tuple[int, ...], NDArray[np.float32]]]:
        """Yield keys and vectors, as many at a time as stay in the processor's own memory."""
        sql = (
            "SELECT p.passage_key, x.vector FROM passages AS p JOIN vectors AS x USING (vector_key)"
            " WHERE p.passage_key IN (SELECT value FROM json_each(?))"
        )
        rows = self._connection.execute(sql, (json.dumps([int(key) for key in keys]),))
        while batch := rows.fetchmany(VECTORS_AT_ONCE):
            found, vectors = zip(*batch, strict=True)
            halves = np.frombuffer(b"".join(vectors), dtype=np.uint16).reshape(len(batch), -1)
            yield found, HALVES.take(halves)

    def known_vectors(self, hashes: Sequence[bytes]) -> set[bytes]:
        """Return those text hashes whose vectors the catalog has."""
        sql = "SELECT text_hash FROM vectors WHERE text_hash = ?"
        return {key for key in hashes if self._connection.execute(sql, (key,)).fetchone()}

    def totals(self, condition: Condition) -> Totals:
        """Return what the archive holds under a filter."""
        where, parameters = condition.sql or "1", condition.parameters
        row = self._connection.execute(
            f"SELECT count(*), min(v.published_epoch), max(v.published_epoch) {FROM_ARTICLES} WHERE {where}", parameters
        ).fetchone()
        sources = self._connection.execute(
            f"SELECT coalesce(v.source, ''), count(*) AS n {FROM_ARTICLES} WHERE {where} GROUP BY 1 ORDER BY n DESC, 1",
            parameters,
        ).fetchall()
        oldest, newest = (self._date_at(epoch, condition) for epoch in row[1:])
        return Totals(row[0], oldest, newest, dict(sources))

    def wires(self) -> dict[str, int]:
        """Return the number of articles by the news agency that their text came from, most first."""
        sql = (
            f"SELECT v.wire_origin, count(*) AS n {FROM_ARTICLES} WHERE v.wire_origin IS NOT NULL"
            " GROUP BY 1 ORDER BY n DESC, 1"
        )
        return dict(self._connection.execute(sql).fetchall())

    def count_teasers(self) -> int:
        """Return the number of articles of which only the beginning is here."""
        sql = f"SELECT count(*) {FROM_ARTICLES} WHERE v.access = 'teaser'"
        return int(self._connection.execute(sql).fetchone()[0])

    def titles(self, limit: int) -> list[tuple[str, str]]:
        """Return (article id, title) of titled articles spread evenly over the archive, at most `limit`."""
        sql = (
            f"SELECT a.article_id, v.title, row_number() OVER (ORDER BY v.published_epoch, a.article_key) AS n,"
            f" count(*) OVER () AS total {FROM_ARTICLES} WHERE v.title <> ''"
        )
        rows = self._connection.execute(
            f"SELECT article_id, title FROM ({sql}) WHERE (n * ?) / total > ((n - 1) * ?) / total", (limit, limit)
        )
        return rows.fetchall()

    def count(self, table: str) -> int:
        """Return the number of rows of one of our own tables."""
        if table not in {"articles", "versions", "passages", "vectors", "runs"}:
            raise ValueError(table)
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def current_articles(self) -> Iterator[tuple[int, Article]]:
        """Yield the key of the current version of every article, and the article, in the order they came in."""
        sql = f"SELECT v.version_key, {ARTICLE_COLUMNS} {FROM_ARTICLES} ORDER BY a.article_key"
        for row in self._connection.execute(sql):
            yield row[0], _article(row[1:])

    def count_interrupted_runs(self) -> int:
        """Return how many ingests did not come to their end after the last one that did."""
        sql = (
            "SELECT count(*) FROM runs WHERE finished_at IS NULL"
            " AND run > (SELECT coalesce(max(run), 0) FROM runs WHERE finished_at IS NOT NULL)"
        )
        return int(self._connection.execute(sql).fetchone()[0])

    def count_duplicates(self) -> int:
        """Return the number of articles that are copies of another one."""
        sql = "SELECT count(*) FROM copies WHERE state <> 'undone'"
        return int(self._connection.execute(sql).fetchone()[0])

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Run one SELECT of a module of this room."""
        return self._connection.execute(sql, parameters).fetchall()

    def _date_at(self, epoch: int | None, condition: Condition) -> str | None:
        sql = f"SELECT v.published_at {FROM_ARTICLES} WHERE v.published_epoch = ? AND {condition.sql or '1'} LIMIT 1"
        row = None if epoch is None else self._connection.execute(sql, (epoch, *condition.parameters)).fetchone()
        return None if row is None else str(row[0])


def whole_numbers(packed: object) -> NDArray[np.int64]:
    """Return the numbers that `group_concat` put into one text: a row for each takes ten times as long."""
    return np.fromstring(str(packed), dtype=np.int64, sep=",") if packed else np.zeros(0, dtype=np.int64)


def _article(row: Sequence[object]) -> Article:
    article_id, text, title, source, authors, url, section, kind, language = row[:9]
    wire_origin, access, version = row[15:]
    return Article(
        article_id=str(article_id),
        text=str(text),
        title=_words(title),
        source=_words(source),
        authors=tuple(json.loads(str(authors))),
        url=_words(url),
        section=_words(section),
        kind=str(kind),
        language=_words(language),
        published_at=_point(row[9:12]),
        updated_at=_point(row[12:15]),
        wire_origin=_words(wire_origin),
        access=str(access),
        version=int(str(version)),
    )


def _point(columns: Sequence[object]) -> PublishedAt | None:
    iso, epoch, precision = columns
    return None if iso is None else PublishedAt(str(iso), int(str(epoch)), str(precision))


def _words(value: object) -> str | None:
    return None if value is None else str(value)


def _passage(row: tuple[object, ...]) -> Passage:
    values = list(row)
    values[8] = tuple(json.loads(str(values[8])))
    return Passage(*values)  # type: ignore[arg-type]
