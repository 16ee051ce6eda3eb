"""Watching files and folders: what is there is taken in at once, and whatever is added or changed once it is quiet."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import watchfiles

from assistant.articles.input import absolute
from assistant.articles.read import files_below, is_read_below
from assistant.errors import IndexBusyError
from assistant.index.report import IngestReport

TICK_SECONDS = 0.2
"""How often what waits is looked at when nothing happens."""

BUSY_SECONDS = 1.0
"""Until the next try where another process is writing."""

Ingest = Callable[[Sequence[Path]], IngestReport]
State = tuple[int, int] | None
"""What differs when something is not what it was; None where there is nothing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that whoever watches should know, in words."""

    words: str


@dataclass(slots=True)
class _Waiting:
    """A file that changed.

    Attributes:
        state: When it was last looked at.
        since: When it was last seen to change, by the monotonic clock.
    """

    state: State
    since: float


@dataclass
class Watch:
    """Watches paths and takes in what changes.

    Attributes:
        ingest: Takes files in.
        paths: Files and folders; those that are missing are waited for.
        data_dir: Of the archive: its own files change with every run and are no articles.
        quiet_seconds: How long a file must not have changed before it is read.
        stop: Ends the watch when set.
    """

    ingest: Ingest
    paths: Sequence[Path]
    data_dir: Path
    quiet_seconds: float = 2.0
    stop: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._roots = list(dict.fromkeys(absolute(path) for path in self.paths))
        self._archive = absolute(self.data_dir)
        self._known: dict[Path, State] = {}
        self._waiting: dict[Path, _Waiting] = {}
        self._folders: dict[Path, float] = {}
        self._done: dict[Path, State] = {}
        self._told_busy = False

    def run(self) -> Iterator[Notice | IngestReport]:
        """Yield a report after each run and a notice where something must be waited for, until `stop` is set.

        Raises:
            StoreError: The archive cannot be written, and waiting does not help.
        """
        first = True
        while not self.stop.is_set():
            yield from self._missing_and_back(first=first)
            first = False
            present = [root for root, state in self._known.items() if state]
            if present:
                yield from self._watch(present)
            else:
                self.stop.wait(TICK_SECONDS)

    def _missing_and_back(self, *, first: bool) -> Iterator[Notice]:
        """Look at the roots; one that is new here, or another than before, is read as a whole."""
        for root in self._roots:
            before, now = self._known.get(root), _identity(root)
            if now is None and (before or first):
                yield Notice(f"{root} is not there; waiting for it.")
            elif now and now != before:
                if not first:
                    yield Notice(f"{root} is back.")
                self._expect(root)
            self._known[root] = now

    def _watch(self, present: Sequence[Path]) -> Iterator[Notice | IngestReport]:
        """Follow the system's notices until a root comes or goes."""
        changes = watchfiles.watch(
            *present,
            watch_filter=None,
            step=50,
            rust_timeout=int(TICK_SECONDS * 1000),
            yield_on_timeout=True,
            stop_event=self.stop,
        )
        with contextlib.closing(changes):
            while True:
                try:
                    seen = next(changes, None)
                except (FileNotFoundError, RuntimeError):  # its inner errors; a root went away between two looks
                    self.stop.wait(TICK_SECONDS)
                    return
                if seen is None:
                    return
                for _, name in seen:
                    self._note(Path(name))
                yield from self._take_in()
                if any(_identity(root) != self._known[root] for root in self._roots):
                    return

    def _note(self, path: Path) -> None:
        """Have whatever changed wait. A new folder is looked at again later: files came before anybody watched it."""
        if path in self._roots or any(is_read_below(path, root) for root in self._roots):
            now = time.monotonic()
            if path.is_dir():
                self._folders[path] = now
            for file in self._files(path):
                self._wait(file, now)

    def _expect(self, root: Path) -> None:
        """Have the files of a root wait; those that have long been quiet do not wait any longer."""
        for file in self._files(root):
            state = _stat(file)
            age = time.time() - state[1] / 1e9 if state else 0.0
            self._wait(file, time.monotonic() - max(0.0, age))

    def _wait(self, file: Path, since: float) -> None:
        state = _stat(file)
        if state is None or state == self._done.get(file):
            return
        waiting = self._waiting.get(file)
        if waiting is None or waiting.state != state:
            self._waiting[file] = _Waiting(state, since)

    def _take_in(self) -> Iterator[Notice | IngestReport]:
        """Take in whatever has been quiet for long enough; the rest goes on waiting."""
        quiet = self._quiet()
        if not quiet:
            return
        try:
            report = self.ingest(quiet)
        except IndexBusyError as error:
            if not self._told_busy:
                self._told_busy = True
                yield Notice(f"{error.message} Waiting until it is done.")
            self.stop.wait(BUSY_SECONDS)
            return
        self._told_busy = False
        for file in quiet:
            self._done[file] = self._waiting.pop(file).state
            self._wait(file, time.monotonic())  # in case it changed while it was read
        yield report

    def _quiet(self) -> list[Path]:
        """Return the files that have not changed for long enough, in order."""
        now = time.monotonic()
        for folder in [folder for folder, since in self._folders.items() if now - since >= self.quiet_seconds]:
            del self._folders[folder]
            for file in self._files(folder):
                self._wait(file, now)
        for file in list(self._waiting):
            if _stat(file) is None:
                del self._waiting[file]
            else:
                self._wait(file, now)
        return sorted(file for file, waiting in self._waiting.items() if now - waiting.since >= self.quiet_seconds)

    def _files(self, path: Path) -> list[Path]:
        return [file for file in map(absolute, files_below(path)) if not file.is_relative_to(self._archive)]


def _stat(path: Path) -> State:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _identity(path: Path) -> State:
    """Return what tells a path from another under the same name, which the system's notices do not follow."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
