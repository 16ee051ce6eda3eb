"""The benchmark of the checks, over a few sentences of our own."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import support

ARTICLE = (
    "The mayor of Alder resigned on Monday after the bridge fell. The council meets next week to choose another. "
    "Some 1, 200 people crossed it every day. It was not insured. Schools stay closed until Friday."
)
SUPPORTED = ["The mayor of Alder resigned on Monday.", "The council meets next week.", "It was not insured."]
OTHERS = ["The council fell on Friday.", "Schools resigned after Alder."]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWS_ASSISTANT_BENCH_DATA", str(tmp_path))
    sentences = [{"sentence": text, "supported": text in SUPPORTED} for text in SUPPORTED + OTHERS]
    judged = [{"article": ARTICLE, "sentences": sentences}] * 10
    story = ARTICLE.replace("1, 200", "1,200")
    articles = [
        {"title": "T", "published_at": "2022/02/07", "text": story},
        {"title": None, "published_at": None, "text": ""},
    ]
    for name, rows in (("support/cnndm", judged), ("newsquiz/articles", articles)):
        path = tmp_path / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return tmp_path


@pytest.mark.usefixtures("data")
def test_it_prints_all_three_parts(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("sklearn")
    assert support.main(["--each", "3"]) == 0
    printed = capsys.readouterr().out
    assert "50 judged sentences, 30 supported" in printed
    assert printed.count("false alarms") == 7
    assert "fitted on all:" in printed


def test_balanced_accuracy() -> None:
    truth, said = np.array([True, True, False, False]), np.array([True, False, False, False])
    assert support.balanced(truth, said) == 0.75
