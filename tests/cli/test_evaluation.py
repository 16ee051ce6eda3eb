"""eval on the command line: the run without its name, codes, and words for what was left out."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.cli.conftest import Command
from tests.evaluation.conftest import question_rows, write_jsonl


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "questions.jsonl", question_rows())


def test_a_file_of_questions_needs_no_verb(command: Command, questions: Path, tmp_path: Path) -> None:
    run = command("eval", questions, "--out", tmp_path / "run")
    assert run.code == 0
    assert "refusal_recall" in run.out
    assert "Written to" in run.out
    assert "6 of 6 questions" in run.err
    first = command("eval", "--out", tmp_path / "other", "--json", questions)
    assert first.object["n"] == 6
    assert command("eval", "run", questions, "--out", tmp_path / "third").code == 0


def test_bad_rows_are_told_and_change_the_code(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(question_rows()[0]) + "\nnonsense\n", encoding="utf-8")
    run = command("eval", path, "--out", tmp_path / "run")
    assert run.code == 1
    assert "left out: q.jsonl:2: it is no JSON" in run.err


def test_options_of_a_question_count(command: Command, questions: Path, tmp_path: Path) -> None:
    command("eval", questions, "--out", tmp_path / "run", "-k", "1", "--until", "2020-01-01", "--threads", "1")
    [row, *_] = [json.loads(line) for line in (tmp_path / "run" / "answers.jsonl").read_text().splitlines()]
    assert (row["refused"], row["passages"]) == (True, [])


def test_a_table_with_columns_of_its_own(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("Frage,Antwort\nWhen did the ferry Kestrel1 reach Port Alder1?,noon on Tuesday\n", encoding="utf-8")
    run = command(
        "eval", path, "--map", "question=Frage", "--map", "answers=Antwort", "--out", tmp_path / "r", "--json"
    )
    assert run.object["metrics"]["contained"]["n"] == 1


def test_by_default_the_same_command_goes_on(
    command: Command, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one, two = command("eval", questions, "--json"), command("eval", questions, "--json")
    assert one.object["out"] == two.object["out"]
    assert one.object["run"]["run"] == two.object["run"]["run"]


def test_stopping_says_how_to_go_on(
    command: Command, questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.cli.evaluation_display.EvalDisplay.update", stop)
    run = command("eval", questions, "--out", tmp_path / "run")
    assert run.code == 130
    assert f"What was answered is kept in {tmp_path / 'run'}" in run.err


@pytest.mark.parametrize(
    "arguments", [["eval"], ["eval", "nowhere.jsonl"], ["eval", ""], ["eval", "--threads", "0", "x"]]
)
def test_wrong_calls(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err


def test_help_shows_the_run_and_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--help"]) == 0
    assert "eval QUESTIONS" in capsys.readouterr().out
    assert main(["eval", "run", "--help"]) == 0
    assert "--threads" in capsys.readouterr().out
