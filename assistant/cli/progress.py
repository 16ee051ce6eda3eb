"""How far an ingest is: a bar on a terminal, a line every few seconds elsewhere, always on stderr."""

import sys
import time
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from assistant.cli.display import plain

SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_COUNTS = 2.0
SECONDS_NAMED = 100
"""From here on the remaining time is given in minutes."""


class Counts(Protocol):
    """What an ingest reports while it runs."""

    @property
    def articles(self) -> int:
        """Articles handled."""

    @property
    def passages(self) -> int:
        """Passages handled."""

    @property
    def inputs_total(self) -> int | None:
        """Inputs there are, where that is known."""

    @property
    def stage(self) -> str:
        """What is being done."""


class CountDisplay:
    """A line every few seconds on stderr with how much is done; used as a context manager around the work."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._last_line = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, done: int, total: int) -> None:
        """Show how much is done."""
        now = time.monotonic()
        if now - self._last_line >= SECONDS_BETWEEN_COUNTS:
            self._last_line = now
            sys.stderr.write(f"{plain(self._what)}: {done:,} of {total:,}\n")
            sys.stderr.flush()


class IngestDisplay:
    """Shows the counts, the rate and the time that remains; used as a context manager around an ingest."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._last_line = self._started
        self._bar: Progress | None = None
        screen = Console(stderr=True, markup=False, emoji=False, highlight=False)
        if screen.is_terminal and not screen.is_dumb_terminal:
            self._bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[counts]}", markup=False),
                TimeRemainingColumn(),
                console=screen,
                transient=True,
            )
            self._task = self._bar.add_task("opening", total=None, counts="")

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def update(self, counts: Counts) -> None:
        """Show where the ingest is."""
        now = time.monotonic()
        rate = counts.articles / max(now - self._started, 1e-3)
        if self._bar:
            self._bar.update(
                self._task,
                description=plain(counts.stage),
                total=counts.inputs_total,
                completed=counts.articles,
                counts=_words(counts, rate),
            )
        elif now - self._last_line >= SECONDS_BETWEEN_LINES:
            self._last_line = now
            sys.stderr.write(f"{plain(counts.stage)}: {_words(counts, rate)}{_remaining(counts, rate)}\n")
            sys.stderr.flush()


def _words(counts: Counts, rate: float) -> str:
    total = f" of {counts.inputs_total:,}" if counts.inputs_total else ""
    return f"{counts.articles:,}{total} articles, {counts.passages:,} passages, {rate:,.1f} articles/s"


def _remaining(counts: Counts, rate: float) -> str:
    """Say how long it will take, where the total is known and something was done to judge by."""
    if not counts.inputs_total or not 0 < counts.articles < counts.inputs_total:
        return ""
    seconds = (counts.inputs_total - counts.articles) / rate
    return f", about {seconds:.0f} s left" if seconds < SECONDS_NAMED else f", about {seconds / 60:.0f} min left"
