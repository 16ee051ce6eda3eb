"""propose, convert, rank and sweep on the command line."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.cli.conftest import Command
from tests.evaluation.conftest import question_rows, write_jsonl


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "questions.jsonl", question_rows())


def test_a_sweep_runs_every_combination_and_shows_a_table(command: Command, questions: Path, tmp_path: Path) -> None:
    arguments = ["eval", "sweep", questions, "--grid", "refusal_threshold=0.3,1", "--out", tmp_path / "sweep"]
    run = command(*arguments)
    assert run.code == 0
    assert "run 2 of 2: refusal_threshold=1" in run.err
    rows = [line.split() for line in run.out.splitlines()]
    assert rows[0][:2] == ["refusal_threshold", "contained"]
    assert [row[:2] for row in rows[1:3]] == [["0.3", "1.000"], ["1", "0.000"]]
    assert (tmp_path / "sweep" / "refusal_threshold=1" / "report.html").exists()
    assert "| **1.000**" in (tmp_path / "sweep" / "sweep.md").read_text(encoding="utf-8")
    assert len(command(*arguments, "--json").object["runs"]) == 2


def test_a_wrong_setting_costs_no_run(command: Command, questions: Path, tmp_path: Path) -> None:
    run = command("eval", "sweep", questions, "--grid", "search_k=5,many", "--out", tmp_path / "sweep")
    assert run.code == 2
    assert not (tmp_path / "sweep").exists()


def test_converting_a_table_names_what_it_leaves_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.csv").write_text("Frage,Antwort\nWer?,Ada\n,Bo\n", encoding="utf-8")
    out = tmp_path / "q.jsonl"
    fields = ["--map", "question=Frage", "--map", "answers=Antwort"]
    assert main(["eval", "convert", str(tmp_path / "q.csv"), str(out), *fields]) == 1
    assert "left out: q.csv:3" in capsys.readouterr().err
    assert json.loads(out.read_text(encoding="utf-8"))["answers"] == ["Ada"]


def test_a_run_becomes_files_of_others(command: Command, questions: Path, tmp_path: Path) -> None:
    command("eval", questions, "--out", tmp_path / "run")
    for form in ("trec-run", "trec-qrels", "multihop-retrieval"):
        assert command("eval", "convert", tmp_path / "run", tmp_path / form, "--to", form).code == 0


def test_rank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "run").write_text("q Q0 a 1 2.0 x\nq Q0 b 2 1.0 x\n", encoding="utf-8")
    (tmp_path / "qrels").write_text("q 0 b 1\nr 0 c 1\n", encoding="utf-8")
    assert main(["eval", "rank", str(tmp_path / "run"), str(tmp_path / "qrels"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["metrics"]
    assert (found["MRR@10"]["value"], found["MRR@10"]["n"]) == (0.25, 2)
    assert main(["eval", "rank", str(tmp_path / "run"), str(tmp_path / "nowhere")]) == 2


def test_propose_does_not_write_over_corrected_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.jsonl").write_text("mine", encoding="utf-8")
    assert main(["eval", "propose", str(tmp_path / "q.jsonl"), "--data-dir", str(tmp_path)]) == 2
    assert "somebody may have corrected it" in capsys.readouterr().err


def test_propose_over_an_archive(command: Command, tmp_path: Path) -> None:
    run = command("eval", "propose", tmp_path / "q.jsonl", "-n", "3", "--json")
    assert run.code == 0
    assert run.object["questions"] == 0  # the small archive says that it is Danish
    assert (tmp_path / "q.jsonl").exists()


def test_unknown_forms_are_named(questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "convert", str(questions), str(tmp_path / "x"), "--to", "xml"]) == 2
    assert "trec-run" in capsys.readouterr().err
