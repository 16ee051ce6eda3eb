"""What the benchmark of answers counts."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.answers import check_citations, judge, token_f1
from tests.index.tiny import Row, story, tiny_desk

FAULTS = ("sentences", "not a slice", "uncited", "not evidence", "over 80 words")


@pytest.mark.parametrize(
    ("found", "right", "f1"),
    [("The Ferry", "ferry", 1.0), ("Port Alder", "Port Birch", 0.5), ("", "ferry", 0.0), ("noon", "ferry", 0.0)],
)
def test_token_f1(found: str, right: str, f1: float) -> None:
    assert token_f1(found, right) == f1


def test_a_question_is_judged_and_its_citations_checked(tmp_path: Path) -> None:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(2)])
        row: Row = {
            "question": "Where did the ferry Kestrel1 arrive?", "answers": ["Port Alder1"],
            "choices": ["Port Birch", "Port Alder1"], "asked_on": "2024-04-01",
        }  # fmt: skip
        judged = judge(desk, [row])
        assert judged.values["contained"] == [1.0]
        assert judged.values["choice right"] == [1.0]
        assert judged.faults["sentences"] > 0
        assert sum(judged.faults.values()) == judged.faults["sentences"]
        answer = desk.ask(row["question"])
        wrong = replace(answer, citations=tuple(replace(item, start=item.start + 1) for item in answer.citations))
        faults = dict.fromkeys(FAULTS, 0)
        check_citations(desk, wrong, faults)
        assert faults["not a slice"] == len(answer.citations)
