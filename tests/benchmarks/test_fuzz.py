"""A small slice of the fuzzer, on every run: no traceback, no silence, nothing written elsewhere."""

import json

import pytest

from assistant.articles.formats import FORMATS
from benchmarks import fuzz


def test_damaged_files_of_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["--files", "40", "--seed", "3", "--stored", "0", "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["files"] == 40
    assert results["readings"] >= 40
    for name in ("no_reading", "tracebacks", "crashed", "hung", "written_elsewhere", "stored_and_lost"):
        assert results[name] == [], name
    assert results["temporary_files_left"] == 0


def test_every_format_has_a_seed() -> None:
    names = [name for name, _ in fuzz.seeds()]
    missing = {known.name for known in FORMATS if not any(name.endswith(known.suffixes) for name in names)}
    assert missing <= {"a Parquet table", "a mailbox"}
