"""Reading alone, without embedding: what became of each of 21,578 wire items, how fast, and the memory as it goes.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python benchmarks/wire.py [PATH…]

With paths it reads those instead: the same for one's own archive before taking it in.
"""

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import data
from benchmarks.machine import Table, as_plain, fresh, machine, options, peak_megabytes, report

STEPS = 8
FILE_MEGABYTES, ARTICLE_CHARACTERS = 2048, 2_000_000


@dataclass(slots=True)
class Read:
    """What became of the inputs.

    Attributes:
        counted: About how many `count_inputs` said there are.
        readings: How many outcomes there were.
        articles: Of these, articles.
        rejected: The others, by reason.
        dated: Articles with a date.
        dates_reported: Articles whose date left a remark, with or without a date.
        undated_silently: Articles without a date and without a remark about it.
        precisions: How exact the dates are.
        seconds: By the clock.
        cpu_seconds: Of the processor.
        memory: Most memory resident after each part of the way, in MB.
    """

    counted: int = 0
    readings: int = 0
    articles: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    dated: int = 0
    dates_reported: int = 0
    undated_silently: int = 0
    precisions: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory: list[int] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = options(__doc__)
    parser.add_argument("paths", nargs="*", type=Path, help="files and folders, instead of the wire")
    chosen = parser.parse_args(given)
    on = machine()
    found = fresh(read, chosen.paths or [data.articles_file("reuters")]).value
    report(on, {"read": as_plain(found)}, [_table(found)], as_json=chosen.json, arguments=given)
    return 0


def read(paths: list[Path]) -> Read:
    """Read all and note what became of it."""
    from assistant.articles.read import count_inputs, read_paths

    result = Read(counted=count_inputs(paths))
    step = max(1, result.counted // STEPS)
    rejected, precisions = Counter[str](), Counter[str]()
    started, worked = time.perf_counter(), time.process_time()
    for reading in read_paths(paths, file_megabytes=FILE_MEGABYTES, article_characters=ARTICLE_CHARACTERS):
        result.readings += 1
        if reading.article is None:
            rejected[reading.reason[:80]] += 1
        else:
            at, told = reading.article.published_at, "date" in reading.reason
            result.articles += 1
            result.dated += at is not None
            result.dates_reported += told
            result.undated_silently += at is None and not told
            precisions[at.precision if at else "none"] += 1
        if result.readings % step == 0:
            result.memory.append(round(peak_megabytes()))
    result.rejected, result.precisions = dict(rejected.most_common()), dict(precisions.most_common())
    result.seconds, result.cpu_seconds = time.perf_counter() - started, time.process_time() - worked
    return result


def _table(found: Read) -> Table:
    rows = [
        ("outcomes (counted before)", f"{found.readings:,} ({found.counted:,})"),
        ("articles", f"{found.articles:,}"),
        *((f"rejected: {reason}", f"{count:,}") for reason, count in list(found.rejected.items())[:5]),
        ("with a date", f"{found.dated:,}"),
        ("date with a remark", f"{found.dates_reported:,}"),
        ("without a date and without a remark", f"{found.undated_silently:,}"),
        ("precision", ", ".join(f"{name} {count:,}" for name, count in found.precisions.items())),
        ("readings a second, by the clock", f"{found.readings / found.seconds:,.0f}"),
        ("readings a second of processor time", f"{found.readings / found.cpu_seconds:,.0f}"),
        ("peak MB along the way", ", ".join(map(str, found.memory))),
    ]
    return Table("Reading", ("", ""), rows)


if __name__ == "__main__":
    raise SystemExit(main())
