"""A reader that asks all the time while another process rebuilds and ingests: what fails, and when news counts.

    python benchmarks/rebuild_reading.py --data-dir /tmp/newsquiz-index --rounds 3

The index is copied first. One process asks with several threads, without a pause, titles of articles that are there;
one more thread asks for what is about to come. Another process rebuilds the vectors and then takes in one article,
again and again. All read the same monotonic clock.
"""

import argparse
import datetime as dt
import itertools
import multiprocessing
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.data import Row, write_rows
from benchmarks.ingest import take
from benchmarks.machine import Table, fresh, machine, options, percentile, progress, report, spread

if TYPE_CHECKING:
    from assistant import NewsAssistant

AIM_SECONDS = 1.0
ASKING_THREADS = 3
TITLES = 200
QUIET_SECONDS = 3.0
"""How long the reader asks before anything is written, for comparison."""
PAUSE_SECONDS = 0.02
GIVE_UP_SECONDS = 120.0
NAMES = ("Quillmere", "Tarnhollow", "Ostwick", "Penbrough", "Yarrowdale", "Vexley", "Umberfold", "Ironsay")


@dataclass
class Asked:
    """What the reader did: (start, end) of each answered question, what failed, and when each news was first found."""

    answered: list[tuple[float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    found: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """One round of the writer: start and end of the rebuild and of the ingest after it."""

    rebuild: tuple[float, float]
    ingest: tuple[float, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    with tempfile.TemporaryDirectory(prefix="bench-rebuild-") as name:
        work = Path(name)
        results, tables = measure(_copied(chosen.data_dir, work), work, rounds=chosen.rounds)
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def measure(data_dir: Path, work: Path, *, rounds: int) -> tuple[dict[str, object], list[Table]]:
    """Ask in one process while others write, `rounds` times."""
    names = NAMES[:rounds]
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    reader = context.Process(target=read, args=(data_dir, names, theirs), daemon=True)
    reader.start()
    theirs.close()
    ours.recv()  # it is open and has answered once
    time.sleep(QUIET_SECONDS)
    written: list[Written] = []
    for name in names:
        progress(f"rebuilding, then taking in {name}")
        written.append(fresh(write, data_dir, write_rows(work / f"{name}.jsonl", [news(name)])).value)
    deadline = time.monotonic() + GIVE_UP_SECONDS
    ours.send(deadline)
    asked: Asked = ours.recv()
    reader.join(GIVE_UP_SECONDS)
    return _results(names, written, asked)


def read(data_dir: Path, names: Sequence[str], pipe: Connection) -> None:
    """Ask until told to stop and every piece of news was found; then send what happened."""
    from assistant import NewsAssistant, Settings

    asked, stop, told_late = Asked(), threading.Event(), threading.Event()
    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        titles = [title for _, title in desk.titles(TITLES)]
        desk.ask(titles[0])
        threads = [
            threading.Thread(target=_ask, args=(desk, titles[place:] + titles[:place], asked, stop))
            for place in range(0, len(titles), max(1, len(titles) // ASKING_THREADS))
        ][:ASKING_THREADS]
        threads.append(threading.Thread(target=_look_out, args=(desk, names, asked, told_late)))
        for thread in threads:
            thread.start()
        pipe.send("ready")
        deadline = pipe.recv()
        threads[-1].join(max(0.0, deadline - time.monotonic()))
        told_late.set()
        stop.set()
        for thread in threads:
            thread.join()
    pipe.send(asked)


def write(data_dir: Path, source: Path) -> Written:
    """Rebuild, then take in one article; return when each began and ended."""
    from assistant import NewsAssistant, Settings

    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        started = time.monotonic()
        desk.rebuild()
        switched = time.monotonic()
        desk.ingest([source])
        return Written((started, switched), (switched, time.monotonic()))


def news(name: str) -> Row:
    """Return an article about a place that no archive knows."""
    return {
        "id": f"rebuild-{name}",
        "title": f"Swing bridge at {name} stuck open after storm",
        "source": "Benchmark Courier",
        "published_at": dt.datetime.now(dt.UTC).date().isoformat(),
        "text": f"The swing bridge at {name} has been stuck open since the storm, the harbour office said. "
        f"Engineers expect to close the bridge at {name} within four days.",
    }


def _ask(desk: "NewsAssistant", titles: Sequence[str], asked: Asked, stop: threading.Event) -> None:
    for title in itertools.cycle(titles):
        if stop.is_set():
            return
        started = time.monotonic()
        try:
            answer = desk.ask(title)
            if not answer.refused and not answer.citations:
                asked.failed.append(f"{title}: an answer without a citation")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a question that failed
            asked.failed.append(f"{title}: {type(error).__name__}: {error}")
        asked.answered.append((started, time.monotonic()))


def _look_out(desk: "NewsAssistant", names: Sequence[str], asked: Asked, late: threading.Event) -> None:
    for name in names:
        while not late.is_set():
            hits = desk.search(f"Where is the swing bridge at {name} stuck?", 3)
            if any(hit.article_id == f"rebuild-{name}" for hit in hits):
                asked.found[name] = time.monotonic()
                break
            time.sleep(PAUSE_SECONDS)


def _results(names: Sequence[str], written: Sequence[Written], asked: Asked) -> tuple[dict[str, object], list[Table]]:
    first = written[0].rebuild[0]
    quiet = [(end - start) * 1000 for start, end in asked.answered if end < first]
    busy = [(end - start) * 1000 for start, end in asked.answered if end >= first]
    # Never found counts as the whole time we waited.
    until = [
        asked.found.get(name, one.ingest[1] + GIVE_UP_SECONDS) - one.ingest[1]
        for name, one in zip(names, written, strict=True)
    ]
    rebuilds = [one.rebuild[1] - one.rebuild[0] for one in written]
    results: dict[str, object] = {
        "rounds": len(written),
        "questions": len(asked.answered),
        "failed": len(asked.failed),
        "failures": asked.failed[:5],
        "rebuild_seconds": [round(value, 2) for value in rebuilds],
        "seconds_until_found": [round(value, 3) for value in until],
        "quiet_ms": {"p50": round(percentile(quiet, 50), 1), "p95": round(percentile(quiet, 95), 1)} if quiet else {},
        "writing_ms": {"p50": round(percentile(busy, 50), 1), "p95": round(percentile(busy, 95), 1)} if busy else {},
        "slowest_ms": round(max(busy, default=0.0), 1),
    }
    table = Table(
        "A reader with several threads while another process rebuilds and ingests",
        ("figure", "value", "aim"),
        [
            ("questions answered", f"{len(asked.answered):,}", ""),
            ("questions failed", f"{len(asked.failed):,}", "0"),
            ("s from the end of the ingest until found", spread(until, 2), f"under {AIM_SECONDS:.0f}"),
            ("s of a rebuild", spread(rebuilds, 1), ""),
            ("ms of an answer before, p50 and p95", _pair(quiet), ""),
            ("ms of an answer meanwhile, p50 and p95", _pair(busy), ""),
            ("ms of the slowest answer meanwhile", f"{max(busy, default=0.0):,.0f}", ""),
        ],
    )
    return results, [table]


def _pair(values: Sequence[float]) -> str:
    return f"{percentile(values, 50):,.0f}, {percentile(values, 95):,.0f}" if values else "none"


def _copied(data_dir: Path | None, work: Path) -> Path:
    """Return an index that may be written to: a copy of `data_dir`, or one of the sample archive."""
    copy = work / "index"
    if data_dir is not None:
        return Path(shutil.copytree(data_dir, copy))
    from assistant.sample import sample_archive

    progress("no --data-dir: taking the sample archive in first")
    fresh(take, sample_archive(), copy)
    return copy


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="index to copy; the sample by default")
    parser.add_argument(
        "--rounds", type=int, default=3, choices=range(1, len(NAMES) + 1), help="rebuilds and ingests; 3 by default"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
