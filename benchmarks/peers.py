"""The systems beside ours, over the very passages and vectors of an index of ours.

Only the quickstart of LlamaIndex and Chroma cuts its own passages; they are embedded once, by the same weights, and
kept below `benchmarks/.cache` by the fingerprint of the archive.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.catalog.catalog import Catalog
from assistant.index.embedding import Embedder
from assistant.retrieval.words import FUNCTION_WORDS
from benchmarks import quickstart
from benchmarks.data import Row
from benchmarks.scores import DEPTH

CACHE = Path(__file__).parent / ".cache"
CANDIDATES = 100
RANK_CONSTANT = 60

System = Callable[[Row], list[str]]
"""Returns the texts of the best passages for a question, best first."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All passages of one index.

    Attributes:
        texts: Exactly the articles' slices, as they are judged.
        shown: The same with title, source and date, as they are searched.
        matrix: Their vectors, one row each.
        fingerprint: Of all of it.
    """

    texts: list[str]
    shown: list[str]
    matrix: NDArray[np.float32]
    fingerprint: str


def shelf(data_dir: Path) -> Shelf:
    """Read all passages and vectors of the index in `data_dir`."""
    catalog = Catalog(data_dir)
    with catalog.snapshot() as snapshot:
        rows = snapshot.rows("SELECT passage_key, title, source, date, body FROM passage_words ORDER BY passage_key")
        keys, vectors = snapshot.vectors([int(str(row[0])) for row in rows])
        name = f"{snapshot.meta('archive')} {snapshot.revision} {snapshot.meta('model')}"
    catalog.close()
    matrix = vectors[np.argsort(keys)]
    shown = [". ".join(filter(None, map(str, row[1:4]))) + f"\n{row[4]}" for row in rows]
    return Shelf([str(row[4]) for row in rows], shown, matrix, hashlib.sha256(name.encode()).hexdigest()[:16])


def at_random(stock: Shelf) -> System:
    """Ten passages by chance: the floor of a weak label."""
    chooser = np.random.default_rng(20260101)
    count = min(DEPTH, len(stock.texts))
    return lambda _: [stock.texts[row] for row in chooser.choice(len(stock.texts), count, replace=False)]


def bm25(stock: Shelf) -> System:
    """BM25 alone, by bm25s."""
    rank = _bm25_ranks(stock)
    return lambda question: [stock.texts[row] for row in rank(question)[:DEPTH]]


def dense(stock: Shelf, embedder: Embedder) -> System:
    """The cosine alone, exactly."""
    rank = _dense_ranks(stock, embedder)
    return lambda question: [stock.texts[row] for row in rank(question)[:DEPTH]]


def reciprocal_rank(stock: Shelf, embedder: Embedder) -> System:
    """Reciprocal rank fusion of the two above."""
    rankings = _bm25_ranks(stock), _dense_ranks(stock, embedder)

    def search(question: Row) -> list[str]:
        scores: dict[int, float] = {}
        for rank in rankings:
            for place, row in enumerate(rank(question), start=1):
                scores[row] = scores.get(row, 0.0) + 1 / (RANK_CONSTANT + place)
        return [stock.texts[row] for row in sorted(scores, key=lambda row: (-scores[row], row))[:DEPTH]]

    return search


def txtai_hybrid(stock: Shelf, embedder: Embedder) -> System:
    """The hybrid search of txtai with its own settings, over our vectors."""
    from txtai import Embeddings

    known = dict(zip(stock.shown, stock.matrix, strict=True))

    def vectors(texts: list[str]) -> NDArray[np.float32]:
        return np.array([known[text] if text in known else embedder.embed_query(text) for text in texts])

    index = Embeddings({"method": "external", "transform": vectors, "hybrid": True})
    index.index(enumerate(stock.shown))
    return lambda question: [stock.texts[row] for row, _ in index.search(question["question"], DEPTH)]


def llamaindex_chroma(source: Path, fingerprint: str, embedder: Embedder, questions: Sequence[Row]) -> System:
    """The quickstart over its own passages of `source`; made once."""
    from assistant.llama import NewsEmbedding

    folder = CACHE / fingerprint / quickstart.COLLECTION
    model = NewsEmbedding(embedder, embed_batch_size=256)
    if not (folder / "complete").exists():
        quickstart.build(source, folder, model)
        (folder / "complete").touch()
    asked = [question["question"] for question in questions]
    found = dict(zip(asked, quickstart.search(folder, model, asked, DEPTH), strict=True))
    return lambda question: found[question["question"]]


def _bm25_ranks(stock: Shelf) -> Callable[[Row], Sequence[int]]:
    import bm25s

    stopwords = sorted(FUNCTION_WORDS)
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index(bm25s.tokenize(stock.shown, stopwords=stopwords, show_progress=False), show_progress=False)
    depth = min(CANDIDATES, len(stock.texts))

    def rank(question: Row) -> Sequence[int]:
        asked: Any = bm25s.tokenize([question["question"]], stopwords=stopwords, show_progress=False)
        rows, _ = index.retrieve(asked, k=depth, show_progress=False)
        return [int(row) for row in rows[0]]

    return rank


def _dense_ranks(stock: Shelf, embedder: Embedder) -> Callable[[Row], Sequence[int]]:
    def rank(question: Row) -> Sequence[int]:
        cosines = stock.matrix @ embedder.embed_query(question["question"])
        return [int(row) for row in np.argsort(-cosines, kind="stable")[:CANDIDATES]]

    return rank
