"""What the tests of the readers share: limits, and a way to write a file and read it back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.articles.article import Article, Reading
from assistant.articles.limits import Limits
from assistant.articles.read import read_paths

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ReadFile = Callable[..., list[Reading]]


@pytest.fixture
def limits() -> Limits:
    return Limits(file_megabytes=10, article_characters=20_000, now=NOW)


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """Writes bytes or text under a name and returns the readings of that file."""

    def read(
        name: str, content: bytes | str, *, file_megabytes: int = 10, article_characters: int = 20_000
    ) -> list[Reading]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(
            read_paths([path], file_megabytes=file_megabytes, article_characters=article_characters, now=NOW),
        )

    return read


def only(readings: list[Reading]) -> Article:
    """Returns the one article of the readings, and fails with the reason where there is none."""
    assert len(readings) == 1, [reading.reason for reading in readings]
    article = readings[0].article
    assert article is not None, readings[0].reason
    return article


def refused(readings: list[Reading]) -> str:
    """Returns the reason of the one rejected reading."""
    assert len(readings) == 1
    assert readings[0].article is None
    assert readings[0].reason
    return readings[0].reason
