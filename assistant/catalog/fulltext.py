"""Keyword search: bm25 over passages, as SQLite's FTS5 reckons it."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.postings import Keys, Numbers, indexed, lengths, postings, size
from assistant.catalog.snapshot import Snapshot, whole_numbers

K1, B = 1.2, 0.75
"""Of bm25, as SQLite's own has them."""

LEAST_WEIGHT = 1e-6
"""Of a word that stands in half of all passages or more."""

ROUNDING = 1e-9
"""Two ways of adding up the same score differ by less."""


def search_words(
    snapshot: Snapshot, words: Sequence[str], phrases: Sequence[str], allowed: Keys | None, limit: int
) -> dict[int, float]:
    """Return bm25 by passage key for the best `limit` passages with any of `words` and every one of `phrases`.

    FTS5 finds passages fast and scores them slowly. So its lists are read, and its bm25 is reckoned from them here.

    Args:
        snapshot: The archive.
        words: At least one must stand in a passage, if there are any.
        phrases: Each must stand in it, word by word.
        allowed: Keys of the passages that may be found; None allows all.
        limit: How many are wanted.
    """
    either, every = [word for word in words if indexed(word)], [phrase for phrase in phrases if indexed(phrase)]
    lists = _Lists(snapshot)
    matching = lists.everywhere(allowed)
    for phrase in every:
        matching &= lists.read(phrase)
    if either:
        matching &= np.logical_or.reduce([lists.read(word) for word in either])
    keys = np.flatnonzero(matching if either or every else False)
    most = lists.most()[keys]
    if len(keys) > limit:  # of most passages their length need not be known: they cannot be among the best
        promising = np.sort(keys[np.argpartition(-most, limit)[:limit]])
        keys = keys[most >= lists.scores(promising).min() - ROUNDING]
    scores = lists.scores(keys)
    best = np.lexsort((keys, -scores))[:limit]
    return dict(zip(keys[best].tolist(), scores[best].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: its weight, and how often it stands in which passages, by ascending key."""

    weight: float
    keys: Keys
    counts: Numbers

    def most(self) -> Numbers:
        """Return what it adds to each of its passages if that were of no length."""
        return self.weight * (K1 + 1) * self.counts / (self.counts + K1 * (1 - B))

    def scores(self, keys: Keys, long: Numbers) -> Numbers:
        """Return what it adds to the given passages, whose lengths are `long` times the mean."""
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        counts = np.where(self.keys[at] == keys, self.counts[at], 0.0)
        return self.weight * (K1 + 1) * counts / (counts + K1 * (1 - B + B * long))


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What the index takes for several words in a row; FTS5 counts these, for the lists do not say what is in a row."""

    snapshot: Snapshot
    text: str
    weight: float
    keys: Keys

    def most(self) -> Numbers:
        """Return what it adds to each of its passages if it stood there ever so often."""
        return np.full(len(self.keys), self.weight * (K1 + 1))

    def scores(self, keys: Keys, _: Numbers) -> Numbers:
        """Return what it adds to the given passages."""
        # With the plus the passages are sifted before they are scored.
        sql = (
            "SELECT rowid, -rank FROM passage_search WHERE passage_search MATCH ?"
            " AND +rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid"
        )
        rows = np.array(self.snapshot.rows(sql, (quoted(self.text), json.dumps(keys.tolist()))), dtype=np.float64)
        found = np.zeros(len(keys))
        found[np.isin(keys, rows.reshape(-1, 2)[:, 0])] = rows.reshape(-1, 2)[:, 1]
        return found


class _Lists:
    """The lists of the words and phrases of one search."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._passages, self._length = size(snapshot)
        [[last]] = snapshot.rows("SELECT coalesce(max(passage_key), 0) FROM passages")
        self._end = int(str(last)) + 1
        self._lists: list[_Word | _Phrase] = []

    def everywhere(self, allowed: Keys | None) -> NDArray[np.bool_]:
        """Return, by key, which passages may be found."""
        found = np.full(self._end, allowed is None)
        if allowed is not None:
            found[allowed] = True
        return found

    def read(self, text: str) -> NDArray[np.bool_]:
        """Read the list of a word, or of what the index takes for several, and return by key where it stands."""
        terms = indexed(text)
        if len(terms) == 1:
            keys, counts = postings(self._snapshot, terms[0])
            row: _Word | _Phrase = _Word(self._weight(keys), keys, counts)
        else:
            sql = "SELECT group_concat(rowid) FROM passage_search WHERE passage_search MATCH ?"
            keys = whole_numbers(self._snapshot.rows(sql, (quoted(text),))[0][0])
            row = _Phrase(self._snapshot, text, self._weight(keys), keys)
        if len(keys):
            self._lists.append(row)
        found = np.zeros(self._end, dtype=bool)
        found[keys] = True
        return found

    def _weight(self, keys: Keys) -> float:
        return max(math.log((self._passages - len(keys) + 0.5) / (len(keys) + 0.5)), LEAST_WEIGHT)

    def most(self) -> Numbers:
        """Return by key what bm25 could be at most."""
        found = np.zeros(self._end)
        for row in self._lists:
            found[row.keys] += row.most()
        return found

    def scores(self, keys: Keys) -> Numbers:
        """Return bm25 of the given passages; `keys` ascend."""
        long = lengths(self._snapshot, keys) * self._passages / max(self._length, 1)
        return sum((row.scores(keys, long) for row in self._lists), np.zeros(len(keys)))


def is_known(snapshot: Snapshot, word: str) -> bool:
    """Whether any passage holds a word or another form of it; far cheaper than in how many it stands."""
    sql = "SELECT 1 FROM passage_search WHERE passage_search MATCH ? LIMIT 1"
    return bool(snapshot.rows(sql, (quoted(word),)))


def document_frequencies(snapshot: Snapshot, terms: Sequence[str]) -> dict[str, int]:
    """Return in how many passages each indexed (stemmed) term stands; unknown terms are left out."""
    known = snapshot.frequencies
    asked = [term for term in dict.fromkeys(terms) if term not in known]
    if asked:
        sql = "SELECT term, doc FROM passage_terms WHERE term IN (SELECT value FROM json_each(?))"
        found: dict[str, int] = dict(snapshot.rows(sql, (json.dumps(asked),)))  # type: ignore[arg-type]
        known |= dict.fromkeys(asked, 0) | found
    return {term: known[term] for term in terms if known[term]}


def quoted(text: str) -> str:
    """Return a word or phrase as FTS5 takes it for nothing else."""
    # FTS5 reads its query as a C string: it would end at a NUL.
    return '"' + text.replace("\x00", " ").replace('"', '""') + '"'
