"""Dense search: the cosine of passages with the question, exact where the filter leaves few."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.filters import Condition
from assistant.catalog.postings import Keys
from assistant.catalog.snapshot import Snapshot
from assistant.index.stores import Stores

RESERVES, WIDEST = (2, 8), 2_000
"""How many more than needed are asked for under a filter that allows many, first and then; and how many at most."""

EXACT_LIMIT = 20_000
"""Passages up to which a filtered search scores every one of them from the stored vectors."""


def nearest(
    snapshot: Snapshot, stores: Stores, vector: NDArray[np.float32], condition: Condition, k: int
) -> dict[int, float]:
    """Return the cosine by key of the nearest `k` passages that the filter allows."""
    allowed = snapshot.allowed_keys(condition) if condition.sql else None
    return nearest_each(snapshot, stores, vector[None, :], allowed, k)[0]


def nearest_each(
    snapshot: Snapshot, stores: Stores, vectors: NDArray[np.float32], allowed: Keys | None, k: int
) -> list[dict[int, float]]:
    """Return the same for each row of `vectors` among the allowed keys, or among all if that is None.

    Passages that the vector store does not hold yet are scored from the catalog, so a new article counts at once.
    """
    if allowed is not None and len(allowed) <= EXACT_LIMIT:
        return _nearest(*snapshot.cosines(vectors, allowed.tolist()), k)
    missing = snapshot.not_in_store(snapshot.generation)
    fresh = _nearest(*snapshot.cosines(vectors, _among(missing, allowed)), k)
    return [
        _best(_from_store(snapshot, stores, vector, allowed, k) | row, k)
        for vector, row in zip(vectors, fresh, strict=True)
    ]


def exact(snapshot: Snapshot, vector: NDArray[np.float32], keys: Iterable[int]) -> dict[int, float]:
    """Return the cosine by key, from the vectors in the catalog."""
    found, cosines = snapshot.cosines(vector[None, :], keys)
    return dict(zip(found.tolist(), cosines[0].tolist(), strict=True))


def _nearest(keys: Keys, cosines: NDArray[np.float32], k: int) -> list[dict[int, float]]:
    """Return the best `k` of each row of cosines, best first."""
    order = [np.lexsort((keys, -row))[:k] for row in cosines]
    return [
        dict(zip(keys[best].tolist(), row[best].tolist(), strict=True))
        for best, row in zip(order, cosines, strict=True)
    ]


def _among(keys: Sequence[int], allowed: Keys | None) -> list[int]:
    """Return those of some keys that are allowed."""
    if allowed is None or not len(allowed):
        return list(keys) if allowed is None else []
    at = np.minimum(np.searchsorted(allowed, keys), len(allowed) - 1)
    return [key for key, here in zip(keys, allowed[at].tolist(), strict=True) if key == here]


def _from_store(
    snapshot: Snapshot, stores: Stores, vector: NDArray[np.float32], allowed: Keys | None, k: int
) -> dict[int, float]:
    """Return the nearest that the vector store holds.

    Where a filter allows many, the nearest of all are looked through first: listing tens of thousands of ids takes
    several times as long as a whole search without a filter.
    """
    if allowed is None:
        return _asked(snapshot, stores, vector, k, None)
    even = k * snapshot.count_passages() / max(len(allowed), 1)  # would do if those allowed were spread evenly
    for reserve in RESERVES if RESERVES[0] * even <= WIDEST else ():
        found = _asked(snapshot, stores, vector, min(math.ceil(reserve * even), WIDEST), None)
        among = _among(list(found), allowed)
        if len(among) >= k:
            return {key: found[key] for key in among}
    # Chroma takes an id that it does not hold for an error.
    ids = snapshot.ids_in_store(allowed.tolist(), snapshot.generation)
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
