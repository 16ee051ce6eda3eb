"""Which passages are found: ours beside the plain stacks, in one run over the same passages and vectors.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.retrieval --newsquiz DIR --multihop DIR

Each DIR is an index of ours over that archive; only those named are measured. Newsquiz: a question counts at k if the
answer string stands, as whole words, in one of the first k passages. That is a weak label, for short answers stand in
many passages by chance, so the floor of ten random passages stands beside it; each question is asked on its own day.
Multihop: facts found in the first ten passages, and the figures of the dataset's own script. With `--ablate` ours is
measured again with each of its parts off in turn.
"""

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from assistant import Filters, NewsAssistant, Settings
from assistant.assistant import EVERYTHING, NO_FILTERS
from assistant.catalog.catalog import Catalog
from assistant.index.stores import Stores
from assistant.retrieval.dense import nearest
from benchmarks import data, peers
from benchmarks.data import Row
from benchmarks.machine import Table, machine, options, progress, report
from benchmarks.peers import System
from benchmarks.scores import DEPTH, Interval, answer_stands_in, facts_found, hops, interval

CUTS = (1, 5, 10)
PEERS = ("random", "dense", "bm25", "rrf", "txtai", "quickstart")

Figures = dict[str, dict[str, dict[str, Interval]]]
"""By slice, system and name of the figure."""

