"""How long a reader waits: search and whole answers over an open archive, and one question from a cold shell.

    NEWS_ASSISTANT_BENCH_DATA=../shared/data python benchmarks/latency.py --data-dir /tmp/newsquiz-index

Real quiz questions, each asked on its own day, one at a time: first all of them as searches, after other questions to
warm up, then all of them as questions to be answered; then the multihop questions that fall into several parts, as
searches over the same archive. The cold figure is `news-assistant ask` as a process of its own.
"""

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from benchmarks import data
from benchmarks.ingest import take
from benchmarks.machine import (
    Table,
    as_plain,
    fresh,
    machine,
    options,
    peak_megabytes,
    percentile,
    progress,
    report,
    spread,
)

if TYPE_CHECKING:
    from assistant import NewsAssistant

WARM_UP = 20
HEAVIEST = 10
AIM_SEARCH_MS = 60.0
AIM_PARTS_MS = 100.0
AIM_COLD_SECONDS = 3.0

P = ParamSpec("P")
T = TypeVar("T")

Asked = tuple[str, str | None]
"""A question and the day it was asked on."""


@dataclass(frozen=True, slots=True)
class Warm:
    """An open archive, one question at a time; milliseconds.

    Attributes:
        passages: In the archive.
        search: Of each question's search.
        in_parts: Of the search of each question that has several parts.
        ask: Of each question's answer, from call to return.
        embed: Of each question's embedding alone.
        parts: Mean of each of the answer's own timings; a step that a refusal does not reach counts as nothing.
        refused: Share of the questions that were refused.
        peak_mb: Most memory resident.
    """

    passages: int
    search: list[float]
    in_parts: list[float]
    ask: list[float]
    embed: list[float]
    parts: dict[str, float]
    refused: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Stages:
    """Where the time of one cold question goes, in seconds, in the order it happens."""

    imports: float
    opening: float
    model: float
    search: float
    rest_of_answer: float


@dataclass(frozen=True, slots=True)
class Import:
    """All modules of one top-level package that a cold question imports, and the seconds spent in them alone."""

    package: str
    modules: int
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = _parser().parse_args(given)
    on = machine()
    asked = questions(chosen.questions + WARM_UP)
    with tempfile.TemporaryDirectory(prefix="bench-latency-") as name:
        data_dir = chosen.data_dir or _made(Path(name), chosen.limit)
        results, tables = measure(data_dir, asked[WARM_UP:], asked[:WARM_UP], runs=chosen.runs)
    report(on, results, tables, as_json=chosen.json, arguments=given)
    return 0


def questions(count: int) -> list[Asked]:
    """Return `count` of the newsquiz questions, the same ones each time, in mixed order."""
    every = [(row["question"], row["asked_on"]) for row in data.newsquiz_questions()]
    random.Random(20260101).shuffle(every)  # noqa: S311 - no secret
    return every[:count]


def measure(
    data_dir: Path, asked: Sequence[Asked], warm_up: Sequence[Asked], *, runs: int
) -> tuple[dict[str, object], list[Table]]:
    """Ask an index in `data_dir`, warm and cold."""
    progress(f"{len(asked)} questions to an open archive")
    warm = fresh(ask_warm, data_dir, asked, warm_up).value
    progress(f"{runs} cold questions from the shell")
    cold = [_cold_seconds(data_dir, question) for question in asked[:runs]]
    progress("where the cold time goes")
    parts = fresh(stages, data_dir, asked[0]).value
    imports = heaviest_imports(data_dir, asked[0])
    nothing = _run([sys.executable, "-c", "pass"])[0]
    results: dict[str, object] = {
        "passages": warm.passages,
        "questions": len(asked),
        "search_ms": _percentiles(warm.search),
        "in_parts": len(warm.in_parts),
        "in_parts_ms": _percentiles(warm.in_parts) if warm.in_parts else {},
        "ask_ms": _percentiles(warm.ask),
        "embed_ms": _percentiles(warm.embed),
        "answer_parts_ms": {name: round(value, 2) for name, value in warm.parts.items()},
        "refused": round(warm.refused, 4),
        "peak_mb": round(warm.peak_mb, 1),
        "cold_seconds": [round(value, 3) for value in cold],
        "cold_median_seconds": round(statistics.median(cold), 3),
        "cold_stages_seconds": as_plain(parts) | {"empty_python": round(nothing, 3)},
        "cold_imports": [as_plain(item) for item in imports],
    }
    return results, [_warm_table(warm), _cold_table(cold, parts, nothing), _import_table(imports)]


def ask_warm(data_dir: Path, asked: Sequence[Asked], warm_up: Sequence[Asked]) -> Warm:
    """Search, answer and embed every question over one open archive."""
    from assistant import NewsAssistant, Settings

    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        for question, day in warm_up:
            desk.ask(question, today=day)
        search = [_milliseconds(desk.search, question, today=day)[0] for question, day in asked]
        in_parts = [_milliseconds(desk.search, question)[0] for question in parted(desk)[: len(asked)]]
        answered = [_milliseconds(desk.ask, question, today=day) for question, day in asked]
        embed = [_milliseconds(desk.embedder().embed_query, question)[0] for question, _ in asked]
        answers = [answer for _, answer in answered]
        longest = max((answer.timings for answer in answers), key=len)  # a refusal has fewer steps
        return Warm(
            passages=desk.status().passages,
            search=search,
            in_parts=in_parts,
            ask=[took for took, _ in answered],
            embed=embed,
            parts={name: statistics.fmean(answer.timings.get(name, 0.0) for answer in answers) for name in longest},
            refused=statistics.fmean(answer.refused for answer in answers),
            peak_mb=peak_megabytes(),
        )


