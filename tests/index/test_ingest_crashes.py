"""A run that is killed at any instruction leaves a state that can be read, and that the next run completes."""

import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

import assistant.catalog.writer
import assistant.index.ingest
from assistant.catalog.database import open_for_writing
from assistant.index import vectors
from tests.index import worker
from tests.index.states import State, state_of
from tests.index.tiny import long_story, story, tiny_desk, write_rows
from tests.index.worker import Death, ingest_and_die

BASE = [story(n) for n in range(8)] + [long_story(100, 30)]
CHANGES = [
    *[story(n, text=f"The report on Kestrel{n} was withdrawn. Nobody at Port Alder{n} said why.") for n in range(5)],
    *[story(n) for n in range(5, 24)],
    long_story(100, 26),
    long_story(101, 30),
    story(200, text=story(20)["text"]),
    story(300, text="First there were two dead."),
    story(300, text="Then there were three."),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crashes")
    write_rows(folder / "changes.jsonl", CHANGES)
    with pytest.MonkeyPatch.context() as patch, tiny_desk(folder / "base") as desk:
        # Chroma writes its graph to disk every so many vectors; a small archive must get there as well.
        patch.setitem(vectors.HNSW, "sync_threshold", 10)
        desk.ingest_rows(folder / "base.jsonl", BASE)
    return folder


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> tuple[State, int]:
    """The state after an undisturbed run, and how many SQL statements it took to write it."""
    shutil.copytree(folder / "base", folder / "undisturbed")
    statements: list[str] = []

    def opened(path: Path) -> sqlite3.Connection:
        connection = open_for_writing(path)
        connection.set_trace_callback(statements.append)
        return connection

    with pytest.MonkeyPatch.context() as patch, tiny_desk(folder / "undisturbed") as desk:
        patch.setattr(assistant.catalog.writer, "open_for_writing", opened)
        patch.setattr(assistant.index.ingest, "BATCH_PASSAGES", worker.BATCH_PASSAGES)
        patch.setattr(assistant.index.ingest, "STORE_EVERY", worker.STORE_EVERY)
        desk.ingest([folder / "changes.jsonl"])
    return state_of(folder / "undisturbed"), len(statements)


@pytest.fixture
def data_dir(folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(folder / "base", tmp_path / "indexes")
    return tmp_path / "indexes"


def check_readable(data_dir: Path) -> None:
    """Every article is there in exactly one version, and search does not fail."""
    with tiny_desk(data_dir) as desk:
        for number in range(8):
            found = [hit for hit in desk.search(f"ferry Kestrel{number}", k=50) if hit.article_id == f"story-{number}"]
            assert len({hit.version for hit in found}) == 1
            assert all(desk.article(hit.article_id, hit.version).text[hit.start : hit.end] == hit.text for hit in found)


def finish(data_dir: Path, folder: Path) -> State:
    with tiny_desk(data_dir) as desk:
        desk.ingest([folder / "changes.jsonl"])
        assert desk.ingest([folder / "changes.jsonl"]).passages_embedded == 0
    return state_of(data_dir)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.999])
def test_killed_between_statements(share: float, data_dir: Path, folder: Path, undisturbed: tuple[State, int]) -> None:
    expected, statements = undisturbed
    death = Death("statement", max(1, int(share * statements)))
    assert ingest_and_die(data_dir, folder / "changes.jsonl", death) == -signal.SIGKILL
    check_readable(data_dir)
    assert finish(data_dir, folder) == expected


@pytest.mark.parametrize(
    "death", [Death("add", 1), Death("add", 2), Death("remove", 1), Death("remove", 2), Death("measure", 1)]
)
def test_killed_while_the_vectors_follow(
    death: Death, data_dir: Path, folder: Path, undisturbed: tuple[State, int]
) -> None:
    assert ingest_and_die(data_dir, folder / "changes.jsonl", death) == -signal.SIGKILL
    check_readable(data_dir)
    assert finish(data_dir, folder) == undisturbed[0]


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_a_random_moment(seed: int, data_dir: Path, folder: Path, undisturbed: tuple[State, int]) -> None:
    process = worker.start_ingest(data_dir, folder / "changes.jsonl", seconds=0.02)
    time.sleep(random.Random(seed).uniform(0.05, 0.4))  # noqa: S311 - no secret
    process.kill()
    process.join(10)
    check_readable(data_dir)
    assert finish(data_dir, folder) == undisturbed[0]


def test_killed_again_and_again(data_dir: Path, folder: Path, undisturbed: tuple[State, int]) -> None:
    for _ in range(4):
        assert ingest_and_die(data_dir, folder / "changes.jsonl", Death("statement", undisturbed[1] // 3)) in (-9, 0)
    assert ingest_and_die(data_dir, folder / "changes.jsonl", Death("add", 1)) in (-9, 0)
    assert finish(data_dir, folder) == undisturbed[0]


def test_killed_in_the_first_run_of_all(tmp_path: Path, folder: Path) -> None:
    base = write_rows(tmp_path / "base.jsonl", BASE)
    for statement in (1, 30, 60, 150):
        data_dir = tmp_path / str(statement)
        assert ingest_and_die(data_dir, base, Death("statement", statement)) == -signal.SIGKILL
        with tiny_desk(data_dir) as desk:
            desk.ingest([base])
        assert state_of(data_dir) == state_of(folder / "base")


def test_status_tells_of_an_interrupted_run_until_one_is_done(data_dir: Path, folder: Path) -> None:
    ingest_and_die(data_dir, folder / "changes.jsonl", Death("add", 1))
    with tiny_desk(data_dir) as desk:
        assert desk.status().interrupted_runs == 1
        assert desk.status().waiting > 0
        desk.ingest([folder / "changes.jsonl"])
        assert desk.status().interrupted_runs == desk.status().waiting == 0


def test_the_lock_of_a_killed_process_is_free(data_dir: Path, folder: Path) -> None:
    process = worker.start_ingest(data_dir, folder / "changes.jsonl", seconds=5)
    time.sleep(0.2)
    process.kill()
    process.join(10)
    with tiny_desk(data_dir) as desk:
        assert desk.ingest([folder / "changes.jsonl"]).new > 0
