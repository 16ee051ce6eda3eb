import json

import pytest

from assistant import NewsAssistant
from benchmarks import freshness


def test_an_open_page_cites_what_another_process_took_in(
    sample_desk: NewsAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sample_desk.status()
    assert freshness.main(["--data-dir", str(sample_desk.settings.data_dir), "--rounds", "1", "--json"]) == 0
    [only] = json.loads(capsys.readouterr().out)["rounds"]
    assert only["until_cited"] < 10
    assert only["answers"] >= 1
    assert sample_desk.status() == before  # it worked on a copy
