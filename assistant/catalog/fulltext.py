"""Keyword search: bm25 over passages by SQLite's FTS5."""

import json
from collections.abc import Sequence

from assistant.catalog.filters import Condition
from assistant.catalog.snapshot import Snapshot

COLUMN_WEIGHTS = (1.0, 1.0, 1.0, 1.0)
"""Weights of title, source, date and body in bm25; heavier titles found less on the training questions."""

RANK = f"bm25({', '.join(map(str, COLUMN_WEIGHTS))})"


def match_expression(words: Sequence[str], phrases: Sequence[str] = ()) -> str:
    """Return an FTS5 query that matches any of `words` and every one of `phrases`, each quoted against FTS5 syntax."""
    either = " OR ".join(quoted(word) for word in words)
    every = " AND ".join(quoted(phrase) for phrase in phrases)
    if either and every:
        return f"({every}) AND ({either})"
    return every or either


def search_words(snapshot: Snapshot, match: str, condition: Condition, limit: int) -> dict[int, float]:
    """Return bm25 by passage key for the best `limit` passages; larger is better."""
    if not match:
        return {}
    if not condition.sql:
        sql = (
            "SELECT rowid, -rank FROM passage_search WHERE passage_search MATCH ? AND rank MATCH ?"
            " ORDER BY rank LIMIT ?"
        )
        return dict(snapshot.rows(sql, (match, RANK, limit)))  # type: ignore[arg-type]
    sql = (
        "SELECT s.rowid, -s.rank FROM passage_search AS s JOIN passages AS p ON p.passage_key = s.rowid"
        " JOIN versions AS v USING (version_key) JOIN articles AS a USING (article_key)"
        f" WHERE passage_search MATCH ? AND rank MATCH ? AND {condition.sql} ORDER BY s.rank LIMIT ?"
    )
    return dict(snapshot.rows(sql, (match, RANK, *condition.parameters, limit)))  # type: ignore[arg-type]


def score_words(snapshot: Snapshot, match: str, keys: Sequence[int]) -> dict[int, float]:
    """Return bm25 of the given passages; those without any of the words are left out."""
    if not match or not keys:
        return {}
    sql = (
        "SELECT rowid, -rank FROM passage_search WHERE passage_search MATCH ? AND rank MATCH ?"
        " AND rowid IN (SELECT value FROM json_each(?))"
    )
    return dict(snapshot.rows(sql, (match, RANK, json.dumps([int(key) for key in keys]))))  # type: ignore[arg-type]


def is_known(snapshot: Snapshot, word: str) -> bool:
    """Whether any passage holds a word or another form of it; far cheaper than in how many it stands."""
    sql = "SELECT 1 FROM passage_search WHERE passage_search MATCH ? LIMIT 1"
    return bool(snapshot.rows(sql, (match_expression([word]),)))


def document_frequencies(snapshot: Snapshot, terms: Sequence[str]) -> dict[str, int]:
    """Return in how many passages each indexed (stemmed) term stands; unknown terms are left out."""
    sql = "SELECT term, doc FROM passage_terms WHERE term IN (SELECT value FROM json_each(?))"
    return dict(snapshot.rows(sql, (json.dumps(list(terms)),)))  # type: ignore[arg-type]


def quoted(text: str) -> str:
    """Return a word or phrase as FTS5 takes it for nothing else."""
    # FTS5 reads its query as a C string: it would end at a NUL.
    return '"' + text.replace("\x00", " ").replace('"', '""') + '"'
