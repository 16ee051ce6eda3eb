"""A restore brings back exactly what was backed up, keeps what was there, and never leaves anything in between."""

import os
import resource
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from assistant.desk.conversations import Conversations
from assistant.errors import IndexBusyError, IndexDamagedError, StoreError, UsageError
from assistant.operations import restore as module
from assistant.operations.backup import backup
from assistant.operations.restore import restore
from tests.index.states import State, state_of
from tests.index.tiny import TinyEmbedder, story, tiny_desk
from tests.index.worker import Reader, found_by_vectors, lost_vectors
from tests.operations.conftest import tiny_settings


@pytest.fixture
def kept(archive: Path, tmp_path: Path) -> Path:
    """A backup of the archive, which then went on."""
    backup(tiny_settings(archive), tmp_path / "kept", conversations=True)
    with tiny_desk(archive, refusal_threshold=1e-6) as desk:
        desk.remove(ids=["story-7", "story-3"])
        desk.ingest_rows(tmp_path / "c.jsonl", [story(number) for number in range(20, 40)])
        desk.ask("Did the ferry Kestrel21 reach Port Alder21?", conversation="later")
    return tmp_path / "kept"


def before(small_archive: Path, tmp_path: Path) -> State:
    shutil.copytree(small_archive, tmp_path / "before")
    return state_of(tmp_path / "before")


def test_everything_is_as_it_was_and_nothing_is_embedded(
    kept: Path, archive: Path, small_archive: Path, tmp_path: Path
) -> None:
    report = restore(tiny_settings(archive), kept)
    assert state_of(archive) == before(small_archive, tmp_path)
    assert (report.articles, report.generation, report.conversations) == (13, 2, False)
    embedder = TinyEmbedder()
    with tiny_desk(archive, embedder) as desk:
        assert desk.search("Kestrel7 Alder7 Rowan7")[0].article_id == "story-7"
        assert "story-7" in found_by_vectors(desk, "Kestrel7 Alder7 Rowan7", k=30)
        assert desk.article("story-3", 1).text != desk.article("story-3").text
        assert lost_vectors(desk) == []
        assert embedder.embedded == []
        assert desk.ingest_rows(tmp_path / "d.jsonl", [story(20)]).new == 1
    assert {path.name for path in (archive / "vectors").iterdir() if path.is_dir()} == {"2"}
    assert [turn.conversation for turn in Conversations(archive).turns()] == ["later", "talk"]  # left alone


def test_what_was_there_can_be_brought_back(kept: Path, archive: Path) -> None:
    after = state_of(archive)
    report = restore(tiny_settings(archive), kept)
    assert Path(report.safety_copy).parent == archive / "before-restore"
    restore(tiny_settings(archive), Path(report.safety_copy))
    assert state_of(archive) == after
    assert len(list((archive / "before-restore").iterdir())) == 2


def test_conversations_are_put_back_when_asked(kept: Path, archive: Path, tmp_path: Path) -> None:
    report = restore(tiny_settings(archive), kept, conversations=True)
    assert [turn.conversation for turn in Conversations(archive).turns()] == ["talk"]
    assert {path.name for path in Path(report.safety_copy).iterdir()} >= {"catalog.sqlite", "desk.sqlite"}
    backup(tiny_settings(archive), tmp_path / "without")
    with pytest.raises(UsageError, match="holds no conversations"):
        restore(tiny_settings(archive), tmp_path / "without", conversations=True)


def test_into_a_folder_that_is_not_there(kept: Path, small_archive: Path, tmp_path: Path) -> None:
    report = restore(tiny_settings(tmp_path / "new" / "place"), kept)
    assert report.safety_copy == ""
    assert state_of(tmp_path / "new" / "place") == before(small_archive, tmp_path)


