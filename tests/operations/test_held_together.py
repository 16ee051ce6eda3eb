"""Ctrl-C, a full disk, two writers at once: words and a code, and the next plain run completes the work."""

import contextlib
import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from assistant.operations.backup import backup
from tests.index.states import State, state_of
from tests.index.tiny import long_story, story, tiny_desk, write_rows
from tests.index.worker import Reader
from tests.operations.conftest import FEW, tiny_settings
from tests.operations.labour import VERBS, Ended, ended, start

ATTEMPTS, ENOUGH = 12, 2
"""How often a verb is started to be stopped, and how often it must have been."""

CHANGES = [
    *[story(number, text=f"The report on Kestrel{number} was withdrawn.") for number in range(4)],
    *[story(number) for number in range(20, 40)],
    long_story(51, 60),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a backup of a later state, and the files that the verbs take in."""
    folder = tmp_path_factory.mktemp("together")
    write_rows(folder / "changes.jsonl", CHANGES)
    write_rows(folder / "less.jsonl", FEW)
    (folder / "less.txt").write_text(str(folder / "less.jsonl"))
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest([folder / "less.jsonl"])
        desk.ingest_rows(folder / "b.jsonl", [story(3, text="The second version speaks of zanzibarite.")])
    write_rows(folder / "less.jsonl", [*FEW[:3], *FEW[8:]])
    shutil.copytree(folder / "indexes", folder / "later")
    with tiny_desk(folder / "later") as desk:
        desk.ingest_rows(folder / "later.jsonl", [story(number) for number in range(50, 90)])
    backup(tiny_settings(folder / "later"), folder / "kept")
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, State]:
    """The state after an undisturbed run of each verb."""
    states = {}
    for verb in VERBS:
        place = copy_of(folder, tmp_path_factory.mktemp(verb))
        assert ended(place, verb).code == 0
        states[verb] = state_of(place / "indexes")
    assert len(set(states.values())) == 5  # rebuild and compact change nothing but the files
    return states


def copy_of(folder: Path, target: Path) -> Path:
    return Path(shutil.copytree(folder, target / "copy"))


@pytest.mark.parametrize("verb", VERBS)
def test_ctrl_c_in_the_middle(verb: str, folder: Path, expected: dict[str, State], tmp_path: Path) -> None:
    rng = random.Random(verb)  # noqa: S311 - no secret
    latest, stopped = 0.5, 0
    for attempt in range(ATTEMPTS):
        place = copy_of(folder, tmp_path / str(attempt))
        result = interrupted(place, verb, rng.uniform(0.0, latest))
        if result is None or result.code != 130:
            latest /= 2  # it was too late, or so early that the verb had not begun
            continue
        assert "what was finished is kept" in result.said
        assert "Traceback" not in result.said
        assert ended(place, verb).code == 0
        assert state_of(place / "indexes") == expected[verb]
        stopped += 1
        if stopped == ENOUGH:
            return
    pytest.fail(f"{verb} could not be stopped in {ATTEMPTS} attempts")


def interrupted(place: Path, verb: str, seconds: float) -> Ended | None:
    """Send SIGINT to a verb after so many seconds and return how it ended, None if it did not say."""
    process, pipe = start(place, verb, seconds=0.02)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):  # a quick machine may be done by then
        os.killpg(process.pid, signal.SIGINT)
    try:
        result = pipe.recv()
    except EOFError:
        result = None
    process.join(60)
    assert result is None or isinstance(result, Ended)
    return result


@pytest.mark.parametrize("verb", VERBS)
def test_a_full_disk_is_told_and_loses_nothing(
    verb: str, folder: Path, expected: dict[str, State], tmp_path: Path
) -> None:
    before = state_of(folder / "indexes")
    told = 0
    for attempt, most in enumerate((60_000, 300_000)):
        place = copy_of(folder, tmp_path / str(attempt))
        result = ended(place, verb, most_bytes=most)
        assert "Traceback" not in result.said
        if result.code:
            told += 1
            assert result.code == 3
            assert result.said.splitlines()[-2].startswith("error: ")
        with tiny_desk(place / "indexes") as desk:
            assert desk.search("Kestrel9 Alder9 Rowan9")[0].article_id == "story-9" or verb == "remove"
        assert ended(place, verb) == Ended(0, (place / "said.txt").read_text())
        assert state_of(place / "indexes") == expected[verb]
    assert told
    assert before == state_of(folder / "indexes")


@pytest.mark.parametrize("verb", VERBS)
def test_a_second_writer_is_told_to_wait(verb: str, folder: Path, tmp_path: Path) -> None:
    place = copy_of(folder, tmp_path)
    before = state_of(place / "indexes")
    with Reader(place / "indexes") as other:
        other.hold_lock()
        result = ended(place, verb)
    assert result.code == 3
    assert "Another process is writing" in result.said
    assert "Wait until it is done, then run the command again." in result.said
    with tiny_desk(place / "indexes") as desk:
        desk.ingest_rows(place / "none.jsonl", [FEW[9]])
    assert state_of(place / "indexes") == before
