"""What a figure was measured on and how: the machine, a fresh process for each measurement, and the printed result."""

import argparse
import importlib.metadata
import json
import multiprocessing
import os
import platform
import shlex
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

FLAGS = ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8")
"""What decides how fast a CPU multiplies matrices."""

LIBRARIES = ("openvino", "torch", "chromadb", "sentence-transformers")


@dataclass(frozen=True, slots=True)
class Machine:
    """What a measurement ran on.

    Attributes:
        cpu: Model name.
        cores: Cores that this process may use.
        flags: Those of `FLAGS` that it has.
        memory_gb: Of the whole machine.
        system: Operating system and release.
        python: Version.
        versions: Of the libraries that do the work; those installed.
        load: Runnable processes over the last minute, before we began; much above zero means that others were at work.
    """

    cpu: str
    cores: int
    flags: tuple[str, ...]
    memory_gb: float
    system: str
    python: str
    versions: dict[str, str]
    load: float

    @property
    def computes_bf16(self) -> bool:
        """Whether the CPU multiplies bf16, which doubles the speed of the embedder."""
        return not {"avx512_bf16", "amx_bf16"}.isdisjoint(self.flags)

    def __str__(self) -> str:
        lacking = [flag for flag in ("avx512_vnni", "avx512_bf16", "amx_bf16") if flag not in self.flags]
        without = f" (no {', '.join(lacking)})" if lacking else ""
        versions = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        return (
            f"{self.cpu}, {self.cores} cores, {' '.join(self.flags)}{without}, {self.memory_gb:.0f} GB, {self.system};"
            f" Python {self.python}, {versions}; load {self.load:.1f}"
        )


@dataclass(frozen=True, slots=True)
class Child(Generic[T]):
    """What a process of its own returned, and its wall time from start to end, imports included."""

    value: T
    seconds: float


@dataclass(frozen=True, slots=True)
class Table:
    """Figures to be read by people; the first column names what the row measures."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]


def machine() -> Machine:
    """Describe the machine and the libraries that we run on."""
    cpu, flags = _cpu()
    return Machine(
        cpu=cpu,
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        flags=tuple(flag for flag in FLAGS if flag in flags),
        memory_gb=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        versions={name: number for name in LIBRARIES if (number := _version(name))},
        load=round(os.getloadavg()[0], 2),
    )


def describe() -> str:
    """Return the machine in one line."""
    return str(machine())


def fresh(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Child[T]:
    """Call a module's function in a new interpreter and wait for it; what it raises is raised here."""
    started = time.perf_counter()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        value = pool.submit(work, *args, **kwargs).result()
    return Child(value, time.perf_counter() - started)


def peak_megabytes() -> float:
    """Return the most memory that this process has had resident so far.

    Not `ru_maxrss`: Linux hands that on from the process that started this one.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("/proc/self/status has no VmHWM; the benchmarks measure memory on Linux only.")


def bytes_under(path: Path) -> int:
    """Return the size of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value below which `percent` of the values lie, interpolated."""
    if len(values) < 2:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return the median with the smallest and the largest value: `12.1 (11.9 to 12.6)`."""
    low, middle, high = (f"{value:,.{digits}f}" for value in (min(values), statistics.median(values), max(values)))
    return f"{middle} ({low} to {high})"


def options(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the options that every benchmark has; the first line of a docstring describes it."""
    parser = argparse.ArgumentParser(description=(description or "").strip().split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    return parser


def report(
    on: Machine, results: Mapping[str, object], tables: Sequence[Table], *, as_json: bool, arguments: Sequence[str]
) -> None:
    """Print the machine, the command and the figures.

    Args:
        on: The machine as it was before the measurement.
        results: Plain values and lists of them, for programs.
        tables: The same for people.
        as_json: Whether the one or the other is wanted.
        arguments: What the benchmark was started with, after the name of its file.
    """
    command = command_line(arguments)
    if as_json:
        print(json.dumps({"machine": asdict(on), "command": command, **results}, ensure_ascii=False, indent=2))
        return
    print(on)
    print(f"$ {command}")
    for table in tables:
        print()
        print(formatted(table))


def command_line(arguments: Sequence[str]) -> str:
    """Return what to type in the root of the checkout to run this again."""
    script = Path(sys.argv[0])
    root = Path(__file__).resolve().parent.parent
    shown = script.resolve().relative_to(root) if script.resolve().is_relative_to(root) else script
    return shlex.join(["python", str(shown), *arguments])


def formatted(table: Table) -> str:
    """Return a table as aligned text: names to the left, figures to the right."""
    lines = [table.columns, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.columns))]
    written = []
    for line in lines:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        written.append("  ".join(cells).rstrip())
    rule = "  ".join("-" * width for width in widths)
    return "\n".join([table.title, written[0], rule, *written[1:]])


def progress(words: str) -> None:
    """Tell whoever waits what is being measured; stdout is for the result."""
    print(f"… {words}", file=sys.stderr, flush=True)


def _cpu() -> tuple[str, set[str]]:
    facts: dict[str, str] = {}
    path = Path("/proc/cpuinfo")
    for line in path.read_text().splitlines() if path.exists() else ():
        name, _, value = line.partition(":")
        facts.setdefault(name.strip(), value.strip())
    return facts.get("model name") or platform.processor() or platform.machine(), set(facts.get("flags", "").split())


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def as_plain(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any data class
    """Return a data class as a dictionary, rounded to what can be repeated."""
    return {name: _rounded(item) for name, item in asdict(value).items()}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - whatever a result holds
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value
