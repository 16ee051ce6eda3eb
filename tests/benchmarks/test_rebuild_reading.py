import json

import pytest

from assistant import NewsAssistant
from benchmarks import rebuild_reading


def test_a_reader_fails_no_question_while_another_process_rebuilds(
    sample_desk: NewsAssistant, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_reading, "QUIET_SECONDS", 0.5)
    before = sample_desk.status()
    arguments = ["--data-dir", str(sample_desk.settings.data_dir), "--rounds", "1", "--json"]
    assert rebuild_reading.main(arguments) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["failures"] == []
    assert results["questions"] > 0
    assert results["seconds_until_found"][0] < 10
    assert sample_desk.status() == before  # it worked on a copy
