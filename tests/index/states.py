"""The whole state of an index as plain data, so that two can be compared; and the promises that any one must keep."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.catalog import Catalog
from assistant.catalog.writer import CatalogWriter
from assistant.index.vectors import DIRECTORIES, generation_path
from tests.index.tiny import EVERYTHING


@dataclass(frozen=True)
class State:
    """What must be the same however often a run was interrupted."""

    articles: frozenset[tuple[str, int, int]]
    passages: frozenset[tuple[str, int, int, int]]
    vector_ids: frozenset[str]
    vectors_kept: int


def state_of(data_dir: Path) -> State:
    """Return the state of an index at rest, after holding it against what must be true of it."""
    catalog = Catalog(data_dir)
    with catalog.snapshot() as snapshot:
        allowed = snapshot.allowed_keys(EVERYTHING).tolist()
        passages = snapshot.passages(allowed)
        keys, matrix = snapshot.vectors(allowed)
        assert snapshot.not_in_store(snapshot.generation) == []
        assert snapshot.count_interrupted_runs() == 0
        stored = stored_vectors(generation_path(data_dir, snapshot.generation))
        known = {passages[key].passage_id: vector for key, vector in zip(keys, matrix, strict=True)}
        assert set(stored) == set(known)
        assert all(np.allclose(stored[name], known[name], atol=2e-3) for name in known)
        versions = snapshot.rows(
            "SELECT a.article_id, a.version, count(*) FROM articles AS a JOIN versions USING (article_key) GROUP BY 1"
        )
        for passage in passages.values():
            article = snapshot.article(passage.article_id, passage.version)
            assert article is not None
            assert article.text[passage.start : passage.end] == passage.text
        state = State(
            frozenset((str(row[0]), int(str(row[1])), int(str(row[2]))) for row in versions),
            frozenset((p.article_id, p.version, p.start, p.end) for p in passages.values()),
            frozenset(stored),
            snapshot.count("vectors"),
        )
    catalog.close()
    writer = CatalogWriter(data_dir)
    assert writer.pending_removals(1) == []
    writer._connection.execute("INSERT INTO passage_search (passage_search, rank) VALUES ('integrity-check', 1)")
    writer.close()
    return state


def stored_vectors(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the vectors by id as Chroma holds them."""
    store = DIRECTORIES.take(path)
    with store._using(None) as collection:
        held: Any = collection.get(include=["embeddings"])
    DIRECTORIES.release(store)
    return {name: np.asarray(vector) for name, vector in zip(held["ids"], held["embeddings"], strict=True)}
