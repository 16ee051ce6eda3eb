"""Copies: how many are found, how many of those found are copies, and how long it takes.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python -m benchmarks.duplicates --work DIR [--pairs 100]

Nothing is embedded: articles go through the reader, the planner's fingerprint and the writer that every ingest goes
through, without their passages. Three archives are made below `--work`: BBC with its exact repeats; 1,000 articles
with three copies of each; and all of newsquiz, multihop and reuters, whose near pairs `--pairs` prints, chosen by
chance, for somebody to read. The verdicts of that reading stand in docs/measurements.md.

How a copy is made (seed 1, one generator for all): a tenth of the sentences is dropped, each with the same chance; each
remaining word is replaced with the chance 5, 10 or 20 % by a word drawn from all words of the archive, as often as it
stands there; and the first sentence gives way to the first sentence of another article. Only articles of 100 words and
more whose text stands once are copied, so that every pair is known.
"""

import argparse
import dataclasses
import itertools
import random
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.articles.article import Article
from assistant.articles.cleaning import canonical_hash
from assistant.articles.read import read_paths
from assistant.catalog.catalog import Catalog
from assistant.catalog.fingerprint import fingerprint
from assistant.catalog.writer import CatalogWriter, NewVersion, Outcome
from assistant.index.planning import record_hash
from assistant.index.splitting import date_words
from benchmarks import data
from benchmarks.machine import Table, as_plain, machine, options, progress, report
from benchmarks.scores import interval

SEED = 1
LEVELS = (0.05, 0.1, 0.2)
DROPPED = 0.1
FEWEST_WORDS = 100
BATCH = 200
MEGABYTES, CHARACTERS = 2048, 10_000_000
KEYS: dict[str, Callable[[str], str]] = {"exact": str, "folded": lambda text: " ".join(text.split()).casefold()}
AIM_RECALL = {0.05: 0.99, 0.1: 0.97, 0.2: 0.85}
AIM_PRECISION_MADE, AIM_PRECISION_NATURAL, AIM_SECONDS = 0.99, 0.95, 60.0

_SENTENCE_END = re.compile(r"(?<=[.!?][\"'”’]) +|(?<=[.!?]) +|\n+")


