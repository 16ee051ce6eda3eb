"""The words that names are made of, each with the number of articles it stands in; a misspelt name is looked up here.

The writer notes them in the transaction that changes an article; the database's own triggers keep the counts, and drop
a word with the last article that it stands in. Whole names, runs of up to four words, took five times the bytes and
ten times as long to search, for a misspelling is one of a word.
"""

import json
import re
import sqlite3

from assistant.catalog.snapshot import FROM_ARTICLES, Snapshot

SHORTEST, LONGEST = 4, 30
"""Letters of the words that are noted: shorter ones are near too many others, longer ones are hashtags."""

TRIGRAM = 3

LOOKED_AT = 0
"""Key of no word: it marks an article whose names are noted, though it may have none."""

_WORD = re.compile(r"\b[^\W\d_]+\b")


def name_words(text: str) -> set[str]:
    """Return the words of a text that only ever stand in it with a capital, as written."""
    words = set(_WORD.findall(text))
    capital = {word for word in words if SHORTEST <= len(word) <= LONGEST and word[0].isupper()}
    return {word for word in capital if word.lower() not in words}


def note_names(connection: sqlite3.Connection, article_key: int, text: str) -> None:
    """Note the names of an article's current text in place of those noted before."""
    words = json.dumps(sorted({word.casefold(): word for word in sorted(name_words(text))}.values()))
    connection.execute("DELETE FROM article_names WHERE article_key = ?", (article_key,))
    connection.execute(
        "INSERT INTO names (word, articles) SELECT value, 0 FROM json_each(?) WHERE true ON CONFLICT DO NOTHING",
        (words,),
    )
    connection.execute(
        "INSERT INTO article_names (article_key, name_key) SELECT ?, name_key FROM names"
        " WHERE word IN (SELECT value FROM json_each(?)) UNION SELECT ?, ?",
        (article_key, words, article_key, LOOKED_AT),
    )


def note_missing_names(connection: sqlite3.Connection, limit: int) -> int:
    """Note the names of articles that came in before names were noted; return how many were looked at."""
    rows = connection.execute(
        f"SELECT a.article_key, v.text {FROM_ARTICLES} WHERE NOT EXISTS"
        " (SELECT 1 FROM article_names AS n WHERE n.article_key = a.article_key)"
        " ORDER BY a.article_key LIMIT ?",
        (limit,),
    ).fetchall()
    for key, text in rows:
        note_names(connection, key, text)
    return len(rows)


def similar_names(snapshot: Snapshot, word: str, longer: int) -> dict[str, int]:
    """Return words of names that share three letters in a row with a word, and in how many articles each stands.

    Two letters count at either end.

    Args:
        snapshot: The archive.
        word: The word.
        longer: How many letters they may be longer or shorter.
    """
    edged = f"^{word}$"
    trigrams = dict.fromkeys(edged[at : at + TRIGRAM] for at in range(len(edged) - TRIGRAM + 1))
    match = " OR ".join('"' + trigram.replace("\x00", " ").replace('"', '""') + '"' for trigram in trigrams)
    sql = (
        "SELECT word, articles FROM names WHERE length(word) BETWEEN ? AND ?"
        " AND name_key IN (SELECT rowid FROM name_search WHERE name_search MATCH ?)"
    )
    return dict(snapshot.rows(sql, (len(word) - longer, len(word) + longer, match)))  # type: ignore[arg-type]
