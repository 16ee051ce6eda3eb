"""Fit the weights of the closer look at passages on the training questions, and on nothing else.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.closeness --data-dir DIR

DIR is an index of ours over train/newsquiz_2022_articles.jsonl.gz. For every question the passages that would be looked
at are ranked without the closer look; of each pair of them, one with the answer and one without, the weights say which
comes first, with the fused score's own weight held at one. Prints the weights that `retrieval/closeness.py` could have,
and how many questions have their answer in the first, five and ten passages: without the look, with the weights that
ship, and with those of the other four fifths of the questions.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant import Filters, NewsAssistant, Settings
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import parse_day
from assistant.index.stores import Stores
from assistant.retrieval import closeness
from assistant.retrieval.closeness import Wording
from assistant.retrieval.search import LOOKED_AT, Searcher
from assistant.retrieval.understanding import understand
from benchmarks import data
from benchmarks.machine import Table, machine, options, report
from benchmarks.scores import answer_stands_in

FOLDS = 5
CUTS = (1, 5, 10)
NAMES = ("pairs", "sentences", "position")
RIDGE = 0.001
"""Keeps a weight that few questions tell of near nothing."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One question's passages: score without the look, shape (n,); signals, shape (n, 3); which hold an answer."""

    scores: Array
    signals: Array
    answers: NDArray[np.bool_]

    def first(self, weights: Array) -> NDArray[np.bool_]:
        """Return which passages hold an answer, in the order that the weights give."""
        return self.answers[np.argsort(-(self.scores + self.signals @ weights), kind="stable")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    ranked = list(rankings(chosen.data_dir))
    usable = [item for item in ranked if item.answers.any() and not item.answers.all()]
    weights = fitted(usable)
    shipped = np.array([closeness.PAIRS_WEIGHT, closeness.SENTENCES_WEIGHT, closeness.POSITION_WEIGHT])
    held_out: list[NDArray[np.bool_]] = []
    for fold in range(FOLDS):
        rest = [item for number, item in enumerate(usable) if number % FOLDS != fold]
        held_out += [item.first(fitted(rest)) for item in usable[fold::FOLDS]]
    rows = [
        ("without the look", *_shares([item.first(np.zeros(len(NAMES))) for item in usable], len(ranked))),
        ("as shipped", *_shares([item.first(shipped) for item in usable], len(ranked))),
        ("fitted on the other four fifths", *_shares(held_out, len(ranked))),
    ]
    tables = [
        Table("Weights", ("", *NAMES), [("shipped", *map(_short, shipped)), ("fitted on all", *map(_short, weights))]),
        Table(f"{len(ranked)} training questions, answer in the first", ("", *map(str, CUTS)), rows),
    ]
    results = {"questions": len(ranked), "weights": dict(zip(NAMES, map(float, weights), strict=True))}
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def rankings(data_dir: Path) -> Iterator[Ranked]:
    """Yield the passages that would be looked at for every training question."""
    catalog, stores = Catalog(data_dir), Stores(data_dir, None)
    settings = Settings(data_dir=data_dir, passages_per_article=50)
    with NewsAssistant(settings) as desk, catalog.snapshot() as snapshot:
        searcher = Searcher(stores, desk.embedder, settings)
        for row in data.train_questions():
            query = understand(row["question"], Filters(), parse_day(row["asked_on"], "day"), 20_000)
            with (
                patch.object(closeness, "PAIRS_WEIGHT", 0),
                patch.object(closeness, "SENTENCES_WEIGHT", 0),
                patch.object(closeness, "POSITION_WEIGHT", 0),
            ):
                hits = searcher.search(snapshot, query, LOOKED_AT).hits
            wording = Wording.of(snapshot, query.text)
            close = [wording.compare(hit.passage) for hit in hits]
            yield Ranked(
                np.array([hit.score for hit in hits]),
                np.array([(item.pairs, item.sentences, item.position) for item in close]).reshape(-1, len(NAMES)),
                np.array([answer_stands_in(row["answers"], hit.passage.text) for hit in hits], dtype=bool),
            )
    stores.close()
    catalog.close()


def fitted(usable: Sequence[Ranked]) -> Array:
    """Return the weights of the most likely order of pairs; every question counts the same (Bradley and Terry 1952)."""
    pairs = [_pairs(item) for item in usable]

    def loss(weights: Array) -> float:
        losses = [float(np.logaddexp(0, -(ahead + differences @ weights)).mean()) for ahead, differences in pairs]
        return float(np.mean(losses)) + RIDGE * float(weights @ weights) / len(NAMES)

    return np.asarray(minimize(loss, np.ones(len(NAMES))).x)


def _pairs(item: Ranked) -> tuple[Array, Array]:
    """Return by how much each passage with an answer is ahead of each without: in score, and in each signal."""
    right, wrong = np.flatnonzero(item.answers), np.flatnonzero(~item.answers)
    first, second = np.repeat(right, len(wrong)), np.tile(wrong, len(right))
    return item.scores[first] - item.scores[second], item.signals[first] - item.signals[second]


def _shares(ranked: Sequence[NDArray[np.bool_]], total: int) -> list[str]:
    return [_short(sum(bool(row[:cut].any()) for row in ranked) / total) for cut in CUTS]


def _short(value: float) -> str:
    return f"{value:.3f}"


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, metavar="DIR", required=True, help="index over the training articles")
    return parser


if __name__ == "__main__":
    sys.exit(main())
