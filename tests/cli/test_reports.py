"""The report on a terminal: counts and reasons, never a line for each of 8,000 inputs; and the runs of the past."""

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.cli.reports import GROUPS_SHOWN, grouped, show_report
from assistant.index.report import IngestReport, Proof, Proved, ReportLine
from tests.index.tiny import TinyDesk, story


def report(*lines: ReportLine, proof: Proof | None = None) -> IngestReport:
    return IngestReport(7, 1, 0, 0, 0, 0, 2, 0.5, lines, proof)


def test_reasons_that_differ_in_a_number_or_an_id_are_one_group() -> None:
    lines = [
        ReportLine("a:1", "duplicate", "a", "same text as wire-77"),
        ReportLine("a:2", "duplicate", "b", "same text as evening-paper"),
        ReportLine("a:3", "rejected", None, "The text has 2,000,001 characters; 2,000,000 are the most."),
        ReportLine("a:4", "new", "c", ""),
        ReportLine("a:5", "updated", "d", "stored as version 2"),
    ]
    assert [(outcome, reason, len(group)) for outcome, reason, group in grouped(lines)] == [
        ("rejected", "The text has 2,000,001 characters; 2,000,000 are the most.", 1),
        ("duplicate", "same text as …", 2),
        ("updated", "stored as version 2", 1),
    ]


def test_eight_thousand_inputs_are_a_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [ReportLine(f"a.jsonl:{number}", "rejected", None, f"Line {number} is no JSON.") for number in range(8000)]
    show_report(report(*lines))
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2
    assert out[1] == "rejected 8,000× a.jsonl:0, a.jsonl:1, a.jsonl:2 and 7,997 more: Line … is no JSON."


def test_what_is_left_out_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [ReportLine("a", "rejected", None, f"because of {chr(97 + n)}") for n in range(GROUPS_SHOWN + 4)]
    show_report(report(*lines))
    assert "… and 4 more inputs with other reasons; --json lists them all." in capsys.readouterr().out


def test_the_proof_is_one_line_and_a_miss_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    found, lost = Proved("a", "title", found=True, rank=1), Proved("b\x1b[2J", "title", found=False, rank=None)
    show_report(report(proof=Proof(1, 1, 0.1234, (found,), "")))
    assert capsys.readouterr().out.splitlines()[1:] == [
        "proof: 1 of 1 new articles looked for were found by their own words (0.12 s)"
    ]
    show_report(report(proof=Proof(2, 1, 0.1, (found, lost), "Run `news-assistant doctor`.")))
    assert capsys.readouterr().out.splitlines()[1:] == [
        "warning: only 1 of 2 new articles looked for were found; not found: b[2J. Run `news-assistant doctor`."
    ]


@pytest.fixture
def archive(desk: TinyDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyDesk:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1), {"id": "empty"}])
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    monkeypatch.setattr("assistant.cli.opening.open_desk", lambda _: desk)
    return desk


@pytest.mark.usefixtures("archive")
def test_past_runs_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs"]) == 0
    table = capsys.readouterr().out
    assert [line.split()[0] for line in table.splitlines() if line.strip(" │")[:1].isdigit()] or "2" in table
    assert "1 of 1" in table
    assert main(["runs", "1"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("1 new, 0 updated, 0 unchanged, 0 duplicates, 1 rejected;")
    assert "rejected " in shown
    assert main(["runs", "1", "--json"]) == 0
    past = json.loads(capsys.readouterr().out)
    assert [line["outcome"] for line in past["report"]] == ["new", "rejected"]
    assert past["proof"]["articles"] == [{"article_id": "story-1", "by": "title", "found": True, "rank": 1}]
    assert main(["runs", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["runs"]
    assert [run["run"] for run in listed] == [2, 1]
    assert listed[0]["outcomes"]["unchanged"] == 1
    assert listed[0]["proof"] is None


@pytest.mark.usefixtures("archive")
def test_a_run_that_never_was_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "5"]) == 2
    assert "There is no run 5." in capsys.readouterr().err
    assert main(["runs", "five"]) == 2


def test_runs_of_no_archive_end_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "--data-dir", str(tmp_path / "none")]) == 3
    assert "news-assistant ingest" in capsys.readouterr().err
