"""A small slice of the fuzzer, on every run: no traceback, no silence, nothing written elsewhere."""

import json

import pytest

from benchmarks import fuzz


def test_damaged_files_of_every_format(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "STORED", 0)
    assert fuzz.main(["--files", "40", "--seed", "3", "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["files"] == 40
    assert results["readings"] >= 40
    for name in ("no_reading", "tracebacks", "crashed", "hung", "written_elsewhere", "stored_and_lost"):
        assert results[name] == [], name
    assert results["temporary_files_left"] == 0


def test_every_format_has_a_seed() -> None:
    from assistant.articles.detect import by_suffix
    from assistant.articles.formats import FORMATS

    seeded = {known for name, _ in fuzz.seeds() if (known := by_suffix(name, FORMATS))}
    missing = {known.name for known in FORMATS if known not in seeded}
    assert missing <= {"a Parquet table", "a mailbox"}
