"""The refusal fitted to an archive: what it learns, how it is kept, and when it is left aside."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.answering.calibration import (
    KEY,
    OTHER_SCORER,
    Calibration,
    Signals,
    balanced_accuracy,
    fingerprint,
    fitted,
    scorer_of,
)
from assistant.answering.refusal import SCORER, likelihood
from assistant.index.lock import writing
from tests.index.tiny import TinyDesk, story, tiny_desk


def drawn(count: int, margin: float, cosine: float) -> list[Signals]:
    """Signals around some means, the same every time."""
    chooser = np.random.default_rng(count)
    return [
        {"margin": m, "cosine": c, "names": 1.0, "size": 2.0}
        for m, c in zip(chooser.normal(margin, 1.0, count), chooser.normal(cosine, 0.05, count), strict=True)
    ]


def test_it_learns_where_an_archive_is_otherwise() -> None:
    held, taken = drawn(80, -3.0, 0.35), drawn(81, -6.0, 0.25)
    assert balanced_accuracy(held, taken, SCORER, 0.4) == pytest.approx(0.5, abs=0.05)
    assert balanced_accuracy(held, taken, fitted(held, taken), 0.4) > 0.85


def test_few_questions_move_it_little() -> None:
    few, many = ([*drawn(count, -3.0, 0.35)] for count in (2, 80))
    moved = [abs(fitted(held, drawn(len(held) + 1, -6.0, 0.25)).intercept - SCORER.intercept) for held in (few, many)]
    assert moved[0] < moved[1]


def test_what_is_right_already_stays_nearly_as_it_is() -> None:
    held, taken = drawn(60, 4.0, 0.7), drawn(61, -5.0, 0.3)
    found = fitted(held, taken)
    assert balanced_accuracy(held, taken, found, 0.4) == 1.0
    assert found.size == pytest.approx(SCORER.size, abs=0.5)


def test_accuracy_counts_both_kinds_alike() -> None:
    held, taken = drawn(10, 8.0, 0.9), drawn(90, 8.0, 0.9)
    assert balanced_accuracy(held, taken, SCORER, 0.4) == 0.5


@pytest.fixture
def desk(tmp_path: Path) -> TinyDesk:
    desk = tiny_desk(tmp_path / "indexes")
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1)])
    return desk


def keep(desk: TinyDesk, value: str) -> None:
    with writing(desk.settings.data_dir) as writer:
        writer.set_meta({KEY: value})


def test_what_was_fitted_decides(desk: TinyDesk) -> None:
    question = "Where did the ferry Kestrel1 arrive?"
    assert not desk.ask(question).refused
    with desk._catalog.snapshot() as snapshot:
        made = Calibration(replace(SCORER, intercept=-50.0), fingerprint(snapshot), 20, "2024-04-01T00:00:00+00:00")
    keep(desk, made.to_json())
    answer = desk.ask(question)
    assert answer.refused
    assert answer.coverage.remarks == ()
    assert answer.record
    assert answer.record.confidence < 0.001


def test_what_was_fitted_for_another_reader_is_left_aside_and_said(desk: TinyDesk) -> None:
    keep(desk, Calibration(replace(SCORER, intercept=-50.0), "another", 20, "2024").to_json())
    answer = desk.ask("Where did the ferry Kestrel1 arrive?")
    assert not answer.refused
    assert answer.coverage.remarks == (OTHER_SCORER,)


@pytest.mark.parametrize(
    "kept",
    ["{", "[]", "null", json.dumps({"scorer": {"margin": "x"}}), json.dumps({"scorer": {"other": 1.0}}),
     json.dumps({"scorer": asdict(SCORER)})],
)  # fmt: skip
def test_what_cannot_be_read_is_left_aside(kept: str, desk: TinyDesk) -> None:
    keep(desk, kept)
    with desk._catalog.snapshot() as snapshot:
        assert scorer_of(snapshot) == (SCORER, OTHER_SCORER)


def test_numbers_that_are_none_are_left_aside(desk: TinyDesk) -> None:
    with desk._catalog.snapshot() as snapshot:
        mark = fingerprint(snapshot)
    keep(desk, Calibration(replace(SCORER, margin=float("nan")), mark, 20, "2024").to_json())
    with desk._catalog.snapshot() as snapshot:
        assert scorer_of(snapshot) == (SCORER, OTHER_SCORER)


def test_without_a_calibration_the_one_that_ships_decides(desk: TinyDesk) -> None:
    with desk._catalog.snapshot() as snapshot:
        assert scorer_of(snapshot) == (SCORER, "")
    assert 0 < likelihood({"margin": 0.0, "cosine": 0.5, "names": 1.0, "size": 2.0}, SCORER) < 1
