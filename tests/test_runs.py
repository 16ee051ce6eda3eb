"""What a run did can be read back from the catalog, input by input, also when it was interrupted."""

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.index.report import OUTCOMES
from tests.index.tiny import TinyDesk, story, write_rows
from tests.index.worker import Death, ingest_and_die


def test_every_input_has_one_outcome_in_report_and_catalog(desk: TinyDesk, tmp_path: Path) -> None:
    rows = [story(1), story(2), story(1) | {"id": "copy"}, {"id": "empty"}, story(3)]
    first = desk.ingest_rows(tmp_path / "a.jsonl", rows)
    assert [line.outcome for line in first.report] == ["new", "new", "duplicate", "rejected", "new"]
    second = desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(2, title="Ferry late")])
    assert [line.outcome for line in second.report] == ["unchanged", "updated"]
    assert desk.run(first.run) == first
    assert desk.run(second.run) == second
    newest, oldest = desk.runs()
    assert (newest.run, oldest.run) == (second.run, first.run)
    assert oldest.outcomes == {"new": 3, "updated": 0, "unchanged": 0, "duplicate": 1, "rejected": 1}
    assert sum(oldest.outcomes.values()) == len(first.report)
    assert list(newest.outcomes) == list(OUTCOMES)
    assert newest.proof == second.proof is not None
    assert newest.started_at.endswith("+00:00")
    assert [run.run for run in desk.runs(1)] == [second.run]


def test_an_interrupted_run_is_listed_without_an_end(desk: TinyDesk, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.jsonl", [story(number) for number in range(20)])
    ingest_and_die(tmp_path / "indexes", file, Death("add", 1))
    [run] = desk.runs()
    assert (run.finished_at, run.seconds, run.proof) == (None, None, None)
    assert 0 < sum(run.outcomes.values()) <= 20
    assert desk.run(run.run).seconds == 0.0


def test_a_run_that_never_was_is_told(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    with pytest.raises(UsageError, match="no run 99") as caught:
        desk.run(99)
    assert "news-assistant runs" in caught.value.remedy
