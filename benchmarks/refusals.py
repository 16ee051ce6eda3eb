"""Whether what the archive cannot answer is refused: the same questions with their evidence in the archive and without.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.refusals --newsquiz DIR --multihop DIR --work DIR

Each DIR is an index of ours over that archive; they are only read. Newsquiz: questions whose answer stands in at most
ten articles, with those articles and without them. Multihop: the answerable questions over all articles, and over a
copy of the index below `--work` from which every article that any question's evidence stands in was removed. The
questions that cannot be answered stand beside as a side figure, for their wording gives them away. Nothing is fitted
here: the threshold is the one that ships, and the curve shows what others would give.
"""

import dataclasses
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import NewsAssistant, Settings
from assistant.answering.evidence import PASSAGES_READ, gather
from assistant.answering.refusal import probability
from assistant.catalog.catalog import Catalog
from assistant.catalog.filters import Filters, parse_day
from assistant.index.stores import Stores
from assistant.retrieval.search import Searcher
from assistant.retrieval.understanding import understand
from benchmarks import data
from benchmarks.data import Row
from benchmarks.machine import Table, machine, options, progress, report
from benchmarks.scores import folded, stands_folded

RARE = 10
"""Most articles that an answer stands in, for taking them away to take it away."""

SEARCHED = 60
CURVE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SAID = 50

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Estimated probabilities of an answer with the evidence in the archive and without."""

    held: Array
    taken: Array

    def figures(self, threshold: float) -> dict[str, float]:
        """Return what a threshold gives; precision and recall are of refusals."""
        refused_held, refused_taken = (self.held < threshold).sum(), (self.taken < threshold).sum()
        recall = refused_taken / len(self.taken)
        return {
            "balanced accuracy": float((recall + 1 - refused_held / len(self.held)) / 2),
            "refusal precision": float(refused_taken / max(refused_taken + refused_held, 1)),
            "refusal recall": float(recall),
            "answered where it could": float(1 - refused_held / len(self.held)),
        }


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, judge and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = options(__doc__)
    parser.add_argument("--newsquiz", type=Path, metavar="DIR", help="index over newsquiz/articles.jsonl.gz")
    parser.add_argument("--multihop", type=Path, metavar="DIR", help="index over multihop/articles.jsonl.gz")
    parser.add_argument("--work", type=Path, required=True, help="folder for the copy without the evidence")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N questions of each")
    chosen = parser.parse_args(given)
    on, pairs, side = machine(), dict[str, Pairs](), dict[str, float]()
    threshold = Settings().refusal_threshold
    if chosen.newsquiz:
        pairs["newsquiz"] = newsquiz_pairs(chosen.newsquiz, chosen.limit)
    if chosen.multihop:
        pairs["multihop"] = multihop_pairs(chosen.multihop, chosen.work, chosen.limit)
        unanswerable = asked(chosen.multihop, data.multihop_questions(answerable=False)[: chosen.limit])
        side["refused of the unanswerable"] = float((unanswerable < threshold).mean())
    figures = {name: {f"{cut:.2f}": pair.figures(cut) for cut in (threshold, *CURVE)} for name, pair in pairs.items()}
    tables = [_table(f"{name}, {len(pairs[name].held)} pairs", rows) for name, rows in figures.items()]
    tables.append(Table("beside", ("", "share"), [(name, f"{value:.3f}") for name, value in side.items()]))
    report(on, {"threshold": threshold, "figures": figures, "side": side}, tables, as_json=chosen.json, arguments=given)
    return 0


def newsquiz_pairs(data_dir: Path, limit: int | None) -> Pairs:
    """Ask what few articles answer, with and without them."""
    texts = {str(row["id"]): folded(str(row["text"])) for row in data.articles("newsquiz")}
    rows = [row for row in data.newsquiz_questions() if row["answer_in"]]
    found = [(row, holding) for row in rows if 0 < len(holding := _holding(row, texts)) <= RARE][:limit]
    return Pairs(
        asked(data_dir, [row for row, _ in found]),
        asked(data_dir, [row for row, _ in found], [holding for _, holding in found]),
    )


def multihop_pairs(data_dir: Path, work: Path, limit: int | None) -> Pairs:
    """Ask the answerable questions of all articles, and of those that no evidence stands in."""
    rows = data.multihop_questions(answerable=True)
    titles = {item["title"] for row in rows for item in row["evidence"]}
    gold = [str(row["id"]) for row in data.articles("multihop") if row["title"] in titles]
    without = work / "multihop-without"
    if not (work / "multihop-without.done").exists():
        shutil.rmtree(without, ignore_errors=True)
        shutil.copytree(data_dir, without)
        with NewsAssistant(Settings(data_dir=without)) as desk:
            desk.remove(ids=gold)
        (work / "multihop-without.done").touch()
    progress(f"{len(gold)} articles taken away")
    return Pairs(asked(data_dir, rows[:limit]), asked(without, rows[:limit]))


def asked(data_dir: Path, rows: Sequence[Row], without: Sequence[frozenset[str]] = ()) -> Array:
    """Return the estimated probability of an answer to each question, some articles left out of each one's evidence."""
    settings = Settings(data_dir=data_dir)
    catalog, stores = Catalog(data_dir), Stores(data_dir, None)
    values = []
    with NewsAssistant(settings) as desk:
        searcher = Searcher(stores, desk.embedder, settings)
        for number, row in enumerate(rows):
            if number % SAID == 0:
                progress(f"{data_dir.name}: question {number} of {len(rows)}")
            left_out = without[number] if without else frozenset[str]()
            with catalog.snapshot() as snapshot:
                query = understand(row["question"], Filters(), parse_day(row.get("asked_on"), "day"), 20_000)
                found = searcher.search(snapshot, query, SEARCHED if without else PASSAGES_READ)
                hits = [hit for hit in found.hits if hit.passage.article_id not in left_out][:PASSAGES_READ]
                evidence = gather(snapshot, dataclasses.replace(found, hits=tuple(hits)), desk.reader())
            values.append(probability(evidence))
    stores.close()
    catalog.close()
    return np.array(values)


def _holding(row: Row, texts: dict[str, str]) -> frozenset[str]:
    """Return the articles that an answer stands in; once there are too many, not all of them."""
    words = [folded(answer) for answer in row["answers"]]
    found = set(row["answer_in"])
    for name, text in texts.items():
        if len(found) > RARE:
            break
        if any(word in text for word in words) and stands_folded(row["answers"], text):
            found.add(name)
    return frozenset(found)


def _table(title: str, rows: dict[str, dict[str, float]]) -> Table:
    names = list(next(iter(rows.values())))
    return Table(title, ("threshold", *names), [(cut, *(f"{row[n]:.3f}" for n in names)) for cut, row in rows.items()])


if __name__ == "__main__":
    sys.exit(main())
