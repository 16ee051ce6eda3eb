"""Fit the writer's weights and the refusal's coefficients on the training questions of 2022, and nothing else.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.fit --data-dir /tmp/newsquiz-2022-index

The index is made of train/newsquiz_2022_articles.jsonl.gz. Prints the numbers that stand in `answering/extractive.py` and
`answering/refusal.py`, with what they reach in five folds by question.
"""

import argparse
import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import cross_val_predict

from assistant import NewsAssistant, Settings
from assistant.answering.evidence import Evidence, gather
from assistant.answering.expected import brings, expected_kind
from assistant.answering.refusal import signals
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Filters, parse_day
from assistant.catalog.snapshot import Snapshot
from assistant.index.stores import Stores
from assistant.retrieval.search import Found, Searcher, understand
from assistant.retrieval.stems import all_stems
from benchmarks.data import Row, train_questions
from benchmarks.retrieval import answer_stands_in

WRITER_SIGNALS = ("cosine", "overlap", "context", "kind", "passage")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit both and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, required=True, help="index over the training articles")
    options = parser.parse_args(arguments)
    # Questions whose answer stands in few articles: only there does taking them away take the answer away.
    questions = [row for row in train_questions() if 1 <= len(row["answer_in"]) <= 10]
    held, taken, sentences = _collect(options.data_dir, questions)
    _fit_writer(sentences)
    _fit_refusal(held, taken)
    return 0


def _collect(data_dir: Path, questions: list[Row]) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the refusal's signals with and without the answering articles, and the writer's signals with labels."""
    settings = Settings(data_dir=data_dir)
    catalog, stores = Catalog(data_dir), Stores(data_dir, None)
    held, taken, sentences = [], [], []
    with NewsAssistant(settings) as desk, catalog.snapshot() as snapshot:
        searcher = Searcher(stores, desk.embedder, settings)
        for row in questions:
            query = understand(row["question"], Filters(), parse_day(row["asked_on"], "asked_on"), 2000)
            found = searcher.search(snapshot, query, 60)
            evidence = _evidence(snapshot, found, desk, set())
            held.append(signals(evidence))
            taken.append(signals(_evidence(snapshot, found, desk, set(row["answer_in"]))))
            sentences.append(_sentence_signals(evidence, row["answers"]))
    stores.close()
    return held, taken, sentences


def _evidence(snapshot: Snapshot, found: Found, desk: NewsAssistant, without: set[str]) -> Evidence:
    hits = tuple(hit for hit in found.hits if hit.passage.article_id not in without)[:10]
    return gather(snapshot, dataclasses.replace(found, hits=hits), desk.embedder())


def _sentence_signals(evidence: Evidence, answers: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    question = evidence.found.query.text
    kind, asked = expected_kind(question), all_stems(question)
    best = evidence.hits[0].score
    rows = [
        (item.cosine, item.overlap, item.context, brings(kind, item.text, asked), item.hit.score - best)
        for item in evidence.candidates
    ]
    labels = [answer_stands_in(answers, item.text) for item in evidence.candidates]
    return np.array(rows), np.array(labels, dtype=bool)


def _fit_writer(sentences: list[tuple[NDArray[np.float64], NDArray[np.bool_]]]) -> None:
    """Fit by the likelihood of choosing a sentence that holds the answer (softmax over the question's sentences)."""
    usable = [pair for pair in sentences if pair[1].any() and not pair[1].all()]

    def loss(weights: NDArray[np.float64], chosen: Sequence[int]) -> float:
        total = 0.5 * 0.1 * float(weights @ weights)
        for number in chosen:
            rows, labels = usable[number]
            scores = rows @ weights
            total += float(np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[labels]))
        return total

    everything = range(len(usable))
    fitted = minimize(loss, np.ones(len(WRITER_SIGNALS)), args=(everything,)).x
    held_out = []
    for fold in range(5):
        train = [number for number in everything if number % 5 != fold]
        weights = minimize(loss, np.ones(len(WRITER_SIGNALS)), args=(train,)).x
        held_out += [_first_holds(usable[number], weights) for number in everything if number % 5 == fold]
    alone = np.mean([_first_holds(pair, np.array([1.0, 0, 0, 0, 0])) for pair in usable])
    print("writer", dict(zip(WRITER_SIGNALS, map(float, fitted.round(3)), strict=True)))
    print(f"writer, first sentence holds the answer, of {len(usable)} where one of the sentences does:")
    print(f"  by cosine alone {alone:.3f}, fitted in five folds {np.mean(held_out):.3f}")


def _first_holds(pair: tuple[NDArray[np.float64], NDArray[np.bool_]], weights: NDArray[np.float64]) -> bool:
    rows, labels = pair
    return bool(labels[int(np.argmax(rows @ weights))])


def _fit_refusal(held: list[Any], taken: list[Any]) -> None:
    rows = np.array(held + taken)
    labels = np.array([1] * len(held) + [0] * len(taken))
    model = LogisticRegression(C=10.0)
    groups = np.tile(np.arange(len(held)) % 5, 2)
    folds = [(np.flatnonzero(groups != fold), np.flatnonzero(groups == fold)) for fold in range(5)]
    predicted = cross_val_predict(model, rows, labels, cv=folds)
    model.fit(rows, labels)
    print("refusal", {"intercept": float(model.intercept_[0].round(3))}, model.coef_[0].round(3))
    print(f"refusal, balanced accuracy in five folds by question: {balanced_accuracy_score(labels, predicted):.3f}")
    print(
        "mean signals with", rows[labels == 1].mean(axis=0).round(3), "without", rows[labels == 0].mean(axis=0).round(3)
    )


if __name__ == "__main__":
    sys.exit(main())
