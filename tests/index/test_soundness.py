"""A torn graph is found by another process, and only a graph that nobody sealed is looked into."""

import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexDamagedError
from assistant.index import probe, soundness
from assistant.index.soundness import Seal, look_into
from assistant.index.vectors import COLLECTION, ChromaDirectory
from tests.index.test_vectors import directions

MANY = 1_100
"""Enough vectors for Chroma to write its graph to disk."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a graph on disk, sealed; copied before it is damaged."""
    store = ChromaDirectory(tmp_path_factory.mktemp("whole") / "1")
    store.add([str(number) for number in range(MANY)], directions(MANY))
    store.seal()
    store.close()
    return store.path


@pytest.fixture
def directory(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "1")
    shutil.copy2(whole.with_name("1.seal"), tmp_path / "1.seal")
    return tmp_path / "1"


def zeroed(directory: Path, name: str) -> None:
    [file] = directory.rglob(name)
    file.write_bytes(b"\x00" * file.stat().st_size)


def test_a_whole_directory_is_counted_and_looked_at(directory: Path) -> None:
    found = look_into(directory, COLLECTION)
    assert found.count == MANY
    assert len(found.looked) == probe.PLACES * probe.IN_ROW
    assert found.lost == ()


def test_few_vectors_are_all_looked_at(tmp_path: Path) -> None:
    store = ChromaDirectory(tmp_path / "1")
    store.add(["a", "b", "c"], directions(3))
    store.close()
    assert set(look_into(tmp_path / "1", COLLECTION).looked) == {"a", "b", "c"}


def test_a_graph_of_zeros_kills_the_other_process_and_is_told(directory: Path) -> None:
    zeroed(directory, "link_lists.bin")
    with pytest.raises(IndexDamagedError, match=r"died \(SIG[A-Z]+\)") as caught:
        look_into(directory, COLLECTION)
    assert "rebuild" in caught.value.remedy


def test_vectors_of_zeros_are_lost(directory: Path) -> None:
    zeroed(directory, "data_level0.bin")
    with pytest.raises(IndexDamagedError):
        look_into(directory, COLLECTION)


def test_vectors_that_another_place_has_are_lost(directory: Path) -> None:
    [file] = directory.rglob("data_level0.bin")
    rows = np.frombuffer(file.read_bytes(), dtype=np.uint8).copy()
    rows[: len(rows) // 2] ^= 0x80
    file.write_bytes(rows.tobytes())
    with pytest.raises(IndexDamagedError):
        look_into(directory, COLLECTION)


def test_what_chroma_says_of_a_directory_without_a_collection_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="NotFoundError"):
        look_into(tmp_path / "empty", COLLECTION)


def test_a_look_that_does_not_come_back_is_ended(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(probe, "__file__", str(endless))
    started = time.monotonic()
    with pytest.raises(IndexDamagedError, match="within 1 seconds"):
        look_into(directory, COLLECTION, seconds=1)
    assert time.monotonic() - started < 10


def test_a_look_that_cannot_be_started_is_no_finding(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(directory / "no-python"))
    with pytest.raises(OSError, match="no-python"):
        look_into(directory, COLLECTION)
    Seal(directory).path.unlink()
    store = ChromaDirectory(directory)
    assert store.count() == MANY
    store.close()


@pytest.mark.parametrize("name", ["link_lists.bin", "data_level0.bin", "header.bin", "length.bin"])
def test_any_change_of_the_graph_breaks_the_seal(name: str, directory: Path) -> None:
    seal = Seal(directory)
    assert seal.is_whole()
    zeroed(directory, name)
    assert not seal.is_whole()
    seal.set()
    assert seal.is_whole()


@pytest.mark.parametrize("content", [None, "", "{", "\x00" * 40, "[]"])
def test_a_lost_or_torn_seal_seals_nothing(content: str | None, directory: Path) -> None:
    seal = Seal(directory)
    if content is None:
        seal.path.unlink()
    else:
        seal.path.write_text(content)
    assert not seal.is_whole()


def test_only_an_unsealed_directory_is_looked_into(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []

    def counted(path: Path, collection: str) -> soundness.Probed:
        looks.append(path)
        return look_into(path, collection)

    monkeypatch.setattr("assistant.index.vectors.look_into", counted)
    for _ in range(2):
        store = ChromaDirectory(directory)
        assert store.count() == MANY
        store.close()
    assert looks == []
    Seal(directory).path.unlink()
    for _ in range(2):
        store = ChromaDirectory(directory)
        assert store.count() == MANY
        store.close()
    assert looks == [directory]  # the opening after it found the seal of the one before


def test_a_seal_that_cannot_be_written_is_no_failure(directory: Path, caplog: pytest.LogCaptureFixture) -> None:
    seal = Seal(directory)
    seal.path.unlink()
    seal.path.mkdir()
    seal.set()
    assert "could not be written" in caplog.text
