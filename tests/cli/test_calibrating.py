"""The verb calibrate: what it says, and its exit codes."""

from pathlib import Path

from assistant.evaluation.calibrating import FEWEST
from tests.cli.conftest import Command
from tests.index.tiny import story, tiny_desk, write_rows


def test_a_calibration_is_reported_and_kept_with_the_archive(command: Command, tmp_path: Path, data_dir: Path) -> None:
    count = FEWEST + 1
    with tiny_desk(data_dir) as desk:
        desk.ingest_rows(tmp_path / "more.jsonl", [story(number) for number in range(count)])
    rows = [
        {"question": f"Where did the ferry Kestrel{n} arrive?", "gold_articles": [f"story-{n}"]} for n in range(count)
    ]
    questions = write_rows(tmp_path / "q.jsonl", rows)
    found = command("calibrate", str(questions), "--json")
    assert found.code == 0
    assert found.object["questions"] == found.object["answerable"] == count
    assert 0 <= found.object["before"] <= 1
    shown = command("calibrate", str(questions))
    assert shown.code == 0
    assert "balanced accuracy" in shown.out


def test_too_few_questions_are_told_with_what_to_do(command: Command, tmp_path: Path) -> None:
    questions = write_rows(tmp_path / "q.jsonl", [{"question": "Which ferry?", "gold_articles": ["story-1"]}])
    found = command("calibrate", str(questions))
    assert found.code != 0
    assert "Only 1 questions with an answer" in found.err
    assert "gold_articles" in found.err
