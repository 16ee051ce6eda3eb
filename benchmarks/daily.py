"""An archive from day to day: the same dump three times, only tomorrow's articles, and one article updated.

    python benchmarks/daily.py newsquiz.jsonl.gz --data-dir /tmp/newsquiz-index

`--data-dir` names an index that already holds the dump, and is copied; without it the dump is taken in first, which
takes as long as embedding it does. Each run is a process of its own, as from the command line.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Row, write_rows
from benchmarks.machine import Table, as_plain, fresh, machine, options, progress, report

RUNS = 3
OLD = "The mayor of Tarnhollow opened the seaplane basin with a brass key."
NEW = "The mayor of Tarnhollow opened the seaplane basin with a silver whistle."


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest, by the keys of its report, with the processor time of its process in seconds."""

    what: str
    new: int
    updated: int
    unchanged: int
    embedded: int
    seconds: float
    processor: float
    articles: int


@dataclass(frozen=True, slots=True)
class Updated:
    """After one article was updated: whether each sentence is found, and whether the old one stands in version 1."""

    old_found: bool
    new_found: bool
    old_in_history: bool


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    with tempfile.TemporaryDirectory(prefix="bench-daily-") as name:
        results, tables = measure(chosen.dump, chosen.data_dir, Path(name))
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def measure(dump: Path, data_dir: Path | None, work: Path) -> tuple[dict[str, object], list[Table]]:
    """Take the dump in, as often as it takes, then a day's news, then a correction."""
    index = work / "index"
    if data_dir is not None:
        shutil.copytree(data_dir, index)
    runs = [_run(f"the dump, run {number + 1}", dump, index) for number in range(RUNS)]
    runs.append(_run("tomorrow's articles alone", write_rows(work / "tomorrow.jsonl", tomorrow(OLD)), index))
    runs.append(_run("one of them corrected", write_rows(work / "corrected.jsonl", tomorrow(NEW)[:1]), index))
    updated = fresh(look_at_update, index).value
    results: dict[str, object] = {"runs": [as_plain(run) for run in runs], "updated": as_plain(updated)}
    return results, [_table(runs), _table_of(updated)]


def take_in(what: str, source: Path, data_dir: Path) -> Run:
    """Ingest one file in this process."""
    import time

    from assistant import NewsAssistant, Settings

    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        started = time.process_time()
        done = desk.ingest([source])
        used = time.process_time() - started
        held = desk.status().articles
    return Run(what, done.new, done.updated, done.unchanged, done.passages_embedded, done.seconds, used, held)


def look_at_update(data_dir: Path) -> Updated:
    """Search for the sentence that was replaced and for the one that replaced it."""
    from assistant import NewsAssistant, Settings

    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        texts = {sentence: [hit.text for hit in desk.search(sentence, 20)] for sentence in (OLD, NEW)}
        history = desk.article("daily-basin", 1).text
    return Updated(
        old_found=any(OLD in text for text in texts[OLD]),
        new_found=any(NEW in text for text in texts[NEW]),
        old_in_history=OLD in history,
    )


def tomorrow(sentence: str) -> list[Row]:
    """Return two articles of places that no archive knows; the first with `sentence` in it."""
    end = "Boats from the upper lake will land there from Monday, the harbour office said."
    texts = {"daily-basin": f"{sentence} {end}", "daily-ferry": f"The ferry to Ostwick runs again. {end}"}
    return [
        {
            "id": name,
            "title": f"News of {name}",
            "source": "Benchmark Courier",
            "published_at": "2026-11-26",
            "text": text,
        }
        for name, text in texts.items()
    ]


def _run(what: str, source: Path, index: Path) -> Run:
    progress(what)
    return fresh(take_in, what, source, index).value


def _table(runs: Sequence[Run]) -> Table:
    return Table(
        "Runs of ingest; passages embedded again for what is known must be 0",
        ("run", "new", "updated", "unchanged", "embedded", "seconds", "processor, s", "articles held"),
        [
            (
                run.what,
                f"{run.new:,}",
                f"{run.updated:,}",
                f"{run.unchanged:,}",
                f"{run.embedded:,}",
                f"{run.seconds:.1f}",
                f"{run.processor:.1f}",
                f"{run.articles:,}",
            )
            for run in runs
        ],
    )


def _table_of(updated: Updated) -> Table:
    rows = [
        ("the old sentence is found", str(updated.old_found), "False"),
        ("the new sentence is found", str(updated.new_found), "True"),
        ("the old sentence stands in version 1", str(updated.old_in_history), "True"),
    ]
    return Table("After one article was corrected", ("", "is", "aim"), rows)


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("dump", type=Path, metavar="FILE", help="articles as NewsAssistant.ingest takes them")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="index that holds them already, copied first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
