"""What the report calls an input, and where an id may come from."""

import os
from pathlib import Path

from assistant.articles.input import Input, shown


def test_a_file_is_named_as_given_and_placed_for_good(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "storm.txt")
    file = Input.of(tmp_path / "link.txt")
    assert file.name == str(tmp_path / "link.txt")
    assert file.place == os.fsencode(os.path.realpath(tmp_path / "storm.txt"))


def test_a_member_is_named_by_its_way_in(tmp_path: Path) -> None:
    member = Input.of(tmp_path / "a.zip").member("inner/b.tar", tmp_path / "1").member("c.html", tmp_path / "2")
    assert member.name == f"{tmp_path}/a.zip!/inner/b.tar!/c.html"
    assert (member.file_name, member.depth, member.path) == ("c.html", 2, tmp_path / "2")
    # The place keeps no trace of the temporary file, so the next ingest derives the same id.
    assert member.place.endswith(b"a.zip!/inner/b.tar!/c.html")


def test_names_of_any_bytes_can_be_shown() -> None:
    assert shown(Path(os.fsdecode(b"caf\xe9.txt"))) == "caf\\xe9.txt"
    assert Input.of(Path("a.zip")).member("caf\udce9.txt", Path("1")).name == "a.zip!/caf\\udce9.txt"
