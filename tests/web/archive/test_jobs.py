import threading
import time

import pytest

from assistant.errors import IndexBusyError
from assistant.web.archive.jobs import Job, Jobs, Tell


def ended(jobs: Jobs) -> Job:
    deadline = time.monotonic() + 10
    while jobs.is_running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert jobs.last is not None
    return jobs.last


def test_one_at_a_time_and_seen_while_it_works() -> None:
    jobs, told, go = Jobs(), threading.Event(), threading.Event()

    def work(tell: Tell) -> str:
        tell("half of it", 0.5)
        told.set()
        go.wait(10)
        return "<p>all of it</p>"

    assert jobs.begin("First", work)
    assert told.wait(10)
    assert jobs.last is not None
    assert (jobs.last.words, jobs.last.share) == ("half of it", 0.5)
    assert not jobs.begin("Second", work)
    go.set()
    assert (ended(jobs).outcome, ended(jobs).state) == ("<p>all of it</p>", "done")
    assert jobs.begin("Third", lambda _: "")
    assert ended(jobs).number == 2


def test_a_failure_is_told_in_words(caplog: pytest.LogCaptureFixture) -> None:
    def busy(_: Tell) -> str:
        raise IndexBusyError("Another process is writing.")

    def broken(_: Tell) -> str:
        raise ZeroDivisionError

    jobs = Jobs()
    jobs.begin("Busy", busy)
    assert ended(jobs).state == "failed"
    assert "Another process is writing." in ended(jobs).outcome
    jobs.begin("Broken", broken)
    assert "Something went wrong here" in ended(jobs).outcome
    assert "ZeroDivisionError" in caplog.text
