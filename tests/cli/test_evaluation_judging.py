"""compare and gate on the command line: words, objects and exit codes."""

from pathlib import Path

import pytest

from assistant.cli import main
from tests.cli.conftest import Command
from tests.evaluation.conftest import question_rows, write_jsonl


@pytest.fixture
def runs(command: Command, tmp_path: Path) -> tuple[Path, Path]:
    """A run, and one with a setting that refuses everything."""
    questions = write_jsonl(tmp_path / "q.jsonl", question_rows())
    good, bad = tmp_path / "good", tmp_path / "bad"
    assert command("eval", questions, "--out", good, "--set", "refusal_threshold=0.3").code == 0
    assert command("eval", questions, "--out", bad, "--set", "refusal_threshold=1").code == 0
    return good, bad


def test_a_worsened_setting_is_found_and_stopped(
    runs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gate = tmp_path / "gate.toml"
    gate.write_text("[floors]\ncontained = 0.9\n", encoding="utf-8")
    good, bad = map(str, runs)
    capsys.readouterr()
    assert main(["eval", "compare", good, bad]) == 0
    out = capsys.readouterr().out
    assert "worse" in out
    assert "4 questions became worse" in out
    assert main(["eval", "compare", good, bad, "--json"]) == 0
    assert '"settings_differ": true' in capsys.readouterr().out
    assert main(["eval", "gate", good, str(gate)]) == 0
    assert main(["eval", "gate", bad, str(gate)]) == 1
    assert "FAILS  contained: 0.000, wanted at least 0.9" in capsys.readouterr().out
    assert main(["eval", "gate", bad, str(gate), "--json"]) == 1
    assert '"passed": false' in capsys.readouterr().out


def test_what_is_no_run_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "compare", str(tmp_path), str(tmp_path)]) == 2
    assert "not the folder of a finished run" in capsys.readouterr().err
