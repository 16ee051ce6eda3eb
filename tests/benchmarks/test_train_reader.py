"""How the reader is trained: its batches, its judgement, the average of several."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import train_reader
from benchmarks.train_reader import Examples, averaged, judge, train, write


@pytest.fixture
def examples() -> Examples:
    """Forty questions of one token beside texts of eight; every fifth has no answer, the last ones are held out."""
    rows, golds = [], []
    for number in range(60):
        has, source = number % 5 != 0, number % 6
        first = number % 8 if has else -1
        rows.append((number % 7, number % 9, first, first, source, int(number >= 24)))
        golds.append([(first, first), *[(-1, -1)] * 7])
    return Examples(
        questions=np.arange(1000, 1007, dtype=np.uint16),
        question_ends=np.arange(1, 8),
        texts=np.arange(2000, 2072, dtype=np.uint16),
        text_ends=np.arange(8, 73, 8),
        bodies=np.zeros(9, dtype=np.int16),
        rows=np.array(rows, dtype=np.int32),
        golds=np.array(golds, dtype=np.int16),
        sources=np.array([*train_reader.READING, "quiz"]),
    )


def test_parts_leave_out_what_judges(examples: Examples) -> None:
    everything, people, cloze = (examples.part(part) for part in ("all", "people", "cloze"))
    assert sorted([*people, *cloze]) == list(everything) == list(range(24))
    assert set(examples.held_out("quiz")) <= set(range(24, 60))
    assert examples.lengths().tolist() == [12] * 60


def test_from_examples_to_weights_that_are_read_back(
    examples: Examples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_reader, "BATCH", 8)
    one = train(examples, [("all", 1.0)], 1, "cpu")
    other = train(examples, [("cloze", 1.0), ("people", 0.5)], 2, "cpu")
    mean = averaged([one, other])
    expected = (one.head.weight + other.head.weight) / 2
    assert np.allclose(mean.head.weight.detach(), expected.detach(), atol=1e-6)
    figures = judge(examples, mean, "cpu")
    assert set(figures) >= {"squad2 F1", "cloze F1", "quiz AUC of passages", "quiz hit@1"}
    assert all(0 <= value <= 1 for value in figures.values())
    assert len(write(mean, tmp_path / "reader.safetensors")) == 64
    assert (tmp_path / "reader.safetensors").stat().st_size < 12_000_000
