from pathlib import Path

from assistant.access.audit import LONGEST, Audit


def test_lines_are_kept_newest_first(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    assert audit.lines() == []
    audit.note("ann", "session", "ingest", "run 3: 2 new", "10.0.0.1")
    audit.note("ann", "token", "remove", "x" * 1000 + "\ud800")
    newest, oldest = audit.lines()
    assert (oldest.who, oldest.via, oldest.action, oldest.detail, oldest.address) == (
        "ann",
        "session",
        "ingest",
        "run 3: 2 new",
        "10.0.0.1",
    )
    assert oldest.at > 1_700_000_000
    assert newest.detail == "x" * LONGEST
    assert len(audit.lines(1)) == 1
