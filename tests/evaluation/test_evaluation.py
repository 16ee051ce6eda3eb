"""A run from questions to metrics over the whole assistant: the contract's keys, resuming, and equal runs."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from assistant.evaluation.evaluation import EvalReport, evaluate
from assistant.evaluation.folder import RunFolder
from assistant.evaluation.metrics import METRICS, TIMED
from assistant.evaluation.question_files import QuestionSet, read_questions
from assistant.evaluation.running import Asking, EvalProgress
from tests.answering.test_answer import ANSWER_KEYS
from tests.evaluation.conftest import question_rows, write_jsonl
from tests.index.tiny import TinyDesk, story


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def untimed(report: EvalReport) -> dict[str, Any]:
    return {name: value for name, value in report.metrics.items() if name not in TIMED}


def test_the_files_and_keys_of_the_contract(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    report = evaluate(ferries, questions, tmp_path / "run")
    answers = lines(tmp_path / "run" / "answers.jsonl")
    assert [row["id"] for row in answers] == [question.id for question in questions.questions]
    assert set(ANSWER_KEYS) <= set(answers[0])
    metrics = json.loads((tmp_path / "run" / "metrics.json").read_text(encoding="utf-8"))
    assert list(metrics)[:5] == ["n", "fingerprint", "settings_hash", "metrics", "slices"]
    assert (metrics["n"], metrics["settings_hash"]) == (6, ferries.settings.hash())
    assert all(set(figure) == {"value", "low", "high", "n"} for figure in metrics["metrics"].values())
    assert all(figure["low"] <= figure["value"] <= figure["high"] for figure in metrics["metrics"].values())
    assert set(metrics["metrics"]) <= set(METRICS)
    assert set(metrics["slices"]) >= {"type", "answerable"}
    assert metrics["slices"]["type"]["time"]["n"] == 2
    assert "turns" not in metrics["slices"]  # none has any
    assert report.metrics["quote_fidelity"]["value"] == 1
    assert "<h1>" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert (tmp_path / "run" / "report.md").read_text(encoding="utf-8").startswith("# Evaluation of questions")


def test_the_answers_are_those_of_the_chat(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    evaluate(ferries, questions, tmp_path / "run")
    for question, row in zip(questions.questions, lines(tmp_path / "run" / "answers.jsonl"), strict=True):
        asked = ferries.ask(question.question, today=question.asked_on)
        assert (row["answer"], row["refused"]) == (asked.answer, asked.refused)


def test_two_runs_are_equal_but_for_times(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    one = evaluate(ferries, questions, tmp_path / "one", asking=Asking(threads=1))
    two = evaluate(ferries, questions, tmp_path / "two", asking=Asking(threads=4))
    assert untimed(one) == untimed(two)
    assert one.slices == two.slices
    answers = [[timeless(row) for row in lines(tmp_path / name / "answers.jsonl")] for name in ("one", "two")]
    assert answers[0] == answers[1]


def timeless(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"timings": {}, "record": row["record"] | {"timings": {}}}


def test_every_answer_comes_with_its_record(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    evaluate(ferries, questions, tmp_path / "run")
    [row, *_] = lines(tmp_path / "run" / "answers.jsonl")
    assert row["record"]["settings_hash"] == ferries.settings.hash()
    assert 0 <= row["record"]["confidence"] <= 1
    assert len(row["record"]["cited"]) == len(row["citations"])


def test_turns_are_asked_first_and_nothing_of_them_stays(ferries: TinyDesk, tmp_path: Path) -> None:
    alone = {"id": "alone", "question": "Who was its captain?", "answers": ["Rowan2"]}
    rows = [alone, alone | {"id": "after", "turns": ["When did the ferry Kestrel2 reach Port Alder2?"]}]
    report = evaluate(ferries, read_questions(write_jsonl(tmp_path / "q.jsonl", rows)), tmp_path / "run")
    [first, second] = lines(tmp_path / "run" / "answers.jsonl")
    assert (first["rewritten"], first["record"]["searched"]) == ("", "Who was its captain?")
    assert "Kestrel2" in second["rewritten"]
    assert second["sentences"]
    assert ferries.conversations.listed() == []
    assert report.slices["turns"]["1"]["n"] == 1


class Stop(Exception):  # noqa: N818 - what a kill would be
    pass


def test_a_stopped_run_goes_on_where_it_was(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    def stop(progress: EvalProgress) -> None:
        if progress.asked == 3:
            raise Stop

    with pytest.raises(Stop):
        evaluate(ferries, questions, tmp_path / "run", asking=Asking(threads=1), progress=stop)
    log = tmp_path / "run" / "answers.jsonl"
    assert len(lines(log)) == 3
    log.write_bytes(log.read_bytes() + b'{"id": "q4", "ans')
    seen: list[EvalProgress] = []
    report = evaluate(ferries, questions, tmp_path / "run", progress=seen.append)
    assert [(step.done, step.total, step.asked) for step in seen] == [(4, 6, 1), (5, 6, 2), (6, 6, 3)]
    assert untimed(report) == untimed(evaluate(ferries, questions, tmp_path / "whole"))
    again: list[EvalProgress] = []
    evaluate(ferries, questions, tmp_path / "run", progress=again.append)
    assert again == []


def test_a_folder_of_another_run_is_not_gone_on_with(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    evaluate(ferries, questions, tmp_path / "run")
    fewer = read_questions(write_jsonl(tmp_path / "fewer.jsonl", question_rows()[:2]))
    with pytest.raises(UsageError, match="other questions"):
        evaluate(ferries, fewer, tmp_path / "run")
    with pytest.raises(UsageError, match="another day of asking"):
        evaluate(ferries, questions, tmp_path / "run", asking=Asking(today="2024-05-01"))
    assert evaluate(ferries, fewer, tmp_path / "run", restart=True).n == 2


def test_a_changed_archive_is_another_one(desk: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    first = evaluate(desk, questions, tmp_path / "run").fingerprint
    desk.ingest_rows(tmp_path / "b.jsonl", [story(2)])
    with pytest.raises(UsageError, match="another archive"):
        evaluate(desk, questions, tmp_path / "run")
    assert evaluate(desk, questions, tmp_path / "other").fingerprint != first


def test_a_question_that_cannot_be_asked_is_told_and_the_rest_goes_on(ferries: TinyDesk, tmp_path: Path) -> None:
    rows = [{"id": "long", "question": "word " * 3000}, *question_rows()[:2]]
    report = evaluate(ferries, read_questions(write_jsonl(tmp_path / "q.jsonl", rows)), tmp_path / "run")
    assert (report.n, [item["id"] for item in report.failed]) == (2, ["long"])


def test_labels_that_name_nothing_are_told(ferries: TinyDesk, tmp_path: Path) -> None:
    rows = [{"question": "Where is it?", "evidence": [{"title": "No such story"}], "gold_articles": ["nowhere"]}]
    report = evaluate(ferries, read_questions(write_jsonl(tmp_path / "q.jsonl", rows)), tmp_path / "run")
    assert [item.label for item in report.unknown_labels] == ["title:No such story", "nowhere"]
    assert report.metrics["recall@10"]["value"] == 0


def test_without_labels_there_are_times_and_no_numbers_that_are_none(ferries: TinyDesk, tmp_path: Path) -> None:
    report = evaluate(
        ferries, read_questions(write_jsonl(tmp_path / "q.jsonl", [{"question": "Who?"}])), tmp_path / "run"
    )
    assert "contained" not in report.metrics
    assert report.metrics["latency_p50"]["n"] == 1


def test_a_folder_at_work_is_left_alone(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    with RunFolder(tmp_path / "run").held(), pytest.raises(UsageError, match="Another process is at work"):
        evaluate(ferries, questions, tmp_path / "run")
    assert evaluate(ferries, questions, tmp_path / "run").run["asked_last"] == 6


def test_the_choice_that_is_made_is_measured(ferries: TinyDesk, tmp_path: Path) -> None:
    row = question_rows()[0] | {"choices": ["noon on Tuesday", "midnight on Friday"]}
    report = evaluate(ferries, read_questions(write_jsonl(tmp_path / "q.jsonl", [row])), tmp_path / "run")
    [answer] = lines(tmp_path / "run" / "answers.jsonl")
    assert answer["choices"] == row["choices"]
    assert report.metrics["choice_accuracy"] == {
        "value": float(answer["short_answer"] == "noon on Tuesday"), "low": pytest.approx(1, abs=1),
        "high": pytest.approx(1, abs=1), "n": 1,
    }  # fmt: skip


def test_choices_can_be_kept_from_the_assistant(ferries: TinyDesk, tmp_path: Path) -> None:
    row = question_rows()[0] | {"choices": ["noon on Tuesday", "midnight on Friday"]}
    asked = read_questions(write_jsonl(tmp_path / "q.jsonl", [row]))
    report = evaluate(ferries, asked, tmp_path / "run", asking=Asking(open=True))
    assert "choice_accuracy" not in report.metrics
    [answer] = lines(tmp_path / "run" / "answers.jsonl")
    assert answer["answer"] == ferries.ask(row["question"], today=row["asked_on"]).answer
    with pytest.raises(UsageError, match="choices told or kept back"):
        evaluate(ferries, asked, tmp_path / "run")
