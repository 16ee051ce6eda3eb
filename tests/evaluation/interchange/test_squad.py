"""SQuAD as it is published: versions 1.1 and 2.0, written here by hand."""

import json
from pathlib import Path

from assistant.evaluation.question_files import read_questions

CONTEXT = "The ferry Kestrel reached Port Alder at noon."


def test_answers_and_impossible_questions(tmp_path: Path) -> None:
    qas = [
        {"id": "a", "question": "When?", "answers": [{"text": "noon", "answer_start": 40}] * 2},
        {"id": "b", "question": "Why?", "answers": [], "is_impossible": True},
        {"id": "c"},
    ]
    value = {"version": "v2.0", "data": [{"title": "Ferries", "paragraphs": [{"context": CONTEXT, "qas": qas}]}]}
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    found = read_questions(path)
    one, other = found.questions
    assert (one.id, one.answers, one.answerable, len(one.gold_articles)) == ("a", ("noon",), True, 1)
    assert (other.id, other.answerable, other.gold_articles) == ("b", False, ())
    assert [item.input for item in found.rejected] == ["dev.json:3"]
