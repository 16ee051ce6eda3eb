"""What was published on which days: the beginnings of articles, for a view of the events of a day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.filters import SECONDS_PER_DAY, Condition
from assistant.catalog.snapshot import FROM_PASSAGES, VECTOR_TYPE, Snapshot

_ON_A_DAY = "v.published_precision NOT IN ('year', 'month')"
"""Whether more is known than the month; else the first of it would have the news of all its days."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The first passage of an article.

    Attributes:
        key: Of the passage.
        group: Equal for articles that are copies of one another, exact or near.
        origin: Who it comes from: the news agency where one is named, else the outlet, else None.
    """

    key: int
    article_id: str
    group: int
    source: str | None
    origin: str | None


def newest_day(snapshot: Snapshot, condition: Condition, before: int) -> int | None:
    """Return when the last day begins that has articles and lies before a point in time, both in seconds from 1970."""
    sql = (
        f"SELECT max(v.published_epoch) {FROM_PASSAGES} WHERE p.ordinal = 0 AND {_ON_A_DAY}"
        f" AND v.published_epoch < ? AND {condition.sql or '1'}"
    )
    [[last]] = snapshot.rows(sql, (before, *condition.parameters))
    return None if last is None else int(str(last)) // SECONDS_PER_DAY * SECONDS_PER_DAY


def leads(
    snapshot: Snapshot, condition: Condition, since: int, before: int, limit: int
) -> tuple[list[Lead], NDArray[np.float32]]:
    """Return the first passages of the articles of a stretch of time, newest first, and their vectors, one row each."""
    sql = (
        "SELECT p.passage_key, a.article_id, coalesce(c.head_key, a.article_key), v.source,"
        f" coalesce(v.wire_origin, v.source), x.vector {FROM_PASSAGES} JOIN vectors AS x USING (vector_key)"
        " LEFT JOIN copies AS c ON c.article_key = a.article_key AND c.state <> 'undone'"
        f" WHERE p.ordinal = 0 AND {_ON_A_DAY} AND v.published_epoch >= ? AND v.published_epoch < ?"
        f" AND {condition.sql or '1'} ORDER BY v.published_epoch DESC, a.article_key LIMIT ?"
    )
    rows: Sequence[tuple[object, ...]] = snapshot.rows(sql, (since, before, *condition.parameters, limit))
    if not rows:
        return [], np.zeros((0, 0), dtype=np.float32)
    matrix = np.array([np.frombuffer(row[5], dtype=VECTOR_TYPE) for row in rows], dtype=np.float32)  # type: ignore[call-overload]
    return [Lead(*row[:5]) for row in rows], matrix  # type: ignore[arg-type]
