"""The benchmark of metadata runs from start to end on pages of ours, and scores what it should."""

import gzip
import json
from pathlib import Path

import pytest

from benchmarks import metadata
from benchmarks.data import VARIABLE
from benchmarks.metadata import Found, score
from tests.benchmarks.conftest import pack

BODY = "<p>The council of the old town voted on Tuesday to rebuild the bridge over the river before the spring.</p>" * 6
PAGE = f"""<html lang="en"><head><title>Bridge opens - Sample Courier</title>
<meta property="og:site_name" content="Sample Courier">
<meta property="article:published_time" content="2024-05-07T10:00:00+02:00">
</head><body><article><h1>Bridge opens</h1><p class="byline">By Ada Moss</p>{BODY}</article></body></html>"""


def test_scores() -> None:
    gold = Found("Bridge opens", "2024-05-07", frozenset({"ada moss", "ben thorn"}))
    assert score(gold, gold) == metadata.Score(1, 1, 1)
    half = score(Found("Bridge", "2024-05-08", frozenset({"ada moss", "cy reed"})), gold)
    assert (half.title, half.day, half.authors) == (0, 0, 0.5)
    assert score(Found("", "", frozenset()), Found("", "", frozenset())).authors == 1


def test_the_script_measures_pages_and_dumps(
    bench_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in bench_data.rglob("*.gz"):
        copy = tmp_path / file.relative_to(bench_data)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    wire = [{"id": "a", "text": "LISBON (Reuters) - The council voted to rebuild the old bridge."}]
    pack(tmp_path / "bbc" / "articles.jsonl.gz", wire)
    pack(tmp_path / "reuters" / "articles.jsonl.gz", wire)
    pages = tmp_path / metadata.FOLDER
    (pages / "html").mkdir(parents=True)
    (pages / "html" / "one.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    gold = {
        "page": "one",
        "title": "Bridge opens",
        "authors": ["Ada Moss"],
        "published_at": "2024-05-07 10:00:00+02:00",
    }
    (pages / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert metadata.main(["--dumps", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["pages"][0]["ours"] == {"title": 1.0, "day": 1.0, "authors": 1.0}
    assert result["dumps"]["bbc"]["agencies"] == {"Reuters": 1}
    assert metadata.main([]) == 0
    assert "plain trafilatura" in capsys.readouterr().out
