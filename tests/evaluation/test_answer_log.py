"""The log of answers under kills: a torn last line costs that answer and nothing else."""

from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.evaluation.answer_log import AnswerLog


def test_what_was_added_is_read_back(tmp_path: Path) -> None:
    log = AnswerLog(tmp_path / "answers.jsonl")
    assert log.read() == {}
    log.add({"id": "b", "text": "\ud800 line\nbreak"})
    log.add({"id": "a"})
    assert list(log.read()) == ["b", "a"]
    log.rewrite([{"id": "a"}, {"id": "b"}])
    assert list(log.read()) == ["a", "b"]


def test_every_torn_length_of_the_last_line(tmp_path: Path) -> None:
    log = AnswerLog(tmp_path / "answers.jsonl")
    log.add({"id": "a"})
    log.add({"id": "b"})
    whole = log.path.read_bytes()
    first = whole.index(b"\n") + 1
    for length in range(first, len(whole)):
        log.path.write_bytes(whole[:length])
        assert list(log.read()) == ["a"]
        log.mend()
        log.add({"id": "b"})
        assert log.path.read_bytes() == whole


def test_what_is_no_answer_in_the_middle_is_not_passed_over(tmp_path: Path) -> None:
    log = AnswerLog(tmp_path / "answers.jsonl")
    log.path.write_text('{"id": "a"}\nnonsense\n{"id": "b"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"Line 2 of .*answers\.jsonl"):
        log.read()
