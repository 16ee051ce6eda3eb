import json
from pathlib import Path

import pytest

from benchmarks import ingest

ARTICLES = 5


@pytest.fixture(autouse=True)
def data(bench_data: Path) -> Path:
    return bench_data


def test_figures_of_an_ingest(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert ingest.main(["--limit", str(ARTICLES), "--data-dir", str(tmp_path / "index"), "--json"]) == 0
    results = json.loads(capsys.readouterr().out)
    first, alone, checked = results["ingest"], results["embedding_alone"], results["passages"]
    assert first["stored"] == ARTICLES
    assert alone["texts"] == first["passages_embedded"] > 0
    assert checked["passages"] >= first["passages_embedded"]
    assert checked["not_the_slice"] == checked["over_the_limit"] == checked["characters_left_out"] == 0
    assert results["again"]["unchanged"] == ARTICLES
    assert results["again"]["passages_embedded"] == 0
    assert results["ten_more"]["stored"] > 0
    assert min(first["peak_mb"], *results["disk_bytes_per_passage"].values()) > 0
    with pytest.raises(SystemExit, match="holds an index already"):
        ingest.main(["--limit", "1", "--data-dir", str(tmp_path / "index")])


def test_against_the_quickstart(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("llama_index.embeddings.huggingface", reason="the extra `bench` is not installed")
    assert ingest.main(["--peer", "--rounds", "1"]) == 0
    printed = capsys.readouterr().out
    assert "times as fast" in printed
    assert "LlamaIndex + Chroma quickstart" in printed


def test_a_fact_stands_in_a_passage_whatever_its_white_space() -> None:
    questions = [{"evidence": [{"fact": "so it was"}, {"fact": "not here"}]}, {"evidence": [{"fact": "nor here"}]}]
    hits = ingest.found(questions, [["And so\n it  was said."], ["Else."]])
    assert hits == ingest.Found(facts=1 / 3, hit=0.5, questions=2)


@pytest.mark.parametrize(
    ("text", "end", "marked"), [("It was. Then", 7, True), ("A list\nof", 6, True), ("a b", 1, False)]
)
def test_where_a_sentence_seems_to_end(text: str, end: int, *, marked: bool) -> None:
    assert ingest._is_marked(text, end) is marked
