"""Dense search: the cosine of passages with the question, exact where the filter leaves few."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.filters import Condition
from assistant.catalog.snapshot import Snapshot
from assistant.index.stores import Stores

RESERVE, WIDEST = 1.5, 2_000
"""How many more than needed are asked for under a filter that allows many, and how many at most."""

EXACT_LIMIT = 20_000
"""Passages up to which a filtered search scores every one of them from the stored vectors."""


def nearest(
    snapshot: Snapshot, stores: Stores, vector: NDArray[np.float32], condition: Condition, k: int
) -> dict[int, float]:
    """Return the cosine by key of the nearest `k` passages that the filter allows."""
    return nearest_each(snapshot, stores, vector[None, :], condition, k)[0]


def nearest_each(
    snapshot: Snapshot, stores: Stores, vectors: NDArray[np.float32], condition: Condition, k: int
) -> list[dict[int, float]]:
    """Return the same for each row of `vectors`; what the filter allows is read once.

    Passages that the vector store does not hold yet are scored from the catalog, so a new article counts at once.
    """
    if condition.sql:
        allowed = snapshot.allowed_passages(condition, EXACT_LIMIT + 1)
        if len(allowed) <= EXACT_LIMIT:
            return [_best(row, k) for row in _cosines(snapshot, vectors, (key for key, _ in allowed))]
    fresh = _cosines(snapshot, vectors, snapshot.not_in_store(condition, snapshot.generation))
    return [
        _best(_from_store(snapshot, stores, vector, condition, k) | row, k)
        for vector, row in zip(vectors, fresh, strict=True)
    ]


def exact(snapshot: Snapshot, vector: NDArray[np.float32], keys: Iterable[int]) -> dict[int, float]:
    """Return the cosine by key, from the vectors in the catalog."""
    return _cosines(snapshot, vector[None, :], keys)[0]


def _cosines(snapshot: Snapshot, vectors: NDArray[np.float32], keys: Iterable[int]) -> list[dict[int, float]]:
    found, matrix = snapshot.vectors(keys)
    if not found:
        return [{} for _ in vectors]
    return [dict(zip(found, column, strict=True)) for column in (matrix @ vectors.T).T.tolist()]


def _from_store(
    snapshot: Snapshot, stores: Stores, vector: NDArray[np.float32], condition: Condition, k: int
) -> dict[int, float]:
    """Return the nearest that the vector store holds.

    Where a filter allows many, the nearest of all are looked through first: listing tens of thousands of ids takes
    several times as long as a whole search without a filter.
    """
    if not condition.sql:
        return _asked(snapshot, stores, vector, k, None)
    wide = math.ceil(RESERVE * k * snapshot.count_passages() / EXACT_LIMIT)
    if wide <= WIDEST:
        found = _asked(snapshot, stores, vector, wide, None)
        allowed = snapshot.allowed_among(condition, found)
        if len(allowed) >= k:
            return {key: cosine for key, cosine in found.items() if key in allowed}
    # Chroma takes an id that it does not hold for an error.
    ids = snapshot.allowed_ids_in_store(condition, snapshot.generation)
    return _asked(snapshot, stores, vector, k, ids) if ids else {}


def _asked(
    snapshot: Snapshot, stores: Stores, vector: NDArray[np.float32], k: int, ids: list[str] | None
) -> dict[int, float]:
    store = stores.current(snapshot)
    found = store.search(vector, k, ids=ids, state=int(snapshot.meta("stored_revision", "0")))
    keys = snapshot.keys_of(list(found))
    # An id without a key was removed from the catalog and waits to be dropped from the store.
    return {keys[name]: cosine for name, cosine in found.items() if name in keys}


def _best(scores: dict[int, float], k: int) -> dict[int, float]:
    best = sorted(scores, key=lambda key: (-scores[key], key))[:k]
    return {key: scores[key] for key in best}
