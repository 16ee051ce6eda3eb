"""Fit the writer's weights and the refusal's coefficients on the training sets, and on nothing else.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.fit --work /tmp/fit

Two archives are made below `--work` and kept there: the quiz's articles of 2022, and the texts of SQuAD 2.0 and
SQuADShifts (Wikipedia), one article each; of these only questions about texts that the reader was not trained on are
asked. Every question is asked twice: of an archive that holds its answer, and of
the same archive without the articles that do. Archives of all articles, of sixty and of one take turns, so that one
threshold serves all. Prints the numbers that stand in `answering/extractive.py` and `answering/refusal.py`, with what
they reach in five folds.
"""

import argparse
import dataclasses
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import cross_val_predict

from assistant import NewsAssistant, Settings
from assistant.answering.choices import ChoiceWeights, weighed
from assistant.answering.evidence import PASSAGES_READ, Evidence, gather
from assistant.answering.extractive import FEATURES, features
from assistant.answering.refusal import Scorer, signals
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Filters, parse_day
from assistant.catalog.snapshot import Snapshot
from assistant.index.stores import Stores
from assistant.retrieval.dense import exact
from assistant.retrieval.search import Found, Hit, Searcher
from assistant.retrieval.understanding import understand
from benchmarks.data import Row, articles_file, reading_questions, train_questions
from benchmarks.machine import progress
from benchmarks.reader_examples import is_held_out
from benchmarks.scores import answer_stands_in

REFUSAL_SIGNALS = tuple(field.name for field in dataclasses.fields(Scorer) if field.name != "intercept")
FOLDS = 5
READING_QUESTIONS = 500
SAID = 50

CHOICE_SIGNALS = tuple(field.name for field in dataclasses.fields(ChoiceWeights))

