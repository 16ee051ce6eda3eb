import asyncio
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import gradio as gr
import pytest
from fastapi import Request

from assistant.access.roles import Visitor
from assistant.answering.answer import Step, StreamEvent
from assistant.api.caller import VISITOR
from assistant.errors import IndexBusyError
from assistant.retrieval.query import Filters
from assistant.web.chat import Chat, Shown, build_chat
from assistant.web.conversation import Conversation
from tests.index.tiny import TinyDesk, story
from tests.web.fake_desk import FakeDesk

NOBODY: Any = None
"""The request of a call from Python."""


def ask(
    chat: Chat, question: str, sources: list[str] | None = None, kinds: list[str] | None = None, **days: str
) -> list[tuple[Any, ...]]:
    since, until, as_of = (days.get(name) for name in ("since", "until", "as_of"))
    return list(chat.asked(question, sources, None, kinds, ["en"], since, until, as_of, Conversation(), NOBODY))


def asked_stream(chat: Chat) -> Iterator[Shown]:
    return chat.asked("astronauts", None, None, None, None, None, None, None, Conversation(), NOBODY)


def page_events() -> list[dict[str, Any]]:
    async def config() -> dict[str, Any]:  # in a loop, as the application builds it
        return dict(build_chat(FakeDesk()).get_config_file())

    return list(asyncio.run(config())["dependencies"])


def test_an_answer_grows_and_ends() -> None:
    yielded = ask(Chat(FakeDesk(pause=0.02)), "astronauts")
    pictures = [live for _, _, live, _ in yielded]
    assert 'data-state="answering"' in pictures[0]
    assert len(pictures) > 3
    assert 'data-state="answered"' in pictures[-1]


def test_the_box_offers_stop_while_it_answers_and_ask_after() -> None:
    yielded = ask(Chat(FakeDesk()), "astronauts")
    assert yielded[0][0]["stop_btn"] == "Stop"
    assert yielded[-1][0]["submit_btn"] == "Ask"


def test_filters_reach_the_assistant() -> None:
    desk = FakeDesk()
    ask(Chat(desk), " astronauts ", ["Meridian Wire"], ["news"], since="2020-01-01", until="", as_of="2021-01-01")
    filters = Filters(("Meridian Wire",), since="2020-01-01", as_of="2021-01-01", kinds=("news",), languages=("en",))
    assert desk.asked == [("astronauts", filters)]


def test_what_was_understood_can_be_left_aside_and_taken_up_again() -> None:
    desk = FakeDesk()
    chat = Chat(desk)
    *_, talk = ask(chat, "What did Meridian Wire say of the astronauts?")[-1]
    assert talk.live is not None
    assert 'data-chip="outlet:meridian wire"' in talk.live.html
    *_, without = list(chat.acted("chip:outlet:meridian wire", talk, NOBODY))[-1]
    assert isinstance(without, Conversation)
    assert without.live is not None
    assert (without.past, without.asked, without.live.number) == (talk.past, talk.asked, talk.live.number)
    assert "understood-chip aside" in without.live.html
    *_, again = list(chat.acted("chip:outlet:meridian wire", without, NOBODY))[-1]
    assert isinstance(again, Conversation)
    assert again.live is not None
    assert [asked.ignored for _, asked in desk.asked] == [(), ("outlet:meridian wire",), ()]
    assert not again.live.aside


def test_a_click_without_a_question_or_a_chip_does_nothing() -> None:
    assert list(Chat(FakeDesk()).acted("chip:outlet:x", Conversation(), NOBODY)) == []


@pytest.mark.parametrize(("question", "words"), [("", "The question is empty."), ("x" * 100_000, "100,000 characters")])
def test_a_question_that_cannot_be_asked_gets_words(question: str, words: str) -> None:
    live = ask(Chat(FakeDesk()), question)[-1][2]
    assert words in live
    assert len(live) < 5000