Judge = Callable[[System, Sequence[Row]], dict[str, dict[str, Interval]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison and print it."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    results: dict[str, object] = {}
    tables: list[Table] = []
    boards: tuple[tuple[data.Archive, Path | None, Callable[[], list[Row]], Judge], ...] = (
        ("newsquiz", chosen.newsquiz, data.newsquiz_questions, judge_answers),
        ("multihop", chosen.multihop, lambda: data.multihop_questions(answerable=True), judge_facts),
    )
    for archive, data_dir, questions, judge in boards:
        if data_dir is None:
            continue
        rows = questions()[: chosen.limit]
        figures = compare(archive, data_dir, rows, judge, chosen.peers, ablate=chosen.ablate)
        results[archive] = {"questions": len(rows), "figures": figures}
        tables += [_table(f"{archive}, {part}", systems) for part, systems in figures.items()]
        if archive == "newsquiz":
            results["store_recall@10"] = store_recall(data_dir, rows)
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def compare(
    archive: data.Archive, data_dir: Path, questions: Sequence[Row], judge: Judge, named: Sequence[str], *, ablate: bool
) -> Figures:
    """Judge every system by the same questions; figures by slice, then by system."""
    figures: Figures = {}
    with contextlib.ExitStack() as stack:
        systems = ours(data_dir, stack, ablate=ablate)
        for name, system in (*_peers(archive, data_dir, questions, named, stack), *systems):
            progress(f"{archive}: {name}")
            for part, values in judge(system, questions).items():
                figures.setdefault(part, {})[name] = values
    return figures


def judge_answers(system: System, questions: Sequence[Row]) -> dict[str, dict[str, Interval]]:
    """Return answer-in-passages@k over all questions, and over those whose answer has two words or more."""
    found = [[answer_stands_in(row["answers"], text) for text in system(row)] for row in questions]
    hits = {f"@{cut}": np.array([float(any(row[:cut])) for row in found]) for cut in CUTS}
    long = np.array([max(len(answer.split()) for answer in row["answers"]) > 1 for row in questions])
    slices = {"all questions": np.ones_like(long), "answers of two or more words": long}
    return {
        f"{part} ({int(chosen.sum())})": {name: interval(values[chosen]) for name, values in hits.items()}
        for part, chosen in slices.items()
        if chosen.any()
    }


def judge_facts(system: System, questions: Sequence[Row]) -> dict[str, dict[str, Interval]]:
    """Return evidence recall and the figures of the dataset's script, over all questions and by their type."""
    facts = [[item["fact"] for item in row["evidence"]] for row in questions]
    texts = [system(row) for row in questions]
    wanted = np.array([float(len(row)) for row in facts])
    got = np.array([float(facts_found(row, found)) for row, found in zip(facts, texts, strict=True)])
    others = [hops(row, found) for row, found in zip(facts, texts, strict=True)]
    types = np.array([str(row.get("type", "")) for row in questions])
    parts = {"all questions": np.ones(len(types), dtype=bool)} | {name: types == name for name in sorted(set(types))}

    def figures(chosen: NDArray[np.bool_]) -> dict[str, Interval]:
        return {f"evidence recall@{DEPTH}": interval(got[chosen], wanted[chosen])} | {
            name: interval(np.array([row[name] for row in others])[chosen]) for name in others[0]
        }

    return {f"{part} ({int(chosen.sum())})": figures(chosen) for part, chosen in parts.items()}


def ours(data_dir: Path, stack: contextlib.ExitStack, *, ablate: bool) -> Iterator[tuple[str, System]]:
    """Yield our search as it ships, and with `ablate` with each part off in turn."""
    settings = Settings(data_dir=data_dir)
    yield "ours", _search(stack.enter_context(NewsAssistant(settings)))
    if not ablate:
        return
    for name, changes in SETTINGS_OFF.items():
        desk = stack.enter_context(NewsAssistant(settings.model_copy(update=changes)))
        yield f"ours, {name}", _search(desk)
    desk = stack.enter_context(NewsAssistant(settings))
    for chip in CHIPS_OFF:
        yield f"ours, no {chip}", _search(desk, Filters(ignored=(chip,)))
    for name, constants in CONSTANTS_OFF.items():
        yield f"ours, {name}", _without(constants, _search(desk))


SETTINGS_OFF: dict[str, dict[str, object]] = {
    "no recency": {"recency_weight": 0.0},
    "no keyword search": {"dense_weight": 1.0},
    "no dense search": {"dense_weight": 0.0},
    "no limit to one article": {"passages_per_article": 50},
}

CHIPS_OFF = ("outlet", "time", "parts", "spelling", "phrase")

CONSTANTS_OFF: dict[str, dict[str, float]] = {
    "no closer look": {"closeness.PAIRS_WEIGHT": 0, "closeness.SENTENCES_WEIGHT": 0, "closeness.POSITION_WEIGHT": 0},
    "no neighbouring words": {"closeness.PAIRS_WEIGHT": 0},
    "no neighbouring sentences": {"closeness.SENTENCES_WEIGHT": 0},
    "no place in the article": {"closeness.POSITION_WEIGHT": 0},
    "no share of the whole in a part": {"search.WHOLE_SHARE": 0},
    "no cost within a part": {"choosing.PART_COST": 0},
    "no cost within an article": {"choosing.ARTICLE_COST": 0},
    "common words looked up": {"candidates.COMMON_SHARE": 1},
}
"""What has no setting and no chip, by the constants of `assistant.retrieval` that switch it off."""


def _without(constants: Mapping[str, float], system: System) -> System:
    def search(row: Row) -> list[str]:
        with contextlib.ExitStack() as stack:
            for name, value in constants.items():
                stack.enter_context(patch(f"assistant.retrieval.{name}", value))
            return system(row)

    return search


def store_recall(data_dir: Path, questions: Sequence[Row]) -> float:
    """Return recall@10 of the vector store against brute force over every stored vector."""
    catalog, stores, shares = Catalog(data_dir), Stores(data_dir, None), []
    with NewsAssistant(Settings(data_dir=data_dir)) as desk, catalog.snapshot() as snapshot:
        keys, matrix = snapshot.vectors(snapshot.allowed_keys(EVERYTHING).tolist())
        for question in questions:
            vector = desk.embedder().embed_query(question["question"])
            truth = {keys[row] for row in np.argsort(-(matrix @ vector), kind="stable")[:DEPTH]}
            shares.append(len(truth & set(nearest(snapshot, stores, vector, EVERYTHING, DEPTH))) / len(truth))
    stores.close()
    catalog.close()
    return float(np.mean(shares))


def _search(desk: NewsAssistant, filters: Filters = NO_FILTERS) -> System:
    return lambda row: [
        hit.text for hit in desk.search(row["question"], DEPTH, filters=filters, today=row.get("asked_on"))
    ]


def _peers(
    archive: data.Archive,
    data_dir: Path,
    questions: Sequence[Row],
    named: Sequence[str],
    stack: contextlib.ExitStack,
) -> Iterator[tuple[str, System]]:
    stock = peers.shelf(data_dir)
    embedder = stack.enter_context(NewsAssistant(Settings(data_dir=data_dir))).embedder()
    makers: dict[str, tuple[str, Callable[[], System]]] = {
        "random": ("ten random passages", lambda: peers.at_random(stock)),
        "dense": ("dense alone", lambda: peers.dense(stock, embedder)),
        "bm25": ("BM25 alone (bm25s)", lambda: peers.bm25(stock)),
        "rrf": ("reciprocal rank fusion", lambda: peers.reciprocal_rank(stock, embedder)),
        "txtai": ("txtai, hybrid", lambda: peers.txtai_hybrid(stock, embedder)),
        "quickstart": (
            "LlamaIndex + Chroma",
            lambda: peers.llamaindex_chroma(data.articles_file(archive), stock.fingerprint, embedder, questions),
        ),
    }
    for name in named:
        title, make = makers[name]
        progress(f"{archive}: making {title}")
        yield title, make()


def _table(title: str, systems: Mapping[str, Mapping[str, Interval]]) -> Table:
    names = list(next(iter(systems.values())))
    rows = [
        (system, *(f"{mean:.3f} [{low:.3f} {high:.3f}]" for mean, low, high in (values[name] for name in names)))
        for system, values in systems.items()
    ]
    return Table(title, ("", *names), rows)


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--newsquiz", type=Path, metavar="DIR", help="index over newsquiz/articles.jsonl.gz")
    parser.add_argument("--multihop", type=Path, metavar="DIR", help="index over multihop/articles.jsonl.gz")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS, help="systems beside ours; all by default")
    parser.add_argument("--ablate", action="store_true", help="ours again with each part off in turn")
    return parser


if __name__ == "__main__":
    sys.exit(main())
