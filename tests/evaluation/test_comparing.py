"""Comparing two runs: a worsened setting is found, and what cannot be compared is refused."""

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.evaluation.comparing import Comparison, compare
from assistant.evaluation.evaluation import evaluate
from assistant.evaluation.question_files import QuestionSet, read_questions
from assistant.evaluation.running import Asking
from tests.evaluation.conftest import question_rows, write_jsonl
from tests.index.tiny import TinyDesk, story, tiny_desk


def verdicts(found: Comparison) -> dict[str, str]:
    return {item.metric: item.verdict for item in found.differences}


@pytest.fixture
def worsened(ferries: TinyDesk, tmp_path: Path) -> Path:
    """A run that refuses everything."""
    questions = read_questions(write_jsonl(tmp_path / "q.jsonl", question_rows()))
    with tiny_desk(Path(ferries.settings.data_dir), refusal_threshold=1.0) as desk:
        evaluate(desk, questions, tmp_path / "worse")
    return tmp_path / "worse"


def test_a_worsened_setting_is_found(ferries: TinyDesk, questions: QuestionSet, worsened: Path, tmp_path: Path) -> None:
    evaluate(ferries, questions, tmp_path / "run")
    found = compare(tmp_path / "run", worsened)
    assert verdicts(found)["contained"] == "worse"
    assert verdicts(found)["wrongly_refused"] == "worse"
    assert verdicts(found)["evidence_recall@10"] == "equal"
    assert (found.settings_differ, found.code_differs, found.n) == (True, False, 6)
    assert {item.id for item in found.worse} >= {"q1", "q2", "q3", "q4"}
    assert found.worse[0].metrics["contained"] == (1.0, 0.0)
    assert "quote_fidelity" in found.only_before
    back = compare(worsened, tmp_path / "run")
    assert verdicts(back)["contained"] == "better"
    assert {item.id for item in back.better} >= {"q1", "q2", "q3", "q4"}


def test_the_same_run_twice_is_equal(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    for name in ("one", "two"):
        evaluate(ferries, questions, tmp_path / name)
    found = compare(tmp_path / "one", tmp_path / "two")
    assert {word for name, word in verdicts(found).items() if "second" not in name} == {"equal"}
    assert (found.better, found.worse) == ((), ())


def test_other_questions_or_filters_are_refused(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    evaluate(ferries, questions, tmp_path / "run")
    evaluate(ferries, read_questions(write_jsonl(tmp_path / "few.jsonl", question_rows()[:3])), tmp_path / "few")
    evaluate(ferries, questions, tmp_path / "day", asking=Asking(today="2024-05-01"))
    with pytest.raises(UsageError, match="different questions"):
        compare(tmp_path / "run", tmp_path / "few")
    with pytest.raises(UsageError, match="different filters"):
        compare(tmp_path / "run", tmp_path / "day")


def test_another_archive_is_refused(desk: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    for number in (1, 2):
        desk.ingest_rows(tmp_path / f"{number}.jsonl", [story(number)])
        evaluate(desk, questions, tmp_path / str(number))
    with pytest.raises(UsageError, match="archive changed"):
        compare(tmp_path / "1", tmp_path / "2")


def test_a_run_that_did_not_end_is_refused(ferries: TinyDesk, questions: QuestionSet, tmp_path: Path) -> None:
    evaluate(ferries, questions, tmp_path / "run")
    (tmp_path / "run" / "scores.jsonl").unlink()
    with pytest.raises(UsageError, match="did not come to its end"):
        compare(tmp_path / "run", tmp_path / "run")
    with pytest.raises(UsageError, match="not the folder of a finished run"):
        compare(tmp_path, tmp_path / "run")
