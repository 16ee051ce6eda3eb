"""Whether a filter keeps a search exact, and what it costs: the nearest passages under random filters.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python benchmarks/filters.py --data-dir /tmp/newsquiz-index

Filters are drawn by chance from the archive's own outlets, days, sections, kinds and languages, one to three of them at
once. Brute force is one matrix product over the stored vectors of the passages that the filter allows.
"""

import argparse
import datetime as dt
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import Filters, NewsAssistant, Settings
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import SECONDS_PER_DAY, Condition, condition_of
from assistant.catalog.snapshot import FROM_PASSAGES, Snapshot
from assistant.index.stores import Stores
from assistant.retrieval.dense import EXACT_LIMIT, nearest
from benchmarks import data
from benchmarks.machine import Table, machine, options, percentile, progress, report

K = 10
AIM_RECALL, AIM_SLOWER = 0.97, 2.0
TURNS = 3
"""How often each search is timed, with the filter and without in turn; the least counts: others use the cores too."""

CLOSE = 1e-5
"""Cosines as close as this are equal: which of the two passages comes first is then a matter of rounding."""


@dataclass(frozen=True, slots=True)
class Archive:
    """All current passages of an archive, by key: their vectors, shape (n, dimension), and what filters are made of."""

    keys: NDArray[np.int64]
    vectors: NDArray[np.float32]
    outlets: tuple[str, ...]
    sections: tuple[str, ...]
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One question under one filter: passages allowed, share of the true nearest found, and least milliseconds."""

    allowed: int
    recall: float
    exact: bool
    filtered_ms: float
    free_ms: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    wanted = _parser().parse_args(given)
    on = machine()
    pairs = measure(wanted.data_dir, wanted.pairs, wanted.seed)
    few, many = _halves(pairs)
    results = {"pairs": len(pairs), "up_to_limit": _figures(few), "above_limit": _figures(many)}
    report(on, results, [_table(few, many)], as_json=wanted.json, arguments=given)
    return 0


def measure(data_dir: Path, pairs: int, seed: int) -> list[Pair]:
    """Return what became of `pairs` questions, each under a filter of its own that allows at least one passage."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    asked = [row["question"] for row in data.newsquiz_questions()]
    settings = Settings(data_dir=data_dir)
    catalog, stores = Catalog(data_dir), Stores(data_dir, None)
    found: list[Pair] = []
    with NewsAssistant(settings) as desk, catalog.snapshot() as snapshot:
        archive = _archive(snapshot)
        desk.search("warm up")
        while len(found) < pairs:
            if len(found) % 100 == 0:
                progress(f"{len(found)} of {pairs} pairs")
            question, filters = chance.choice(asked), _filters(chance, archive)
            pair = _pair(desk, snapshot, stores, archive, question, filters)
            if pair:
                found.append(pair)
    stores.close()
    catalog.close()
    return found


def _pair(
    desk: NewsAssistant, snapshot: Snapshot, stores: Stores, archive: Archive, question: str, filters: Filters
) -> Pair | None:
    condition = condition_of(filters)
    rows = snapshot.rows(f"SELECT p.passage_key {FROM_PASSAGES} WHERE {condition.sql}", condition.parameters)
    if not rows:
        return None
    allowed = np.isin(archive.keys, np.array([row[0] for row in rows], dtype=np.int64))
    vector = desk.embedder().embed_query(question)
    truth = np.sort(archive.vectors[allowed] @ vector)[::-1][:K]
    got = np.array(sorted(nearest(snapshot, stores, vector, condition, K).values(), reverse=True))
    same = min(len(truth), len(got))
    hits = int((got[:same] >= truth[-1] - CLOSE).sum())
    is_exact = len(got) == len(truth) and bool(np.all(np.abs(got - truth) < CLOSE))
    turns = [[_milliseconds(desk, question, each) for each in (filters, Filters())] for _ in range(TURNS)]
    filtered, free = map(min, zip(*turns, strict=True))
    return Pair(int(allowed.sum()), hits / len(truth), is_exact, filtered, free)


def _milliseconds(desk: NewsAssistant, question: str, filters: Filters) -> float:
    started = time.perf_counter()
    desk.search(question, K, filters=filters)
    return (time.perf_counter() - started) * 1000


