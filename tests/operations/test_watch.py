"""A real folder in real time: what is there is taken in at once, what comes later once it is quiet, each thing once."""

import queue
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.errors import IndexBusyError, StoreError
from assistant.index.report import IngestReport
from assistant.operations import watch as watching
from assistant.operations.watch import Notice, Watch
from tests.index.tiny import TinyDesk, story, write_rows

QUIET = 0.3
PATIENCE = 30.0


class Watched:
    """A watch in a thread of its own, over a folder."""

    def __init__(self, desk: TinyDesk, *paths: Path, quiet: float = QUIET) -> None:
        self.events: queue.Queue[Notice | IngestReport | Exception] = queue.Queue()
        self.desk = desk
        self.runs: list[list[Path]] = []
        self.fault: StoreError | None = None
        self.watch = Watch(self._ingest, paths, desk.settings.data_dir, quiet)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _ingest(self, files: Sequence[Path]) -> IngestReport:
        if self.fault:
            raise self.fault
        self.runs.append(list(files))
        return self.desk.ingest(files)

    def _run(self) -> None:
        try:
            for event in self.watch.run():
                self.events.put(event)
        except Exception as error:  # noqa: BLE001 - it belongs to the test
            self.events.put(error)

    def report(self) -> IngestReport:
        """Return the next report, past notices."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if isinstance(event, Exception):
                raise event
            if isinstance(event, IngestReport):
                return event

    def notice(self) -> str:
        event = self.events.get(timeout=PATIENCE)
        assert isinstance(event, Notice), event
        return event.words

    def is_silent(self, seconds: float) -> bool:
        time.sleep(seconds)
        return self.events.empty()

    def end(self) -> None:
        self.watch.stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    write_rows(folder / "first.jsonl", [story(1), story(2)])
    return folder


@pytest.fixture
def watched(desk: TinyDesk, inbox: Path) -> Iterator[Watched]:
    watched = Watched(desk, inbox)
    yield watched
    watched.end()


def test_what_is_there_is_taken_in_and_then_what_is_added_or_changed(watched: Watched, inbox: Path) -> None:
    assert watched.report().new == 2
    write_rows(inbox / "second.jsonl", [story(3)])
    assert watched.report().new == 1
    write_rows(inbox / "first.jsonl", [story(1), story(2, title="Ferry late")])
    changed = watched.report()
    assert (changed.updated, changed.unchanged) == (1, 1)
    assert watched.runs[1:] == [[inbox / "second.jsonl"], [inbox / "first.jsonl"]]
    assert watched.is_silent(3 * QUIET)


def test_a_file_that_still_grows_waits_and_holds_up_no_other(desk: TinyDesk, inbox: Path) -> None:
    watched = Watched(desk, inbox, quiet=1.0)
    assert watched.report().new == 2
    row = write_rows(inbox.parent / "row.jsonl", [story(50)]).read_text()
    growing = inbox / "growing.jsonl"
    write_rows(inbox / "other.jsonl", [story(60)])
    until = time.monotonic() + 2.5
    with growing.open("w") as file:
        while time.monotonic() < until:
            file.write(row.replace("story-50", f"story-{time.monotonic_ns()}"))
            file.flush()
            time.sleep(0.05)
    written = len(growing.read_text().splitlines())
    assert watched.report().new == 1
    last = watched.report()
    assert last.new + last.duplicates == written
    assert watched.runs[1:] == [[inbox / "other.jsonl"], [growing]]
    watched.end()


def test_folders_that_come_whole_are_read_and_hidden_files_are_not(watched: Watched, inbox: Path) -> None:
    assert watched.report().new == 2
    write_rows(inbox.parent / "ready" / "deep" / "a.jsonl", [story(3)])
    write_rows(inbox.parent / "ready" / ".part.jsonl", [story(4)])
    (inbox / "README.md").write_text("# Notes\n\nNothing to read here.")
    (inbox.parent / "ready").rename(inbox / "moved")
    assert watched.report().new == 1
    assert watched.runs[1:] == [[inbox / "moved" / "deep" / "a.jsonl"]]
    assert watched.is_silent(3 * QUIET)


def test_a_bad_file_is_in_the_report_and_the_watch_goes_on(watched: Watched, inbox: Path) -> None:
    assert watched.report().new == 2
    (inbox / "bad.jsonl").write_bytes(b"\xff\x00{{{\n")
    assert watched.report().rejected == 1
    (inbox / "bad.jsonl").unlink()
    write_rows(inbox / "good.jsonl", [story(3)])
    assert watched.report().new == 1


def test_a_folder_that_vanishes_is_told_and_waited_for(watched: Watched, inbox: Path) -> None:
    assert watched.report().new == 2
    shutil.rmtree(inbox)
    assert watched.notice() == f"{inbox} is not there; waiting for it."
    write_rows(inbox / "after.jsonl", [story(3)])
    assert watched.notice() == f"{inbox} is back."
    assert watched.report().new == 1
    write_rows(inbox / "later.jsonl", [story(4)])
    assert watched.report().new == 1


def test_a_file_by_itself_may_come_later_and_be_replaced(desk: TinyDesk, tmp_path: Path) -> None:
    file = tmp_path / "wire.jsonl"
    watched = Watched(desk, file)
    assert "waiting for it" in watched.notice()
    write_rows(file, [story(1)])
    assert watched.report().new == 1
    write_rows(tmp_path / "next.jsonl", [story(1), story(2)]).replace(file)
    report = watched.report()
    assert (report.new, report.unchanged) == (1, 1)
    watched.end()


def test_another_writer_is_told_once_and_waited_for(
    watched: Watched, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "BUSY_SECONDS", 0.1)
    assert watched.report().new == 2
    watched.fault = IndexBusyError("Another process is writing.")
    write_rows(inbox / "second.jsonl", [story(3)])
    assert watched.notice() == "Another process is writing. Waiting until it is done."
    assert watched.is_silent(0.5)
    watched.fault = None
    assert watched.report().new == 1


def test_what_waiting_does_not_mend_ends_the_watch(watched: Watched, inbox: Path) -> None:
    assert watched.report().new == 2
    watched.fault = StoreError("The disk is full.")
    write_rows(inbox / "second.jsonl", [story(3)])
    with pytest.raises(StoreError, match="disk is full"):
        watched.report()


def test_the_archive_itself_is_not_watched(desk: TinyDesk, tmp_path: Path) -> None:
    write_rows(tmp_path / "a.jsonl", [story(1)])
    watched = Watched(desk, tmp_path)
    assert watched.report().rejected == 0
    assert watched.is_silent(5 * QUIET)
    assert watched.runs == [[tmp_path / "a.jsonl"]]
    watched.end()
