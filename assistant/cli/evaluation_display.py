"""What the verbs of evaluation show: progress with rate and remaining time, and figures in tables."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from assistant.cli.display import console, plain, print_plain
from assistant.cli.progress import SECONDS_BETWEEN_LINES, SECONDS_NAMED

if TYPE_CHECKING:
    from assistant.evaluation.evaluation import EvalReport
    from assistant.evaluation.running import EvalProgress

SHOWN = 10
"""Rejected rows named on the terminal; the report names all."""


class EvalDisplay:
    """A bar on a terminal, a line every few seconds elsewhere, on stderr; used as a context manager around a run."""

    def __init__(self) -> None:
        self._last_line = time.monotonic()
        self._bar: Progress | None = None
        screen = Console(stderr=True, markup=False, emoji=False, highlight=False)
        if screen.is_terminal and not screen.is_dumb_terminal:
            self._bar = Progress(
                SpinnerColumn(),
                BarColumn(),
                TextColumn("{task.description}", markup=False),
                console=screen,
                transient=True,
            )
            self._task = self._bar.add_task("opening", total=None)

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def update(self, progress: "EvalProgress") -> None:
        """Show how far the run is."""
        now = time.monotonic()
        if self._bar:
            self._bar.update(self._task, total=progress.total, completed=progress.done, description=_words(progress))
        elif now - self._last_line >= SECONDS_BETWEEN_LINES or progress.done == progress.total:
            self._last_line = now
            sys.stderr.write(f"asking: {_words(progress)}\n")
            sys.stderr.flush()


def _words(progress: "EvalProgress") -> str:
    words = f"{progress.done:,} of {progress.total:,} questions, {progress.rate:.2f} questions/s"
    left = progress.seconds_left
    if left is None or progress.done == progress.total:
        return words
    return words + (f", about {left:.0f} s left" if left < SECONDS_NAMED else f", about {left / 60:.0f} min left")


def show_report(report: "EvalReport") -> None:
    """Print every figure with its interval, and what could not be asked."""
    show_figures(report.metrics)
    print_plain(f"{report.n:,} questions; archive {report.fingerprint}, settings {report.settings_hash}.")
    troubles = [f"{item.input}: {item.reason}" for item in report.rejected]
    troubles += [f"question {item['id']}: {item['reason']}" for item in report.failed]
    for words in troubles[:SHOWN]:
        sys.stderr.write(f"left out: {plain(words)}\n")
    if len(troubles) > SHOWN:
        sys.stderr.write(f"and {len(troubles) - SHOWN:,} more; the report names all.\n")
    if report.unknown_labels:
        sys.stderr.write(f"{len(report.unknown_labels):,} labels name no article of this archive.\n")


def show_figures(metrics: dict[str, dict[str, float]]) -> None:
    """Print a table of figures under their headings."""
    from assistant.evaluation.metrics import METRICS, shown

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "value", "95 % interval", "n"):
        table.add_column(name, justify="left" if not name else "right")
    group = ""
    for name, metric in METRICS.items():
        if (figure := metrics.get(name)) is None:
            continue
        if metric.group != group:
            group = metric.group
            table.add_row(Text(group, style="bold"), "", "", "")
        low, high = (shown(name, figure[end]) for end in ("low", "high"))
        table.add_row(f"  {name}", shown(name, figure["value"]), f"{low} to {high}", f"{figure['n']:,.0f}")
    console().print(table)