def _archive(snapshot: Snapshot) -> Archive:
    keys, vectors = snapshot.vectors(row[0] for row in snapshot.rows("SELECT passage_key FROM passages"))  # type: ignore[misc]
    days = snapshot.rows(f"SELECT DISTINCT v.published_epoch / {SECONDS_PER_DAY} {FROM_PASSAGES}")
    names = {
        column: tuple(
            str(row[0])
            for row in snapshot.rows(f"SELECT DISTINCT v.{column} {FROM_PASSAGES} WHERE v.{column} IS NOT NULL")
        )
        for column in ("source", "section", "kind", "language")
    }
    return Archive(
        np.array(keys, dtype=np.int64),
        vectors,
        names["source"],
        names["section"],
        names["kind"],
        names["language"],
        tuple(sorted(int(str(row[0])) for row in days if row[0] is not None)),
    )


def _filters(chance: random.Random, archive: Archive) -> Filters:
    """Return one to three restrictions at once; the period is of any length, from a day to all of the archive."""
    filters = Filters()
    for kind in chance.sample(("outlet", "period", "as_of", "section", "kind", "language"), chance.randint(1, 3)):
        if kind == "period":
            first, last = sorted(chance.choices(archive.days, k=2))
            filters = replace(filters, since=_day(first), until=_day(last))
        elif kind == "as_of":
            filters = replace(filters, as_of=_day(chance.choice(archive.days)))
        elif kind == "outlet":
            filters = replace(filters, sources=_some(chance, archive.outlets))
        elif kind == "section":
            filters = replace(filters, sections=_some(chance, archive.sections))
        elif kind == "kind":
            filters = replace(filters, kinds=_some(chance, archive.kinds))
        else:
            filters = replace(filters, languages=_some(chance, archive.languages))
    return filters if condition_of(filters) != Condition("", ()) else _filters(chance, archive)


def _some(chance: random.Random, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(chance.sample(names, min(len(names), chance.randint(1, 2))))


def _day(number: int) -> dt.date:
    return dt.date(1970, 1, 1) + dt.timedelta(days=number)


def _halves(pairs: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
    return [pair for pair in pairs if pair.allowed <= EXACT_LIMIT], [
        pair for pair in pairs if pair.allowed > EXACT_LIMIT
    ]


def _figures(pairs: Sequence[Pair]) -> dict[str, float]:
    if not pairs:
        return {"pairs": 0}
    ratio = [pair.filtered_ms / pair.free_ms for pair in pairs]
    return {
        "pairs": len(pairs),
        "exact": sum(pair.exact for pair in pairs),
        "recall": round(sum(pair.recall for pair in pairs) / len(pairs), 4),
        "filtered_p50_ms": round(percentile([pair.filtered_ms for pair in pairs], 50), 1),
        "free_p50_ms": round(percentile([pair.free_ms for pair in pairs], 50), 1),
        "ratio_p50": round(percentile(ratio, 50), 2),
        "ratio_p95": round(percentile(ratio, 95), 2),
    }


def _table(few: Sequence[Pair], many: Sequence[Pair]) -> Table:
    def row(name: str, pairs: Sequence[Pair]) -> tuple[str, ...]:
        found = _figures(pairs)
        names = ("pairs", "exact", "recall", "filtered_p50_ms", "free_p50_ms", "ratio_p50", "ratio_p95")
        return name, *(str(found.get(each, "")) for each in names)

    return Table(
        f"Nearest {K} under random filters (aims: all exact up to {EXACT_LIMIT:,} passages, recall {AIM_RECALL} above,"
        f" whole searches at most {AIM_SLOWER:.0f} times as long)",
        ("passages allowed", "pairs", "exact", "recall@10", "with, ms", "without, ms", "ratio p50", "ratio p95"),
        [row(f"up to {EXACT_LIMIT:,}", few), row("more", many)],
    )


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, metavar="DIR", help="an index")
    parser.add_argument("--pairs", type=int, default=1000, metavar="N", help="questions with a filter; 1000 by default")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the draw; 1 by default")
    return parser


if __name__ == "__main__":
    sys.exit(main())
