"""What every test stands on: a clean environment, no network, one sample index for all."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant import NewsAssistant
    from tests.index.tiny import TinyDesk

# Libraries read these when they are imported, so they are set before the first test module is.
os.environ |= {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False", "ANONYMIZED_TELEMETRY": "False"}


@pytest.fixture(scope="session", autouse=True)
def session_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of whoever runs the tests gets in, neither here nor in a subprocess.

    The converted model is cached for the session, and an empty settings file stands in for one in the checkout.
    """
    folder = tmp_path_factory.mktemp("environment")
    empty = folder / "empty.toml"
    empty.touch()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.upper().startswith("NEWS_ASSISTANT_")]:
            patch.delenv(name)
        patch.setenv("NEWS_ASSISTANT_CACHE_DIR", str(folder / "cache"))
        patch.setenv("NEWS_ASSISTANT_CONFIG", str(empty))
        yield


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that writes to os.environ without monkeypatch must not reach the next one."""
    kept = {"NEWS_ASSISTANT_CACHE_DIR", "NEWS_ASSISTANT_CONFIG"}
    for name in [name for name in os.environ if name.upper().startswith("NEWS_ASSISTANT_")]:
        if name not in kept:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sample_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator["NewsAssistant"]:
    """The assistant over the sample archive, taken in once; tests must not write to it."""
    from assistant import NewsAssistant, Settings  # tests that need no index need not pay for it
    from assistant.sample import sample_archive

    with NewsAssistant(Settings(data_dir=tmp_path_factory.mktemp("sample") / "indexes")) as desk:
        desk.ingest([sample_archive()])
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator["TinyDesk"]:
    """The assistant over an empty archive, with an embedder that costs nothing."""
    from tests.index.tiny import tiny_desk

    with tiny_desk(tmp_path / "indexes") as desk:
        yield desk


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, in which the settings file is looked for as in real life."""
    monkeypatch.delenv("NEWS_ASSISTANT_CONFIG")
    monkeypatch.chdir(tmp_path)
    return tmp_path
