import json

import pytest

from assistant import NewsAssistant
from benchmarks import filters


@pytest.mark.usefixtures("bench_data")
def test_a_filter_keeps_the_nearest_exact(sample_desk: NewsAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    data_dir = str(sample_desk.settings.data_dir)
    assert filters.main(["--data-dir", data_dir, "--pairs", "20", "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["pairs"] == 20
    assert results["up_to_limit"]["exact"] == 20
    assert results["up_to_limit"]["recall"] == 1
    assert results["above_limit"] == {"pairs": 0}
