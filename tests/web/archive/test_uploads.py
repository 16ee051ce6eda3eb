import io
import os
from pathlib import Path

import pytest
from starlette.datastructures import UploadFile

from assistant.errors import InputError
from assistant.web.archive import uploads


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\news\\a.html", "a.html"),
        (".hidden", "hidden"),
        ("..", "file-7"),
        ("a\x00\n\u202eb.txt", "ab.txt"),
        ("x" * 300 + ".html", "x" * 195 + ".html"),
        ("\ud800.txt", "txt"),
    ],
)
def test_names_are_safe(given: str, name: str) -> None:
    found = uploads.safe_name(given, 7)
    assert found == name
    assert "/" not in found


def test_equal_names_do_not_meet_and_the_place_is_always_the_same(tmp_path: Path) -> None:
    files = [UploadFile(io.BytesIO(words), filename="a.txt") for words in (b"one", b"two")]
    folder, laid = uploads.lay_down(files, tmp_path)
    place, settled = uploads.settled(folder, laid)
    assert [path.read_bytes() for path in settled] == [b"one", b"two"]
    assert settled[0] == tmp_path / uploads.FOLDER / "now" / "a.txt"
    assert place.parent == folder.parent
    with pytest.raises(InputError):
        uploads.lay_down([UploadFile(io.BytesIO(), filename="")], tmp_path)


def test_what_was_left_is_swept_a_day_later(tmp_path: Path) -> None:
    old, new = (tmp_path / uploads.FOLDER / name for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (0, 0))
    uploads.sweep(tmp_path)
    assert [old.exists(), new.exists()] == [False, True]
