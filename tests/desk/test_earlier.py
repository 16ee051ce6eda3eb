"""A conversation as a reader has it: follow-ups are completed from the turns before, and the reader may undo that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Filters
from tests.index.tiny import TinyDesk, story, tiny_desk

FIRST = "Which ferry reached Port Alder3 on Tuesday?"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TinyDesk]:
    with tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6) as desk:
        desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(5)])
        yield desk


def test_the_first_follow_up_is_completed(desk: TinyDesk) -> None:
    first = desk.ask(FIRST, conversation="one")
    second = desk.ask("How many were hurt?", conversation="one")
    assert first.rewritten == ""
    assert second.question == "How many were hurt?"
    assert second.rewritten == "How many were hurt (Port Alder3, on Tuesday)?"
    assert second.citations[0].article_id == "story-3"
    assert [chip.id for chip in second.understood if chip.kind == "followup"] == ["followup"]
    assert desk.conversations.turns("one")[1].answer["rewritten"] == second.rewritten


def test_what_was_completed_goes_on_to_the_turn_after(desk: TinyDesk) -> None:
    for question in (FIRST, "How many were hurt?"):
        desk.ask(question, conversation="one")
    third = desk.ask("And why?", conversation="one")
    assert "Port Alder3" in third.rewritten
    assert third.citations[0].article_id == "story-3"


def test_the_reader_may_undo_it(desk: TinyDesk) -> None:
    desk.ask(FIRST, conversation="one")
    left = desk.ask("How many were hurt?", conversation="one", filters=Filters(ignored=("followup",)))
    assert left.rewritten == ""
    assert not [chip for chip in left.understood if chip.kind == "followup"]


def test_nothing_is_completed_without_a_conversation_or_from_anothers(desk: TinyDesk) -> None:
    desk.ask(FIRST, conversation="one", owner="ann")
    assert desk.ask("How many were hurt?").rewritten == ""
    assert desk.ask("How many were hurt?", conversation="one", owner="ben").rewritten == ""
    assert desk.ask("How many were hurt?", conversation="two", owner="ann").rewritten == ""
    assert desk.ask("How many were hurt?", conversation="one", owner="ann").rewritten


def test_a_question_of_its_own_is_left_alone(desk: TinyDesk) -> None:
    desk.ask(FIRST, conversation="one")
    assert desk.ask("Did Captain Rowan1 say that the engine had stopped?", conversation="one").rewritten == ""


def test_a_follow_up_goes_with_the_article_that_it_was_completed_from(desk: TinyDesk) -> None:
    desk.ask(FIRST, conversation="one")
    desk.ask("How many were hurt?", conversation="one", filters=Filters(until="2000-01-01"))
    quotes = dict(desk.conversations.turns("one")[1].quotes)
    assert "story-3" in quotes
