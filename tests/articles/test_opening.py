"""Files are opened within their limits, and every failure has a reason."""

import gzip
import io
import os
from pathlib import Path

import pytest

from assistant.articles.input import Input, shown
from assistant.articles.limits import Limits
from assistant.articles.opening import lines, opened, read_whole
from assistant.errors import InputError


def test_unpacks_gzip_by_name(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(b"news"))
    assert read_whole(Input.of(path), limits, most=100) == b"news"


@pytest.mark.parametrize(
    "data", [b"not gzip at all", gzip.compress(b"news" * 1000)[:-20], b"\x1f\x8b\x08" + b"\xff" * 40]
)
def test_damaged_gzip_is_named(tmp_path: Path, limits: Limits, data: bytes) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        read_whole(Input.of(path), limits, most=10_000)


def test_a_pipe_is_not_waited_for(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "a.txt"
    os.mkfifo(path)
    with pytest.raises(InputError, match="regular file"), opened(Input.of(path), limits):
        pass


def test_a_small_file_that_unpacks_to_much_is_refused(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(b"\0" * 5_000_000))
    with pytest.raises(InputError, match="more than the 1,000,000 bytes"):
        read_whole(Input.of(path), limits, most=1_000_000)


def test_a_large_file_is_refused_before_reading(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(limits.file_bytes + 1)
    with pytest.raises(InputError, match="file_megabytes"):
        read_whole(Input.of(path), limits, most=1)


def test_a_line_that_is_too_long_is_skipped(limits: Limits) -> None:
    file = io.BytesIO(b"one\n" + b"x" * (limits.line_bytes + 3_000_000) + b"\nthree")
    assert list(lines(file, limits)) == [b"one\n", None, b"three"]


def test_unpacking_stops_at_the_limit(limits: Limits) -> None:
    small = Limits(1, limits.article_characters, limits.now)
    with pytest.raises(InputError, match="unpacks to more than 1 MB"):
        list(lines(io.BytesIO(b"x" * 99 + b"\n" + (b"y" * 99 + b"\n") * 20_000), small))


def test_a_name_that_is_not_utf8_is_shown_escaped() -> None:
    assert shown(Path(os.fsdecode(b"caf\xe9.txt"))) == "caf\\xe9.txt"
