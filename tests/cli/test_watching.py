"""`watch` as a process of its own: a line a run, JSON lines on request, and a quiet end at Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.cli import main
from tests.index.tiny import story, write_rows

PROGRAM = (
    "import sys; from tests.index.tiny import tiny_desk; from assistant.cli import main, opening;"
    " opening.open_desk = lambda settings: tiny_desk(settings.data_dir); sys.exit(main())"
)


@contextmanager
def started(inbox: Path, data_dir: Path, *more: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", PROGRAM, "watch", str(inbox), "--data-dir", str(data_dir), "--debounce", "0.2"]
    process = subprocess.Popen(
        [*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stderr.close()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_line_a_run_until_it_is_stopped(sent: signal.Signals, tmp_path: Path) -> None:
    write_rows(tmp_path / "inbox" / "a.jsonl", [story(1), {"id": "empty"}])
    with started(tmp_path / "inbox", tmp_path / "indexes") as process:
        assert process.stdout
        assert process.stderr
        line = process.stdout.readline()
        assert "run 1: 1 new, 0 updated, 0 unchanged, 0 duplicates, 1 rejected;" in line
        assert "`news-assistant runs 1` says why" in line
        write_rows(tmp_path / "inbox" / "b.jsonl", [story(2)])
        assert "run 2: 1 new" in process.stdout.readline()
        process.send_signal(sent)
        assert process.wait(30) == 0
        assert process.stdout.read() == ""
        assert process.stderr.read() == "Stopped on request; what was taken in is kept.\n"


def test_json_is_one_object_a_line(tmp_path: Path) -> None:
    with started(tmp_path / "inbox", tmp_path / "indexes", "--json") as process:
        assert process.stdout
        assert process.stderr
        assert "is not there" in process.stderr.readline()
        for number in (1, 2):
            write_rows(tmp_path / "inbox" / f"{number}.jsonl", [story(number)])
            report = json.loads(process.stdout.readline())
            assert (report["run"], report["new"], report["proof"]["found"]) == (number, 1, 1)


def test_bad_arguments_end_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch"]) == 2
    assert main(["watch", ""]) == 2
    assert main(["watch", ".", "--debounce", "soon"]) == 2
    assert main(["watch", ".", "--debounce", "-1"]) == 2
    assert capsys.readouterr().err