@dataclass(frozen=True, slots=True)
class Taken:
    """One archive whose articles were compared.

    Attributes:
        articles: How many.
        fingerprints: Processor seconds for the fingerprints.
        linking: Processor seconds for writing and comparing.
        wall: Seconds of the clock for both.
        outcomes: How many inputs were new, and how many duplicates.
    """

    articles: int
    fingerprints: float
    linking: float
    wall: float
    outcomes: dict[str, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all three parts and print them."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    bbc = repeats(chosen.work)
    newsquiz = list(_read("newsquiz"))
    made = copies(chosen.work, newsquiz, chosen.copies)
    natural, pairs = found_pairs(chosen.work, newsquiz)
    tables = [_repeats_table(bbc), _copies_table(made), _natural_table(natural)]
    report(on, {"bbc": bbc, "copies": made, "natural": natural}, tables, as_json=chosen.json, arguments=given)
    for pair in random.Random(SEED).sample(pairs, min(chosen.pairs, len(pairs))):  # noqa: S311
        print("\t".join(pair))
    return 0


def take(data_dir: Path, articles: Iterable[Article]) -> Taken:
    """Bring articles into a new catalog as an ingest does, but for passages and vectors."""
    shutil.rmtree(data_dir, ignore_errors=True)
    data_dir.mkdir(parents=True)
    writer = CatalogWriter(data_dir)
    run = writer.start_run()
    spent = [0.0, 0.0, 0.0]
    outcomes: dict[str, int] = {}
    count = 0
    try:
        for batch in _batches(articles):
            began, started = time.perf_counter(), time.process_time()
            versions = [_version(article) for article in batch]
            middle = time.process_time()
            rows = [Outcome(article.article_id, "new", article.article_id, "") for article in batch]
            noted = writer.commit_batch(run, versions, {}, rows)
            spent[0] += middle - started
            spent[1] += time.process_time() - middle
            spent[2] += time.perf_counter() - began
            count += len(batch)
            for row in noted:
                outcomes[row.outcome] = outcomes.get(row.outcome, 0) + 1
            progress(f"{data_dir.name}: {count:,} articles")
    finally:
        writer.close()
    return Taken(count, spent[0], spent[1], spent[2], outcomes)


def relations(data_dir: Path, kind: str = "%") -> dict[str, str]:
    """Return the head of every copy."""
    catalog = Catalog(data_dir)
    try:
        with catalog.snapshot() as snapshot:
            rows = snapshot.rows(
                "SELECT a.article_id, h.article_id FROM copies AS c JOIN articles AS a ON a.article_key = c.article_key"
                " JOIN articles AS h ON h.article_key = c.head_key WHERE c.state <> 'undone' AND c.kind LIKE ?",
                (kind,),
            )
    finally:
        catalog.close()
    return {str(copy): str(head) for copy, head in rows}


def repeats(work: Path) -> dict[str, float]:
    """Count the repeated bodies of BBC, and how many of them are found as exact copies."""
    taken = take(work / "bbc", _read("bbc"))
    heads = relations(work / "bbc", "exact")
    figures: dict[str, float] = {"articles": taken.articles}
    for name, key in KEYS.items():
        first: dict[str, str] = {}
        found = total = 0
        for row in data.articles("bbc"):
            own = f"bbc:{row['id']}"
            earlier = first.setdefault(key(row["text"]), own)
            if earlier != own:
                total += 1
                found += _together(heads, own, earlier)
        figures |= {f"{name}_repeats": total, f"{name}_found": found}
    return figures | {"found_in_all": len(heads), "near_besides": len(relations(work / "bbc", "near"))}


def copies(work: Path, articles: Sequence[Article], count: int) -> dict[str, dict[str, Any]]:
    """Make edited copies of articles, and measure which pairs are found, and which of those found are pairs."""
    originals = _originals(articles, count)
    vocabulary = [word for article in originals for word in article.text.split()]
    dice = random.Random(SEED)  # noqa: S311 - not for secrets
    everything = list(originals)
    for level in LEVELS:
        for article in originals:
            text = edited(article.text, level, vocabulary, dice.choice(originals).text, dice)
            everything.append(dataclasses.replace(article, article_id=f"{article.article_id}@{level}", text=text))
    taken = take(work / "copies", everything)
    heads = relations(work / "copies")
    groups: dict[str, list[str]] = {}
    for article in everything:
        groups.setdefault(heads.get(article.article_id, article.article_id), []).append(article.article_id)
    flagged = [pair for group in groups.values() for pair in itertools.combinations(group, 2)]
    true = sum(_source(one) == _source(other) for one, other in flagged)
    figures: dict[str, dict[str, Any]] = {"all": {"flagged": len(flagged), "true": true, **as_plain(taken)}}
    for level in LEVELS:
        hits = [float(_together(heads, one.article_id, f"{one.article_id}@{level}")) for one in originals]
        figures[str(level)] = {"recall": interval(np.array(hits)), "aim": AIM_RECALL[level]}
    return figures


def edited(text: str, level: float, vocabulary: Sequence[str], other: str, dice: random.Random) -> str:
    """Return a text with another's lead, a tenth of its sentences dropped and words replaced by chance."""
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    kept = [sentence for sentence in sentences[1:] if dice.random() >= DROPPED]
    words = " ".join(kept).split()
    replaced = [dice.choice(vocabulary) if dice.random() < level else word for word in words]
    return " ".join([_SENTENCE_END.split(other)[0], *replaced])


def found_pairs(work: Path, newsquiz: Sequence[Article]) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """Compare all articles of three archives; return the figures, and every near pair with its texts' beginnings."""
    figures: dict[str, Any] = {"newsquiz alone": as_plain(take(work / "newsquiz", newsquiz))}
    articles = {article.article_id: article for article in (*newsquiz, *_read("multihop"), *_read("reuters"))}
    figures["all"] = as_plain(take(work / "all", articles.values()))
    near = relations(work / "all", "near")
    figures |= {"exact": len(relations(work / "all", "exact")), "near": len(near)}
    return figures, [_described(articles[copy], articles[head]) for copy, head in near.items()]


def _read(name: data.Archive) -> Iterator[Article]:
    """Yield the articles of an archive as an ingest reads them, with the archive's name before their ids."""
    path = data.articles_file(name)
    for reading in read_paths([path], file_megabytes=MEGABYTES, article_characters=CHARACTERS):
        if reading.article:
            yield dataclasses.replace(reading.article, article_id=f"{name}:{reading.article.article_id}")


def _version(article: Article) -> NewVersion:
    return NewVersion(
        article,
        record_hash(article),
        canonical_hash(article.text),
        date_words(article.published_at),
        (),
        fingerprint(article.text),
    )


def _originals(articles: Sequence[Article], count: int) -> list[Article]:
    """Return articles of some length whose text has no copy of its own, spread over the archive by chance."""
    times: dict[str, int] = {}
    for article in articles:
        times[KEYS["folded"](article.text)] = times.get(KEYS["folded"](article.text), 0) + 1
    fit = [
        article
        for article in articles
        if times[KEYS["folded"](article.text)] == 1 and len(article.text.split()) >= FEWEST_WORDS
    ]
    return random.Random(SEED).sample(fit, min(count, len(fit)))  # noqa: S311


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    remaining = iter(articles)
    while batch := list(itertools.islice(remaining, BATCH)):
        yield batch


def _together(heads: dict[str, str], one: str, other: str) -> bool:
    return heads.get(one, one) == heads.get(other, other)


def _source(article_id: str) -> str:
    """Return the article that a copy was made of, or the article itself."""
    return article_id.rpartition("@")[0] or article_id


def _described(copy: Article, head: Article) -> tuple[str, ...]:
    return tuple(
        " | ".join((one.article_id, one.published_at.iso if one.published_at else "", one.title or "", _start(one)))
        for one in (head, copy)
    )


def _start(article: Article) -> str:
    return " ".join(article.text.split())[:300]


def _repeats_table(figures: dict[str, float]) -> Table:
    rows = [
        (name, f"{figures[f'{name}_found']:.0f} of {figures[f'{name}_repeats']:.0f}", "all")
        for name in ("exact", "folded")
    ]
    return Table("BBC: bodies that repeat another's", ("", "found", "aim"), rows)


def _copies_table(figures: dict[str, dict[str, Any]]) -> Table:
    rows = []
    for level in LEVELS:
        mean, low, high = figures[str(level)]["recall"]
        rows.append(
            (f"recall, {level:.0%} of words edited", f"{mean:.3f} [{low:.3f} {high:.3f}]", str(AIM_RECALL[level]))
        )
    every = figures["all"]
    precision = f"{every['true'] / max(1, every['flagged']):.4f} ({every['true']:,} of {every['flagged']:,} pairs)"
    return Table("Copies made for it", ("", "value", "aim"), [*rows, ("precision", precision, str(AIM_PRECISION_MADE))])


def _natural_table(figures: dict[str, Any]) -> Table:
    rows = []
    for name, aim in (("newsquiz alone", f"{AIM_SECONDS:.0f}"), ("all", "")):
        taken = figures[name]
        seconds = f"{taken['fingerprints'] + taken['linking']:.1f} s, {taken['wall']:.1f} s by the clock"
        each = " + ".join(f"{1000 * taken[part] / taken['articles']:.2f}" for part in ("fingerprints", "linking"))
        rows.append((f"{name}: {taken['articles']:,} articles", seconds, f"{each} ms", aim))
    rows.append(("exact copies in all", f"{figures['exact']:,}", "", ""))
    rows.append(("near copies in all", f"{figures['near']:,}", "", ""))
    return Table(
        "Real archives, processor time: fingerprint + writing and comparing", ("", "value", "an article", "aim"), rows
    )


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="folder for the archives made")
    parser.add_argument("--copies", type=int, default=1000, metavar="N", help="articles that are copied")
    parser.add_argument("--pairs", type=int, default=0, metavar="N", help="near pairs to print for reading")
    return parser


if __name__ == "__main__":
    sys.exit(main())
