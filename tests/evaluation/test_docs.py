"""docs/evaluation.md is true: its five commands run as written, its table of fields and metrics is complete."""

import re
import shlex
from pathlib import Path

import pytest

from assistant.cli import main, opening
from assistant.evaluation.gating import read_gate
from assistant.evaluation.interchange.converting import FORMS
from assistant.evaluation.metrics import METRICS
from assistant.evaluation.question_files import FIELDS
from tests.index.tiny import TinyDesk, TinyEmbedder

PAGE = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_five_commands_run_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    embedder = TinyEmbedder()
    monkeypatch.setattr(opening, "open_desk", lambda settings: TinyDesk(settings, embedder))
    monkeypatch.setenv("NEWS_ASSISTANT_EMBEDDING_MODEL", "tiny")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "questions.csv").write_text(block("csv"), encoding="utf-8")
    commands = [shlex.split(line) for line in block("sh").splitlines()]
    assert len(commands) == 5
    for name, *arguments in commands:
        assert name == "news-assistant"
        code = main(arguments)
        assert code == 0, (arguments, capsys.readouterr().err)
    assert "5 questions" in capsys.readouterr().out
    assert (tmp_path / "runs" / "before" / "report.html").exists()


def test_the_gate_of_the_page_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "gate.toml").write_text(block("toml"), encoding="utf-8")
    assert len(read_gate(tmp_path / "gate.toml").limits) == 3


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in {"article", "quote"}])
def test_every_field_is_told(name: str) -> None:
    assert f"| `{name}` |" in PAGE


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_is_told(name: str) -> None:
    family = re.sub(r"@(1|4|10)$", "@k", name)
    assert f"`{name}`" in PAGE or f"`{family}`" in PAGE or f"`{name.removeprefix('latency_')}`" in PAGE


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_told(name: str) -> None:
    assert f"`{name}`" in PAGE
