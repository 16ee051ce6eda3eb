"""The process that writes new vectors: it holds the lock, and does not outlive whoever started it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.errors import IndexBusyError, StoreError
from assistant.index.lock import writer_lock
from assistant.index.renewal import renew, write_next_generation
from assistant.index.stores import Stores
from tests.index.states import state_of
from tests.index.tiny import TinyDesk, story, tiny_desk


@pytest.fixture
def data_dir(desk: TinyDesk, tmp_path: Path) -> Path:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(8)])
    desk.close()
    return tmp_path / "indexes"


def test_the_next_generation_is_the_same_and_the_only_one(data_dir: Path) -> None:
    before = state_of(data_dir)
    renew(data_dir, None)
    assert state_of(data_dir) == before
    assert write_next_generation(data_dir, Stores(data_dir, None)) == 3
    assert state_of(data_dir) == before
    assert Stores(data_dir, None).generations() == [3]


def test_it_holds_the_lock_itself(data_dir: Path) -> None:
    with writer_lock(data_dir), pytest.raises(IndexBusyError, match="Another process is writing"):
        renew(data_dir, None)


def test_a_failure_is_told_in_its_words(data_dir: Path) -> None:
    (data_dir / "catalog.sqlite").write_bytes(b"x" * 9000)
    with pytest.raises(StoreError, match=r"could not be written anew.*damaged"):
        renew(data_dir, None)


def test_it_ends_with_whoever_started_it(data_dir: Path) -> None:
    command = [sys.executable, "-m", "assistant.index.renewal", str(data_dir), ""]
    with writer_lock(data_dir), subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.close()  # as the system does when the parent dies
        assert process.wait(30) != 0
    with tiny_desk(data_dir) as desk:
        assert desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"


def test_it_ends_at_once_in_the_middle_of_its_work(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(300)])
    desk.close()
    before = state_of(tmp_path / "indexes")
    command = [sys.executable, "-m", "assistant.index.renewal", str(tmp_path / "indexes"), ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        until = time.monotonic() + 60
        while not (tmp_path / "indexes" / "vectors" / "2").exists() and time.monotonic() < until:
            time.sleep(0.002)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(10)
    renew(tmp_path / "indexes", None)
    assert state_of(tmp_path / "indexes") == before
