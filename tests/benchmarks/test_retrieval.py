import json
from pathlib import Path

import pytest

from assistant import NewsAssistant, Settings
from benchmarks import data, peers, retrieval


@pytest.fixture
def indexes(bench_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Small indexes of both archives, and a cache of this test's own."""
    assert bench_data
    monkeypatch.setattr(peers, "CACHE", tmp_path / "cache")
    folders = {"newsquiz": tmp_path / "newsquiz", "multihop": tmp_path / "multihop"}
    for archive in ("newsquiz", "multihop"):
        with NewsAssistant(Settings(data_dir=folders[archive])) as desk:
            desk.ingest([data.articles_file(archive)])
    return folders


def test_all_systems_answer_the_same_questions(
    indexes: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for peer in ("bm25s", "llama_index.vector_stores.chroma"):
        pytest.importorskip(peer, reason="the extra `bench` is not installed")
    named = [name for name in retrieval.PEERS if name != "txtai"]  # it imports all of transformers
    arguments = [f"--{name}={folder}" for name, folder in indexes.items()]
    assert retrieval.main([*arguments, "--json", "--limit", "3", "--ablate", "--peers", *named]) == 0
    results = json.loads(capsys.readouterr().out)
    quiz = results["newsquiz"]["figures"]["all questions (3)"]
    assert {"ten random passages", "BM25 alone (bm25s)", "LlamaIndex + Chroma", "ours", "ours, no recency"} <= set(quiz)
    assert quiz["ours"]["@10"][0] == 1.0  # each question is a headline, and its answer the article's first words
    hops = results["multihop"]["figures"]["all questions (1)"]["ours"]
    assert set(hops) == {"evidence recall@10", "hit@4", "hit@10", "multihop_map", "MRR@10"}
    assert results["store_recall@10"] > 0.9
    assert list((tmp_path / "cache").glob("*/quickstart/complete"))


def test_only_what_is_named_is_measured(indexes: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main([f"--multihop={indexes['multihop']}", "--peers"]) == 0
    printed = capsys.readouterr().out
    assert "multihop, all questions (1)" in printed
    assert "newsquiz, " not in printed
    assert "BM25" not in printed
