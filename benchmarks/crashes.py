"""How often an archive whose process was killed in the middle of its work is whole again after a plain run.

    python -m benchmarks.crashes

Each verb is run undisturbed once, for its end state and its time. Then it is started again and again on a copy of the
same archive and killed (SIGKILL, with every process that it started) at a random moment between 5 and 95 % of that
time, counted from its first write; what ends before its moment is not counted and done again. A plain run of the same
verb follows. The articles are those of newsquiz where the benchmark data is there, or made up.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import assistant.index.ingest
from assistant import NewsAssistant, Settings
from assistant.catalog.catalog import Catalog
from assistant.catalog.writer import CatalogWriter
from assistant.index.vectors import DIRECTORIES, generation_path
from assistant.operations.compact import compact
from benchmarks import data
from benchmarks.machine import Table, as_plain, machine, options, progress, report

VERBS = ("add", "update", "prune", "rebuild", "compact")
EARLIEST, LATEST = 0.05, 0.95
LEAST_COSINE = 0.9999
BATCH_PASSAGES, STORE_EVERY = 16, 48
"""Smaller than in daily life, so that a run of seconds has many transactions to be killed in."""

PAGE = 1000
"""Vectors read from Chroma at once."""

CONTEXT = multiprocessing.get_context("forkserver")


@dataclass(frozen=True)
class State:
    """What must be the same after a plain run, however the one before it ended."""

    versions: frozenset[tuple[object, ...]]
    passages: frozenset[tuple[object, ...]]
    vectors: dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Done:
    """What one run did: how much work was left for it, by the verb's own measure, and its seconds."""

    work: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Killed:
    """One process that was killed and the plain run after it.

    Attributes:
        share: When it was killed, as a share of the undisturbed time.
        same: Whether the end state was the undisturbed one.
        found_done: Whether the plain run had less to do than an undisturbed one.
        least_cosine: Between a stored vector and that of the undisturbed run.
    """

    verb: str
    share: float
    same: bool
    found_done: bool
    least_cosine: float