def test_an_empty_and_a_busy_archive_get_words() -> None:
    assert "news-assistant ingest --sample" in ask(Chat(FakeDesk(archive=())), "astronauts")[-1][2]
    busy = Chat(FakeDesk(error=IndexBusyError("Another process is writing.", remedy="Ask again in a moment.")))
    assert "Another process is writing." in ask(busy, "astronauts")[-1][2]
    assert "Another process is writing." in busy.opened(NOBODY)[1]


def test_an_error_nobody_foresaw_gets_words_and_a_log_entry(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeDesk):
        def _healthy(self) -> None:
            raise ZeroDivisionError

    yielded = ask(Chat(Broken()), "astronauts")
    assert "Something went wrong here" in yielded[-1][2]
    assert yielded[-1][0]["submit_btn"] == "Ask"
    assert "ZeroDivisionError" in caplog.text


def test_stop_while_answering() -> None:
    chat = Chat(FakeDesk(pause=0.02))
    stream = asked_stream(chat)
    *_, talk = next(stream)
    next(stream)
    chat.stopped(talk)
    *_, (box, _, live, after) = stream
    assert 'data-state="stopped"' in str(live)
    assert box["submit_btn"] == "Ask"  # type: ignore[index]
    assert after.live is not None
    assert after.live.state == "stopped"


def test_stop_does_not_wait_for_a_writer_that_thinks() -> None:
    is_over = threading.Event()

    class Thinking(FakeDesk):
        def stream(self, question: str, **more: Any) -> Iterator[StreamEvent]:  # noqa: ANN401 - passed on as it came
            yield Step("writing", "")
            is_over.wait(30)
            yield from super().stream(question, **more)

    chat = Chat(Thinking())
    stream = asked_stream(chat)
    *_, talk = next(stream)
    began = time.monotonic()
    threading.Timer(0.05, chat.stopped, [talk]).start()
    *_, (_, _, live, _) = stream
    is_over.set()
    assert 'data-state="stopped"' in str(live)
    assert time.monotonic() - began < 5


def test_stop_as_soon_as_its_button_is_there() -> None:
    chat = Chat(FakeDesk())
    stream = asked_stream(chat)
    *_, talk = next(stream)
    chat.stopped(talk)
    pictures = [str(live) for _, _, live, _ in stream]
    assert 'data-state="stopped"' in pictures[-1]
    assert not any('data-state="answered"' in picture for picture in pictures)


def test_stop_after_the_end_changes_nothing() -> None:
    chat = Chat(FakeDesk())
    *_, talk = ask(chat, "astronauts")[-1]
    chat.stopped(talk)
    assert 'data-state="answered"' in ask(chat, "astronauts")[-1][2]


def test_stop_shows_nothing_itself() -> None:
    """What one event of the page shows may be overtaken by what another one does, so the answer's own ends it."""
    (stop,) = [event for event in page_events() if "stop" in {name for _, name in event["targets"]}]
    assert stop["outputs"] == stop["cancels"] == []


def test_a_page_that_opens_shows_the_archive() -> None:
    masthead, greeting, box, outlets, sections, kinds, languages, histogram, talk = Chat(FakeDesk()).opened(NOBODY)
    assert box == ""
    assert "5 articles" not in histogram
    assert talk.name
    assert "5 articles" in masthead
    assert "data-question" in greeting
    assert "Meridian Wire" in outlets["choices"]
    assert (sections["choices"], kinds["choices"], languages["choices"]) == (["Science"], ["news", "opinion"], ["en"])


def test_an_archive_of_no_articles_is_empty_too() -> None:
    class Bare(FakeDesk):
        def _healthy(self) -> None:
            """An archive that was made and never filled."""

    assert "news-assistant ingest FOLDER" in Chat(Bare(archive=())).opened(NOBODY)[1]


def test_no_event_is_offered_as_an_api() -> None:
    assert {event["api_visibility"] for event in page_events()} == {"private"}


@pytest.fixture
def filled(desk: TinyDesk, tmp_path: Path) -> TinyDesk:
    desk.ingest_rows(tmp_path / "a.jsonl", [story(1), story(2, source="Mast"), story(3)])
    return desk


