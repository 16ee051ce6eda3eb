"""Files and folders: each input has exactly one outcome, in an order that does not change."""

import gzip
import json
import os
from pathlib import Path

import pytest

from assistant.articles.article import Reading
from assistant.articles.read import count_inputs, read_paths
from tests.articles.conftest import NOW, ReadFile, refused

LINE = json.dumps({"text": "The bridge opened on Friday."}) + "\n"


def read(*paths: Path) -> list[Reading]:
    return list(read_paths(paths, file_megabytes=10, article_characters=20_000, now=NOW))


def names(readings: list[Reading], root: Path) -> list[str]:
    return [Path(reading.input).relative_to(root).as_posix() for reading in readings]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with something of everything."""
    files = {
        "b.jsonl": LINE * 2,
        "a.txt": "Bridge opens\n\nIt did.",
        "B.MD": "# Bridge opens\n\nIt did.",
        "2024/05/storm.txt": "Storm passes\n\nIt did.",
        "2024/README.md": "not an article",
        "SOURCES.md": "not an article",
        "LICENSE": "not an article",
        ".hidden.txt": "not an article",
        ".git/config.txt": "not an article",
    }
    for name, content in files.items():
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path / "archive"


def test_folder_in_sorted_order(archive: Path) -> None:
    readings = read(archive)
    assert names(readings, archive) == ["2024/05/storm.txt", "B.MD", "a.txt", "b.jsonl:1", "b.jsonl:2"]
    assert all(reading.article for reading in readings)


def test_a_file_given_twice_is_read_once(archive: Path) -> None:
    assert names(read(archive / "a.txt", archive, archive / "a.txt"), archive)[0] == "a.txt"
    assert len(read(archive / "a.txt", archive)) == len(read(archive))


def test_a_file_given_by_itself_is_read_whatever_its_name(archive: Path) -> None:
    assert [bool(reading.article) for reading in read(archive / ".hidden.txt", archive / "SOURCES.md")] == [True, True]


def test_links_out_of_the_folder_are_named_and_not_followed(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Secret\n\nWords.")
    (archive / "c-link.txt").symlink_to(tmp_path / "secret.txt")
    (archive / "d-link").symlink_to(tmp_path)
    (archive / "e-link.txt").symlink_to(archive / "gone.txt")
    (archive / "f-loop").symlink_to(archive)
    (archive / "g-link.txt").symlink_to(archive / "a.txt")
    rejected = {Path(reading.input).name: reading.reason for reading in read(archive) if not reading.article}
    assert list(rejected) == ["c-link.txt", "d-link", "e-link.txt"]
    assert "leads out" in rejected["c-link.txt"]
    assert "leads out" in rejected["d-link"]
    assert "No such file" in rejected["e-link.txt"]


def test_the_given_folder_may_be_a_link(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "latest").symlink_to(archive)
    assert len(read(tmp_path / "latest")) == len(read(archive))


def test_missing_path(tmp_path: Path) -> None:
    assert "no such file or folder" in refused(read(tmp_path / "gone")).lower()


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_impossible_path(path: str) -> None:
    refused(read(Path(path)))


@pytest.mark.parametrize(
    ("name", "words"), [("a.xlsx", ".xlsx"), ("a", "without a suffix"), ("a.gz", ".gz"), ("a.json.bak", ".bak")]
)
def test_unsupported_format(read_file: ReadFile, name: str, words: str) -> None:
    reason = refused(read_file(name, "words"))
    assert words in reason
    assert ".jsonl" in reason


def test_folder_without_an_article(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("x")
    assert "no file to read" in refused(read(tmp_path))


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "regular file" in refused(read(tmp_path))


def test_what_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # By a stand-in, because a test that runs as root is refused nothing.
    monkeypatch.setattr(Path, "open", refuse)
    assert "Permission denied" in refused(read(path))


def test_one_bad_file_does_not_stop_the_others(archive: Path) -> None:
    (archive / "a0.txt").write_bytes(b"\0\1\2\3")
    readings = read(archive)
    assert [bool(reading.article) for reading in readings].count(False) == 1
    assert len(readings) == 6


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINE * 3)
    readings = read_paths([path, tmp_path / "gone"], file_megabytes=10, article_characters=1000)
    assert next(readings).article is not None
    path.unlink()


def test_count_inputs(archive: Path, tmp_path: Path) -> None:
    assert count_inputs([archive]) == len(read(archive))
    assert count_inputs([archive, tmp_path / "gone"]) == len(read(archive)) + 1
    (archive / "c.jsonl.gz").write_bytes(gzip.compress((LINE * 9).strip().encode()))
    assert count_inputs([archive / "c.jsonl.gz"]) == 9
    (archive / "d.jsonl.gz").write_bytes(b"broken")
    assert count_inputs([archive / "d.jsonl.gz"]) == 1


def test_count_of_a_large_file_is_near(tmp_path: Path) -> None:
    path = tmp_path / "large.jsonl"
    with path.open("w") as file:
        for _ in range(45):
            file.write(("x" * 999 + "\n") * 1000)
    assert abs(count_inputs([path]) - 45_000) < 450
