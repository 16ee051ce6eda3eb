"""The gate of this repository: twenty-five questions over the sample archive, with the real model, against floors."""

from pathlib import Path

import pytest

from assistant import NewsAssistant
from assistant.evaluation.evaluation import evaluate
from assistant.evaluation.gating import hold, read_gate
from assistant.evaluation.question_files import read_questions
from assistant.jsonable import as_json

SAMPLE = Path(__file__).parent / "sample"

# A minute on a quiet machine. The sample archive may have to be taken in first, and the machine may be busy.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def run(sample_desk: NewsAssistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gate") / "run"
    report = evaluate(sample_desk, read_questions(SAMPLE / "questions.jsonl"), folder)
    assert (report.n, report.unknown_labels) == (25, ())
    return folder


def test_no_floor_is_missed(run: Path) -> None:
    from assistant.evaluation.folder import RunFolder

    held = hold(read_gate(SAMPLE / "gate.toml"), RunFolder(run).read_json("metrics.json"))
    assert [as_json(item) for item in held if not item.passed] == []


def test_every_quote_of_the_questions_stands_in_its_article(sample_desk: NewsAssistant) -> None:
    for question in read_questions(SAMPLE / "questions.jsonl").questions:
        for label in question.evidence:
            assert label.article_id
            assert label.quote
            assert label.quote in sample_desk.article(label.article_id).text
