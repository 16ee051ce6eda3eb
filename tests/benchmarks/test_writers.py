"""The benchmark of the writers, over a small archive and a server of our own."""

import gzip
import json
import shutil
from pathlib import Path

import pytest

from assistant import NewsAssistant
from benchmarks import writers
from tests.answering.chat_server import Script, serving

QUESTION = {
    "id": "q1",
    "question": "Who commanded Artemis II?",
    "choices": [],
    "answers": ["Wiseman"],
    "asked_on": "2026-11-01",
    "gold_articles": [],
    "answer_in": ["a"],
}


def test_both_writers_are_asked_and_counted(
    sample_desk: NewsAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "newsquiz").mkdir()
    file = tmp_path / "newsquiz" / "questions.dev.jsonl.gz"
    rows = [QUESTION, QUESTION | {"id": "q2", "answer_in": []}]
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    monkeypatch.setenv("NEWS_ASSISTANT_BENCH_DATA", str(tmp_path))
    index = shutil.copytree(sample_desk.settings.data_dir, tmp_path / "index")
    with serving(Script(["Reid Wiseman commanded Artemis II. [1] It had 99 people. [88]"])) as url:
        assert writers.main(["--data-dir", str(index), "--url", url, "--model", "m", "--questions", "5"]) == 0
    model, _, quoting, _ = capsys.readouterr().out.splitlines()
    assert model.startswith("m, 1 questions: contained 1.000")
    assert "unknown citations 1" in model
    assert quoting.startswith("extractive, 1 questions: contained 1.000, rightly cited of these 1.000")
