"""Backup and restore from the shell: what was done is said, and where what was there before is."""

import json
from pathlib import Path

from tests.cli.conftest import Command
from tests.index.tiny import tiny_desk


def test_there_and_back_again(command: Command, data_dir: Path, tmp_path: Path) -> None:
    result = command("backup", tmp_path / "kept")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("6 articles, ")
    command("remove", "--id", "story-3", "--yes")
    result = command("restore", tmp_path / "kept")
    assert result.code == 0
    assert "6 articles." in result.out
    assert "checking the backup" in result.err
    with tiny_desk(data_dir) as desk:
        assert desk.status().articles == 6
    [safety] = (data_dir / "before-restore").iterdir()
    assert str(safety) in result.out
    value = command("restore", safety, "--json").object
    assert (value["articles"], value["generation"]) == (5, 3)
    assert list(value) == ["made_at", "articles", "generation", "safety_copy", "conversations", "seconds"]


def test_json_of_a_backup(command: Command, tmp_path: Path) -> None:
    value = command("backup", tmp_path / "kept", "--json").object
    assert list(value) == ["folder", "articles", "bytes", "conversations", "seconds"]
    assert json.loads((tmp_path / "kept" / "manifest.json").read_text())["rows"]["articles"] == 6


def test_what_cannot_be_done_is_words_and_a_code(command: Command, tmp_path: Path) -> None:
    assert command("backup", "").code == command("restore", " ").code == 2
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    assert "something in" in command("backup", tmp_path / "full").err
    result = command("restore", tmp_path / "full")
    assert (result.code, "There is no backup" in result.err) == (2, True)
    command("backup", tmp_path / "kept")
    (tmp_path / "kept" / "catalog.sqlite").write_bytes(b"x")
    result = command("restore", tmp_path / "kept")
    assert (result.code, "is damaged" in result.err) == (3, True)
