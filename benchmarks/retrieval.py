"""Answer-in-passages@k on the newsquiz questions: ours beside BM25 alone, dense alone and random passages, in one run.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.retrieval --data-dir /tmp/newsquiz-index

A question counts at k if the answer string stands, as whole words and without regard to case or typographic quotes, in
one of the first k passages. That is a weak label: short answers stand in many passages by chance, so the floor of ten
random passages stands beside it. Each question is asked on its own day.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant import NewsAssistant, Settings
from assistant.assistant import EVERYTHING
from assistant.catalog.catalog import Catalog
from assistant.catalog.snapshot import Snapshot
from assistant.index.stores import Stores
from assistant.retrieval.dense import nearest
from assistant.retrieval.words import FUNCTION_WORDS
from benchmarks.data import Row, newsquiz_questions
from benchmarks.machine import describe

CUTS = (1, 5, 10)
RESAMPLES = 2000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and print it."""
    options = _parser().parse_args(arguments)
    questions = newsquiz_questions()[: options.limit]
    settings = Settings(data_dir=options.data_dir)
    with NewsAssistant(settings) as desk:
        texts = _passage_texts(options.data_dir)
        systems: dict[str, Callable[[Row], list[str]]] = {
            "random": _random(texts),
            "bm25 (bm25s)": _bm25(texts),
            "dense": _dense(desk, options.data_dir),
            "ours, no recency": _ours(desk, use_today=False),
            "ours": _ours(desk, use_today=True),
        }
        hits = {name: _hits(system, questions) for name, system in systems.items()}
        recall = _store_recall(desk, options.data_dir, questions)
    _print(options, hits, questions, recall)
    return 0


def answer_stands_in(answers: Sequence[str], text: str) -> bool:
    """Whether one of `answers` stands in `text` as whole words."""
    folded = _folded(text)
    return any(re.search(rf"(?<!\w){re.escape(_folded(answer))}(?!\w)", folded) for answer in answers)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True, help="index over newsquiz/articles.jsonl.gz")
    parser.add_argument("--limit", type=int, default=None, help="only the first N questions")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.casefold().translate(str.maketrans("’‘“”", "''\"\"")))


def _passage_texts(data_dir: Path) -> list[tuple[str, str]]:
    """Return (header and text, text) of every passage."""
    catalog = Catalog(data_dir)
    with catalog.snapshot() as snapshot:
        rows = snapshot.rows("SELECT title, source, date, body FROM passage_words ORDER BY passage_key")
    catalog.close()
    return [(" ".join(map(str, row)), str(row[3])) for row in rows]


def _random(texts: list[tuple[str, str]]) -> Callable[[Row], list[str]]:
    chooser = np.random.default_rng(20260101)
    return lambda _: [texts[row][1] for row in chooser.choice(len(texts), size=max(CUTS), replace=False)]


def _bm25(texts: list[tuple[str, str]]) -> Callable[[Row], list[str]]:
    stopwords = sorted(FUNCTION_WORDS)
    tokens = bm25s.tokenize([text for text, _ in texts], stopwords=stopwords, show_progress=False)
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index(tokens, show_progress=False)

    def search(question: Row) -> list[str]:
        asked = bm25s.tokenize([question["question"]], stopwords=stopwords, show_progress=False)
        rows, _ = index.retrieve(asked, k=max(CUTS), show_progress=False)
        return [texts[int(row)][1] for row in rows[0]]

    return search


def _dense(desk: NewsAssistant, data_dir: Path) -> Callable[[Row], list[str]]:
    catalog, stores = Catalog(data_dir), Stores(data_dir, None)

    def search(question: Row) -> list[str]:
        vector = desk.embedder().embed_query(question["question"])
        with catalog.snapshot() as snapshot:
            best = nearest(snapshot, stores, vector, EVERYTHING, max(CUTS))
            passages = snapshot.passages(list(best))
        return [passages[key].text for key in best]

    return search


def _ours(desk: NewsAssistant, *, use_today: bool) -> Callable[[Row], list[str]]:
    def search(question: Row) -> list[str]:
        today = question["asked_on"] if use_today else "2100-01-01"
        return [passage.text for passage in desk.search(question["question"], max(CUTS), today=today)]

    return search


def _hits(system: Callable[[Row], list[str]], questions: Sequence[Row]) -> NDArray[np.float64]:
    """Return 1 or 0 per question and cut, shape (questions, cuts)."""
    rows = []
    for question in questions:
        found = [answer_stands_in(question["answers"], text) for text in system(question)]
        rows.append([float(any(found[:cut])) for cut in CUTS])
    return np.array(rows)


def _store_recall(desk: NewsAssistant, data_dir: Path, questions: Sequence[Row]) -> float:
    """Return recall@10 of the vector store against brute force over every stored vector."""
    catalog, stores = Catalog(data_dir), Stores(data_dir, None)
    shares = []
    with catalog.snapshot() as snapshot:
        keys, matrix = snapshot.vectors(_all_keys(snapshot))
        for question in questions:
            vector = desk.embedder().embed_query(question["question"])
            truth = {keys[row] for row in np.argsort(-(matrix @ vector), kind="stable")[:10]}
            shares.append(len(truth & set(nearest(snapshot, stores, vector, EVERYTHING, 10))) / 10)
    stores.close()
    catalog.close()
    return float(np.mean(shares))


def _all_keys(snapshot: Snapshot) -> list[int]:
    return [key for key, _ in snapshot.allowed_passages(EVERYTHING, -1)]


def _interval(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the mean and its bootstrap 95 % interval."""
    chooser = np.random.default_rng(7)
    means = values[chooser.integers(0, len(values), (RESAMPLES, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(values.mean()), float(low), float(high)


def _print(
    options: argparse.Namespace,
    hits: dict[str, NDArray[np.float64]],
    questions: Sequence[Row],
    recall: float,
) -> None:
    long = np.array([max(len(answer.split()) for answer in question["answers"]) > 1 for question in questions])
    figures = {
        name: {f"@{cut}": _interval(rows[:, n]) for n, cut in enumerate(CUTS)}
        | {f"long@{cut}": _interval(rows[long, n]) for n, cut in enumerate(CUTS)}
        for name, rows in hits.items()
    }
    if options.json:
        print(json.dumps({"machine": describe(), "n": len(questions), "recall@10": recall, "systems": figures}))
        return
    print(describe())
    print(f"{len(questions)} questions, {int(long.sum())} of them with an answer of two or more words (long)")
    for name, row in figures.items():
        cells = "  ".join(f"{key} {mean:.3f} [{low:.3f} {high:.3f}]" for key, (mean, low, high) in row.items())
        print(f"{name:18} {cells}")
    print(f"vector store, recall@10 against brute force: {recall:.4f}")


if __name__ == "__main__":
    sys.exit(main())
