"""Which article is a copy of which: kept right by the writer, in the transaction that changes an article.

A group is a head and the articles that are copies of it. Every one of them was compared with the head itself, so that
a chain of small changes does not join what has nothing in common. The head is the earliest published, then the first
seen.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.catalog.fingerprint import Fingerprint, estimated_jaccard, fingerprint, telling_words
from assistant.catalog.likeness import likeness
from assistant.catalog.snapshot import FROM_ARTICLES

LIKELY = 0.1
"""Estimated share of common shingles from which two texts are compared. A fifth of the words edited leaves .3, a
quarter of the text .25; articles that met in a band by chance share less than .05, and are not read for it."""

MOST_COMPARED = 40
"""Likely copies that are compared, likeliest first, so that an archive of one mould does not stop the ingest."""

AUTOMATIC, CONFIRMED, UNDONE = "automatic", "confirmed", "undone"
EXACT, NEAR = "exact", "near"


@dataclass(frozen=True, slots=True)
class Match:
    """What an article was found to be a copy of.

    Attributes:
        other: Key of the other article.
        kind: exact, the same words but for case; or near.
        similarity: Share of the shorter text's telling words that stand in the other in the same order.
        is_later: Whether the other one was published later, and is now the copy.
    """

    other: int
    kind: str
    similarity: float
    is_later: bool = False

    def words(self, other_id: str) -> str:
        """Return what the report says about it."""
        near = f"near copy of {other_id} (similarity {format(self.similarity, '.2f').removeprefix('0')})"
        later = ", which was published later" if self.is_later else ""
        return (f"same text as {other_id}" if self.kind == EXACT else near) + later


@dataclass(frozen=True, slots=True)
class _Piece:
    """The current text of an article with what decides about its place."""

    key: int
    text: str
    epoch: int | None
    print: Fingerprint

    @property
    def order(self) -> tuple[bool, int, int]:
        """Sort key: earliest published, undated last, then first seen."""
        return (self.epoch is None, self.epoch or 0, self.key)


class Groups:
    """The groups of copies, as the writing connection sees and changes them inside its transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def link(self, key: int, current: Fingerprint) -> Match | None:
        """Note the fingerprint of an article's new text and find its place; return what it is a copy of."""
        self._store_fingerprint(key, current)
        members = self._members(key)
        own = self._row_in_force(key)
        self._connection.execute(
            "DELETE FROM copies WHERE (article_key = ? OR head_key = ?) AND state = ?", (key, key, AUTOMATIC)
        )
        if own and own[1] == CONFIRMED:  # the reader's word stands; only the figure is new
            self._join(key, own[0], CONFIRMED)
            return self._match(key, own[0])
        match = self._place(key)
        for member in self._ordered(members):
            kept = self._row_in_force(member)
            if kept is None:
                self._place(member)
            elif kept[1] == CONFIRMED:  # what it is a copy of may be a copy itself by now
                self._join(member, self._head(key), CONFIRMED)
        return match

    def link_missing(self, limit: int) -> int:
        """Find the place of articles that came in before copies were looked for; return how many were left."""
        rows = self._connection.execute(
            f"SELECT a.article_key, v.text {FROM_ARTICLES} WHERE a.article_key NOT IN"
            " (SELECT article_key FROM fingerprints) ORDER BY a.article_key LIMIT ?",
            (limit,),
        ).fetchall()
        for key, text in rows:
            self.link(key, fingerprint(text))
        return len(rows)

    @contextlib.contextmanager
    def handing_on(self, article_ids: Sequence[str]) -> Iterator[None]:
        """Around the removal of articles: the copies of a head that goes find a new head among themselves."""
        rows = self._connection.execute(
            "SELECT article_key FROM articles WHERE article_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(article_ids)),),
        )
        going = {int(row[0]) for row in rows.fetchall()}
        left = {member for key in going for member in self._members(key)} - going
        yield
        for member in self._ordered(left):
            if not self._row_in_force(member):
                self._place(member)

    def undo(self, key: int, other: int) -> bool:
        """Take one of two articles out of the group that they share, for good; return whether they shared one."""
        if key == other or self._head(key) != self._head(other):
            return False
        leaving, staying = (other, key) if self._head(other) == key else (key, other)
        self._connection.execute("DELETE FROM copies WHERE article_key = ? AND state <> ?", (leaving, UNDONE))
        self._insert(leaving, self._match(leaving, staying), UNDONE)
        self._place(leaving)
        return True

    def confirm(self, key: int, other: int) -> bool:
        """Keep two articles together whatever their texts become; return whether that can be.

        It can be where one is the other's copy, or was until a reader undid it and stands alone since.
        """
        if key != other and (self._head(key) == other or self._head(other) == key):
            copy, head = (key, other) if self._head(key) == other else (other, key)
        elif other in self._undone(key) and (alone := [one for one in (key, other) if self._stands_alone(one)]):
            copy = self._ordered(alone)[-1]
            head = self._head(other if copy == key else key)
        else:
            return False
        self._connection.execute(
            "DELETE FROM copies WHERE state = ? AND article_key IN (?, ?) AND head_key IN (?, ?)",
            (UNDONE, key, other, key, other),
        )
        self._join(copy, head, CONFIRMED)
        return True

    def _place(self, key: int) -> Match | None:
        """Make an article that stands alone a copy of its best head, or the head of later ones."""
        piece = self._piece(key)
        earlier: list[Match] = []
        later: list[Match] = []
        for head in self._heads_of_likely_copies(piece):
            other = self._piece(head)
            match = _compared(piece, other)
            if match:
                (earlier if other.order < piece.order else later).append(match)
        if not earlier:
            for match in later:
                self._take_over(piece, match)
            return max(later, key=_nearness, default=None)
        best = max(earlier, key=_nearness)
        self._insert(key, best, AUTOMATIC)
        return best

    def _take_over(self, piece: _Piece, match: Match) -> None:
        """Make a head and what belongs to it copies of an earlier article."""
        if not self._may_join(match.other, piece.key):
            return  # a group that was taken over just before may hold what a reader took this one away from
        if match.kind == EXACT and not any(self._undone(one) for one in self._group(match.other)):
            # All are as like this article as they were like that one.
            self._connection.execute(
                "UPDATE copies SET head_key = ? WHERE head_key = ? AND state <> ?", (piece.key, match.other, UNDONE)
            )
        states = self._states(match.other)
        self._connection.execute("DELETE FROM copies WHERE head_key = ? AND state <> ?", (match.other, UNDONE))
        self._insert(match.other, Match(piece.key, match.kind, match.similarity), AUTOMATIC)
        for member in self._ordered(states):
            found = _compared(self._piece(member), piece)
            if self._may_join(member, piece.key) and (found or states[member] == CONFIRMED):
                self._join(member, piece.key, states[member])
            else:
                self._place(member)

    def _may_join(self, key: int, head: int) -> bool:
        """Whether no reader has taken an article away from one of a group."""
        return self._undone(key).isdisjoint(self._group(head))

    def _heads_of_likely_copies(self, piece: _Piece) -> list[int]:
        """Return the heads of the groups that a text may belong to, likeliest first, without those a reader undid."""
        heads: dict[int, None] = {}
        for key in [*self._same_words(piece), *self._similar(piece)]:
            heads[self._head(key)] = None
        return [head for head in heads if head != piece.key and self._may_join(piece.key, head)]

    def _same_words(self, piece: _Piece) -> list[int]:
        rows = self._connection.execute(
            "SELECT article_key FROM fingerprints WHERE folded = ? AND article_key <> ? LIMIT ?",
            (piece.print.folded, piece.key, MOST_COMPARED),
        )
        return [row[0] for row in rows]

    def _similar(self, piece: _Piece) -> list[int]:
        # The join is written in the order it must run in: a look-up for each band, then a signature for each find.
        rows = self._connection.execute(
            "SELECT f.article_key, f.signature FROM fingerprints AS f WHERE f.article_key IN (SELECT b.article_key"
            " FROM json_each(?) AS p CROSS JOIN bands AS b ON b.band = p.key AND b.piece = p.value)"
            " AND f.article_key <> ?",
            (json.dumps(piece.print.bands()), piece.key),
        ).fetchall()
        shares = estimated_jaccard(piece.print.signature, [row[1] for row in rows])
        ranked = sorted(zip(shares, (row[0] for row in rows), strict=True), key=lambda pair: (-pair[0], pair[1]))
        return [key for share, key in ranked[:MOST_COMPARED] if share >= LIKELY]

    def _join(self, key: int, head: int, state: str) -> None:
        self._connection.execute("DELETE FROM copies WHERE article_key = ? AND state <> ?", (key, UNDONE))
        self._insert(key, self._match(key, head), state)

    def _insert(self, key: int, match: Match, state: str) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO copies (article_key, head_key, kind, similarity, state) VALUES (?, ?, ?, ?, ?)",
            (key, match.other, match.kind, match.similarity, state),
        )

    def _match(self, key: int, other: int) -> Match:
        """Return how alike two articles are, copies or not."""
        one, two = self._piece(key), self._piece(other)
        if one.print.folded == two.print.folded:
            return Match(other, EXACT, 1.0)
        return Match(other, NEAR, likeness(telling_words(one.text), telling_words(two.text)).similarity)

    def _head(self, key: int) -> int:
        row = self._row_in_force(key)
        return row[0] if row else key

    def _group(self, head: int) -> set[int]:
        return {head, *self._members(head)}

    def _members(self, head: int) -> list[int]:
        return list(self._states(head))

    def _states(self, head: int) -> dict[int, str]:
        """Return the state of each copy of a head, by its key."""
        sql = "SELECT article_key, state FROM copies WHERE head_key = ? AND state <> ?"
        return dict(self._connection.execute(sql, (head, UNDONE)).fetchall())

    def _row_in_force(self, key: int) -> tuple[int, str] | None:
        row: tuple[int, str] | None = self._connection.execute(
            "SELECT head_key, state FROM copies WHERE article_key = ? AND state <> ?", (key, UNDONE)
        ).fetchone()
        return row

    def _stands_alone(self, key: int) -> bool:
        return self._row_in_force(key) is None and not self._members(key)

    def _undone(self, key: int) -> set[int]:
        rows = self._connection.execute(
            "SELECT head_key FROM copies WHERE article_key = ? AND state = ?"
            " UNION SELECT article_key FROM copies WHERE head_key = ? AND state = ?",
            (key, UNDONE, key, UNDONE),
        )
        return {row[0] for row in rows}

    def _ordered(self, keys: Iterable[int]) -> list[int]:
        """Return articles in the order in which they may be heads."""
        rows = self._connection.execute(
            f"SELECT a.article_key {FROM_ARTICLES} WHERE a.article_key IN (SELECT value FROM json_each(?))"
            " ORDER BY v.published_epoch IS NULL, v.published_epoch, a.article_key",
            (json.dumps(list(keys)),),
        )
        return [row[0] for row in rows.fetchall()]

    def _piece(self, key: int) -> _Piece:
        text, epoch, folded, signature = self._connection.execute(
            f"SELECT v.text, v.published_epoch, f.folded, f.signature {FROM_ARTICLES}"
            " JOIN fingerprints AS f ON f.article_key = a.article_key WHERE a.article_key = ?",
            (key,),
        ).fetchone()
        return _Piece(key, text, epoch, Fingerprint(folded, signature))

    def _store_fingerprint(self, key: int, current: Fingerprint) -> None:
        self._connection.execute("DELETE FROM bands WHERE article_key = ?", (key,))
        self._connection.execute(
            "INSERT OR REPLACE INTO fingerprints (article_key, folded, signature) VALUES (?, ?, ?)",
            (key, current.folded, current.signature),
        )
        self._connection.executemany(
            "INSERT INTO bands (band, piece, article_key) VALUES (?, ?, ?)",
            [(band, piece, key) for band, piece in enumerate(current.bands())],
        )


def _nearness(match: Match) -> tuple[bool, float]:
    return match.kind == EXACT, match.similarity


def _compared(piece: _Piece, other: _Piece) -> Match | None:
    """Return how an article is a copy of another, or None if it is none."""
    is_later = piece.order < other.order
    if piece.print.folded == other.print.folded:
        return Match(other.key, EXACT, 1.0, is_later)
    if not (piece.print.signature and other.print.signature):
        return None
    apart = None if piece.epoch is None or other.epoch is None else abs(piece.epoch - other.epoch)
    found = likeness(telling_words(piece.text), telling_words(other.text), apart)
    return Match(other.key, NEAR, found.similarity, is_later) if found.is_copy else None
