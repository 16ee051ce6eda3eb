"""What the tests of upkeep share: one archive with a graph on disk, made once and copied before it is damaged."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from assistant import Settings
from tests.index.tiny import Row, long_story, story, tiny_desk

MANY = 1_100
"""Enough vectors for Chroma to write its graph to disk."""


def dated(number: int) -> Row:
    """A story of a day of its own, or all would be of one, which is a finding."""
    return story(number, published_at=(dt.date(2020, 1, 1) + dt.timedelta(days=number)).isoformat())


FEW = [*[story(number) for number in range(12)], long_story(50, 30)]


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


def tiny_settings(data_dir: Path) -> Settings:
    """Settings of a desk with the tiny embedder."""
    return Settings(data_dir=data_dir, embedding_model="tiny")


@pytest.fixture(scope="session")
def small_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive with an article of two versions and a stored conversation; tests must not write to it."""
    folder = tmp_path_factory.mktemp("small")
    with tiny_desk(folder / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(folder / "a.jsonl", FEW)
        desk.ingest_rows(folder / "b.jsonl", [story(3, text="The second version speaks of zanzibarite.")])
        desk.ask("Did the ferry Kestrel7 reach Port Alder7?", conversation="talk")
    return folder / "indexes"


@pytest.fixture
def archive(small_archive: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(small_archive, tmp_path / "indexes"))
