"""Writing the catalog: whole articles per transaction, by the one process that holds the writer's lock."""

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.articles.article import Article
from assistant.articles.visits import Visit
from assistant.catalog import facts, origins, removal
from assistant.catalog.catalog import CATALOG_NAME
from assistant.catalog.database import explained, open_for_writing, transaction
from assistant.catalog.fingerprint import Fingerprint
from assistant.catalog.linking import Groups, Match
from assistant.catalog.names import note_missing_names, note_names
from assistant.catalog.origins import Origin
from assistant.catalog.snapshot import VECTOR_TYPE
from assistant.catalog.visits import note_visits
from assistant.errors import IndexDamagedError, InputError


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A passage on its way into the catalog.

    Attributes:
        start: First character in the article's text.
        end: One past the last.
        sentences: Start of each sentence in it.
        embed_text: Header and text, as embedded.
    """

    start: int
    end: int
    sentences: tuple[int, ...]
    embed_text: str

    @property
    def embed_hash(self) -> bytes:
        """Key of the vector: equal texts share one."""
        return hashlib.blake2b(self.embed_text.encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version of an article on its way into the catalog, with the hashes that decide whether it is one."""

    article: Article
    record_hash: str
    text_hash: str
    date_words: str
    passages: tuple[NewPassage, ...]
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input; a row of the run's report."""

    input: str
    outcome: str
    article_id: str | None
    reason: str


STORED = ("new", "updated")
"""Outcomes of inputs that bring a version."""

ReplacePassages = Callable[[int, Article, Sequence[NewPassage], NDArray[np.float32]], None]
"""Stores the passages of one version: its key, the article, the passages, and a vector for each."""


def passage_id(article_id: str, version: int, start: int, end: int) -> str:
    """Return the stable id of a passage: the same article, version and span always give the same id."""
    name = json.dumps([article_id, version, start, end], ensure_ascii=False)
    return hashlib.blake2b(name.encode(), digest_size=12).hexdigest()


