"""An archive's own questions, asked with their articles and without, fit its refusal."""

from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.evaluation.calibrating import FEWEST, calibrate
from assistant.evaluation.questions import Question
from tests.index.tiny import TinyDesk, story, tiny_desk

COUNT = FEWEST + 2


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> TinyDesk:
    folder: Path = tmp_path_factory.mktemp("calibrating")
    desk = tiny_desk(folder / "indexes")
    desk.ingest_rows(folder / "a.jsonl", [story(number) for number in range(COUNT)])
    return desk


def asked(number: int) -> Question:
    return Question(
        str(number), f"Where did the ferry Kestrel{number} arrive at noon?", gold_articles=(f"story-{number}",)
    )


def test_questions_are_asked_with_their_articles_and_without(desk: TinyDesk) -> None:
    extra = Question("x", "How do I bake a pizza?", answerable=False)
    lost = Question("y", "Which mast broke?", gold_articles=("nowhere",))
    told: list[tuple[int, int]] = []
    questions = [*map(asked, range(COUNT)), extra, lost]
    report = calibrate(desk, questions, progress=lambda done, total: told.append((done, total)))
    assert (report.questions, report.answerable, report.unanswerable) == (COUNT + 2, COUNT, COUNT + 1)
    assert report.skipped == 1
    assert told[-1] == (COUNT + 2, COUNT + 2)
    assert report.kept is (report.after >= report.before)
    with desk._catalog.snapshot() as snapshot:
        assert bool(snapshot.meta("calibration")) is report.kept


def test_an_article_left_out_is_no_evidence(desk: TinyDesk) -> None:
    question = asked(3).question
    whole, without = desk.signals(question), desk.signals(question, without=["story-3"])
    assert whole["names"] > without["names"]
    assert set(whole) == set(without)


@pytest.mark.parametrize("count", [0, FEWEST - 1])
def test_too_few_questions_tell_nothing(count: int, desk: TinyDesk) -> None:
    with pytest.raises(InputError, match="are needed"):
        calibrate(desk, [asked(number) for number in range(count)])
