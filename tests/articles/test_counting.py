"""How much there is to do is told from the start of a file."""

import gzip
from pathlib import Path

import pytest

from assistant.articles.counting import count_lines, count_marks
from assistant.articles.input import Input
from assistant.articles.limits import Limits


@pytest.mark.parametrize(("content", "lines"), [(b"a\nb\n", 2), (b"a\nb", 2), (b"a", 1), (b"", 1)])
def test_lines(tmp_path: Path, limits: Limits, content: bytes, lines: int) -> None:
    (tmp_path / "a").write_bytes(content)
    assert count_lines(Input.of(tmp_path / "a"), limits) == lines


def test_a_mark_over_the_edge_of_a_chunk_counts_once(tmp_path: Path, limits: Limits) -> None:
    (tmp_path / "a").write_bytes(b"x" * ((1 << 20) - 2) + b"mark" + b"y" * 100 + b"mark")
    assert count_marks(Input.of(tmp_path / "a"), limits, b"mark") == 2


@pytest.mark.parametrize("packed", [False, True])
def test_a_large_file_is_counted_by_proportion(tmp_path: Path, packed: bool) -> None:  # noqa: FBT001 - a parameter
    data = b"".join(b"%09d" % (number * 7919 % 10**9) + b"x" * 990 + b"\n" for number in range(45_000))
    (tmp_path / "a").write_bytes(gzip.compress(data, 1) if packed else data)
    limits = Limits(100, 1, None)  # type: ignore[arg-type]
    assert abs(count_lines(Input.of(tmp_path / "a"), limits) - 45_000) < 2_000
