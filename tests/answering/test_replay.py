"""Why an answer is what it is, and whether asking again gives the same."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Filters
from assistant.answering.record import MOST_SENTENCES, from_json
from assistant.errors import InputError
from assistant.jsonable import as_json
from tests.index.tiny import TinyDesk, long_story, story, tiny_desk

QUESTION = "Did the ferry Kestrel3 reach Port Alder3 on Tuesday?"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TinyDesk]:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        copy = story(3, id="copy", source="Another Outlet")
        desk.ingest_rows(tmp_path / "a.jsonl", [*[story(number) for number in range(6)], copy, long_story(50, 30)])
        yield desk


def test_an_answer_is_opened_again_by_its_id(desk: TinyDesk) -> None:
    filters = Filters(sources=("Sample Courier",), since="2020-01-01", ignored=("recent",))
    asked = desk.ask(QUESTION, filters=filters, today="2024-04-02", record=True)
    record = desk.why(asked.answer_id)
    assert record == asked.record == from_json(json.loads(json.dumps(as_json(record))))
    assert record.asked_with() == filters
    assert (record.question, record.searched, record.today) == (QUESTION, QUESTION, "2024-04-02")
    assert (record.generation, record.revision) == (1, desk.status().revision)
    assert record.settings_hash == desk.settings.hash()
    assert record.cited == tuple((it.article_id, it.version, it.start, it.end) for it in asked.citations)
    assert record.verdicts == {"supported": len(asked.sentences)}
    assert record.timings == asked.timings
    assert [item.rank for item in record.passages if item.rank] == list(range(1, len(asked.passages) + 1))


def test_every_candidate_has_what_became_of_it(desk: TinyDesk) -> None:
    with tiny_desk(desk.settings.data_dir, search_k=14) as wide:
        record = wide.ask(QUESTION, today="2024-04-02").record
    assert record
    assert {item.outcome for item in record.passages[:10]} == {"read"}
    assert {item.outcome for item in record.passages[10:] if item.rank} <= {"not read: only the best 10 are"}
    assert [(it.article_id, it.version, it.outcome) for it in record.passages if not it.rank] == [
        ("copy", 1, "left out: tells the same as 1")
    ]
    assert [item.outcome for item in record.sentences if item.outcome.startswith("cited")] != []
    assert all(item.outcome for item in record.sentences)
    assert len(record.sentences) <= MOST_SENTENCES
    assert ("copy", 1) in set(record.articles())


def test_a_refusal_has_a_record_and_cites_nothing(desk: TinyDesk) -> None:
    with tiny_desk(desk.settings.data_dir, refusal_threshold=1) as strict:
        record = strict.ask(QUESTION).record
    assert record
    assert record.refused
    assert record.cited == ()
    assert {item.outcome for item in record.sentences} == {"nothing is cited by a refusal"}


def test_the_same_archive_and_settings_give_the_same_evidence(desk: TinyDesk) -> None:
    first = desk.ask(QUESTION, conversation="one")
    follow = desk.ask("How many were hurt?", conversation="one")
    for answer in (first, follow):
        replay = desk.replay(answer.answer_id)
        assert replay.same
        assert replay.differences == ()
        assert replay.now.cited == replay.then.cited != ()


def test_a_changed_archive_is_told_whether_or_not_it_matters(desk: TinyDesk, tmp_path: Path) -> None:
    asked = desk.ask(QUESTION, today="2024-04-02", record=True)
    desk.ingest_rows(
        tmp_path / "b.jsonl", [story(3, id="later", published_at="2024-04-01", text=f"{story(3)['text']} It was late.")]
    )
    replay = desk.replay(asked.answer_id)
    assert not replay.same
    assert any(line.startswith("The archive was changed") for line in replay.differences)
    assert any(line.startswith("Other passages found: ") for line in replay.differences)


def test_other_settings_are_told(desk: TinyDesk) -> None:
    asked = desk.ask(QUESTION, record=True)
    with tiny_desk(desk.settings.data_dir, refusal_threshold=1, search_k=3) as other:
        replay = other.replay(asked.answer_id)
    assert not replay.same
    assert replay.differences[0].startswith("The settings are other ones: ")
    assert replay.differences[-1] == "It was answered, and is refused now."


def test_a_new_generation_with_the_same_evidence_is_the_same(desk: TinyDesk) -> None:
    asked = desk.ask(QUESTION, record=True)
    desk.rebuild()
    replay = desk.replay(asked.answer_id)
    assert replay.same
    assert replay.differences[0] == "The vectors are of generation 2, then of 1."


def test_what_is_not_kept_or_anothers_cannot_be_opened(desk: TinyDesk) -> None:
    assert desk.ask(QUESTION).answer_id == ""
    asked = desk.ask(QUESTION, record=True, owner="ann")
    with pytest.raises(InputError, match="no answer"):
        desk.why(asked.answer_id, owner="ben")
    with pytest.raises(InputError, match="no answer"):
        desk.replay("0123456789abcdef")
    desk.conversations.redact([desk.conversations.turn(asked.answer_id)])
    with pytest.raises(InputError, match="Nothing is kept"):
        desk.why(asked.answer_id, owner="ann")


def test_no_word_of_an_article_stands_in_a_record(desk: TinyDesk) -> None:
    record = desk.ask("Which passengers were taken to the hall of story 3?", record=True).record
    assert record
    kept = json.dumps(as_json(dataclasses.replace(record, question="", searched="", chips=())))
    assert "Kestrel" not in kept
    assert "Rowan" not in kept


def test_a_question_with_choices_is_asked_again_with_them(desk: TinyDesk) -> None:
    choices = ["engine", "town hall", "Kestrel3"]
    asked = desk.ask(QUESTION, today="2024-04-02", choices=choices, record=True)
    assert asked.short_answer
    assert desk.why(asked.answer_id).choices == tuple(choices)
    assert desk.replay(asked.answer_id).now.choices == tuple(choices)
    assert desk.replay(asked.answer_id).same