@dataclass(frozen=True, slots=True)
class Bench:
    """The archives that each verb starts from, and the files that it takes in."""

    work: Path

    def start(self, verb: str) -> Path:
        """Return the data directory to copy."""
        return self.work / ("removed" if verb == "compact" else "base")

    def file(self, verb: str) -> Path:
        """Return what the verb is given, if it takes anything in."""
        return self.work / {"add": "add.jsonl", "update": "update.jsonl"}.get(verb, "base.jsonl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if any archive was not whole."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    with tempfile.TemporaryDirectory(prefix="bench-crashes-", dir=chosen.work) as name:
        bench = Bench(Path(name))
        results, tables = measure(bench, chosen)
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0 if results["same"] == results["killed"] else 1


def measure(bench: Bench, chosen: argparse.Namespace) -> tuple[dict[str, object], list[Table]]:
    """Make the archives and kill each verb as often as was asked."""
    _small_batches()
    _prepare(bench, chosen.articles, chosen.changes)
    rng = random.Random(chosen.seed)  # noqa: S311 - no secret
    killed: list[Killed] = []
    times: dict[str, float] = {}
    for verb in chosen.verbs:
        expected, undisturbed = _undisturbed(bench, verb)
        times[verb] = undisturbed.seconds
        progress(f"{verb}: undisturbed {undisturbed.seconds:.1f} s, {len(expected.vectors):,} vectors")
        for number in range(chosen.trials):
            killed.append(_trial(bench, verb, expected, undisturbed, rng))
            progress(f"{verb} {number + 1} of {chosen.trials}: {killed[-1]}")
    results: dict[str, object] = {
        "killed": len(killed),
        "same": sum(one.same for one in killed),
        "found_done": sum(one.found_done for one in killed),
        "undisturbed_seconds": {verb: round(seconds, 2) for verb, seconds in times.items()},
        "trials": [as_plain(one) for one in killed],
    }
    return results, [_table(killed, times)]


def _prepare(bench: Bench, articles: int, changes: int) -> None:
    """Write the files, and make the archive that the verbs start from and the one that has something removed."""
    rows = list(_articles(articles + changes))
    base, new = rows[:articles], rows[articles:]
    data.write_rows(bench.work / "base.jsonl", base)
    data.write_rows(bench.work / "add.jsonl", new)
    data.write_rows(
        bench.work / "update.jsonl", [row | {"text": f"This was corrected. {row['text']}"} for row in base[:changes]]
    )
    progress(f"taking in {articles} articles")
    with _desk(bench.work / "base") as desk:
        desk.ingest([bench.file("prune")])
    shutil.copytree(bench.work / "base", bench.work / "removed")
    with _desk(bench.work / "removed") as desk:
        desk.remove(ids=[row["id"] for row in base[::4]])
    data.write_rows(bench.work / "base.jsonl", [row for place, row in enumerate(base) if place % 5 > 1])


def _undisturbed(bench: Bench, verb: str) -> tuple[State, Done]:
    """Run a verb to its end in a process of its own; its time counts from the first write, as for those killed."""
    data_dir = _copy(bench, verb)
    process, pipe = _begin(bench, verb, data_dir)
    began = time.monotonic()
    work = pipe.recv()
    seconds = time.monotonic() - began
    process.join()
    return _state(data_dir), Done(work, seconds)


def _trial(bench: Bench, verb: str, expected: State, undisturbed: Done, rng: random.Random) -> Killed:
    while True:
        data_dir = _copy(bench, verb)
        share = rng.uniform(EARLIEST, LATEST)
        process, pipe = _begin(bench, verb, data_dir)
        ended = pipe.poll(share * undisturbed.seconds)
        os.killpg(process.pid or 0, signal.SIGKILL)
        process.join()
        if not ended:
            break
    work = _run(verb, data_dir, bench.file(verb))
    state = _state(data_dir)
    cosine = _least_cosine(state, expected)
    same = (state.versions, state.passages) == (expected.versions, expected.passages) and cosine >= LEAST_COSINE
    return Killed(verb, share, same, work < undisturbed.work, cosine)


def _begin(bench: Bench, verb: str, data_dir: Path) -> tuple[Any, Connection]:
    """Start a verb in a process of its own and return when it has written its first byte."""
    ours, theirs = CONTEXT.Pipe()
    process = CONTEXT.Process(target=_child, args=(verb, data_dir, bench.file(verb), theirs))
    process.start()
    theirs.close()
    ours.recv()
    before = _signature(data_dir)
    ours.send("go")
    while _signature(data_dir) == before:
        time.sleep(0.002)
    return process, ours


def _child(verb: str, data_dir: Path, file: Path, pipe: Connection) -> None:
    os.setsid()  # so that what it starts can be killed with it
    _small_batches()
    with _desk(data_dir) as desk:
        desk.embedder().embed(["Warm."])
        pipe.send("ready")
        pipe.recv()
    pipe.send(_run(verb, data_dir, file))


def _run(verb: str, data_dir: Path, file: Path) -> int:
    """Run a verb and return how much of its work was left to do: passages, articles, or the one new generation."""
    if verb in ("rebuild", "compact"):
        left = 1 if _generation(data_dir) == 1 else 0
        if verb == "compact":
            compact(Settings(data_dir=data_dir))
        else:
            with _desk(data_dir) as desk:
                desk.rebuild()
        return left
    with _desk(data_dir) as desk:
        done = desk.ingest([file], prune=verb == "prune", prune_most=verb == "prune")
    return done.removed if verb == "prune" else done.passages_embedded


def _state(data_dir: Path) -> State:
    """Return the state of an archive at rest, after holding it against what must be true of any."""
    catalog = Catalog(data_dir)
    with catalog.snapshot() as snapshot:
        versions = snapshot.rows(
            "SELECT article_id, v.version, text_hash FROM articles JOIN versions AS v USING (article_key)"
        )
        passages = snapshot.rows(
            'SELECT article_id, v.version, text_hash, start, "end", passage_id FROM passages'
            " JOIN versions AS v USING (version_key) JOIN articles USING (article_key)"
        )
        generation = snapshot.generation
        assert snapshot.count_interrupted_runs() == 0
        assert snapshot.rows("SELECT 1 FROM passages WHERE stored < ? LIMIT 1", (generation,)) == []
    catalog.close()
    writer = CatalogWriter(data_dir)
    assert writer.pending_removals(1) == []
    writer._connection.execute(  # noqa: SLF001 - SQLite's own check of the full text
        "INSERT INTO passage_search (passage_search, rank) VALUES ('integrity-check', 1)"
    )
    writer.close()
    vectors = dict(_vectors(generation_path(data_dir, generation)))
    assert set(vectors) == {row[5] for row in passages}
    assert len(passages) == len(vectors)  # nothing stands twice
    return State(frozenset(versions), frozenset(passages), vectors)


def _vectors(path: Path) -> Iterator[tuple[str, NDArray[np.float32]]]:
    store = DIRECTORIES.take(path)
    with store._using(None) as collection:  # noqa: SLF001 - there is no verb for reading all
        for offset in range(0, collection.count(), PAGE):
            held: Any = collection.get(limit=PAGE, offset=offset, include=["embeddings"])
            yield from zip(held["ids"], np.asarray(held["embeddings"], dtype=np.float32), strict=True)
    DIRECTORIES.release(store)


def _least_cosine(state: State, expected: State) -> float:
    if set(state.vectors) != set(expected.vectors):
        return -1.0
    pairs = ((vector, expected.vectors[name]) for name, vector in state.vectors.items())
    return min(float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other))) for one, other in pairs)


