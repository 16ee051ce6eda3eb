"""The command line over a small archive of its own: the whole program but for the model."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main, opening
from tests.index.tiny import TinyDesk, TinyEmbedder, story, tiny_desk


@dataclass(frozen=True)
class Run:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one object on stdout."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


Command = Callable[..., Run]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An archive of six articles."""
    with tiny_desk(tmp_path / "indexes") as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(6)])
    return tmp_path / "indexes"


@pytest.fixture
def command(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs one command on the archive."""
    embedder = TinyEmbedder()
    monkeypatch.setattr(opening, "open_desk", lambda settings: TinyDesk(settings, embedder))

    def run(*arguments: str | Path) -> Run:
        names = [str(argument) for argument in arguments]
        code = main([*names, "--data-dir", str(data_dir), "--set", "embedding_model=tiny"])
        return Run(code, *capsys.readouterr())

    return run
