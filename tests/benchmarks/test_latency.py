import json
import shutil
from pathlib import Path

import pytest

from assistant import NewsAssistant
from benchmarks import latency
from benchmarks.data import VARIABLE
from tests.benchmarks.conftest import pack


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


def test_questions_of_several_parts_are_timed_apart(
    sample_desk: NewsAssistant,
    made_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    question = (
        "Did Sample Wire report that a container ship blocked the canal, while Sample Gazette reported that the old "
        "cathedral caught fire?"
    )
    copied = Path(shutil.copytree(made_data, tmp_path / "data"))
    pack(copied / "multihop" / "questions.answerable.dev.jsonl.gz", [{"question": question}, {"question": "Who won?"}])
    monkeypatch.setenv(VARIABLE, str(copied))
    data_dir = str(sample_desk.settings.data_dir)
    assert latency.main(["--data-dir", data_dir, "--questions", "3", "--runs", "1"]) == 0
    assert "1 of several parts" in capsys.readouterr().out
