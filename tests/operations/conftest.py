"""What the tests of upkeep share: one archive with a graph on disk, made once and copied before it is damaged."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from assistant import Settings
from tests.index.tiny import Row, story, tiny_desk

MANY = 1_100
"""Enough vectors for Chroma to write its graph to disk."""


def dated(number: int) -> Row:
    """A story of a day of its own, or all would be of one, which is a finding."""
    return story(number, published_at=(dt.date(2020, 1, 1) + dt.timedelta(days=number)).isoformat())


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    with tiny_desk(folder / "indexes") as desk:
        desk.ingest_rows(folder / "a.jsonl", [dated(number) for number in range(MANY)])
    return folder / "indexes"


@pytest.fixture
def data_dir(whole: Path, tmp_path: Path) -> Path:
    """A copy of the archive, to be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "indexes"))


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, embedding_model="tiny")
