import json

import pytest

from assistant import NewsAssistant
from benchmarks import latency


@pytest.mark.usefixtures("bench_data")
def test_figures_of_a_search_and_of_an_answer(sample_desk: NewsAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    data_dir = str(sample_desk.settings.data_dir)
    assert latency.main(["--data-dir", data_dir, "--questions", "5", "--runs", "1", "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    assert results["questions"] == 5
    for name in ("search_ms", "ask_ms", "embed_ms"):
        assert 0 < results[name]["p50"] <= results[name]["p95"] <= results[name]["max"]
    assert results["answer_parts_ms"]["total"] > 0
    assert len(results["cold_seconds"]) == 1
    assert "assistant" in [item["package"] for item in results["cold_imports"]]
