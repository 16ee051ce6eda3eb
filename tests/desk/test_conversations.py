"""Conversations: each turn stands in its place with the articles it quotes, whoever writes beside it."""

import dataclasses
import sqlite3
import threading
from pathlib import Path

import pytest

from assistant.answering.answer import Answer, ArticleCard, Citation, Coverage, Sentence
from assistant.desk.conversations import DESK_NAME, Conversations
from assistant.desk.migrations import MIGRATIONS
from assistant.errors import IndexDamagedError, QuestionError, StoreError
from assistant.retrieval.passages import ScoredPassage
from tests.index.tiny import TinyDesk, story, tiny_desk

CITATION = Citation(1, "a", 2, "Title", "Wire", "2020-01-01", None, 0, 10, "It rained.")
PASSAGE = ScoredPassage(1, "b", 1, "Title", "Wire", None, None, 0, 10, "It snowed.", 0.5)
NEAREST = ArticleCard("c", 3, "Title", "Wire", None, None)


def answer(question: str = "Did it rain?") -> Answer:
    sentences = (Sentence("", "It rained.", (1,), "supported"),)
    coverage = Coverage(None, None, 3, {"Wire": 3}, (NEAREST,))
    return Answer(question, "It rained.", "", False, sentences, (CITATION,), (PASSAGE,), coverage, {"total": 1.0})  # noqa: FBT003


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "indexes")


def test_turns_come_back_in_their_order(conversations: Conversations) -> None:
    assert conversations.turns() == conversations.turns("one") == []
    assert not conversations.path.exists()
    asked = [("one", "first"), ("two", "other"), ("one", "second \udcff")]
    assert [conversations.add_turn(name, answer(question)) for name, question in asked] == [1, 1, 2]
    turns = conversations.turns("one")
    assert [(turn.number, turn.question) for turn in turns] == [(1, "first"), (2, "second ?")]
    assert turns[0].quotes == (("a", 2), ("b", 1), ("c", 3))
    assert turns[0].answer["citations"][0]["quote"] == "It rained."
    assert turns[0].answer["coverage"] == {
        "from": None, "to": None, "articles": 3, "sources": {}, "nearest": turns[0].answer["coverage"]["nearest"],
        "months": {},
    }  # fmt: skip
    assert len(conversations.turns()) == 3
    assert turns[0].asked_at > 1_700_000_000


@pytest.mark.parametrize(
    ("counted", "stands"),
    [
        ("Wire (3), Mast (1): 4 articles. Looked for: “rain”.", "4 articles. Looked for: “rain”."),
        ("4 articles (3 without copies of the same text). Looked for: “rain”.", None),
        ("No outlet is named: 4 articles. Looked for: “rain”.", None),
        ("", None),
    ],
)
def test_what_was_counted_is_kept_without_the_names_of_outlets(
    counted: str, stands: str | None, conversations: Conversations
) -> None:
    refused = dataclasses.replace(answer(), answer=counted or "Nothing.", sentences=(), citations=(), counted=counted)
    for number, asked in enumerate((dataclasses.replace(answer(), counted=counted), refused)):
        conversations.add_turn(f"c{number}", asked)
        [turn] = conversations.turns(f"c{number}")
        assert turn.answer["counted"] == (counted if stands is None else stands)
        alone = turn.answer["counted"] or "Nothing."
        assert turn.answer["answer"] == ("It rained." if number == 0 else alone)


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\nb", "a\x00b", "\ud800"])
def test_a_name_that_cannot_be_kept_is_refused(name: str, conversations: Conversations) -> None:
    with pytest.raises(QuestionError, match="conversation"):
        conversations.add_turn(name, answer())
    assert not conversations.path.exists()


def test_a_redacted_turn_keeps_its_place_and_nothing_else(conversations: Conversations) -> None:
    for question in ("What of zanzibarite?", "And then?"):
        conversations.add_turn("one", answer(question))
    conversations.redact(conversations.turns("one")[:1])
    conversations.compact()
    first, second = conversations.turns("one")
    assert (first.question, first.quotes, first.redacted) == ("", (), True)
    assert list(first.answer) == ["answer"]
    assert (second.question, second.redacted) == ("And then?", False)
    assert b"zanzibarite" not in b"".join(path.read_bytes() for path in conversations.path.parent.iterdir())
    assert conversations.add_turn("one", answer()) == 3


def test_many_threads_write_at_once(conversations: Conversations) -> None:
    threads = [threading.Thread(target=lambda: conversations.add_turn("one", answer())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [turn.number for turn in conversations.turns("one")] == list(range(1, 9))


def test_a_torn_file_and_one_of_a_newer_release_are_told(conversations: Conversations) -> None:
    conversations.add_turn("one", answer())
    connection = sqlite3.connect(conversations.path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(StoreError, match="newer release"):
        conversations.turns()
    conversations.path.write_bytes(b"x" * 5000)
    with pytest.raises(IndexDamagedError, match=r"file of conversations .*desk\.sqlite is damaged"):
        conversations.add_turn("one", answer())


@pytest.fixture
def desk(tmp_path: Path) -> TinyDesk:
    desk = tiny_desk(tmp_path / "indexes", refusal_threshold=1e-6)
    desk.ingest_rows(tmp_path / "a.jsonl", [story(number) for number in range(4)])
    return desk


def test_asking_in_a_conversation_keeps_the_turn(desk: TinyDesk, conversations: Conversations) -> None:
    question = "Did the ferry Kestrel3 reach Port Alder3?"
    found = desk.ask(question, conversation="one")
    *_, streamed = desk.stream(question, conversation="one")
    desk.ask(question)
    turns = conversations.turns()
    assert [(turn.conversation, turn.number, turn.question) for turn in turns] == [("one", n, question) for n in (1, 2)]
    assert turns[0].answer["answer"] == found.answer
    assert isinstance(streamed, Answer)
    assert ("story-3", 1) in turns[0].quotes
    with pytest.raises(QuestionError):
        desk.ask(question, conversation="")
    desk.close()


def test_the_page_is_not_the_catalog(desk: TinyDesk, tmp_path: Path) -> None:
    desk.ask("Did the ferry Kestrel3 reach Port Alder3?", conversation="one")
    with sqlite3.connect(tmp_path / "indexes" / "catalog.sqlite") as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'turns'").fetchone()
    assert (tmp_path / "indexes" / DESK_NAME).exists()
    desk.close()