def _generation(data_dir: Path) -> int:
    catalog = Catalog(data_dir)
    with catalog.snapshot() as snapshot:
        generation = snapshot.generation
    catalog.close()
    return generation


def _copy(bench: Bench, verb: str) -> Path:
    target = bench.work / "trial"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(bench.start(verb), target)
    return target


def _signature(data_dir: Path) -> set[tuple[str, int, int]]:
    """Return name, size and time of every file that holds anything."""
    files = [path for path in data_dir.rglob("*") if path.suffix != ".lock" and not path.name.endswith("-shm")]
    found = set()
    for path in files:
        try:
            status = path.stat()
        except OSError:  # a journal that was there a moment ago
            continue
        if path.is_file():
            found.add((str(path), status.st_size, status.st_mtime_ns))
    return found


def _desk(data_dir: Path) -> NewsAssistant:
    return NewsAssistant(Settings(data_dir=data_dir))


def _small_batches() -> None:
    assistant.index.ingest.BATCH_PASSAGES, assistant.index.ingest.STORE_EVERY = BATCH_PASSAGES, STORE_EVERY


def _articles(count: int) -> Iterator[data.Row]:
    """Yield articles with ids of our own, real ones where there are any."""
    if data.folder() is not None:
        for number, row in enumerate(data.articles("newsquiz", limit=count)):
            yield row | {"id": f"article-{number}"}
        return
    for number in range(count):
        sentences = [
            f"In report {number} the council of Arlmouth{number} heard that bridge {place} over the Garrow"
            f" {'stays closed' if (place + number) % 3 else 'opens again'} until week {place + number % 50}."
            for place in range(40)
        ]
        yield {"id": f"article-{number}", "title": f"Report {number}", "text": " ".join(sentences)}


def _table(killed: Sequence[Killed], times: dict[str, float]) -> Table:
    rows = []
    for verb in (*times, "all"):
        ones = [one for one in killed if verb in (one.verb, "all")]
        rows.append(
            (
                verb,
                f"{times[verb]:.1f}" if verb in times else "",
                str(len(ones)),
                f"{sum(one.same for one in ones)} of {len(ones)}",
                str(sum(one.found_done for one in ones)),
                f"{min(one.least_cosine for one in ones):.6f}",
            )
        )
    columns = ("verb", "undisturbed, s", "killed", "same state after a plain run", "found work done", "least cosine")
    return Table("Killed inside the work, then one plain run (aim: all the same)", columns, rows)


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--trials", type=int, default=20, help="processes to kill for each verb; 20 by default")
    parser.add_argument("--articles", type=int, default=200, help="articles in the archive; 200 by default")
    parser.add_argument("--changes", type=int, default=30, help="articles added and updated; 30 by default")
    parser.add_argument(
        "--verbs", nargs="+", default=VERBS, choices=VERBS, metavar="VERB", help=f"of {', '.join(VERBS)}"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the moments; 1 by default")
    parser.add_argument("--work", type=Path, metavar="DIR", help="folder for the archives; a temporary one by default")
    return parser


if __name__ == "__main__":
    CONTEXT.set_forkserver_preload(["benchmarks.preload"])
    sys.exit(main())
