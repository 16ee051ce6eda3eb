"""A folder of benchmark data made of the sample archive, so that every script runs from start to end."""

import gzip
import itertools
import json
from pathlib import Path

import pytest

from assistant.sample import sample_archive
from benchmarks.data import VARIABLE, Row, rows

ARTICLES = 8


@pytest.fixture(scope="session")
def made_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the scripts look for, with a handful of articles and two questions."""
    folder = tmp_path_factory.mktemp("data")
    files = sorted(sample_archive().glob("*.jsonl"))
    articles = [row for file in files for row in rows(file) if row.get("language", "en") == "en"]
    whole = {row["id"]: row for row in articles if row.get("text") and row.get("title")}  # of versions the last one
    chosen = list(itertools.islice(whole.values(), ARTICLES * 2))
    quiz = [
        {"id": row["id"], "question": row["title"], "answers": [first_words(row["text"])], "asked_on": "2026-09-01"}
        for row in chosen
    ] * 4
    evidence = [{"title": row["title"], "fact": first_words(row["text"])} for row in chosen[:2]]
    hops = [{"id": "1", "question": chosen[0]["title"], "answers": ["yes"], "evidence": evidence}]
    pack(folder / "newsquiz" / "articles.jsonl.gz", chosen[:ARTICLES])
    pack(folder / "newsquiz" / "questions.dev.jsonl.gz", quiz)
    pack(folder / "multihop" / "articles.jsonl.gz", chosen[ARTICLES:] + chosen[:2])
    for name in ("bbc", "reuters"):
        pack(folder / name / "articles.jsonl.gz", [*chosen[:3], chosen[0] | {"id": f"{name}-again"}])
    pack(folder / "multihop" / "questions.answerable.dev.jsonl.gz", hops)
    return folder


@pytest.fixture
def bench_data(made_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, with the variable that names it set."""
    monkeypatch.setenv(VARIABLE, str(made_data))
    return made_data


def first_words(text: str) -> str:
    return "  ".join(text.split()[:8])


def pack(path: Path, lines: list[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in lines)