@pytest.mark.parametrize("damage", ["pages", "header", "empty", "log"])
def test_over_an_archive_that_is_damaged(
    damage: str, kept: Path, archive: Path, small_archive: Path, tmp_path: Path
) -> None:
    catalog = archive / "catalog.sqlite"
    content = bytearray(catalog.read_bytes())
    if damage == "pages":
        content[4096 * 3 : 4096 * 9] = os.urandom(4096 * 6)
    elif damage == "header":
        content[:100] = os.urandom(100)
    elif damage == "empty":
        content = bytearray()
    else:
        catalog.with_name("catalog.sqlite-wal").write_bytes(os.urandom(9000))
    catalog.write_bytes(content)
    report = restore(tiny_settings(archive), kept)
    assert state_of(archive) == before(small_archive, tmp_path)
    copy = Path(report.safety_copy) / "catalog.sqlite"
    assert damage in ("log", "empty") or copy.read_bytes() == bytes(content)


def test_a_damaged_backup_changes_nothing(kept: Path, archive: Path) -> None:
    after = state_of(archive)
    with (kept / "catalog.sqlite").open("r+b") as file:
        file.truncate(5000)
    with pytest.raises(IndexDamagedError, match="nothing was changed"):
        restore(tiny_settings(archive), kept)
    assert state_of(archive) == after
    assert not (archive / "before-restore").exists()
    with pytest.raises(UsageError, match="There is no backup"):
        restore(tiny_settings(archive), archive)


@pytest.mark.parametrize("stage", ["make_ready", "_safety_copy", "put_in_place", "_write_vectors", "empty_log"])
def test_one_that_ends_early_leaves_the_old_or_the_new(
    stage: str, kept: Path, archive: Path, small_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after, expected = state_of(archive), before(small_archive, tmp_path)

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, stage, interrupt)
    with pytest.raises(KeyboardInterrupt):
        restore(tiny_settings(archive), kept)
    monkeypatch.undo()
    assert list(archive.glob("restoring*")) == []
    with tiny_desk(archive) as desk:
        switched = stage in ("_write_vectors", "empty_log")
        assert bool(desk.search("Kestrel7 Alder7")[0].article_id == "story-7") == switched
        desk.ingest_rows(tmp_path / "none.jsonl", [story(5)])
    assert state_of(archive) == (expected if switched else after)
    restore(tiny_settings(archive), kept)
    assert state_of(archive) == expected
    assert list(archive.glob("restoring*")) == []


def test_a_reader_goes_on_and_sees_the_restored_archive(kept: Path, archive: Path) -> None:
    done = threading.Event()
    failures: list[BaseException] = []

    def ask(reader: Reader) -> None:
        while not done.is_set():
            try:
                assert reader.search("Kestrel8 Alder8 Rowan8")[0] == ("story-8", 1)
            except BaseException as error:  # noqa: BLE001 - a thread's error is the test's
                failures.append(error)
                return

    with Reader(archive) as reader:
        thread = threading.Thread(target=ask, args=(reader,))
        thread.start()
        restore(tiny_settings(archive), kept)
        done.set()
        thread.join(60)
        assert failures == []
        assert reader.search("Kestrel7 Alder7 Rowan7")[0] == ("story-7", 1)
        assert ("story-21", 1) not in reader.search("Kestrel21 Alder21 Rowan21")
        reader.ingest(archive.parent / "c.jsonl")
        assert reader.search("Kestrel21 Alder21 Rowan21")[0] == ("story-21", 1)


def test_a_second_writer_is_turned_away(kept: Path, archive: Path) -> None:
    with Reader(archive) as other:
        other.hold_lock()
        with pytest.raises(IndexBusyError):
            restore(tiny_settings(archive), kept)


def test_the_restored_catalog_lets_readers_and_a_writer_work_at_once(kept: Path, archive: Path) -> None:
    restore(tiny_settings(archive), kept)
    with sqlite3.connect(archive / "catalog.sqlite") as connection:
        mode = connection.execute("PRAGMA journal_mode").fetchone()
    assert mode == ("wal",)


def test_a_disk_that_the_copy_does_not_fit_on_is_as_full_as_before(kept: Path, archive: Path) -> None:
    after = state_of(archive)
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, allowed[1]))
    try:
        with pytest.raises(StoreError, match=r"cannot be copied into .*\(File too large\)"):
            restore(tiny_settings(archive), kept)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert list(archive.glob("restoring*")) == []
    assert state_of(archive) == after


def test_a_folder_that_cannot_be_written_is_told(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        restore(tiny_settings(tmp_path / "file" / "indexes"), kept)
