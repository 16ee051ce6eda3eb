"""Weights, libraries, disk, permissions and the cache folder."""

import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from assistant import Settings
from assistant.index.weights import WEIGHTS_NAME
from assistant.operations import machine_health
from assistant.operations.machine_health import (
    cache_health,
    disk_health,
    library_health,
    missing_by_extra,
    permission_health,
    weight_health,
)


def test_the_packaged_weights_are_the_published_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [finding.severity for finding in weight_health(Settings())] == ["ok"]
    (tmp_path / WEIGHTS_NAME).write_bytes(b"altered")
    monkeypatch.setattr(machine_health, "packaged_model", lambda: tmp_path)
    [found] = weight_health(Settings())
    assert found.severity == "error"
    assert "pip install" in found.remedy
    assert [finding.severity for finding in weight_health(Settings(embedding_model="other"))] == ["info"]


def test_missing_libraries_are_told_by_extra() -> None:
    required = [
        "numpy>=2.1,<3",
        "never-heard-of>=1",
        "nor-of-this (>=2) ; extra == 'parquet'",
        "and-this; python_version > '3' and extra == \"parquet\"",
        "of-no-matter; extra == 'dev'",
    ]
    assert missing_by_extra(required) == {"": ["never-heard-of"], "parquet": ["nor-of-this", "and-this"]}
    assert all(finding.severity != "error" for finding in library_health())


def test_a_missing_library_of_the_product_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["never-heard-of>=1", "nor-of-this; extra == 'parquet'"]
    monkeypatch.setattr("importlib.metadata.requires", lambda _: wanted)
    found = {finding.severity: finding.remedy for finding in library_health()}
    assert found["error"] == "Run `pip install news-assistant`."
    assert "news-assistant[parquet]" in found["info"]


def test_little_room_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [found] = disk_health(tmp_path)
    assert found.severity == "ok"
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 1000))
    [found] = disk_health(tmp_path)
    assert found.severity == "warning"
    assert "may not find room" in found.message


def test_permissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [finding.severity for finding in permission_health(tmp_path)] == ["ok"]
    tmp_path.chmod(0o777)
    [found] = permission_health(tmp_path)
    assert (found.severity, "o-w" in found.remedy) == ("warning", True)
    tmp_path.chmod(0o755)
    # By a stand-in, because a test that runs as root is refused nothing.
    monkeypatch.setattr("os.access", lambda _, mode: mode == os.R_OK)
    [found] = permission_health(tmp_path)
    assert (found.severity, "taken in" in found.message) == ("warning", True)
    monkeypatch.setattr("os.access", lambda *_: False)
    [found] = permission_health(tmp_path)
    assert (found.severity, "cannot be read" in found.message) == ("error", True)


def test_a_cache_that_cannot_be_kept_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(tmp_path / "new"))
    assert [finding.severity for finding in cache_health()] == ["ok"]
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").touch()
    monkeypatch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    [found] = cache_health()
    assert (found.severity, "NEWS_ASSISTANT_CACHE_DIR" in found.remedy) == ("warning", True)
