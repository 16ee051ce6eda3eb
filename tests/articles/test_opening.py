"""Files are opened within their limits, and every failure has a reason."""

import bz2
import gzip
import io
import lzma
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.articles.input import Input, shown
from assistant.articles.limits import Limits
from assistant.articles.opening import lines, on_disk, opened, read_whole, spooled
from assistant.errors import InputError

PACK: tuple[Callable[[bytes], bytes], ...] = (gzip.compress, bz2.compress, lzma.compress)


@pytest.mark.parametrize("pack", PACK)
@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt"])
def test_unpacks_whatever_the_name_says(
    tmp_path: Path, limits: Limits, pack: Callable[[bytes], bytes], name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"news"))
    assert read_whole(Input.of(path), limits, most=100) == b"news"
    path.write_bytes(gzip.compress(pack(b"news")))
    assert read_whole(Input.of(path), limits, most=100) == b"news"


def test_what_is_not_packed_is_read_as_it_is(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(b"news")
    assert read_whole(Input.of(path), limits, most=100) == b"news"


@pytest.mark.parametrize("data", [*(pack(b"news" * 1000)[:-20] for pack in PACK), b"\x1f\x8b\x08" + b"\xff" * 40])
def test_damage_is_named(tmp_path: Path, limits: Limits, data: bytes) -> None:
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


def test_unpacking_stops_at_the_limit(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "a.jsonl.bz2"
    path.write_bytes(bz2.compress((b"y" * 99 + b"\n") * 20_000))
    one = replace(limits, file_megabytes=1)
    with pytest.raises(InputError, match="unpacks to more than 1 MB"), opened(Input.of(path), one) as stream:
        list(lines(stream, one))


@pytest.mark.parametrize("pack", PACK)
def test_a_bomb_is_told_by_its_ratio(
    tmp_path: Path, limits: Limits, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.articles.input._FREE", 100_000)
    path = tmp_path / "a.jsonl"
    path.write_bytes(pack(pack(bytes(2_000_000))))
    with pytest.raises(InputError, match="bomb"), opened(Input.of(path), limits) as stream:
        list(lines(stream, limits))


def test_the_file_on_disk_is_the_file_itself_or_its_unpacked_copy(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"news")
    with on_disk(Input.of(path), limits) as found:
        assert found == path
    path.write_bytes(gzip.compress(b"news"))
    with on_disk(Input.of(path), limits) as found:
        assert found != path
        assert found.read_bytes() == b"news"
    assert not found.exists()


def test_a_copy_larger_than_a_file_may_be_is_dropped(
    tmp_path: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(InputError, match="more than 1 MB"):  # noqa: SIM117 - the context is what raises
        with spooled(io.BytesIO(bytes(1_000_001)), replace(limits, file_megabytes=1)):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_not_utf8_is_shown_escaped() -> None:
    assert shown(Path(os.fsdecode(b"caf\xe9.txt"))) == "caf\\xe9.txt"
