"""A small archive and a set of questions over it, of our own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.question_files import QuestionSet, read_questions
from tests.index.tiny import TinyDesk, story, tiny_desk

Row = dict[str, Any]


def question_rows() -> list[Row]:
    """Six questions: four answerable ones, two that the archive cannot answer."""
    rows: list[Row] = [
        {
            "id": f"q{number}",
            "question": f"When did the ferry Kestrel{number} reach Port Alder{number}?",
            "answers": ["noon on Tuesday"],
            "evidence": [
                {
                    "article_id": f"story-{number}",
                    "quote": f"The ferry Kestrel{number} reached Port Alder{number} at noon on Tuesday.",
                }
            ],
            "type": "time" if number % 2 else "place",
            "asked_on": "2024-04-02",
            "desk": "harbour",
        }
        for number in range(1, 5)
    ]
    return [
        *rows,
        {"id": "n1", "question": "Who baked the cake for the mayor of Zwolle?", "type": "null_query"},
        {"id": "n2", "question": "What does a unicorn weigh?", "answerable": False, "type": "null_query"},
    ]


def write_jsonl(path: Path, rows: list[Row]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def questions(tmp_path: Path) -> QuestionSet:
    return read_questions(write_jsonl(tmp_path / "questions.jsonl", question_rows()))


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TinyDesk]:
    """The assistant over six articles; tests must not write to it."""
    folder = tmp_path_factory.mktemp("ferries")
    with tiny_desk(folder / "indexes", refusal_threshold=0.3) as desk:
        desk.ingest_rows(folder / "a.jsonl", [story(number) for number in range(1, 7)])
        yield desk