Array = NDArray[np.float64]
Labelled = tuple[Array, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One training question: its words, its day, its answers, the articles that answer it, and choices if any."""

    text: str
    day: str | None
    answers: tuple[str, ...]
    articles: frozenset[str]
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """The refusal's signals of one question with the answer in the archive and without, and the size of the archive."""

    name: str
    size: str
    held: tuple[float, ...]
    taken: tuple[float, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit both and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for the two training archives")
    options = parser.parse_args(arguments)
    quiz, reading = _quiz(), _reading(options.work)
    pairs: list[Pair] = []
    sentences: list[Labelled] = []
    choices: list[Labelled] = []
    for name, files, asked in (
        ("quiz", articles_file("train"), quiz),
        ("reading", options.work / "reading.jsonl", reading),
    ):
        with _Bench(options.work / name, files) as bench:
            for number, question in enumerate(asked):
                if number % SAID == 0:
                    progress(f"{name}: {number} of {len(asked)} questions")
                pairs.append(bench.pair(name, number, question))
                if name == "quiz":
                    for_sentences, for_choices = bench.quiz(question)
                    sentences.append(for_sentences)
                    choices.append(for_choices)
    _fit_softmax("writer", FEATURES, sentences, "the first sentence holds the answer, where one of them does")
    _fit_softmax("choices", CHOICE_SIGNALS, choices, "the right choice is chosen")
    _fit_refusal(pairs)
    return 0


class _Bench:
    """One training archive, made on first use."""

    def __init__(self, data_dir: Path, articles: Path) -> None:
        self._settings = Settings(data_dir=data_dir)
        self._desk = NewsAssistant(self._settings)
        self._desk.ingest([articles])
        self._stores = Stores(data_dir, None)
        self._catalog = Catalog(data_dir)
        self._searcher = Searcher(self._stores, self._desk.embedder, self._settings)
        with self._catalog.snapshot() as snapshot:
            self._ids = sorted(str(row[0]) for row in snapshot.rows("SELECT article_id FROM articles"))
        self._chooser = np.random.default_rng(20260101)

    def __enter__(self) -> "_Bench":
        return self

    def __exit__(self, *_: object) -> None:
        self._stores.close()
        self._catalog.close()
        self._desk.close()

    def pair(self, name: str, number: int, asked: Asked) -> Pair:
        """Ask with and without the answer, over all articles, sixty, or one, in turn."""
        size = ("all", "60", "1")[number % 3]
        with self._catalog.snapshot() as snapshot:
            found = self._search(snapshot, asked)
            if size == "all":
                return Pair(name, size, self._signals(snapshot, found), self._signals(snapshot, found, asked.articles))
            others = list(self._chooser.choice([i for i in self._ids if i not in asked.articles], 60, replace=False))
            gold = sorted(asked.articles)[:1]
            held = gold + others[:59] if size == "60" else gold
            taken = others if size == "60" else others[:1]
            return Pair(name, size, self._within(snapshot, found, held), self._within(snapshot, found, taken))

    def quiz(self, asked: Asked) -> tuple[Labelled, Labelled]:
        """Return the writer's signals of each sentence and which hold an answer, and the same of the choices."""
        with self._catalog.snapshot() as snapshot:
            evidence = self._gather(snapshot, self._search(snapshot, asked))
        rows = [[row[name] for name in FEATURES] for row in features(evidence)]
        hold = [answer_stands_in(asked.answers, item.text) for item in evidence.candidates]
        found = weighed(evidence, asked.choices)
        signals_ = [[choice.signals[name] for name in CHOICE_SIGNALS] for choice in found]
        right = [choice.text in asked.answers for choice in found]
        return (np.array(rows), np.array(hold)), (np.array(signals_), np.array(right))

    def _search(self, snapshot: Snapshot, asked: Asked) -> Found:
        query = understand(asked.text, Filters(), parse_day(asked.day, "day"), 20_000)
        return self._searcher.search(snapshot, query, 60)

    def _gather(self, snapshot: Snapshot, found: Found, without: frozenset[str] = frozenset()) -> Evidence:
        hits = tuple(hit for hit in found.hits if hit.passage.article_id not in without)[:PASSAGES_READ]
        return gather(snapshot, dataclasses.replace(found, hits=hits), self._desk.reader())

    def _signals(self, snapshot: Snapshot, found: Found, without: frozenset[str] = frozenset()) -> tuple[float, ...]:
        return _in_order(self._gather(snapshot, found, without))

    def _within(self, snapshot: Snapshot, found: Found, article_ids: Sequence[str]) -> tuple[float, ...]:
        """Ask of an archive that holds only these articles."""
        passages = {p.key: p for article_id in article_ids for p in snapshot.passages_of(article_id)}
        cosines = exact(snapshot, found.vector, passages)
        best = sorted(cosines, key=lambda key: -cosines[key])
        hits = tuple(Hit(passages[key], cosines[key], cosines[key], 0.0, 0.0) for key in best)
        evidence = self._gather(snapshot, dataclasses.replace(found, hits=hits))
        return _in_order(dataclasses.replace(evidence, searched=len(passages)))


def _in_order(evidence: Evidence) -> tuple[float, ...]:
    found = signals(evidence)
    return tuple(found[name] for name in REFUSAL_SIGNALS)


def _quiz() -> list[Asked]:
    """Return the questions whose answer stands in few articles: only there does taking them away take it away."""
    return [
        Asked(
            row["question"],
            row["asked_on"],
            tuple(row["answers"]),
            frozenset(row["answer_in"]),
            tuple(row["choices"]),
        )
        for row in train_questions()
        if 1 <= len(row["answer_in"]) <= 10
    ]


def _reading(work: Path) -> list[Asked]:
    """Return answerable questions about texts, spread over all of them, and write the texts as articles."""
    rows: list[Row] = [*reading_questions("squad2"), *reading_questions("shifts_wiki")]
    texts = {_text_id(row): row["context"] for row in rows}
    work.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"id": name, "text": text}) for name, text in texts.items())
    (work / "reading.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    answerable = [row for row in rows if row["answers"] and is_held_out(row["context"])]
    chosen = answerable[:: max(len(answerable) // READING_QUESTIONS, 1)]
    return [
        Asked(row["question"], None, tuple(a["text"] for a in row["answers"]), frozenset({_text_id(row)}))
        for row in chosen
    ]


def _text_id(row: Row) -> str:
    return hashlib.blake2b(row["context"].encode(), digest_size=8).hexdigest()


def _fit_softmax(what: str, names: Sequence[str], rows: list[Labelled], judged_by: str) -> None:
    """Fit by the likelihood of choosing one that is right (softmax over those of one question)."""
    usable = [pair for pair in rows if pair[1].any() and not pair[1].all()]

    def fitted(chosen: Sequence[int]) -> Array:
        def loss(weights: Array) -> float:
            total = 0.05 * float(weights @ weights)
            for number in chosen:
                scores = usable[number][0] @ weights
                total += float(np.logaddexp.reduce(scores) - np.logaddexp.reduce(scores[usable[number][1]]))
            return total

        return np.asarray(minimize(loss, np.zeros(len(names))).x)

    held_out = []
    for test, train in _folds(len(usable)):
        weights = fitted(train)
        held_out += [_first_holds(usable[number], weights) for number in test]
    print(f"{what}:", dict(zip(names, map(float, fitted(range(len(usable))).round(2)), strict=True)))
    print(f"  {judged_by}, of {len(usable)} questions, in five folds: {np.mean(held_out):.3f}")


def _first_holds(pair: tuple[Array, NDArray[np.bool_]], weights: Array) -> bool:
    return bool(pair[1][int(np.argmax(pair[0] @ weights))])


def _fit_refusal(pairs: list[Pair]) -> None:
    rows = np.array([pair.held for pair in pairs] + [pair.taken for pair in pairs])
    labels = np.repeat([1, 0], len(pairs))
    names = np.tile([pair.name for pair in pairs], 2)
    sizes = np.tile([pair.size for pair in pairs], 2)
    weights = np.where(names == "quiz", 1.0 / (names == "quiz").sum(), 1.0 / (names != "quiz").sum()) * len(rows)
    model = LogisticRegression(C=1.0)
    halves = [(np.array(train), np.array(test)) for test, train in _folds(len(pairs))]
    folds = [tuple(np.concatenate((part, part + len(pairs))) for part in fold) for fold in halves]
    predicted = cross_val_predict(
        model, rows, labels, cv=folds, params={"sample_weight": weights}, method="predict_proba"
    )[:, 1]
    threshold = Settings().refusal_threshold
    model.fit(rows, labels, sample_weight=weights)
    print(
        "refusal: intercept",
        float(model.intercept_[0].round(2)),
        dict(zip(REFUSAL_SIGNALS, map(float, model.coef_[0].round(2)), strict=True)),
    )
    for name in ("quiz", "reading"):
        for size in ("all", "60", "1"):
            here = (names == name) & (sizes == size)
            score = balanced_accuracy_score(labels[here], predicted[here] >= threshold)
            with_, without = rows[here & (labels == 1)].mean(axis=0), rows[here & (labels == 0)].mean(axis=0)
            print(f"  {name} {size:>3} articles: balanced accuracy {score:.3f}", with_.round(2), without.round(2))


def _folds(count: int) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (test, train) positions of each fold."""
    for fold in range(FOLDS):
        test = list(range(fold, count, FOLDS))
        yield test, [number for number in range(count) if number % FOLDS != fold]


if __name__ == "__main__":
    sys.exit(main())
