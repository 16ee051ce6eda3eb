"""A backup comes whole or not at all, is taken while others write, and holds nothing private unless asked to."""

import json
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from assistant.catalog import copying
from assistant.errors import IndexDamagedError, IndexMissingError, StoreError, UsageError
from assistant.operations.backup import backup
from assistant.operations.manifest import checked
from tests.index.tiny import story, tiny_desk
from tests.operations.conftest import tiny_settings


def test_a_backup_stands_by_itself(archive: Path, tmp_path: Path) -> None:
    report = backup(tiny_settings(archive), tmp_path / "kept" / "monday")
    folder = tmp_path / "kept" / "monday"
    assert {path.name for path in folder.iterdir()} == {"catalog.sqlite", "manifest.json"}
    assert (report.articles, report.conversations, report.folder) == (13, False, str(folder))
    assert report.bytes == (folder / "catalog.sqlite").stat().st_size
    manifest = checked(folder)
    assert manifest.rows == {"articles": 13, "versions": 14, "passages": 16, "vectors": 16}
    assert manifest.model["name"] == "tiny"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(tmp_path.glob("kept/*.partial")) == []


def test_conversations_come_only_when_asked_for(archive: Path, tmp_path: Path) -> None:
    assert backup(tiny_settings(archive), tmp_path / "kept", conversations=True).conversations
    assert "desk.sqlite" in checked(tmp_path / "kept").files
    (archive / "desk.sqlite").unlink()
    assert not backup(tiny_settings(archive), tmp_path / "more", conversations=True).conversations


def test_one_state_is_kept_while_another_process_writes(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 5)
    wrote = threading.Event()

    def write(done: int, total: int) -> None:
        assert 0 <= done <= total
        if not wrote.is_set():
            wrote.set()
            with tiny_desk(archive) as desk:
                assert desk.ingest_rows(tmp_path / "c.jsonl", [story(n) for n in range(20, 40)]).new == 20

    report = backup(tiny_settings(archive), tmp_path / "kept", progress=write)
    assert report.articles == 13
    with tiny_desk(archive) as desk:
        assert desk.status().articles == 33


def test_what_is_there_is_not_overwritten(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    backup(tiny_settings(archive), tmp_path / "kept")  # an empty folder is fine
    before = (tmp_path / "kept" / "manifest.json").read_bytes()
    with pytest.raises(UsageError, match="something in"):
        backup(tiny_settings(archive), tmp_path / "kept")
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="something in"):
        backup(tiny_settings(archive), tmp_path / "file")
    assert (tmp_path / "kept" / "manifest.json").read_bytes() == before


def test_one_that_ends_early_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(tiny_settings(archive), tmp_path / "kept", progress=interrupt)
    assert {path.name for path in tmp_path.iterdir()} == {"indexes"}


def test_a_folder_that_cannot_be_written_is_told(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be written"):
        backup(tiny_settings(archive), tmp_path / "file" / "kept")


def test_a_damaged_archive_is_not_passed_off_as_a_backup(archive: Path, tmp_path: Path) -> None:
    catalog = archive / "catalog.sqlite"
    with catalog.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 4))
    with pytest.raises(IndexDamagedError):
        backup(tiny_settings(archive), tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
    with pytest.raises(IndexMissingError):
        backup(tiny_settings(tmp_path / "none"), tmp_path / "kept")


def test_a_changed_byte_is_found(archive: Path, tmp_path: Path) -> None:
    backup(tiny_settings(archive), tmp_path / "kept")
    catalog = tmp_path / "kept" / "catalog.sqlite"
    whole = catalog.read_bytes()
    catalog.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(IndexDamagedError, match=r"catalog\.sqlite is missing, or is not the file"):
        checked(tmp_path / "kept")
    catalog.unlink()
    with pytest.raises(IndexDamagedError, match="missing"):
        checked(tmp_path / "kept")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": 99}, "newer release"),
        ({"files": {}}, "names files that no backup has"),
        ({"files": {"../catalog.sqlite": {"bytes": 1, "sha256": ""}}}, "names files that no backup has"),
        ({"rows": "many"}, "no manifest of a backup"),
        ({"extra": 1}, "no manifest of a backup"),
    ],
)
def test_a_manifest_that_is_none_is_refused(
    change: dict[str, object], words: str, archive: Path, tmp_path: Path
) -> None:
    backup(tiny_settings(archive), tmp_path / "kept")
    path = tmp_path / "kept" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(UsageError, match=words):
        checked(tmp_path / "kept")


def test_counts_and_schema_are_held_against_the_catalog(archive: Path, tmp_path: Path) -> None:
    backup(tiny_settings(archive), tmp_path / "kept")
    path = tmp_path / "kept" / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps(manifest | {"rows": manifest["rows"] | {"articles": 14}}))
    with pytest.raises(IndexDamagedError, match="does not hold what the manifest says"):
        checked(tmp_path / "kept")
    path.write_text(json.dumps(manifest | {"schema_steps": 99}))
    with pytest.raises(StoreError, match="newer release"):
        checked(tmp_path / "kept")
    with pytest.raises(UsageError, match="There is no backup"):
        checked(tmp_path)


def test_an_archive_that_is_no_catalog_is_told(tmp_path: Path) -> None:
    (tmp_path / "indexes").mkdir()
    sqlite3.connect(tmp_path / "indexes" / "catalog.sqlite").close()
    (tmp_path / "indexes" / "catalog.sqlite").write_bytes(b"x" * 5000)
    with pytest.raises(IndexDamagedError):
        backup(tiny_settings(tmp_path / "indexes"), tmp_path / "kept")
