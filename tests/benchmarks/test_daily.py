import json
from pathlib import Path

import pytest

from assistant import NewsAssistant
from assistant.sample import sample_archive
from benchmarks import daily


def test_what_is_known_is_not_embedded_again_and_nothing_is_lost(
    sample_desk: NewsAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    dump = next(iter(sorted(Path(sample_archive()).glob("*.jsonl"))))
    arguments = [str(dump), "--data-dir", str(sample_desk.settings.data_dir), "--json"]
    assert daily.main(arguments) == 0
    results = json.loads(capsys.readouterr().out)
    *known, tomorrow, corrected = results["runs"]
    assert [(run["embedded"], run["new"], run["updated"]) for run in known] == [(0, 0, 0)] * daily.RUNS
    assert known[0]["unchanged"] > 0
    assert (tomorrow["new"], tomorrow["articles"]) == (2, known[-1]["articles"] + 2)
    assert (corrected["updated"], corrected["articles"]) == (1, tomorrow["articles"])
    assert results["updated"] == {"old_found": False, "new_found": True, "old_in_history": True}