def parted(desk: "NewsAssistant") -> list[str]:
    """Return the multihop questions that fall into several parts over an archive."""
    every = (row["question"] for row in data.multihop_questions(answerable=True))
    return [question for question in every if desk.understand(question).parts]


def stages(data_dir: Path, question: Asked) -> Stages:
    """Do what the command line does with a question, a stage at a time; the interpreter has started already."""
    started = time.perf_counter()
    import assistant.cli  # noqa: F401 - what the console script imports
    from assistant import NewsAssistant, Settings

    imported = time.perf_counter()
    with NewsAssistant(Settings(data_dir=data_dir)) as desk:
        opened = time.perf_counter()
        desk.embedder()
        loaded = time.perf_counter()
        answer = desk.ask(question[0], today=question[1])
    search = answer.timings["search"] / 1000
    rest = answer.timings["total"] / 1000 - search
    return Stages(imported - started, opened - imported, loaded - opened, search, rest)


def heaviest_imports(data_dir: Path, question: Asked) -> list[Import]:
    """Return the packages whose modules take longest to import in a cold question, their own time only."""
    _, errors = _run([sys.executable, "-X", "importtime", *_ask(data_dir, question)])
    seconds: defaultdict[str, float] = defaultdict(float)
    modules: defaultdict[str, int] = defaultdict(int)
    for line in errors.splitlines():
        if not line.startswith("import time:") or line.endswith("imported package"):
            continue
        alone, _, name = line.removeprefix("import time:").split("|")
        package = name.strip().split(".")[0]
        seconds[package] += int(alone) / 1e6
        modules[package] += 1
    heaviest = sorted(seconds, key=lambda package: -seconds[package])[:HEAVIEST]
    return [Import(package, modules[package], seconds[package]) for package in heaviest]


def _made(work: Path, limit: int | None) -> Path:
    progress("no --data-dir: taking newsquiz in first")
    fresh(take, data.part_of(data.articles_file("newsquiz"), work, limit), work / "index")
    return work / "index"


def _cold_seconds(data_dir: Path, question: Asked) -> float:
    return _run([sys.executable, *_ask(data_dir, question)])[0]


def _ask(data_dir: Path, question: Asked) -> list[str]:
    """Return the console script beside this interpreter and the arguments of one question."""
    words, day = question
    today = ["--today", day] if day else []
    return [str(Path(sys.executable).parent / "news-assistant"), "ask", words, "--data-dir", str(data_dir), *today]


def _run(command: Sequence[str]) -> tuple[float, str]:
    """Run a command and return its wall time and what it wrote to stderr; a failure ends the benchmark."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()}")
    return seconds, done.stderr


def _milliseconds(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[float, T]:
    started = time.perf_counter()
    value = call(*args, **kwargs)
    return (time.perf_counter() - started) * 1000, value


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    return {
        "p50": round(percentile(values, 50), 2),
        "p95": round(percentile(values, 95), 2),
        "max": round(max(values), 2),
    }


def _warm_table(warm: Warm) -> Table:
    def row(name: str, values: Sequence[float]) -> tuple[str, ...]:
        return name, *(f"{value:.1f}" for value in _percentiles(values).values())

    several = f"search, {len(warm.in_parts)} of several parts (aim p95 {AIM_PARTS_MS:.0f})"
    parts = [(f"  {name}, mean", f"{value:.1f}", "", "") for name, value in warm.parts.items()]
    return Table(
        f"{len(warm.search)} questions over {warm.passages:,} passages, {warm.refused:.1%} refused,"
        f" peak memory {warm.peak_mb:,.0f} MB; milliseconds",
        ("", "p50", "p95", "max"),
        [
            row(f"search (aim p95 {AIM_SEARCH_MS:.0f})", warm.search),
            *([row(several, warm.in_parts)] if warm.in_parts else []),
            row("embedding of the question alone", warm.embed),
            row("ask", warm.ask),
            *parts,
        ],
    )


def _cold_table(cold: Sequence[float], parts: Stages, nothing: float) -> Table:
    return Table(
        f"Cold `news-assistant ask` from the shell, {len(cold)} runs",
        ("", "seconds"),
        [
            (f"whole process, median (least to most), aim {AIM_COLD_SECONDS:.0f}", spread(cold, 2)),
            ("an empty Python", f"{nothing:.2f}"),
            ("imports of the command line", f"{parts.imports:.2f}"),
            ("opening the archive", f"{parts.opening:.2f}"),
            ("loading the embedder", f"{parts.model:.2f}"),
            ("first search", f"{parts.search:.2f}"),
            ("rest of the answer", f"{parts.rest_of_answer:.2f}"),
        ],
    )


def _import_table(imports: Sequence[Import]) -> Table:
    return Table(
        f"The {len(imports)} packages that take longest to import in it (python -X importtime, itself not free)",
        ("package", "modules", "seconds"),
        [(item.package, f"{item.modules}", f"{item.seconds:.3f}") for item in imports],
    )


def _parser() -> argparse.ArgumentParser:
    parser = options(__doc__)
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="index over newsquiz; without it, one is made")
    parser.add_argument("--limit", type=int, metavar="N", help="make it of the first N articles only")
    parser.add_argument("--questions", type=int, default=500, metavar="N", help="questions asked; 500 by default")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="cold questions; 5 by default")
    return parser


if __name__ == "__main__":
    sys.exit(main())