class CatalogWriter:
    """The writing connection. Every public method commits as a whole or changes nothing."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / CATALOG_NAME
        self._connection = open_for_writing(self.path)
        self._groups = Groups(self._connection)

    def close(self) -> None:
        """Close the connection; SQLite folds the write-ahead log into the file when it is the last one."""
        self._connection.close()

    def start_run(self) -> int:
        """Open a run of ingest and return its number."""
        with explained(self.path), transaction(self._connection):
            cursor = self._connection.execute("INSERT INTO runs (started_at) VALUES (?)", (int(time.time()),))
            return int(cursor.lastrowid or 0)

    def finish_run(
        self, run: int, passages_embedded: int, *, seconds: float | None = None, proof: str | None = None
    ) -> None:
        """Mark a run as complete.

        Args:
            run: Its number.
            passages_embedded: Texts that reached the embedder.
            seconds: Wall time.
            proof: That new articles are found, as JSON.
        """
        with explained(self.path), transaction(self._connection):
            self._connection.execute(
                "UPDATE runs SET finished_at = ?, passages_embedded = ?, seconds = ?, proof = ? WHERE run = ?",
                (int(time.time()), passages_embedded, seconds, proof, run),
            )

    def note_visits(self, visits: Sequence[Visit]) -> None:
        """Remember addresses whose articles are stored."""
        with explained(self.path), transaction(self._connection):
            note_visits(self._connection, visits)

    def set_meta(self, values: dict[str, str]) -> None:
        """Set facts about the index and count a revision."""
        with explained(self.path), transaction(self._connection):
            self._set_meta(values)
            self._bump_revision()

    def commit_batch(
        self,
        run: int,
        versions: Sequence[NewVersion],
        vectors: dict[bytes, NDArray[np.float32]],
        outcomes: Iterable[Outcome],
        found_in: Sequence[Origin] = (),
        told: Sequence[Article] = (),
    ) -> list[Outcome]:
        """Store whole articles with their passages, words and vectors, switch to them, and note the outcomes.

        Only here is it known what else the archive holds, so a new article that is a copy becomes a duplicate here.

        Args:
            run: The run they belong to.
            versions: New versions; each becomes the current one of its article.
            vectors: By `NewPassage.embed_hash`, those that the catalog does not have yet; shape (dimension,).
            outcomes: Rows of the report, one for each version and for each input that brings none.
            found_in: Which file gave which article, new or not.
            told: Articles that are stored as they are and bring facts that their version lacks.

        Returns:
            The rows as they were noted.
        """
        with explained(self.path), transaction(self._connection):
            self._insert_vectors([(key, _as_blob(vector)) for key, vector in vectors.items()])
            found: dict[str, list[Match | None]] = {}
            for new in versions:
                found.setdefault(new.article.article_id, []).append(self._store_version(new))
            noted = [self._with_copies(row, found) for row in outcomes]
            self._connection.executemany(
                "INSERT INTO run_inputs (run, input, outcome, article_id, reason) VALUES (?, ?, ?, ?, ?)",
                [(run, row.input, row.outcome, row.article_id, row.reason) for row in noted],
            )
            origins.note(self._connection, run, found_in)
            facts.note(self._connection, told)
            if versions:
                self._bump_revision()
        return noted

    def link_missing(self, limit: int) -> int:
        """Look for copies among `limit` articles that came in before copies were looked for; return how many were."""
        with explained(self.path), transaction(self._connection):
            found = self._groups.link_missing(limit)
            if found:
                self._bump_revision()
        return found

    def note_missing_names(self, limit: int) -> int:
        """Note the names in `limit` articles that came in before names were noted; return how many were."""
        with explained(self.path), transaction(self._connection):
            found = note_missing_names(self._connection, limit)
            if found:
                self._bump_revision()
        return found

    def undo_copy(self, article_id: str, other_id: str) -> None:
        """Take two articles apart that were found to be copies; no later ingest joins them again.

        Raises:
            InputError: There is no such article, or they belong to no common group.
        """
        with explained(self.path), transaction(self._connection):
            if not self._groups.undo(self._known_key(article_id), self._known_key(other_id)):
                raise InputError(
                    f"{article_id} and {other_id} are not kept as copies of each other.",
                    remedy=f"See what is with `news-assistant copies {article_id}`.",
                )
            self._bump_revision()

    def confirm_copy(self, article_id: str, other_id: str) -> None:
        """Keep a copy and its head together, whatever their texts become; it also takes back an undoing.

        Raises:
            InputError: There is no such article, or neither was found to be a copy of the other.
        """
        with explained(self.path), transaction(self._connection):
            if not self._groups.confirm(self._known_key(article_id), self._known_key(other_id)):
                raise InputError(
                    f"{article_id} and {other_id} cannot be confirmed: neither is kept as a copy of the other, or both"
                    " belong to groups of their own by now.",
                    remedy=f"See what is with `news-assistant copies {article_id}`.",
                )
            self._bump_revision()

    def remove_articles(self, article_ids: Sequence[str]) -> None:
        """Remove articles with all versions, passages and words, and list their ids for the vector store to drop.

        The copies of one that goes find a new head among themselves.
        """
        with explained(self.path), transaction(self._connection):
            with self._groups.handing_on(article_ids):
                removal.remove_articles(self._connection, article_ids)
            self._bump_revision()

    def mark_stored(self, keys: Sequence[int], generation: int) -> None:
        """Note that the vector store of `generation` holds these passages now."""
        with explained(self.path), transaction(self._connection):
            self._connection.executemany(
                "UPDATE passages SET stored = ? WHERE passage_key = ?", [(generation, key) for key in keys]
            )
            self._bump_stored()

    def mark_removed(self, passage_ids: Sequence[str]) -> None:
        """Note that the vector store has dropped these ids."""
        with explained(self.path), transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM removals WHERE passage_id = ?", [(passage_id,) for passage_id in passage_ids]
            )
            self._bump_stored()

    def switch_generation(self, generation: int, values: dict[str, str]) -> None:
        """Make `generation` the one that readers use; it holds every passage and no others."""
        with explained(self.path), transaction(self._connection):
            self._connection.execute("UPDATE passages SET stored = ?", (generation,))
            self._connection.execute("DELETE FROM removals")
            self._set_meta({"generation": str(generation)} | values)
            self._bump_stored()

    @contextlib.contextmanager
    def replacing_all_passages(self, values: dict[str, str]) -> Iterator[ReplacePassages]:
        """Yield a function that stores the passages of one version anew, with their vectors, in one transaction.

        All passages, words and vectors there are go first; articles and versions stay. `values` are set in the end.
        """
        with explained(self.path), transaction(self._connection):
            self._connection.execute("INSERT INTO passage_search (passage_search) VALUES ('delete-all')")
            for table in ("passages", "vectors", "removals"):
                self._connection.execute(f"DELETE FROM {table}")
            yield self._replace_passages
            self._set_meta(values)
            self._bump_stored()

    def _replace_passages(
        self, version_key: int, article: Article, passages: Sequence[NewPassage], vectors: NDArray[np.float32]
    ) -> None:
        rows = [(passage.embed_hash, _as_blob(vector)) for passage, vector in zip(passages, vectors, strict=True)]
        self._insert_vectors(rows)
        self._insert_passages(article, version_key, passages)

    def pending_removals(self, limit: int) -> list[str]:
        """Return ids that the vector store must drop."""
        rows = self._connection.execute("SELECT passage_id FROM removals LIMIT ?", (limit,))
        return [row[0] for row in rows]

    def pending_vectors(self, generation: int, limit: int) -> tuple[list[int], list[str], NDArray[np.float32]]:
        """Return keys, ids and vectors of passages that the store of `generation` lacks, in key order."""
        rows = self._connection.execute(
            "SELECT p.passage_key, p.passage_id, x.vector FROM passages AS p JOIN vectors AS x USING (vector_key)"
            " WHERE p.stored < ? ORDER BY p.passage_key LIMIT ?",
            (generation, limit),
        ).fetchall()
        return _unpack(rows)

    def vectors_after(self, key: int, limit: int) -> tuple[list[int], list[str], NDArray[np.float32]]:
        """Return keys, ids and vectors of the next passages after `key`, in key order; for copying all of them."""
        rows = self._connection.execute(
            "SELECT p.passage_key, p.passage_id, x.vector FROM passages AS p JOIN vectors AS x USING (vector_key)"
            " WHERE p.passage_key > ? ORDER BY p.passage_key LIMIT ?",
            (key, limit),
        ).fetchall()
        return _unpack(rows)

    def drop_orphan_vectors(self) -> None:
        """Forget vectors that no passage uses; only between runs, for a run under way may count on one it saw."""
        with explained(self.path), transaction(self._connection):
            self._connection.execute("DELETE FROM vectors WHERE vector_key NOT IN (SELECT vector_key FROM passages)")

    def renew_words(self) -> None:
        """Make full text search anew from the articles."""
        with explained(self.path), transaction(self._connection):
            self._connection.execute("INSERT INTO passage_search (passage_search) VALUES ('rebuild')")
            self._bump_revision()

    def meta(self, key: str, default: str = "") -> str:
        """Return one fact about the index."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return default if row is None else str(row[0])

    def _store_version(self, new: NewVersion) -> Match | None:
        """Store a version, make it the current one, and return what it is a copy of."""
        article = new.article
        article_key = self._article_key(article.article_id)
        version_key = self._insert_version(article_key, new)
        self._insert_passages(article, version_key, new.passages)
        self._drop_passages(article_key, keep=version_key)
        self._connection.execute(
            "UPDATE articles SET version = ? WHERE article_key = ?", (article.version, article_key)
        )
        note_names(self._connection, article_key, article.text)
        return self._groups.link(article_key, new.fingerprint)

    def _with_copies(self, row: Outcome, found: dict[str, list[Match | None]]) -> Outcome:
        """Say of what an input is a copy, taken out of `found`; a new article becomes a duplicate by that."""
        matches = found.get(row.article_id or "") if row.outcome in STORED else None
        match = matches.pop(0) if matches else None
        if match is None:
            return row
        other = self._connection.execute("SELECT article_id FROM articles WHERE article_key = ?", (match.other,))
        words = match.words(other.fetchone()[0])
        if row.outcome == "new":
            return replace(row, outcome="duplicate", reason="; ".join(filter(None, (words, row.reason))))
        return replace(row, reason="; ".join(filter(None, (row.reason, words))))

    def _insert_vectors(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        self._connection.executemany("INSERT OR IGNORE INTO vectors (text_hash, vector) VALUES (?, ?)", rows)

    def _insert_passages(self, article: Article, version_key: int, passages: Sequence[NewPassage]) -> None:
        for ordinal, passage in enumerate(passages):
            self._insert_passage(article, version_key, ordinal, passage)
        self._connection.execute(
            "INSERT INTO passage_search (rowid, title, source, date, body)"
            " SELECT passage_key, title, source, date, body FROM passage_words"
            " WHERE passage_key IN (SELECT passage_key FROM passages WHERE version_key = ?)",
            (version_key,),
        )

    def _article_key(self, article_id: str) -> int:
        self._connection.execute(
            "INSERT OR IGNORE INTO articles (article_id, version, first_seen_at) VALUES (?, 0, ?)",
            (article_id, int(time.time())),
        )
        row = self._connection.execute("SELECT article_key FROM articles WHERE article_id = ?", (article_id,))
        return int(row.fetchone()[0])

    def _known_key(self, article_id: str) -> int:
        row = self._connection.execute(
            "SELECT article_key FROM articles WHERE article_id = ?", (article_id,)
        ).fetchone()
        if row is None:
            raise InputError(f"There is no article {article_id} in this archive.", remedy="Search for it.")
        return int(row[0])

    def _drop_passages(self, article_key: int, *, keep: int) -> None:
        """Take the passages of an article's other versions out of search; the versions keep their text."""
        keys = self._connection.execute(
            "SELECT passage_key FROM passages JOIN versions USING (version_key)"
            " WHERE article_key = ? AND version_key <> ?",
            (article_key, keep),
        ).fetchall()
        removal.drop_passages(self._connection, keys)

    def _insert_version(self, article_key: int, new: NewVersion) -> int:
        article, published, updated = new.article, new.article.published_at, new.article.updated_at
        cursor = self._connection.execute(
            "INSERT INTO versions (article_key, version, record_hash, text_hash, title, source, authors, url,"
            " section, kind, language, published_at, published_epoch, published_precision, updated_at, updated_epoch,"
            " updated_precision, wire_origin, access, date_words, text, seen_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article_key, article.version, new.record_hash, new.text_hash, article.title, article.source,
                json.dumps(article.authors, ensure_ascii=False), article.url, article.section, article.kind,
                article.language, published and published.iso, published and published.epoch,
                published and published.precision, updated and updated.iso, updated and updated.epoch,
                updated and updated.precision, article.wire_origin, article.access,
                new.date_words, article.text, int(time.time()),
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)

    def _insert_passage(self, article: Article, version_key: int, ordinal: int, passage: NewPassage) -> None:
        identity = passage_id(article.article_id, article.version, passage.start, passage.end)
        cursor = self._connection.execute(
            'INSERT INTO passages (passage_id, version_key, ordinal, start, "end", sentences, vector_key)'
            " SELECT ?, ?, ?, ?, ?, ?, vector_key FROM vectors WHERE text_hash = ?",
            (
                identity, version_key, ordinal, passage.start, passage.end,
                json.dumps(passage.sentences, separators=(",", ":")), passage.embed_hash,
            ),
        )  # fmt: skip
        if cursor.rowcount != 1:
            raise IndexDamagedError(f"A passage of {article.article_id} has no vector.", remedy="Ingest it again.")

    def _set_meta(self, values: dict[str, str]) -> None:
        self._connection.executemany(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", values.items()
        )

    def _bump_revision(self) -> None:
        self._count_up("revision")

    def _bump_stored(self) -> None:
        # A reader compares this with what it opened: the vector store's content changed.
        self._count_up("stored_revision")
        self._count_up("revision")

    def _count_up(self, key: str) -> None:
        self._connection.execute(
            "INSERT INTO meta VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
            (key,),
        )


def _as_blob(vector: NDArray[np.float32]) -> bytes:
    return vector.astype(VECTOR_TYPE).tobytes()


def _unpack(rows: list[tuple[int, str, bytes]]) -> tuple[list[int], list[str], NDArray[np.float32]]:
    if not rows:
        return [], [], np.zeros((0, 0), dtype=np.float32)
    matrix = np.frombuffer(b"".join(row[2] for row in rows), dtype=VECTOR_TYPE).reshape(len(rows), -1)
    return [row[0] for row in rows], [row[1] for row in rows], matrix.astype(np.float32)
