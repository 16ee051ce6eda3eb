"""The report's keys are the JSON contract."""

from assistant.index.report import OUTCOMES, IngestReport, ReportLine
from assistant.jsonable import as_json


def test_keys_are_those_of_the_contract() -> None:
    report = IngestReport(1, 1, 0, 0, 0, 1, 3, 0.5, (ReportLine("a.jsonl:1", "new", "a", ""),))
    plain = as_json(report)
    assert list(plain) == [
        "run", "new", "updated", "unchanged", "duplicates", "rejected", "passages_embedded", "seconds", "report",
        "proof", "removed", "gone",
    ]  # fmt: skip
    assert plain["report"] == [{"input": "a.jsonl:1", "outcome": "new", "article_id": "a", "reason": ""}]


def test_every_outcome_has_its_count() -> None:
    assert set(OUTCOMES) == {"new", "updated", "unchanged", "duplicate", "rejected"}