def asked(chat: Chat, question: str, talk: Conversation) -> Conversation:
    *_, after = list(chat.asked(question, None, None, None, None, None, None, None, talk, NOBODY))[-1]
    return after


def opened(chat: Chat, **query: str) -> Conversation:
    scope = {"type": "http", "query_string": urlencode(query).encode(), "headers": [], VISITOR: Visitor.local()}
    request = gr.Request(Request(scope))
    talk = chat.opened(request)[-1]
    assert isinstance(talk, Conversation)
    return talk


def test_a_conversation_is_kept_and_comes_back_by_its_name(filled: TinyDesk) -> None:
    chat = Chat(filled)
    talk = asked(chat, "Who is captain of Kestrel2?", asked(chat, "When did Kestrel1 reach the port?", opened(chat)))
    back = opened(chat, conversation=talk.name)
    assert (back.name, back.asked, len(back.past)) == (talk.name, 2, 2)
    assert "Kestrel1 reach the port?" in back.above
    assert opened(chat, conversation="another").past == ()


def test_asking_anew_takes_the_place_of_the_last_answer(filled: TinyDesk) -> None:
    chat = Chat(filled)
    talk = asked(chat, "When did Kestrel1 reach the port?", opened(chat))
    *_, retried = list(chat.acted("retry", talk, NOBODY))[-1]
    box, *_, changing = list(chat.acted("edit", retried, NOBODY))[-1]
    assert isinstance(box, dict)
    assert box["value"] == "When did Kestrel1 reach the port?"
    changed = asked(chat, "When did Kestrel3 reach the port?", changing)
    *_, followed = list(chat.acted("follow:What happened: Ferry Kestrel2 arrives?", changed, NOBODY))[-1]
    kept = filled.conversations.turns(talk.name, owner=Visitor.local().owner)
    assert [turn.question for turn in kept] == [
        "When did Kestrel3 reach the port?",
        "What happened: Ferry Kestrel2 arrives?",
    ]
    assert (changed.asked, followed.asked) == (1, 2)


def test_the_months_of_the_archive_stand_above_the_filters(filled: TinyDesk) -> None:
    assert 'data-since="2024-03-01"' in Chat(filled).opened(NOBODY)[7]


def test_what_was_understood_stands_there_before_the_answer_does(filled: TinyDesk) -> None:
    first, *_ = chat_frames(filled, "When did Kestrel1 reach the port, according to Sample Courier?")
    assert 'data-state="answering"' in first
    assert "Sample Courier</bdi>" in first
    assert first.count("<button") == first.count(" disabled>") > 0


def test_what_a_follow_up_is_read_as_stands_there_before_the_answer_does(filled: TinyDesk) -> None:
    chat = Chat(filled)
    talk = asked(chat, "When did Kestrel1 reach the port?", opened(chat))
    follow = chat.asked("How many were hurt?", None, None, None, None, None, None, None, talk, NOBODY)
    (_, _, first, _), *_, (_, _, last, _) = follow
    chip = re.compile(r'data-chip="followup".*?<bdi>(.*?)</bdi>')
    assert 'data-state="answering"' in str(first)
    assert chip.findall(str(first)) == chip.findall(str(last)) == ["read as: How many were hurt (Kestrel1)?"]


def test_a_follow_up_asked_again_does_not_lean_on_itself(filled: TinyDesk) -> None:
    chat = Chat(filled)
    talk = asked(chat, "How many were hurt?", opened(chat))
    first, *_ = [str(live) for _, _, live, _ in chat.acted("retry", talk, NOBODY)]
    assert "follow-up" not in first


def chat_frames(desk: TinyDesk, question: str) -> list[str]:
    chat = Chat(desk)
    asked_for = chat.asked(question, None, None, None, None, None, None, None, Conversation(), NOBODY)
    return [str(live) for _, _, live, _ in asked_for]
